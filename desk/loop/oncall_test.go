package loop_test

import (
	"strings"
	"testing"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/store"
)

// An emergency is a named person's: whoever is on call for the team that has it.
func TestAnEmergencyIsSomebodysOnCall(t *testing.T) {
	h := desktest.New(t)
	err := h.DB.Commit(ctx, func(tx *store.Tx) error {
		return tx.PutThing(desk.KindOnCall, "intake-tonight", "clinic", party.OnCall{Team: "intake", User: "intake", Phone: "555 0100"})
	})
	if err != nil {
		t.Fatal(err)
	}
	d := must(t, h, "doc", referral.Draft, func(w *desk.Writing) (loop.Done, error) {
		return draft.Start(w, draft.Draft{Patient: patient, Service: "cardio", Urgency: party.Emergency})
	})
	if got := checked(t, h, draft.Draft{Patient: patient, Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Emergency})["spoke"]; !strings.Contains(got.Words, "Call 555 0100,") {
		t.Errorf("whom to call first: %q", got.Words)
	}
	at := h.Now().In(h.As("doc").Zone).Format("2006-01-02T15:04")
	if err := h.Write(ctx, h.As("doc"), "save", func(w *desk.Writing) error {
		return draft.Save(w, d.ID, draft.Draft{Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Emergency, Told: true, CallWith: "Dr Chen", CallAt: at})
	}); err != nil {
		t.Fatal(err)
	}
	got := must(t, h, "doc", referral.PhaseDelivered, func(w *desk.Writing) (loop.Done, error) { return draft.Send(w, loop.Form{Referral: d.ID}) })
	if got.Ball.Team != "intake" || got.Ball.Person != "intake" {
		t.Errorf("the emergency is %s's, %s's", got.Ball.Team, got.Ball.Person)
	}
	calm := sent(t, h, party.Routine, "cardio")
	opened := must(t, h, "intake", referral.Review, func(w *desk.Writing) (loop.Done, error) { return loop.Open(w, loop.Form{Referral: calm}) })
	if opened.Ball.Person != "" {
		t.Errorf("a routine referral is %s's", opened.Ball.Person)
	}
}
