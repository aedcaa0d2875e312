package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// Refuse says why a line is not done.
func Refuse(w *desk.Writing, f Form, item referral.ItemID, because string) (Done, error) {
	return plain(w, f, because, func(_ int, n chart.DocumentID) referral.Event { return referral.PlanRefused{Item: item, Note: n} })
}
