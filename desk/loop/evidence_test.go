package loop_test

import (
	"testing"
	"time"

	corechart "referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chart"
	"referd/desk/desktest"
	"referd/desk/loop"
)

// A silent partner's faxed note is laid before a person; confirmed, the visit
// has the note's own date, and nothing moved before.
func TestCatchingUpFromEvidence(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Routine, "far-cardio")
	f := loop.Form{Referral: of}
	h.Pass(20 * 24 * time.Hour)
	when := h.Now().Add(-5 * 24 * time.Hour)
	d := must(t, h, "moss", referral.PhaseSent, func(w *desk.Writing) (loop.Done, error) {
		doc, err := chart.Upload(w, chart.File{Patient: patient, Referral: of, Kind: corechart.Attachment, Name: "fax.txt", Data: []byte("Ada Testcase was seen here.")})
		if err != nil {
			return loop.Done{}, err
		}
		return loop.Propose(w, f, loop.Evidence{Act: referral.ActSee, Document: doc.ID, When: when})
	})
	if d.Phase == referral.PhaseSeen {
		t.Fatal("a proposal moved the loop")
	}
	of1 := look(t, h, "doc", of).State.Proposals[0].ID
	confirm := func(w *desk.Writing) (loop.Done, error) { return loop.ConfirmProposal(w, f, of1, loop.Identity{}) }
	if _, err := act(t, h, "moss", confirm); err == nil {
		t.Error("who proposed it confirmed it")
	}
	h.Pass(time.Minute)
	if _, err := act(t, h, "doc", confirm); err != nil {
		t.Fatal(err)
	}
	s := look(t, h, "doc", of).State
	if !s.Seen.Equal(when) || len(s.Proposals) != 0 {
		t.Errorf("seen %v, want %v; %d proposals wait", s.Seen, when, len(s.Proposals))
	}
}

// A duplicate ends into the one that goes on; what was entered in error is
// recalled, and its recipient confirms.
func TestJoinedAndRecalled(t *testing.T) {
	h := desktest.New(t)
	a, b := sent(t, h, party.Routine, "cardio"), sent(t, h, party.Routine, "cardio")
	h.Pass(time.Minute)
	must(t, h, "moss", referral.PhaseCancelled, func(w *desk.Writing) (loop.Done, error) {
		return loop.Join(w, loop.Form{Referral: b}, a)
	})
	if look(t, h, "doc", b).State.Into != a {
		t.Error("it does not name its survivor")
	}
	f := loop.Form{Referral: a}
	must(t, h, "doc", referral.InError, func(w *desk.Writing) (loop.Done, error) {
		return loop.EnterInError(w, f, "wrong-patient", "Two sisters.")
	})
	h.Pass(time.Minute)
	if recall, ok := owing(look(t, h, "doc", a), "recall"); !ok || recall.Owed.Team == "home-team" {
		t.Errorf("the recall is owed by %+v", recall)
	}
	if _, err := act(t, h, "moss", func(w *desk.Writing) (loop.Done, error) { return loop.ConfirmRecall(w, f, "Gone.") }); err == nil {
		t.Error("the sender confirmed for the recipient")
	}
	if _, err := act(t, h, "intake", func(w *desk.Writing) (loop.Done, error) { return loop.ConfirmRecall(w, f, "Destroyed.") }); err != nil {
		t.Fatal(err)
	}
	if _, ok := owing(look(t, h, "doc", a), "recall"); ok {
		t.Error("the recall is still owed")
	}
}
