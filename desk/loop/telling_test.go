package loop_test

import (
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/lists"
	"referd/desk/loop"
)

// reported brings a referral to its report and gives the report's name.
func reported(t *testing.T, h *desktest.House) (loop.Form, referral.ReportID) {
	t.Helper()
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	must(t, h, "intake", referral.Review, func(w *desk.Writing) (loop.Done, error) { return loop.Open(w, f) })
	must(t, h, "nurse", referral.PhaseAccepted, func(w *desk.Writing) (loop.Done, error) { return loop.Accept(w, f, loop.Acceptance{}) })
	must(t, h, "booker", referral.PhaseBooked, func(w *desk.Writing) (loop.Done, error) {
		return loop.Book(w, f, loop.Booking{Start: h.Now().Add(24 * time.Hour), Clinician: "dr-chen"})
	})
	h.Pass(25 * time.Hour)
	must(t, h, "chen", referral.PhaseSeen, func(w *desk.Writing) (loop.Done, error) { return loop.See(w, f, "") })
	must(t, h, "chen", referral.PhaseReported, func(w *desk.Writing) (loop.Done, error) {
		return loop.Write(w, f, loop.Report{Answer: "No.", Claim: "answered"})
	})
	return f, picture(t, h, "doc", f.Referral).State.Reports[0].ID
}

func picture(t *testing.T, h *desktest.House, who party.UserID, of referral.ID) (p *loop.Picture) {
	t.Helper()
	if err := h.Read(ctx, h.As(who), "loop.read", func(r *desk.Reading) (err error) { p, err = loop.Look(r, of); return err }); err != nil {
		t.Fatal(err)
	}
	return p
}

// Who tells the patient, how and by when is a line of the plan with the words;
// telling the patient ends it, and the loop closes by that one act.
func TestToldLaterIsALineThatTellingEnds(t *testing.T) {
	h := desktest.New(t)
	f, report := reported(t, h)
	tell := loop.Telling{How: "call", Person: "moss", Words: "Your heart is well."}
	if _, err := act(t, h, "doc", func(w *desk.Writing) (loop.Done, error) {
		return loop.Acknowledge(w, f, loop.Acknowledgement{Report: report, Answered: "yes", Tell: tell})
	}); fault.Of(err) != fault.Invalid {
		t.Errorf("somebody tells the patient on no day: %v", err)
	}
	tell.Due = h.Now().Add(72 * time.Hour)
	must(t, h, "doc", referral.FollowThrough, func(w *desk.Writing) (loop.Done, error) {
		return loop.Acknowledge(w, f, loop.Acknowledgement{Report: report, Answered: "yes", Tell: tell})
	})
	p := picture(t, h, "moss", f.Referral)
	if len(p.State.Items) != 1 || p.State.Items[0].Person != "moss" || !p.State.Items[0].Due.Equal(tell.Due) || p.Words[p.State.Items[0].What] != "Tell the patient, by phone: Your heart is well." {
		t.Fatalf("the telling is not a line: %+v %v", p.State.Items, p.Words)
	}
	if p.Ball.Act != referral.ActDoItem || p.Ball.Person != "moss" {
		t.Errorf("the ball is %+v", p.Ball)
	}
	must(t, h, "moss", referral.PhaseClosed, func(w *desk.Writing) (loop.Done, error) {
		return loop.Inform(w, f, report, loop.Telling{How: "call", Words: "She was glad."})
	})
}

// A draft that names another clinician is that one's to sign.
func TestADraftIsSignedByWhomItNames(t *testing.T) {
	h := desktest.New(t)
	d := must(t, h, "doc", referral.Draft, func(w *desk.Writing) (loop.Done, error) {
		return draft.Start(w, draft.Draft{Patient: patient, Service: "cardio", Urgency: party.Routine})
	})
	if err := h.Write(ctx, h.As("doc"), "save", func(w *desk.Writing) error {
		return draft.Save(w, d.ID, draft.Draft{Service: "cardio", Clinician: "dr-doc2", Question: "Is it the heart?", Urgency: party.Routine, Told: true, TellWhen: "after", Override: "none here", Reach: &party.SafeContact{Ways: []party.Way{party.ByLetter}}})
	}); err != nil {
		t.Fatal(err)
	}
	send := func(w *desk.Writing) (loop.Done, error) { return draft.Send(w, loop.Form{Referral: d.ID}) }
	if _, err := act(t, h, "doc", send); err == nil {
		t.Error("one clinician signed for another")
	}
	must(t, h, "doc2", referral.PhaseDelivered, send)
	if s := picture(t, h, "doc2", d.ID).State; !s.PatientTold || s.TellWhen != "after" {
		t.Errorf("that the patient was told (%v) and when they want to hear (%q) was not kept", s.PatientTold, s.TellWhen)
	}
	if p := picture(t, h, "doc2", d.ID); !p.Patient.Safe.May(party.ByLetter) {
		t.Errorf("how it is safe to reach the patient was not kept: %+v", p.Patient.Safe)
	}
}

// Neighbours follow the list's own order, and count a loop once.
func TestNeighboursOfAList(t *testing.T) {
	h := desktest.New(t)
	var ids []referral.ID
	for range 3 {
		ids = append(ids, sent(t, h, party.Routine, "cardio"))
		h.Pass(time.Hour)
	}
	err := h.Read(ctx, h.As("doc"), "list", func(r *desk.Reading) error {
		l, err := lists.LinesOf(r, lists.Asking{View: lists.LoopsOpen})
		if err != nil || len(l.Rows) != 3 {
			t.Fatalf("%d rows, %v", len(l.Rows), err)
		}
		n, err := lists.Around(r, lists.Asking{View: lists.LoopsOpen}, l.Rows[1].ID)
		if err != nil || n.Previous != l.Rows[0].ID || n.Next != l.Rows[2].ID || n.At != 2 || n.Total() != "3" {
			t.Errorf("around the second: %+v, %v", n, err)
		}
		shares, err := lists.Balls(r)
		if err != nil || len(shares) != 5 || shares[1].N != 3 {
			t.Errorf("balls: %+v, %v", shares, err)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
