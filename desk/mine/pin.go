package mine

import (
	"referd/core/access"
	"referd/core/referral"
	"referd/desk"
)

// Pin gives a referral the asker's star, or takes it away. It is theirs alone:
// nobody else's list knows of it. Who may: as AddNote.
func Pin(w *desk.Writing, of referral.ID, on bool) error {
	if err := writes(w, of); err != nil {
		return err
	}
	w.Act(access.Update)
	return w.Tx.Pin(w.Who().User, of, on, w.Now())
}
