package loop

import (
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Assign gives the ball or a duty to a team or a person, with why.
type Assign struct {
	Duty   string
	Team   party.TeamID
	Person party.UserID
	Why    string
}

// Give assigns.
func Give(w *desk.Writing, f Form, a Assign) (Done, error) {
	return do(w, f, func(t *turn) error {
		o, ok := t.state.OwedFor(a.Duty)
		if !ok {
			return refused("That is no longer owed.")
		}
		if err := t.member(o.Team); err != nil {
			return err
		}
		if a.Team == "" {
			a.Team = o.Team
		}
		if _, ok := w.Directory().Teams[a.Team]; !ok {
			return invalid("team", "Choose a team.")
		}
		return t.ask(referral.Reassigned{Duty: a.Duty, Team: a.Team, Person: a.Person, Reason: a.Why})
	})
}
