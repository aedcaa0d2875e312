package loop

import (
	"referd/core/referral"
	"referd/desk"
)

// Claim takes the ball for oneself. Who may: anybody of the team that has it,
// while nobody of it has. No clock moves; it can be undone for ten seconds.
func Claim(w *desk.Writing, f Form) (Done, error) {
	return do(w, f, func(t *turn) error {
		ball := t.state.Ball()
		if err := t.member(ball.Team); err != nil {
			return err
		}
		if ball.Person != "" && ball.Person != w.Who().User {
			return refused(w.Directory().PersonName(ball.Person) + " has it. They release it, or somebody of the team assigns it.")
		}
		t.undo = w.Desk().QuickFor
		return t.ask(referral.Claimed{Person: w.Who().User})
	})
}
