package loop

import (
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Tell takes what a partner says happened. Who may: a system, for an
// organization of the loop it acts for; the house. It is never refused; what
// does not fit stands beside it as a contradiction for a person.
func Tell(w *desk.Writing, f Form, ev referral.Event) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := tells(t); err != nil {
			return err
		}
		return t.Ask(ev)
	})
}

// tells refuses a person who would be believed like a partner.
func tells(t *turn.Turn) error {
	if t.W.Who().User != "" {
		return desk.Denied("loop.Tell", "A partner's system tells this. People here use the act itself.")
	}
	t.Told = true
	return nil
}
