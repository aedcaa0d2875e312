package loop

import (
	"cmp"
	"slices"
	"time"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// TakeOn accepts a line that was offered, with a day of one's own. Who may: the
// team or the person it was offered to, or the line's own. It then outlives the
// loop with a clock of its own.
func TakeOn(w *desk.Writing, f Form, item referral.ItemID, due time.Time) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := t.Can(referral.ActAcceptItem, referral.ItemAccepted{Item: item}); err != nil {
			return err
		}
		n := slices.IndexFunc(t.State.Items, func(i referral.Item) bool { return i.ID == item })
		if n < 0 {
			return turn.Invalid("item", "There is no such line.")
		}
		i := t.State.Items[n]
		team := cmp.Or(i.OfferedTeam, i.Team)
		if due.IsZero() {
			due = i.Due
		}
		return t.Ask(referral.ItemAccepted{Item: item, Team: team, Person: w.Who().User, Due: t.By(team, due)})
	})
}
