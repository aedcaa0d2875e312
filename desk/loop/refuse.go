package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// Refuse says why a line of the plan is not done. Who may: its owner or their
// team. The line's clock stops.
func Refuse(w *desk.Writing, f Form, item referral.ItemID, because string) (Done, error) {
	return do(w, f, func(t *turn) error {
		n, err := t.note(because, chart.Comment)
		if err != nil {
			return err
		}
		return t.ask(referral.PlanRefused{Item: item, Note: n})
	})
}
