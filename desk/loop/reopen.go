package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Reopen opens what was over, with a reason that somebody settles; a wrong
// death is reversed by it. Who may: the referring clinician or staff,
// scheduling, a team lead, an administrator; never what was entered in error.
// Dues begin anew, clocks do not.
func Reopen(w *desk.Writing, f Form, reason, words string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if reason == "" {
			return turn.Invalid("reason", "Say why it opens again.")
		}
		n, err := t.Note(words, chart.Comment)
		if err != nil {
			return err
		}
		t.Fresh = true
		ev := referral.Reopened{Reason: reason, Note: n}
		if t.Who.Side == referral.Receiver {
			ev.Team = t.W.Directory().ServicesByID[t.State.Recipient().Service].Scheduling
		}
		return t.Ask(ev)
	})
}
