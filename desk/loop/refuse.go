package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Refuse says why a line of the plan is not done. Who may: its owner or their
// team. The line's clock stops.
func Refuse(w *desk.Writing, f Form, item referral.ItemID, because string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		n, err := t.Note(because, chart.Comment)
		if err != nil {
			return err
		}
		return t.Ask(referral.PlanRefused{Item: item, Note: n})
	})
}
