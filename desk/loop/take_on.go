package loop

import (
	"time"

	"referd/core/referral"
	"referd/desk"
)

// TakeOn accepts a line that was offered, with a day of one's own.
func TakeOn(w *desk.Writing, f Form, item referral.ItemID, due time.Time) (Done, error) {
	return do(w, f, func(t *turn) error {
		for _, i := range t.state.Items {
			if i.ID == item {
				if due.IsZero() {
					due = i.Due
				}
				return t.ask(referral.ItemAccepted{Item: item, Team: i.OfferedTeam, Person: w.Who().User, Due: due})
			}
		}
		return invalid("item", "There is no such line.")
	})
}
