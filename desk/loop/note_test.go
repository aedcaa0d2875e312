package loop_test

import (
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/mine"
	"referd/store"
)

// What an organization writes for itself is read by its own people alone: not by
// the other side, a system that acts for either, the house, or who came by a link.
func TestNotesAreOnesOwn(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		of := goes(t, h, draft.Draft{Patient: patient, Service: "cardio"})
		add := func(who desk.Who, words string) error {
			return h.Write(ctx, who, "notes", func(w *desk.Writing) error { return mine.AddNote(w, of, words, false) })
		}
		read := func(who desk.Who) (out []store.Note, err error) {
			err = h.Read(ctx, who, "notes", func(r *desk.Reading) (err error) { out, err = mine.NotesOf(r, of); return err })
			return out, err
		}
		before := look(t, h, "doc", of)
		if err := add(h.As("moss"), "Her sister drives."); err != nil {
			t.Fatal(err)
		}
		if err := add(h.As("nurse"), "Full until Thursday."); err != nil {
			t.Fatal(err)
		}
		for _, words := range []string{"", " \n", strings.Repeat("x", 9<<10)} {
			if err := add(h.As("doc"), words); kind(err) != fault.Invalid {
				t.Errorf("a note of %d letters: %v", len(words), err)
			}
		}
		for who, want := range map[party.UserID]string{"doc": "Her sister drives.", "doc2": "Her sister drives.", "nurse": "Full until Thursday.", "chen": "Full until Thursday."} {
			if got, err := read(h.As(who)); err != nil || len(got) != 1 || got[0].Words != want {
				t.Errorf("%s reads %+v: %v", who, got, err)
			}
		}
		h.Pass(time.Minute) // the oldest comes first
		if err := h.Write(ctx, h.As("doc"), "notes", func(w *desk.Writing) error { return mine.AddNote(w, of, "For me alone.", true) }); err != nil {
			t.Fatal(err)
		}
		for who, n := range map[party.UserID]int{"doc": 2, "doc2": 1, "moss": 1, "nurse": 1} { // one for oneself is nobody else's, a colleague's neither
			if got, err := read(h.As(who)); err != nil || len(got) != n || n == 2 && (!got[1].Mine || got[1].Words != "For me alone.") {
				t.Errorf("%s reads %+v: %v", who, got, err)
			}
		}
		guest := desk.Who{Guest: "g", Org: "home", Only: of, Jobs: []party.Job{party.LinkHolder}}
		for name, who := range map[string]desk.Who{"a client of both": {Client: "c", Orgs: []party.OrgID{"home", "clinic"}}, "the house": desk.System("job"), "a guest": guest, "a stranger": h.As("stranger"), "an administrator": h.As("kay"), "nobody": {}} {
			if got, err := read(who); kind(err) != fault.Missing || len(got) > 0 {
				t.Errorf("%s reads %+v: %v", name, got, err)
			}
			if err := add(who, "Mine."); kind(err) != fault.Missing && kind(err) != fault.Denied {
				t.Errorf("%s wrote: %v", name, err)
			}
		}
		after := look(t, h, "doc", of)
		if after.Seq != before.Seq || len(after.Words) != len(before.Words) || len(after.Files) != len(before.Files) {
			t.Error("a note is in the ledger, or among its documents")
		}
	})
}
