package loop

import (
	"referd/core/referral"
	"referd/desk"
)

// Strike takes back an entry made in error, with a reason; the original dates stay.
func Strike(w *desk.Writing, f Form, fact referral.Key, reason string) (Done, error) {
	return do(w, f, func(t *turn) error {
		for _, e := range t.state.Entries() {
			if e.Key == fact {
				return t.ask(referral.Struck{Fact: fact, Reason: reason})
			}
		}
		return invalid("fact", "There is no such entry.")
	})
}
