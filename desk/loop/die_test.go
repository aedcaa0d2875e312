package loop_test

import (
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/store"
)

// A death stops what goes to the patient, and nothing that staff have to do.
func TestADeathStopsOnlyWordsToThePatient(t *testing.T) {
	h := desktest.New(t)
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	if err := h.DB.Commit(ctx, func(tx *store.Tx) error {
		return tx.Enqueue(store.Job{Kind: turn.ToPatient, Referral: f.Referral, Due: h.Now()})
	}); err != nil {
		t.Fatal(err)
	}
	die := func(user party.UserID, id loop.Identity) {
		t.Helper()
		if _, err := act(t, h, user, func(w *desk.Writing) (loop.Done, error) {
			return loop.Die(w, f, loop.Death{Source: "The daughter.", Identity: id})
		}); err != nil {
			t.Fatal(err)
		}
	}
	die("booker", loop.Identity{})
	h.Pass(2 * time.Minute)
	if told := toldOf(t, h); len(told["doc"]) == 0 {
		t.Errorf("nobody is asked to confirm the death: %v", told)
	}
	must(t, h, "nurse", referral.PhaseAccepted, with(f, accept)) // it crossed; its notice waits a minute
	die("doc", loop.Identity{Born: "1961-11-12", Number: "LK 1"})
	h.Pass(2 * time.Minute)
	kinds := map[string]int{}
	jobs, err := h.DB.Lease(ctx, []string{turn.ToPatient, "notify"}, 500, h.DB.Machine().Add(time.Hour))
	for _, j := range jobs {
		kinds[j.Kind]++
	}
	if err != nil || kinds[turn.ToPatient] != 0 || kinds["notify"] == 0 {
		t.Errorf("what waits after it: %v, %v", kinds, err)
	}
}
