package loop

import (
	"slices"

	"referd/core/party"
	"referd/desk"
)

// member refuses who does not work in a team, and says who may. Systems act
// for whole organizations.
func (t *turn) member(team party.TeamID) error {
	if works(t.w.Who(), team) {
		return nil
	}
	return desk.Denied("loop.member", "This is with "+t.w.Directory().TeamName(team)+". Somebody there may do it.")
}

func works(who desk.Who, team party.TeamID) bool {
	return who.System || who.Client != "" || slices.Contains(who.Teams, team)
}

// team is the team whose balls somebody's referrals are: their own first.
func team(w *desk.Writing, who desk.Who) party.TeamID {
	for _, t := range who.Teams {
		if w.Directory().Teams[t].Org == who.Org {
			return t
		}
	}
	return w.Directory().TeamOf(who.Org)
}
