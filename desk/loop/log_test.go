package loop_test

import (
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/loop"
	"referd/store"
)

// A call without the interpreter a patient needs is kept, and counts for nothing.
func TestACallWithoutTheInterpreter(t *testing.T) {
	h := desktest.New(t)
	if err := h.DB.Commit(ctx, func(tx *store.Tx) error {
		p, err := tx.Patient(patient)
		if err != nil {
			return err
		}
		p.Language, p.Interpreter = "es", true
		return tx.PutPatient(p)
	}); err != nil {
		t.Fatal(err)
	}
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	must(t, h, "nurse", referral.PhaseAccepted, with(f, accept))
	log := func(user party.UserID, c loop.Contact) referral.State {
		t.Helper()
		h.Pass(time.Hour)
		if _, err := act(t, h, user, func(w *desk.Writing) (loop.Done, error) { return loop.Log(w, f, c) }); err != nil {
			t.Fatal(err)
		}
		return look(t, h, user, f.Referral).State
	}
	if s := log("booker", loop.Contact{Channel: "call", Outcome: "reached"}); !s.Reached.IsZero() || !s.Contacts[0].Without {
		t.Errorf("reached without the interpreter: %+v", s.Contacts)
	}
	if s := log("moss", loop.Contact{Channel: "call", Outcome: "no-answer"}); s.Attempts(nil).N != 0 {
		t.Error("an attempt without the interpreter counts")
	}
	if s := log("booker", loop.Contact{Channel: "call", Outcome: "no-answer", Interpreter: true}); s.Attempts(nil).N != 1 {
		t.Error("an attempt with the interpreter does not count")
	}
	if s := log("booker", loop.Contact{Channel: "text", Outcome: "bounced"}); s.Attempts(nil).N != 2 {
		t.Error("a text does not count")
	}
	if s := log("booker", loop.Contact{Channel: "call", Outcome: "reached", ByPatient: true}); s.Reached.IsZero() {
		t.Error("the patient's own call does not count")
	}
}
