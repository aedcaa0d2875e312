package loop_test

import (
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/desk/loop"
	"referd/store"
)

// A service allows other times: its administrator has the open dues computed anew.
// Each counts from where it counted, whoever has it keeps it, no clock moves, and
// done again nothing changes; a form that was read before is still good.
func TestOpenDuesAreRecomputed(t *testing.T) {
	h := desktest.New(t)
	put := func(f func(tx *store.Tx) error) {
		t.Helper()
		if err := h.DB.Commit(ctx, f); err != nil {
			t.Fatal(err)
		}
	}
	put(func(tx *store.Tx) error {
		if err := tx.PutThing(desk.KindUser, "kim", "clinic", party.User{ID: "kim", Email: "kim@example.org", Org: "clinic", Active: true}); err != nil {
			return err
		}
		return tx.PutThing(desk.KindMembership, "kim", "clinic", party.Membership{User: "kim", Team: "intake", Roles: []party.Job{party.Admin}})
	})
	of, booked := sent(t, h, party.Routine, "cardio"), sent(t, h, party.Routine, "cardio")
	f := loop.Form{Referral: of}
	must(t, h, "intake", referral.Review, with(f, loop.Open))
	must(t, h, "nurse", referral.Review, func(w *desk.Writing) (loop.Done, error) { return loop.Claim(w, f) })
	must(t, h, "nurse", referral.PhaseAccepted, with(loop.Form{Referral: booked}, accept))
	must(t, h, "booker", referral.PhaseBooked, func(w *desk.Writing) (loop.Done, error) {
		return loop.Book(w, loop.Form{Referral: booked}, loop.Booking{Start: h.Now().AddDate(0, 0, 3)})
	})
	h.Pass(5 * time.Hour)
	was, visit := look(t, h, "nurse", of), look(t, h, "booker", booked)
	recompute := func(who party.UserID, service party.ServiceID) (chase.Recomputed, error) {
		return chase.Recompute(ctx, h.Desk, h.As(who), service)
	}
	if out, err := recompute("kim", "cardio"); err != nil || out.Open != 2 || out.Moved != 0 {
		t.Fatalf("nothing was changed: %+v, %v", out, err)
	}
	s := func() (s party.Service) {
		dir, err := h.Directory(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return dir.ServicesByID["cardio"]
	}()
	s.Dues = party.Dues{"review": {{Days: 1}, {Days: 1}, {Wall: time.Hour}}}
	put(func(tx *store.Tx) error { return tx.PutThing(desk.KindService, "cardio", "clinic", s) })
	for who, want := range map[party.UserID]fault.Kind{"nurse": fault.Denied, "kay": fault.Missing, "doc": fault.Missing} {
		if _, err := recompute(who, "cardio"); fault.Of(err) != want {
			t.Errorf("%s recomputes it: %v", who, err)
		}
	}
	if _, err := recompute("kim", "none"); fault.Of(err) != fault.Missing {
		t.Errorf("of no service: %v", err)
	}
	seen := func() (a chase.Anew) {
		t.Helper()
		if err := h.Read(ctx, h.As("kim"), "dues", func(r *desk.Reading) (err error) { a, err = chase.LookAnew(r, "cardio"); return err }); err != nil {
			t.Fatal(err)
		}
		return a
	}
	if a := seen(); a.Open != 2 || a.Moved != 1 || a.Earlier != 1 || a.Later != 0 || len(a.List) != 1 || a.List[0].Of != of || !a.List[0].Was.Equal(was.Ball.Due) || !a.List[0].Now.Before(a.List[0].Was) || len(a.Done) != 0 {
		t.Errorf("it would move %+v", a)
	}
	if still := look(t, h, "nurse", of); still.Seq != was.Seq {
		t.Error("looking wrote something")
	}
	if out, err := recompute("kim", "cardio"); err != nil || out.Open != 2 || out.Moved != 1 {
		t.Fatalf("changed: %+v, %v", out, err)
	}
	if a := seen(); a.Moved != 0 || len(a.Done) != 1 || a.Done[0].Moved != 1 || a.Done[0].Who != "kim" || a.Done[0].At.IsZero() {
		t.Errorf("afterwards: %+v", a)
	}
	now := look(t, h, "nurse", of)
	if !now.Ball.Due.Before(was.Ball.Due) || !now.Ball.From.Equal(was.Ball.From) || now.Ball.Person != "nurse" || now.Ball.Team != was.Ball.Team {
		t.Errorf("the ball was %+v and is %+v", was.Ball, now.Ball)
	}
	if a, b := was.State.Clocks(h.Now()), now.State.Clocks(h.Now()); !a.Started.Equal(b.Started) || a.Raw != b.Raw || !now.State.SeenBy.Equal(was.State.SeenBy) {
		t.Errorf("a clock was %+v and is %+v", a, b)
	}
	last := now.State.Entries()[now.Seq-1]
	if _, ok := last.What.(referral.Recomputed); !ok || last.By.User != "kim" || now.Seq != was.Seq+1 {
		t.Errorf("the last entry is %+v", last)
	}
	if later := look(t, h, "booker", booked); later.Seq != visit.Seq || !later.Ball.Due.Equal(visit.Ball.Due) {
		t.Errorf("the visit's due was %v and is %v", visit.Ball.Due, later.Ball.Due)
	}
	if out, err := recompute("kim", "cardio"); err != nil || out.Moved != 0 || look(t, h, "nurse", of).Seq != now.Seq {
		t.Errorf("done again: %+v, %v", out, err)
	}
	must(t, h, "nurse", referral.PhaseAccepted, with(loop.Form{Referral: of, Seq: was.Seq}, accept))
}
