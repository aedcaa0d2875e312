package loop

import (
	"slices"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Assign gives the ball or a duty to a team or a person, with why.
type Assign struct {
	Duty   string // Duty.Key; empty is the ball
	Team   party.TeamID
	Person party.UserID
	Why    string
}

// Give reassigns. Who may: anybody of the team that owes it, to a colleague; a
// team lead or an administrator of that side, to another team of the house.
// The ball keeps its age and its due; it can be undone for ten seconds.
func Give(w *desk.Writing, f Form, a Assign) (Done, error) {
	return do(w, f, func(t *turn) error {
		o, ok := t.state.OwedFor(a.Duty)
		if !ok {
			return refused("That is no longer owed.")
		}
		lead := w.Who().Has(party.TeamLead, party.Admin) && w.Directory().Teams[o.Team].Org == w.Who().Org
		if err := t.member(o.Team); err != nil && !lead {
			return err
		}
		if a.Team == "" {
			a.Team = o.Team
		}
		to, ok := w.Directory().Teams[a.Team]
		switch {
		case !ok || !to.Active:
			return invalid("team", "Choose a team.")
		case a.Team != o.Team && !lead && !w.Who().System:
			return desk.Denied("loop.Give", "A team lead or an administrator gives it to another team.")
		case to.Org != w.Directory().Teams[o.Team].Org:
			return invalid("team", "Choose a team of the same organization.")
		case a.Person != "" && !slices.ContainsFunc(w.Directory().Members(a.Team), func(u party.User) bool { return u.ID == a.Person }):
			return invalid("person", "Choose somebody of that team.")
		}
		t.undo = w.Desk().QuickFor
		return t.ask(referral.Reassigned{Duty: a.Duty, Team: a.Team, Person: a.Person, Reason: a.Why})
	})
}
