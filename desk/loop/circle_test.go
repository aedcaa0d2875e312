package loop_test

import (
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/house"
	"referd/desk/lists"
	"referd/store"
)

// Nobody covers whom they are covered by, on the same days: not directly, and not
// through others.
func TestCoversMakeNoCircle(t *testing.T) {
	h := desktest.New(t)
	third := party.User{ID: "doc3", Org: "home", Practitioner: "dr-doc3", Email: "doc3@example.org", Name: party.Name{Family: "Third"}, Active: true}
	if err := h.DB.Commit(ctx, func(tx *store.Tx) error {
		if err := tx.PutThing(desk.KindPractitioner, "dr-doc3", "home", party.Practitioner{ID: "dr-doc3", Name: third.Name, Active: true}); err != nil {
			return err
		}
		return tx.PutThing(desk.KindUser, "doc3", "home", third)
	}); err != nil {
		t.Fatal(err)
	}
	day := func(n int) time.Time { return desktest.Start.AddDate(0, 0, n) }
	asks := func(from party.PractitionerID, to party.UserID, begins, ends time.Time) error {
		return h.Write(ctx, h.As("kay"), "delegation", func(w *desk.Writing) error {
			return house.Delegate(w, party.Delegation{For: from, To: to, Cover: true, From: begins, Until: ends})
		})
	}
	accepts := func(from party.PractitionerID, to party.UserID) error {
		return h.Write(ctx, h.As(to), "delegation", func(w *desk.Writing) error { return house.Accept(w, from, to) })
	}
	names := func(from party.PractitionerID, to party.UserID, begins, ends time.Time) error {
		if err := asks(from, to, begins, ends); err != nil {
			return err
		}
		return accepts(from, to)
	}
	if err := names("dr-doc", "doc2", day(0), day(5)); err != nil {
		t.Fatal(err)
	}
	if err := names("dr-doc2", "doc", day(4), time.Time{}); kind(err) != fault.Invalid || !strings.Contains(err.Error(), "at that time") {
		t.Errorf("each covers the other: %v", err)
	}
	if err := names("dr-doc2", "doc3", day(2), day(9)); err != nil {
		t.Errorf("a cover has a cover: %v", err)
	}
	if err := names("dr-doc3", "doc", day(1), day(3)); kind(err) != fault.Invalid {
		t.Errorf("a circle of three: %v", err)
	}
	for name, x := range map[string][2]time.Time{"before the three meet": {day(1), day(2)}, "after": {day(5), day(7)}} {
		if err := names("dr-doc3", "doc", x[0], x[1]); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := names("dr-doc2", "doc", day(5), day(8)); err != nil {
		t.Errorf("other days: %v", err)
	}
	if err := asks("dr-doc", "doc3", day(20), day(22)); err != nil {
		t.Errorf("a cover of later days is asked for: %v", err)
	}
	if err := names("dr-doc3", "doc", day(20), day(21)); err != nil {
		t.Errorf("what waits binds nobody: %v", err)
	}
	if err := accepts("dr-doc", "doc3"); kind(err) != fault.Invalid {
		t.Errorf("the second of two who asked each other: %v", err)
	}
}

// A circle that was brought in names nobody on the owner's list: what is theirs
// stands as theirs.
func TestACircleNamesTheOwner(t *testing.T) {
	h := desktest.New(t)
	delegate(t, h, party.Delegation{For: "dr-doc", To: "doc2", Cover: true})
	f := pressing(t, h, referral.Final, referral.WithinDays)
	h.Pass(40 * time.Hour)
	escalate(t, h) // unopened: with doc2
	whom := func(who party.UserID) (out []party.UserID) {
		t.Helper()
		if err := h.Read(ctx, h.As(who), "list", func(r *desk.Reading) error {
			l, err := lists.LinesOf(r, lists.Asking{View: lists.ToRead})
			for _, x := range l.Rows {
				if x.ID == f.Referral {
					out = append(out, x.For)
				}
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	if given, _ := asked(look(t, h, "doc", f.Referral).State); len(given) != 1 || given[0] != "doc2" {
		t.Fatalf("given to %v", given)
	}
	if err := h.DB.Commit(ctx, func(tx *store.Tx) error {
		return tx.PutThing(desk.KindDelegation, "brought", "home", party.Delegation{For: "dr-doc2", To: "doc", Cover: true})
	}); err != nil {
		t.Fatal(err)
	}
	if got := whom("doc"); len(got) != 1 || got[0] != "" {
		t.Errorf("on the owner's list it is for %q", got)
	}
	if got := whom("doc2"); len(got) != 1 || got[0] != "" {
		t.Errorf("on the cover's list, who has it by name, it is for %q", got)
	}
}
