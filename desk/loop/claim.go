package loop

import (
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Claim takes the ball for oneself. Who may: anybody of the team that has it,
// while nobody of it has. No clock moves; it can be undone for ten seconds.
func Claim(w *desk.Writing, f Form) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		ball := t.State.Ball()
		if err := t.Member(ball.Team); err != nil {
			return err
		}
		if ball.Person != "" && ball.Person != w.Who().User {
			return turn.Refused(w.Directory().PersonName(ball.Person) + " has it. They release it, or somebody of the team assigns it.")
		}
		t.Undo = w.Desk().QuickFor
		return t.Ask(referral.Claimed{Person: w.Who().User})
	})
}
