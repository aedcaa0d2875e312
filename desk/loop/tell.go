package loop

import (
	"referd/core/referral"
	"referd/desk"
)

// Tell takes what a partner says happened. It is never refused; what does not
// fit stands beside it as a contradiction for a person.
func Tell(w *desk.Writing, f Form, ev referral.Event) (Done, error) {
	return do(w, f, func(t *turn) error { t.told = true; return t.ask(ev) })
}
