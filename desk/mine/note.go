package mine

import (
	"strings"

	"referd/base/id"
	"referd/core/access"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
	"referd/store"
)

// AddNote writes something for the reader's own organization beside a referral, or
// for themselves alone: then nobody else reads it, whatever they are.
// Who may: whoever works with patients on either side of it. The other side, the
// patient, a link and a system never have it: it is no entry of the ledger and
// no document. It moves nothing.
func AddNote(w *desk.Writing, of referral.ID, words string, mine bool) error {
	if err := writes(w, of); err != nil {
		return err
	}
	switch words = strings.TrimSpace(words); {
	case words == "":
		return turn.Invalid("words", "Write the note.")
	case len(words) > 8<<10:
		return turn.Invalid("words", "That is too long for a note. Attach it as a document, or shorten it.")
	}
	w.Act(access.Create)
	who := w.Who()
	return w.Tx.PutNote(store.Note{ID: id.New(w.Now()), Referral: of, Org: who.Org, By: who.User, At: w.Now(), Words: words, Mine: mine})
}

// NotesOf are the notes of the reader's own organization on a referral, and those
// they wrote for themselves, the oldest first. Who may: as AddNote.
func NotesOf(r *desk.Reading, of referral.ID) ([]store.Note, error) {
	if _, err := own(r, of); err != nil {
		return nil, err
	}
	return r.Notes(of)
}
