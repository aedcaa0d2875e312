package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// Finish, Refuse, HandOn and TakeOn are what becomes of a line of the plan.
func Finish(w *desk.Writing, f Form, item referral.ItemID, evidence string) (Done, error) {
	return plain(w, f, evidence, func(_ int, n chart.DocumentID) referral.Event { return referral.PlanDone{Item: item, Evidence: n} })
}
