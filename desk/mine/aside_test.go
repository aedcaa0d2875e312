package mine_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/desk/mine"
	"referd/store"
)

// opened is a referral the clinic has opened: the ball is with its triage.
func opened(t *testing.T, h *desktest.House, u party.Urgency) referral.ID {
	t.Helper()
	of := sent(t, h, u)
	write(t, h, "intake", func(w *desk.Writing) error { _, err := loop.Open(w, loop.Form{Referral: of}); return err })
	return of
}

func putAside(t *testing.T, h *desktest.House, who party.UserID, of referral.ID, until time.Time, words string) error {
	t.Helper()
	return h.Write(t.Context(), h.As(who), "aside", func(w *desk.Writing) error { return mine.PutAside(w, of, "", until, words) })
}

// has reports whether a view of somebody's holds the ball of a loop.
func has(t *testing.T, h *desktest.House, who party.UserID, v lists.View, of referral.ID) bool {
	t.Helper()
	rows, _ := seen(t, h, who, v, of)
	return slices.ContainsFunc(rows, func(x lists.Listing) bool { return x.Owed.Kind == "ball" })
}

// What is put aside leaves its owner's lists and counts, and nobody else's; it is
// counted where it lies, says who and why, and comes back by itself.
func TestWhatIsPutAsideComesBack(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		of := opened(t, h, party.Routine)
		h.Pass(time.Hour)
		friday := desktest.Start.AddDate(0, 0, 4) // it is Monday; triage decides by Thursday
		wednesday := desktest.Start.AddDate(0, 0, 2)
		for field, x := range map[string]func() error{
			"until": func() error { return putAside(t, h, "nurse", of, time.Time{}, "Full.") },
			"words": func() error { return putAside(t, h, "nurse", of, wednesday, " ") },
		} {
			if err := x(); fault.Of(err) != fault.Invalid || fault.Each(err)[0].Field != field {
				t.Errorf("without %s: %v", field, err)
			}
		}
		for _, day := range []time.Time{h.Now(), h.Now().AddDate(0, 0, -1), h.Now().AddDate(0, 0, 40)} {
			if err := putAside(t, h, "nurse", of, day, "Full."); fault.Of(err) != fault.Invalid {
				t.Errorf("until %s: %v", day, err)
			}
		}
		for _, who := range []party.UserID{"doc", "booker"} { // it is not on their lists
			if err := putAside(t, h, who, of, wednesday, "Full."); fault.Of(err) != fault.Refused {
				t.Errorf("%s: %v", who, err)
			}
		}
		if err := putAside(t, h, "nurse", of, wednesday, "Dr Chen is back on Wednesday."); err != nil {
			t.Fatal(err)
		}
		for _, v := range []lists.View{lists.Team} {
			if has(t, h, "nurse", v, of) {
				t.Errorf("it is still in %s", v)
			}
		}
		if _, n := seen(t, h, "nurse", lists.Aside, of); n != 1 || !has(t, h, "nurse", lists.Aside, of) {
			t.Errorf("%d lie aside", n)
		}
		rows, _ := seen(t, h, "intake", lists.All, of) // everybody else's list is as it was
		if len(rows) != 1 || len(rows[0].Asides) != 1 || rows[0].Asides[0].Who != "nurse" || !strings.Contains(rows[0].Asides[0].Words, "Dr Chen") {
			t.Errorf("others see %+v", rows)
		}
		if _, n := seen(t, h, "intake", lists.Aside, of); n != 0 {
			t.Errorf("%d lie aside of whoever put nothing aside", n)
		}
		var next referral.ID
		look := func(who desk.Who) (lie []store.Aside, err error) {
			err = h.Read(t.Context(), who, "aside", func(r *desk.Reading) (err error) {
				if lie, _, err = mine.Asides(r, of); err == nil {
					next, err = lists.NextOf(r, lists.All, "")
				}
				return err
			})
			return lie, err
		}
		if lie, err := look(h.As("nurse")); err != nil || len(lie) != 1 || next != "" {
			t.Errorf("%+v, and %q opens next: %v", lie, next, err)
		}
		if lie, err := look(h.As("doc")); err != nil || len(lie) != 0 {
			t.Errorf("the other side reads %+v: %v", lie, err)
		}
		if lie, err := look(desk.System("job")); fault.Of(err) != fault.Missing || len(lie) != 0 {
			t.Errorf("the house reads %+v: %v", lie, err)
		}
		var health lists.Health
		operations := func() int {
			if err := h.Read(t.Context(), h.As("kay"), "ops", func(r *desk.Reading) (err error) { health, err = lists.Operations(r); return err }); err != nil {
				t.Fatal(err)
			}
			return health.Aside
		}
		if operations() != 1 {
			t.Errorf("the operator counts %d", health.Aside)
		}

		h.Pass(36 * time.Hour) // Tuesday night
		if has(t, h, "nurse", lists.Team, of) {
			t.Error("back before its day")
		}
		h.Pass(12 * time.Hour)
		if !has(t, h, "nurse", lists.Team, of) || operations() != 0 {
			t.Error("not back on its day")
		}

		// A thing that happens on the referral brings it back.
		if err := putAside(t, h, "nurse", of, friday, "Still full."); err != nil {
			t.Fatal(err)
		}
		if has(t, h, "nurse", lists.Team, of) {
			t.Error("it cannot be put aside again")
		}
		write(t, h, "moss", func(w *desk.Writing) error {
			_, err := loop.Say(w, loop.Form{Referral: of}, "receiver", "She is worse at night.")
			return err
		})
		if !has(t, h, "nurse", lists.Team, of) {
			t.Error("something happened, and it lies aside")
		}

		// And so does its due, which nobody moved.
		if err := putAside(t, h, "nurse", of, friday, "Still full."); err != nil {
			t.Fatal(err)
		}
		h.Pass(36 * time.Hour) // Friday 00:00, past Thursday's end
		if _, err := chase.Escalate(t.Context(), h.Desk); err != nil {
			t.Fatal(err)
		}
		if !has(t, h, "nurse", lists.Team, of) {
			t.Error("it climbed, and lies aside")
		}

		// Taken up again, it is back at once; twice is said.
		if err := putAside(t, h, "nurse", of, h.Now().AddDate(0, 0, 2), "Monday."); err != nil {
			t.Fatal(err)
		}
		up := func() error {
			return h.Write(t.Context(), h.As("nurse"), "aside", func(w *desk.Writing) error { return mine.TakeUp(w, of, "") })
		}
		if err := up(); err != nil || !has(t, h, "nurse", lists.Team, of) {
			t.Errorf("taken up: %v", err)
		}
		if err := up(); fault.Of(err) != fault.Refused {
			t.Errorf("taken up twice: %v", err)
		}
	})
}

// An emergency, what is urgent and a report that asks for action are not put
// aside; and what becomes urgent while it lies aside is back.
func TestWhatPressesIsNotPutAside(t *testing.T) {
	h := desktest.New(t)
	of := opened(t, h, party.Urgent)
	day := h.Now().AddDate(0, 0, 1)
	if err := putAside(t, h, "nurse", of, day, "Later."); fault.Of(err) != fault.Refused {
		t.Errorf("an urgent one: %v", err)
	}
	routine := opened(t, h, party.Routine)
	if err := putAside(t, h, "nurse", routine, day, "Later."); err != nil {
		t.Fatal(err)
	}
	write(t, h, "doc", func(w *desk.Writing) error {
		_, err := loop.Prioritise(w, loop.Form{Referral: routine}, party.Urgent, "Worse since Sunday.")
		return err
	})
	if !has(t, h, "nurse", lists.Team, routine) {
		t.Error("it became urgent, and lies aside")
	}

	seenOne := opened(t, h, party.Routine)
	write(t, h, "nurse", func(w *desk.Writing) error {
		_, err := loop.Accept(w, loop.Form{Referral: seenOne}, loop.Acceptance{})
		return err
	})
	write(t, h, "chen", func(w *desk.Writing) error {
		_, err := loop.See(w, loop.Form{Referral: seenOne}, "dr-chen")
		return err
	})
	write(t, h, "chen", func(w *desk.Writing) error {
		_, err := loop.Write(w, loop.Form{Referral: seenOne}, loop.Report{Answer: "It is the heart.", Claim: "answered", Actionable: referral.WithinDays})
		return err
	})
	for _, who := range []party.UserID{"doc", "chen"} {
		if err := putAside(t, h, who, seenOne, day, "Later."); fault.Of(err) != fault.Refused {
			t.Errorf("a report that asks for action, by %s: %v", who, err)
		}
	}
}
