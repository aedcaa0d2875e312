package loop

import (
	"cmp"
	"slices"
	"time"

	"referd/core/referral"
	"referd/desk"
)

// TakeOn accepts a line that was offered, with a day of one's own. Who may: the
// team or the person it was offered to, or the line's own. It then outlives the
// loop with a clock of its own.
func TakeOn(w *desk.Writing, f Form, item referral.ItemID, due time.Time) (Done, error) {
	return do(w, f, func(t *turn) error {
		if err := t.can(referral.ActAcceptItem, referral.ItemAccepted{Item: item}); err != nil {
			return err
		}
		n := slices.IndexFunc(t.state.Items, func(i referral.Item) bool { return i.ID == item })
		if n < 0 {
			return invalid("item", "There is no such line.")
		}
		i := t.state.Items[n]
		team := cmp.Or(i.OfferedTeam, i.Team)
		if due.IsZero() {
			due = i.Due
		}
		return t.ask(referral.ItemAccepted{Item: item, Team: team, Person: w.Who().User, Due: due})
	})
}
