package notice_test

import (
	"slices"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/desk/lists"
	"referd/desk/loop"
)

// climb lets what is late climb, and tells whom it reached.
func climb(t *testing.T, h *desktest.House) {
	t.Helper()
	if _, err := chase.Escalate(t.Context(), h.Desk); err != nil {
		t.Fatal(err)
	}
	jobs, err := h.DB.Lease(t.Context(), []string{"notify"}, 500, h.DB.Machine().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range jobs {
		if len(j.Arg) > 6 && j.Arg[:6] == "level/" {
			plan(t, h, j.Referral, j.Arg)
		}
	}
}

func act(t *testing.T, h *desktest.House, who party.UserID, f func(*desk.Writing) (loop.Done, error)) {
	t.Helper()
	if err := h.Write(t.Context(), h.As(who), "act", func(w *desk.Writing) error { _, err := f(w); return err }); err != nil {
		t.Fatal(err)
	}
}

func reached(t *testing.T, h *desktest.House, who party.UserID, days int) (each []lists.Climbed, sum lists.Climbed) {
	t.Helper()
	if err := h.Read(t.Context(), h.As(who), "operations", func(r *desk.Reading) (err error) { each, sum, err = lists.ClimbedTo(r, days); return err }); err != nil {
		t.Fatal(err)
	}
	return each, sum
}

// How often a lead is asked over the owner's head, and whether somebody acts while
// there is time, is counted from what they were told (hazard H14): done, taken or
// given to somebody is acted on; what waits is in no share; others' leads are not
// shown, and who may not see one of their own sees all together.
func TestWhatReachesALeadIsMeasured(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		var all []loop.Form
		for range 4 { // an urgent referral is opened within two hours, then reaches the lead within one
			all = append(all, loop.Form{Referral: sent(t, h, party.Urgent).ID})
		}
		h.Pass(3*time.Hour + time.Minute)
		climb(t, h)
		each, sum := reached(t, h, "doc", 30)
		if len(each) != 0 || sum.Told != 0 {
			t.Fatalf("another house's leads are shown: %+v", each)
		}
		if _, sum = reached(t, h, "booker", 30); sum != (lists.Climbed{Told: 4, Waits: 4}) {
			t.Fatalf("just now: %+v", sum)
		}
		act(t, h, "intake", func(w *desk.Writing) (loop.Done, error) { return loop.Open(w, all[0]) })
		act(t, h, "intake", func(w *desk.Writing) (loop.Done, error) { return loop.Claim(w, all[1]) })
		if _, sum = reached(t, h, "booker", 30); sum != (lists.Climbed{Told: 4, InTime: 2, Waits: 2}) {
			t.Errorf("one done, one taken: %+v", sum)
		}
		h.Pass(2 * time.Hour)
		act(t, h, "intake", func(w *desk.Writing) (loop.Done, error) { return loop.Open(w, all[2]) })
		if _, sum = reached(t, h, "booker", 30); sum != (lists.Climbed{Told: 4, InTime: 2, Later: 1, Not: 1}) {
			t.Errorf("one late, one not: %+v", sum)
		}
		climb(t, h) // both sides: their leads are reached too
		quality := h.As("booker")
		quality.Jobs = append(slices.Clone(quality.Jobs), party.Quality)
		if err := h.Read(t.Context(), quality, "operations", func(r *desk.Reading) (err error) { each, sum, err = lists.ClimbedTo(r, 7); return err }); err != nil {
			t.Fatal(err)
		}
		if len(each) == 0 || each[0].Who != "intake" || each[0].Told < 5 || sum.Told != sum.InTime+sum.Later+sum.Not+sum.Waits {
			t.Errorf("of each: %+v, together %+v", each, sum)
		}
		if each, _ = reached(t, h, "doc", 7); len(each) != 1 || each[0].Who != "doc" || each[0].Told < 2 {
			t.Errorf("the other side's lead, who leads: %+v", each)
		}
		if each, _ = reached(t, h, "booker", 7); len(each) != 0 {
			t.Errorf("who leads nobody sees each: %+v", each)
		}
		h.Pass(8 * 24 * time.Hour)
		if _, sum = reached(t, h, "booker", 7); sum.Told != 0 {
			t.Errorf("a week later: %+v", sum)
		}
		if _, sum = reached(t, h, "booker", 30); sum.Told == 0 {
			t.Error("within thirty days it is forgotten")
		}
	})
}

// A lead who is reached at one level, and before the mail of it left at the next,
// was reached twice: the figure leaves out neither.
func TestALevelThatGoesByNoMailStillCounts(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Urgent).ID
	h.Pass(3*time.Hour + time.Minute)
	for _, about := range []string{"level/2/intake/", "level/3/intake/"} {
		if err := chase.Plan(t.Context(), h.Desk, of, about, true); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Minute)
	}
	if _, sum := reached(t, h, "booker", 7); sum.Told != 2 {
		t.Errorf("reached %+v", sum)
	}
	p, bell := mine(t, h, "intake", 1)
	if bell != 1 || len(p.List) != 2 || p.List[0].Level != 3 || p.List[0].Owed.Act != referral.ActOpen {
		t.Errorf("the bell counts %d of %+v", bell, p.List)
	}
}
