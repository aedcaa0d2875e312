package loop

import (
	"referd/core/referral"
	"referd/desk"
)

// Release gives it back to the team.
func Release(w *desk.Writing, f Form) (Done, error) {
	return do(w, f, func(t *turn) error {
		if err := t.member(t.state.Ball().Team); err != nil {
			return err
		}
		return t.ask(referral.Released{})
	})
}
