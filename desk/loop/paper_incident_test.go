package loop_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	corechart "referd/core/chart"
	"referd/core/party"
	"referd/desk"
	"referd/desk/chart"
	"referd/desk/desktest"
	"referd/desk/lists"
	"referd/desk/loop"
)

// A paper that is taken off a referral as another patient's opens a privacy
// incident, when the other side had it: its officer sees who filed it, since when
// it lay there, who of the other side looked since, and what it was; not whose. A
// paper that is merely the wrong one, or lay on a draft, opens none.
func TestAPaperOfAnotherPatientIsAnIncident(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		officers(t, h, "home", "clinic")
		of := sent(t, h, party.Routine, "cardio")
		f := loop.Form{Referral: of}
		look(t, h, "nurse", of) // before it lay there
		h.Pass(time.Hour)
		file := func(who party.UserID, f loop.Form, name string) (id corechart.DocumentID) {
			t.Helper()
			if _, err := act(t, h, who, func(w *desk.Writing) (loop.Done, error) {
				d, err := chart.Upload(w, chart.File{Patient: patient, Referral: f.Referral, Kind: corechart.Attachment, Name: name, Data: []byte("Ada Testcase, " + name)})
				if id = d.ID; err != nil {
					return loop.Done{}, err
				}
				return loop.Attach(w, f, d.ID, "")
			}); err != nil {
				t.Fatal(err)
			}
			h.Pass(time.Minute)
			return id
		}
		off := func(who party.UserID, f loop.Form, d corechart.DocumentID, why string) {
			t.Helper()
			if _, err := act(t, h, who, func(w *desk.Writing) (loop.Done, error) { return loop.Detach(w, f, d, why) }); err != nil {
				t.Fatal(err)
			}
			h.Pass(time.Minute)
		}
		wrong, other := file("moss", f, "scan.txt"), file("moss", f, "letter.txt")
		filed := h.Now()
		look(t, h, "intake", of)
		off("moss", f, other, "wrong-document")
		if _, owed := owing(look(t, h, "doc", of), "incident"); owed {
			t.Error("the wrong document opens an incident")
		}
		off("doc", f, wrong, loop.WrongPatient)
		open := func(who party.UserID, d corechart.DocumentID) error {
			return h.Read(ctx, h.As(who), "document.read", func(r *desk.Reading) error { _, _, err := chart.Document(r, d); return err })
		}
		for _, who := range []party.UserID{"intake", "nurse"} {
			if err := open(who, wrong); fault.Of(err) != fault.Missing || err == nil {
				t.Errorf("%s still opens another patient's paper: %v", who, err)
			}
		}
		if err := errors.Join(open("moss", wrong), open("intake", other)); err != nil {
			t.Errorf("who filed it, and the paper that was merely wrong: %v", err)
		}
		owed, ok := owing(look(t, h, "doc", of), "incident")
		if !ok || owed.Owed.Person != "privacy-home" {
			t.Fatalf("the incident is owed by %+v", owed.Owed)
		}
		for _, who := range []party.UserID{"privacy-home", "privacy-clinic"} {
			list := incidents(t, h, who)
			if len(list) != 1 || list[0].ID != of || list[0].Paper != wrong || list[0].Mine != (who == "privacy-home") {
				t.Errorf("%s has on their list %+v", who, list)
			}
		}
		one := func() (x lists.Incident) {
			t.Helper()
			if err := h.Read(ctx, h.As("privacy-home"), "privacy.incident", func(r *desk.Reading) (err error) { x, err = lists.IncidentOf(r, of); return err }); err != nil {
				t.Fatal(err)
			}
			return x
		}
		x := one()
		if x.Sender != "home" || x.By != "doc" || !x.Recalled || x.Sent.After(filed) || x.Sent.Before(filed.Add(-5*time.Minute)) || len(x.Got) != 1 || x.Got[0].Org != "clinic" || !x.Got[0].Delivered.Equal(x.Sent) || x.Got[0].Owner.Team != "" {
			t.Errorf("they see %+v", x)
		}
		if len(x.Looked) != 1 || x.Looked[0].User != "intake" || len(x.Papers) != 1 || x.Papers[corechart.Attachment] != 1 {
			t.Errorf("who looked since it lay there: %+v; what they had: %v", x.Looked, x.Papers)
		}
		if mine, theirs := look(t, h, "moss", of).Files[wrong].Title, look(t, h, "nurse", of).Files[wrong].Title; mine == theirs || theirs != "a paper of another patient" {
			t.Errorf("it is called %q, and to the other side %q", mine, theirs)
		}
		if _, err := act(t, h, "privacy-home", func(w *desk.Writing) (loop.Done, error) {
			return loop.Settle(w, f, owed.Facts, "Called them: nobody kept it.")
		}); err != nil {
			t.Fatal(err)
		}
		if x = one(); !strings.HasPrefix(x.Words, "Called them") || x.ClosedBy != "privacy-home" {
			t.Errorf("settled they see %+v", x)
		}
		if list := incidents(t, h, "privacy-home"); len(list) != 1 || list[0].Closed.IsZero() {
			t.Errorf("settled it is listed as %+v", list)
		}
		ours := file("intake", f, "answer.txt") // of the receiving side: the sender had it
		off("intake", f, ours, loop.WrongPatient)
		if x = one(); x.Paper != ours || x.Sender != "clinic" || len(x.Got) != 1 || x.Got[0].Org != "home" || !x.Closed.IsZero() {
			t.Errorf("a paper of the receiving side: %+v", x)
		}
		if got := len(look(t, h, "doc", of).State.Incidents); got != 2 {
			t.Errorf("%d incidents", got)
		}
	})
}
