package loop

import (
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// HandOn offers a line to somebody; it stays the giver's until they take it.
// Who may: its owner or their team. The line keeps its due.
func HandOn(w *desk.Writing, f Form, item referral.ItemID, team party.TeamID, person party.UserID) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := takes(t, "to", team, person); err != nil {
			return err
		}
		return t.Ask(referral.HandedOn{Item: item, Team: team, Person: person})
	})
}
