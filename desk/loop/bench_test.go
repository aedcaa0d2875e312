package loop_test

import (
	"testing"
	"time"

	"referd/base/id"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/store"
)

// One loop of a patient of its own through the desk, from draft to report: nine
// acts, each one durable commit. The patient is new, or every report would be
// told to all the loops before it.
func BenchmarkLifecycle(b *testing.B) {
	h := desktest.New(b)
	doc, nurse, booker, chen := h.As("doc"), h.As("nurse"), h.As("booker"), h.As("chen")
	for b.Loop() {
		var f loop.Form
		whose := party.Patient{ID: party.PatientID(id.New(h.Now())), Org: "home", Name: party.Name{Family: "Testcase", Given: []string{"Bo"}}, Born: "1961-11-12", Active: true, Phones: []party.Phoned{{Number: "(555) 010-4471"}}}
		if err := h.DB.Commit(ctx, func(tx *store.Tx) error { return tx.PutPatient(whose) }); err != nil {
			b.Fatal(err)
		}
		do := func(who desk.Who, act func(*desk.Writing) (loop.Done, error)) {
			h.Pass(time.Second)
			if err := h.Write(ctx, who, "bench", func(w *desk.Writing) error { d, err := act(w); f.Referral = d.ID; return err }); err != nil {
				b.Fatal(err)
			}
		}
		do(doc, func(w *desk.Writing) (loop.Done, error) {
			return draft.Start(w, draft.Draft{Patient: whose.ID, Service: "cardio", Clinician: "dr-doc", Question: "Is it?", Urgency: party.Routine, Override: "none"})
		})
		do(doc, func(w *desk.Writing) (loop.Done, error) { return draft.Send(w, f) })
		do(nurse, func(w *desk.Writing) (loop.Done, error) { return loop.Open(w, f) })
		do(nurse, func(w *desk.Writing) (loop.Done, error) { return loop.Ask(w, f, loop.Question{Words: "What?"}) })
		do(doc, func(w *desk.Writing) (loop.Done, error) { return loop.Answer(w, f, "", "That.", nil) })
		do(nurse, func(w *desk.Writing) (loop.Done, error) { return loop.Accept(w, f, loop.Acceptance{}) })
		do(booker, func(w *desk.Writing) (loop.Done, error) {
			return loop.Book(w, f, loop.Booking{Start: h.Now().Add(time.Hour), Clinician: "dr-chen"})
		})
		do(chen, func(w *desk.Writing) (loop.Done, error) { return loop.See(w, f, "") })
		do(chen, func(w *desk.Writing) (loop.Done, error) {
			return loop.Write(w, f, loop.Report{Answer: "No.", Claim: "answered", Kind: referral.Final})
		})
	}
}
