package loop

import (
	"referd/core/referral"
	"referd/desk"
)

// Claim takes the ball for a person of the team that has it.
func Claim(w *desk.Writing, f Form) (Done, error) {
	return do(w, f, func(t *turn) error {
		if err := t.member(t.state.Ball().Team); err != nil {
			return err
		}
		return t.ask(referral.Claimed{Person: w.Who().User})
	})
}
