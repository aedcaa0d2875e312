package loop

import (
	"referd/core/referral"
	"referd/desk"
)

// Die records a death with its source; a person of another pair of eyes confirms it.
func Die(w *desk.Writing, f Form, source string) (Done, error) {
	return do(w, f, func(t *turn) error {
		if source == "" {
			return invalid("source", "Say who told you.")
		}
		return t.second(referral.ActDeceased, "", referral.Deceased{Source: source})
	})
}
