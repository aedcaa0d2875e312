package turn

import (
	"slices"

	"referd/core/party"
	"referd/desk"
)

// Member refuses who does not work in a team, and says who may. Systems act
// for whole organizations.
func (t *Turn) Member(team party.TeamID) error {
	if works(t.W.Who(), team) {
		return nil
	}
	return desk.Denied("turn.member", "This is with "+t.W.Directory().TeamName(team)+". Somebody there may do it.")
}

func works(who desk.Who, team party.TeamID) bool {
	return who.System || who.Client != "" || slices.Contains(who.Teams, team)
}
