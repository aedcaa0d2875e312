package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// Reopen opens what was over, with a reason that somebody settles; a wrong
// death is reversed by it. Who may: the referring clinician or staff,
// scheduling, a team lead, an administrator; never what was entered in error.
// Dues begin anew, clocks do not.
func Reopen(w *desk.Writing, f Form, reason, words string) (Done, error) {
	return do(w, f, func(t *turn) error {
		if reason == "" {
			return invalid("reason", "Say why it opens again.")
		}
		n, err := t.note(words, chart.Comment)
		if err != nil {
			return err
		}
		t.fresh = true
		ev := referral.Reopened{Reason: reason, Note: n}
		if t.who.Side == referral.Receiver {
			ev.Team = t.w.Directory().ServicesByID[t.state.Recipient().Service].Scheduling
		}
		return t.ask(ev)
	})
}
