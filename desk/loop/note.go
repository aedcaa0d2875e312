package loop

import (
	"strings"

	"referd/base/id"
	"referd/core/access"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
	"referd/store"
)

// AddNote writes something for the reader's own organization beside a referral.
// Who may: whoever works with patients on either side of it. The other side, the
// patient, a link and a system never have it: it is no entry of the ledger and
// no document. It moves nothing.
func AddNote(w *desk.Writing, of referral.ID, words string) error {
	w.Tried(of)
	if _, err := w.Row(of); err != nil {
		return err
	}
	if !notes(w.Who()) {
		return desk.Denied("loop.AddNote", "Notes are for those who work with patients here.")
	}
	if err := own(w.Reading, of); err != nil {
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
	return w.Tx.PutNote(store.Note{ID: id.New(w.Now()), Referral: of, Org: who.Org, By: who.User, At: w.Now(), Words: words})
}

// NotesOf are the notes of the reader's own organization on a referral, the
// oldest first. Who may: as AddNote.
func NotesOf(r *desk.Reading, of referral.ID) ([]store.Note, error) {
	if err := own(r, of); err != nil {
		return nil, err
	}
	return r.Notes(of)
}

// notes reports whether somebody is one of an organization's own who work with patients.
func notes(who desk.Who) bool {
	return who.User != "" && who.Client == "" && who.Guest == "" && who.Charts()
}

// own lets in who works here with patients, on a referral they may see; to
// anybody else it is like one that is not there.
func own(r *desk.Reading, of referral.ID) error {
	r.Tried(of)
	if !notes(r.Who()) {
		return desk.NoChart("loop.Note")
	}
	s, err := r.Loop(of)
	if err != nil {
		return err
	}
	if turn.Standing(r, &s).Side == referral.Receiver && s.Sent.IsZero() {
		return desk.NoChart("loop.Note")
	}
	r.SawLoop(of, s.Seq)
	r.Saw(s.Patient)
	return nil
}
