package notice_test

import (
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/desk/notice"
)

// sent sends a referral to the clinic.
func sent(t *testing.T, h *desktest.House, u party.Urgency) (d loop.Done) {
	t.Helper()
	err := h.Write(t.Context(), h.As("doc"), "draft", func(w *desk.Writing) (err error) {
		d, err = draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: u})
		if err != nil {
			return err
		}
		if err = draft.Save(w, d.ID, draft.Draft{Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: u, Override: "none here"}); err != nil {
			return err
		}
		d, err = draft.Send(w, loop.Form{Referral: d.ID})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// mine reads somebody's notices and what their bell counts.
func mine(t *testing.T, h *desktest.House, who party.UserID, number int) (p notice.Page, bell int) {
	t.Helper()
	err := h.Read(t.Context(), h.As(who), "notices", func(r *desk.Reading) (err error) {
		if p, err = notice.Mine(r, number); err == nil {
			bell, err = notice.Unread(r)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return p, bell
}

func plan(t *testing.T, h *desktest.House, of referral.ID, about string) {
	t.Helper()
	if err := chase.Plan(t.Context(), h.Desk, of, about, false); err != nil {
		t.Fatal(err)
	}
}

// What somebody is told stands in their notices, newest first, whether or not a
// mail goes; the bell counts what of it is unread and still so. Read is read,
// one or all up to what was shown; another's is absent.
func TestTheBellCountsItsList(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		if p, bell := mine(t, h, "intake", 1); len(p.List) != 0 || bell != 0 || p.More {
			t.Fatalf("before anything: %+v, %d", p, bell)
		}
		var all []loop.Done
		for range 3 {
			d := sent(t, h, party.Routine)
			plan(t, h, d.ID, "")
			plan(t, h, d.ID, "") // asked twice, told once
			all = append(all, d)
			h.Pass(time.Minute)
		}
		p, bell := mine(t, h, "intake", 1)
		if len(p.List) != 3 || p.Unread != 3 || bell != 3 || p.List[0].Code != all[2].Code || p.List[0].Owed.Act != referral.ActOpen || p.List[0].Owed.Due.IsZero() {
			t.Fatalf("%d, bell %d: %+v", p.Unread, bell, p.List)
		}
		if other, n := mine(t, h, "stranger", 1); len(other.List) != 0 || n != 0 {
			t.Errorf("a stranger was told %+v", other.List)
		}
		read := func(who party.UserID, i int) error {
			x := p.List[i]
			return h.Write(t.Context(), h.As(who), "notices.read", func(w *desk.Writing) error { return notice.Read(w, x.Referral, x.Thing, x.Level) })
		}
		if err := read("stranger", 0); fault.Of(err) != fault.Missing {
			t.Errorf("a stranger read it: %v", err)
		}
		if err := read("intake", 0); err != nil {
			t.Fatal(err)
		}
		if p, bell := mine(t, h, "intake", 9); p.Unread != 2 || bell != 2 || len(p.List) != 3 || p.List[0].Read.IsZero() {
			t.Errorf("one read: %d, %d of %d", p.Unread, bell, len(p.List))
		}
		if err := h.Write(t.Context(), h.As("intake"), "open", func(w *desk.Writing) error { // the thing itself is done
			_, err := loop.Open(w, loop.Form{Referral: all[0].ID})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if p, bell := mine(t, h, "intake", 1); p.Unread != 1 || bell != 1 || p.List[2].Stands || !p.List[2].Read.IsZero() {
			t.Errorf("one done: %d, %d, %+v", p.Unread, bell, p.List[2])
		}
		shown := p.List[0].At
		d := sent(t, h, party.Routine)
		plan(t, h, d.ID, "") // came while the page was open
		if err := h.Write(t.Context(), h.As("intake"), "notices.read", func(w *desk.Writing) error { _, err := notice.ReadAll(w, shown); return err }); err != nil {
			t.Fatal(err)
		}
		if p, bell := mine(t, h, "intake", 1); p.Unread != 1 || bell != 1 || p.List[0].Code != d.Code {
			t.Errorf("all read but the newest: %d, %d", p.Unread, bell)
		}
	})
}

// A higher level is one more line, and what was told of the lower is read with it:
// the bell counts a thing once.
func TestAThingThatClimbsRingsOnce(t *testing.T) {
	h := desktest.New(t)
	d := sent(t, h, party.Routine)
	plan(t, h, d.ID, "")
	for _, about := range []string{"level/1//", "level/2/intake/"} {
		h.Pass(time.Minute)
		plan(t, h, d.ID, about)
	}
	if p, bell := mine(t, h, "intake", 1); bell != 1 || len(p.List) != 3 || p.List[0].Level != 2 || p.List[2].Read.IsZero() {
		t.Errorf("the bell counts %d of %+v", bell, p.List)
	}
}

// What climbed and was done before anybody was told of it is told to nobody: what
// is owed in its place is not late (hazard H14).
func TestWhatWasDoneMeanwhileIsNotLate(t *testing.T) {
	h := desktest.New(t)
	d := sent(t, h, party.Routine)
	climb := func(by time.Duration) {
		t.Helper()
		h.Pass(by)
		if n, err := chase.Escalate(t.Context(), h.Desk); n == 0 || err != nil {
			t.Fatalf("%d climb: %v", n, err)
		}
	}
	climb(10 * 24 * time.Hour)
	levels := []string{"level/1//", "level/2/nurse/", "level/3/doc/"}
	plan(t, h, d.ID, levels[1])
	if _, bell := mine(t, h, "nurse", 1); bell != 1 {
		t.Errorf("it is late, and the bell counts %d", bell)
	}
	if err := h.Write(t.Context(), h.As("intake"), "open", func(w *desk.Writing) error { // and then it is triage's to decide
		_, err := loop.Open(w, loop.Form{Referral: d.ID})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, about := range levels {
		plan(t, h, d.ID, about)
	}
	for who, had := range map[party.UserID]int{"nurse": 1, "doc": 0} {
		if p, bell := mine(t, h, who, 1); bell != 0 || len(p.List) != had {
			t.Errorf("%s was told that it is late: %+v", who, p.List)
		}
	}
	climb(10 * 24 * time.Hour)
	plan(t, h, d.ID, levels[1])
	if _, bell := mine(t, h, "nurse", 1); bell != 1 {
		t.Errorf("it is late now, and the bell counts %d", bell)
	}
}
