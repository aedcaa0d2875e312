package loop

import (
	"time"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
)

// longest is how much of a form is kept, in bytes.
const longest = 128 << 10

func formName(of referral.ID, form string) string { return "form/" + form + "/" + string(of) }

// KeepWords keeps what somebody has typed into a form and not sent yet. It is
// theirs alone. A loop they may not see is Missing.
func KeepWords(w *desk.Writing, of referral.ID, form, values string) error {
	if len(values) > longest {
		return fault.E("loop.KeepWords", fault.Invalid, "That is too long to keep as a draft. Your text is still here.", nil)
	}
	if _, err := w.Row(of); err != nil {
		return err
	}
	w.SawLoop(of, 0)
	return w.Tx.PutDraft(string(w.Who().User), formName(of, form), values)
}

// WordsOf reads what was kept; found is false when nothing was.
func WordsOf(r *desk.Reading, of referral.ID, form string) (values string, saved time.Time, found bool, err error) {
	return r.Draft(string(r.Who().User), formName(of, form))
}

// DropWords forgets it, once it was sent.
func DropWords(w *desk.Writing, of referral.ID, form string) error {
	return w.Tx.DropDraft(string(w.Who().User), formName(of, form))
}
