package loop

import (
	"referd/core/referral"
	"referd/desk"
)

// Undo takes back an accept, a decline or a question within its minute.
func Undo(w *desk.Writing, f Form, fact referral.Key) (Done, error) {
	return do(w, f, func(t *turn) error {
		for _, e := range t.state.Entries() {
			if e.Key != fact {
				continue
			}
			if e.By.User != w.Who().User || w.Now().Sub(e.Noted) > w.Desk().UndoFor {
				return refused("It can no longer be undone. Act on it instead: it is all recorded.")
			}
			if err := w.Tx.Forget(f.Referral, "notify"); err != nil {
				return err
			}
			t.add(referral.Struck{Fact: fact, Reason: "undone"}, "")
			return nil
		}
		return refused("There is nothing to undo.")
	})
}
