package loop

import (
	"referd/core/referral"
	"referd/desk"
)

// Tell takes what a partner says happened. Who may: a system, for an
// organization of the loop it acts for; the house. It is never refused; what
// does not fit stands beside it as a contradiction for a person.
func Tell(w *desk.Writing, f Form, ev referral.Event) (Done, error) {
	return do(w, f, func(t *turn) error {
		if err := t.tells(); err != nil {
			return err
		}
		return t.ask(ev)
	})
}

// tells refuses a person who would be believed like a partner.
func (t *turn) tells() error {
	if t.w.Who().User != "" {
		return desk.Denied("loop.Tell", "A partner's system tells this. People here use the act itself.")
	}
	t.told = true
	return nil
}
