package loop

import (
	"time"

	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// Hold stops the loop until a day, for a reason; somebody wakes it. Who may:
// scheduling, triage, the referring clinician; not with a visit booked, not in
// an emergency. Neither clock stops. It can be undone for ten seconds.
func Hold(w *desk.Writing, f Form, until time.Time, reason, words string) (Done, error) {
	return do(w, f, func(t *turn) error {
		n, err := t.note(words, chart.Comment)
		if err != nil {
			return err
		}
		ev := referral.Held{Leg: t.state.Leg(), Until: until, Reason: reason, Note: n}
		if t.who.Side == referral.Sender {
			ev.Wakes = t.state.Team
		}
		t.undo = w.Desk().QuickFor
		return t.ask(ev)
	})
}
