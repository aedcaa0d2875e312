package loop

import (
	"slices"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Assign gives the ball or a duty to a team or a person, with why.
type Assign struct {
	Duty   string // Duty.Key; empty is the ball
	Team   party.TeamID
	Person party.UserID
	Why    string
}

// Give reassigns. Who may: a team lead of the organization that owes it;
// off-boarding; the house when it is overdue. A colleague takes it by claiming.
// The ball keeps its age and its due; it can be undone for ten seconds.
func Give(w *desk.Writing, f Form, a Assign) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		o, ok := t.State.OwedFor(a.Duty)
		if !ok {
			return turn.Refused("That is no longer owed.")
		}
		if err := t.Can(referral.ActAssign, referral.Reassigned{Duty: a.Duty, Team: o.Team}); err != nil {
			return err
		}
		if w.Directory().Teams[o.Team].Org != w.Who().Org && w.Who().User != "" {
			return desk.Denied("loop.Give", "This is with "+w.Directory().TeamName(o.Team)+". A team lead there may give it to somebody.")
		}
		if a.Team == "" {
			a.Team = o.Team
		}
		to, ok := w.Directory().Teams[a.Team]
		switch {
		case !ok || !to.Active:
			return turn.Invalid("team", "Choose a team.")
		case to.Org != w.Directory().Teams[o.Team].Org:
			return turn.Invalid("team", "Choose a team of the same organization.")
		case w.Directory().Users[a.Person].Invited:
			return turn.Invalid("person", "They were invited and have not come in yet. Choose somebody who has.")
		case a.Person != "" && !slices.ContainsFunc(w.Directory().Members(a.Team), func(u party.User) bool { return u.ID == a.Person }):
			return turn.Invalid("person", "Choose somebody of that team.")
		}
		t.Undo = w.Desk().QuickFor
		return t.Ask(referral.Reassigned{Duty: a.Duty, Team: a.Team, Person: a.Person, Reason: a.Why})
	})
}
