package loop

import (
	"time"

	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Hold stops the loop until a day, for a reason; somebody wakes it. Who may:
// scheduling, triage, the referring clinician; not with a visit booked, not in
// an emergency. Neither clock stops. It can be undone for ten seconds.
func Hold(w *desk.Writing, f Form, until time.Time, reason, words string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		n, err := t.Note(words, chart.Comment)
		if err != nil {
			return err
		}
		ev := referral.Held{Leg: t.State.Leg(), Until: until, Reason: reason, Note: n}
		if t.Who.Side == referral.Sender {
			ev.Wakes = t.State.Team
		}
		t.Undo = w.Desk().QuickFor
		return t.Ask(ev)
	})
}
