package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Finish says that a line of the plan is done, and what shows it. Who may: its
// owner or their team. The line's clock stops; the last one can complete the proof.
func Finish(w *desk.Writing, f Form, item referral.ItemID, evidence string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		n, err := t.Note(evidence, chart.Comment)
		if err != nil {
			return err
		}
		return t.Ask(referral.PlanDone{Item: item, Evidence: n})
	})
}
