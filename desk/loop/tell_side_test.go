package loop_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/desk/loop"
	"referd/store"
)

// What one side changes, and a visit that was missed, is told to the other: its
// clinician, else the lead of the team that has it. Whoever did it is not told.
func TestTheOtherSideIsTold(t *testing.T) {
	h := desktest.New(t)
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	did := func(who party.UserID, do func(*desk.Writing) (loop.Done, error), what referral.Act, want ...party.UserID) {
		t.Helper()
		toldOf(t, h)
		if _, err := act(t, h, who, do); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Minute)
		var got []party.UserID
		for u, acts := range toldOf(t, h) {
			if slices.Contains(acts, what) {
				got = append(got, u)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s, by %s: %v are told, want %v", what, who, got, want)
		}
		h.Pass(time.Minute)
	}
	soon := func(u party.Urgency) func(*desk.Writing) (loop.Done, error) {
		return func(w *desk.Writing) (loop.Done, error) { return loop.Prioritise(w, f, u, "It got worse.") }
	}
	by := func(days int) func(*desk.Writing) (loop.Done, error) {
		return func(w *desk.Writing) (loop.Done, error) {
			return loop.SetSeenBy(w, f, w.Now().AddDate(0, 0, days), "Sooner is better.")
		}
	}
	did("doc", soon(party.Urgent), referral.ActPrioritise, "intake") // no clinician of theirs is known: the lead of whose ball it is
	did("nurse", soon(party.Routine), referral.ActPrioritise, "doc")
	did("nurse", by(20), referral.ActSeenBy, "doc")
	must(t, h, "nurse", referral.PhaseAccepted, with(f, accept))
	h.Pass(time.Minute)
	must(t, h, "booker", referral.PhaseBooked, func(w *desk.Writing) (loop.Done, error) {
		return loop.Book(w, f, loop.Booking{Start: w.Now().Add(72 * time.Hour), Clinician: "dr-chen"})
	})
	h.Pass(time.Minute)
	did("doc", by(19), referral.ActSeenBy, "chen") // whom the patient is booked with
	h.Pass(80 * time.Hour)
	did("booker", func(w *desk.Writing) (loop.Done, error) { return loop.Miss(w, f, "", "") }, referral.ActMiss, "doc")
}

// Word of a fact says code and kind, waits a minute, has no due, and is not
// said of what was struck meanwhile; a partner's system reads it instead.
func TestWordOfAFact(t *testing.T) {
	h := desktest.New(t)
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	toldOf(t, h)
	d, err := act(t, h, "doc", func(w *desk.Writing) (loop.Done, error) { return loop.Prioritise(w, f, party.Urgent, "Heart.") })
	if err != nil {
		t.Fatal(err)
	}
	waits := func() bool {
		jobs, err := h.DB.Lease(ctx, []string{"notify"}, 500, h.DB.Machine())
		return err == nil && !slices.ContainsFunc(jobs, func(j store.Job) bool { return strings.HasPrefix(j.Arg, "fact/") })
	}
	if !waits() {
		t.Error("no minute was waited")
	}
	if h.Pass(time.Minute); waits() {
		t.Error("after a minute it still waits")
	}
	all := look(t, h, "doc", f.Referral).State.Entries()
	fact := all[len(all)-1].Key
	say := func(of referral.ID, fact referral.Key) chase.Notice {
		t.Helper()
		n, err := chase.NoticeOf(ctx, h.Desk, of, "fact/"+string(fact))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := say(f.Referral, fact); n.Code != d.Code || n.Act != referral.ActPrioritise || !n.Owed.Due.IsZero() || len(n.To) != 1 || n.To[0].ID != "intake" {
		t.Errorf("%+v", n)
	}
	h.Pass(time.Second)
	if err := h.Write(ctx, h.As("doc"), "strike", func(w *desk.Writing) error {
		_, err := loop.Strike(w, f, fact, "Another patient's.")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if n := say(f.Referral, fact); len(n.To) != 0 {
		t.Errorf("struck, and told to %+v", n.To)
	}
	far := loop.Form{Referral: sent(t, h, party.Routine, "far-cardio")}
	if _, err := act(t, h, "doc", func(w *desk.Writing) (loop.Done, error) { return loop.Prioritise(w, far, party.Urgent, "Worse.") }); err != nil {
		t.Fatal(err)
	}
	all = look(t, h, "doc", far.Referral).State.Entries()
	if n := say(far.Referral, all[len(all)-1].Key); n.Act != referral.ActPrioritise || len(n.To) != 0 {
		t.Errorf("a partner has nobody here: %+v", n)
	}
}
