package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// Finish says that a line of the plan is done, and what shows it. Who may: its
// owner or their team. The line's clock stops; the last one can complete the proof.
func Finish(w *desk.Writing, f Form, item referral.ItemID, evidence string) (Done, error) {
	return do(w, f, func(t *turn) error {
		n, err := t.note(evidence, chart.Comment)
		if err != nil {
			return err
		}
		return t.ask(referral.PlanDone{Item: item, Evidence: n})
	})
}
