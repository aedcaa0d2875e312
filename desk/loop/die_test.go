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

// A death that was confirmed on one referral is a duty of both sides on every other
// open one of the patient, which ends nothing by itself; until then nobody
// hears of it. One that was taken back and came true later is told again.
func TestADeathReachesTheOtherLoops(t *testing.T) {
	h := desktest.New(t)
	f, other := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}, sent(t, h, party.Routine, "cardio")
	hears := func() (teams []party.TeamID) {
		p := look(t, h, "doc", other)
		for _, d := range p.Duties {
			if d.Kind == "new-facts" {
				teams = append(teams, d.Owed.Team)
			}
		}
		if !p.Phase.Open() {
			t.Errorf("the other referral is %s", p.Phase)
		}
		return teams
	}
	die := func(already, want int) {
		t.Helper()
		for _, x := range []struct {
			who  party.UserID
			id   loop.Identity
			want int
		}{{"booker", loop.Identity{}, already}, {"doc", loop.Identity{Born: "1961-11-12", Number: "LK 1"}, want}} {
			if _, err := act(t, h, x.who, func(w *desk.Writing) (loop.Done, error) {
				return loop.Die(w, f, loop.Death{Source: "The daughter.", Identity: x.id})
			}); err != nil {
				t.Fatal(err)
			}
			if got := hears(); len(got) != x.want {
				t.Errorf("after %s it is owed by %v", x.who, got)
			}
		}
	}
	die(0, 2)
	if _, err := act(t, h, "doc", func(w *desk.Writing) (loop.Done, error) { return loop.Reopen(w, f, "ended-by-mistake", "She lives.") }); err != nil {
		t.Fatal(err)
	}
	h.Pass(time.Hour)
	die(2, 4)
}
