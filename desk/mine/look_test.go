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
	"referd/desk/draft"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/desk/mine"
	"referd/store"
)

// sent sends a referral to the clinic.
func sent(t *testing.T, h *desktest.House, u party.Urgency) referral.ID {
	t.Helper()
	var d loop.Done
	write(t, h, "doc", func(w *desk.Writing) (err error) {
		if d, err = draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: u}); err != nil {
			return err
		}
		if err = draft.Save(w, d.ID, draft.Draft{Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: u, Override: "none here"}); err != nil {
			return err
		}
		d, err = draft.Send(w, loop.Form{Referral: d.ID})
		return err
	})
	return d.ID
}

func write(t *testing.T, h *desktest.House, who party.UserID, f func(*desk.Writing) error) {
	t.Helper()
	if err := h.Write(t.Context(), h.As(who), "test", f); err != nil {
		t.Fatal(err)
	}
}

// seen is a view as somebody sees it: its rows of a loop, and how many it counts.
func seen(t *testing.T, h *desktest.House, who party.UserID, v lists.View, of referral.ID) (rows []lists.Listing, n int) {
	t.Helper()
	if err := h.Read(t.Context(), h.As(who), "list", func(r *desk.Reading) error {
		l, err := lists.Lines(r, v, 1, nil)
		for _, x := range l.Rows {
			if x.ID == of {
				rows = append(rows, x)
			}
		}
		n = l.Total
		if c, e := lists.Counts(r, []lists.View{v}); e != nil || c[v] != n || len(l.Rows) != n {
			t.Errorf("%s of %s: %d rows, total %d, badge %d: %v", v, who, len(l.Rows), n, c[v], e)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return rows, n
}

// look is the row of a look in a list, if there is one.
func look(t *testing.T, h *desktest.House, who party.UserID, v lists.View, of referral.ID) *lists.Listing {
	t.Helper()
	rows, _ := seen(t, h, who, v, of)
	if i := slices.IndexFunc(rows, func(x lists.Listing) bool { return x.Owed.Kind == store.KindLook }); i >= 0 {
		return &rows[i]
	}
	return nil
}

func looks(t *testing.T, h *desktest.House, who desk.Who, of referral.ID) (out []store.Look, err error) {
	err = h.Read(t.Context(), who, "looks", func(r *desk.Reading) (err error) { out, err = mine.LooksOf(r, of); return err })
	return out, err
}

// queued is how many jobs wait that tell somebody something.
func queued(t *testing.T, h *desktest.House) (n int) {
	t.Helper()
	if err := h.DB.View(t.Context(), store.Scope{System: true}, func(v *store.View) error {
		work, err := v.WorkByKind()
		for _, w := range work {
			if w.Kind == "notify" {
				n = w.Waiting
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

// A day to look again is on its setter's list from that day on, counts there, is
// reminded of and climbs like the rest; the ledger knows nothing of it, and the
// other side has nothing of it; one act ends it.
func TestALookIsOwedOnItsDay(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		of := sent(t, h, party.Routine)
		write(t, h, "intake", func(w *desk.Writing) error { _, err := loop.Open(w, loop.Form{Referral: of}); return err })
		state := func() (s referral.State) {
			if err := h.Read(t.Context(), h.As("doc"), "read", func(r *desk.Reading) (err error) { s, err = r.Loop(of); return err }); err != nil {
				t.Fatal(err)
			}
			return s
		}
		before := state()
		wednesday := desktest.Start.AddDate(0, 0, 2) // it is Monday, 10:00 in New York
		set := func(who party.UserID, a mine.Again) error {
			return h.Write(t.Context(), h.As(who), "look-again", func(w *desk.Writing) error { return mine.LookAgain(w, of, a) })
		}
		for field, a := range map[string]mine.Again{"day": {Words: "x"}, "words": {Day: wednesday, Words: " "}, "who": {Day: wednesday, Words: "x", Who: "doc"}} {
			if err := set("nurse", a); fault.Of(err) != fault.Invalid || fault.Each(err)[0].Field != field {
				t.Errorf("%+v: %v", a, err)
			}
		}
		for _, a := range []mine.Again{{Day: wednesday.AddDate(0, 0, -3), Words: "x"}, {Day: wednesday.AddDate(3, 0, 0), Words: "x"}, {Day: wednesday, Words: strings.Repeat("x", 2000)}, {Day: wednesday, Words: "x", Who: "team:home-team"}} {
			if err := set("nurse", a); fault.Of(err) != fault.Invalid {
				t.Errorf("%.60v: %v", a, err)
			}
		}
		if err := set("nurse", mine.Again{Day: wednesday, Words: "Has the tracing come?"}); err != nil {
			t.Fatal(err)
		}
		if x := look(t, h, "nurse", lists.Mine, of); x != nil {
			t.Error("it is on the list before its day")
		}
		if x := look(t, h, "nurse", lists.Looks, of); x == nil || x.Look != "Has the tracing come?" || !x.Mine {
			t.Errorf("those to come: %+v", x)
		}
		if n, err := chase.Escalate(t.Context(), h.Desk); n != 0 || err != nil {
			t.Errorf("before its day %d climb: %v", n, err)
		}

		h.Pass(48 * time.Hour)
		x := look(t, h, "nurse", lists.Mine, of)
		if x == nil || x.Look != "Has the tracing come?" || x.Owed.Act != referral.ActLook || x.Owed.Due.Sub(h.Now()) != 7*time.Hour {
			t.Fatalf("on its day: %+v", x)
		}
		for who, v := range map[party.UserID]lists.View{"doc": lists.Waiting, "moss": lists.Looks, "booker": lists.Mine, "stranger": lists.Looks} {
			if look(t, h, who, v, of) != nil {
				t.Errorf("%s has it in %s", who, v)
			}
		}
		told := queued(t, h)
		if _, err := chase.Escalate(t.Context(), h.Desk); err != nil || queued(t, h) != told+1 {
			t.Errorf("%d reminders on its day: %v", queued(t, h)-told, err)
		}
		n, err := chase.NoticeOf(t.Context(), h.Desk, of, x.Owed.Duty)
		if err != nil || len(n.To) != 1 || n.To[0].ID != "nurse" || n.Act != referral.ActLook || n.Presses {
			t.Errorf("who is told: %+v, %v", n, err)
		}
		was := len(state().Entries())
		if err := chase.Untold(t.Context(), h.Desk, of, x.Owed.Duty, nil); err != nil || len(state().Entries()) != was {
			t.Errorf("a mail about it that was lost is in the ledger, which both sides read: %v", err)
		}
		write(t, h, "nurse", func(w *desk.Writing) error { // an act on the loop leaves it where it is
			_, err := loop.Ask(w, loop.Form{Referral: of}, loop.Question{Words: "Which tablets?"})
			return err
		})
		h.Pass(8 * time.Hour) // past the end of the day
		if x := look(t, h, "nurse", lists.Mine, of); x == nil || !x.Owed.Due.Before(h.Now()) {
			t.Error("it is not late when its day is over")
		}
		levels := map[int]bool{}
		for range 4 {
			if _, err := chase.Escalate(t.Context(), h.Desk); err != nil {
				t.Fatal(err)
			}
			if x := look(t, h, "nurse", lists.Mine, of); x != nil {
				levels[x.Level] = true
			}
			h.Pass(8 * time.Hour)
		}
		if !levels[1] || !levels[2] || levels[3] {
			t.Errorf("it climbed to %v", levels)
		}
		for _, e := range state().Entries()[len(before.Entries()):] {
			if c, ok := e.What.(referral.Escalated); ok && strings.HasPrefix(c.Duty, store.KindLook) {
				t.Errorf("the ledger says that it climbed: %+v", c)
			}
		}
		if again, err := chase.Rebuild(t.Context(), h.Desk, true, nil); err != nil || again.Differ != 0 {
			t.Errorf("folded again: %+v, %v", again, err)
		}
		for name, who := range map[string]desk.Who{"a client of both": {Client: "c", Orgs: []party.OrgID{"home", "clinic"}}, "the house": desk.System("job"), "a guest": {Guest: "g", Org: "clinic", Only: of, Jobs: []party.Job{party.LinkHolder}}, "an administrator": h.As("kay")} {
			if got, err := looks(t, h, who, of); fault.Of(err) != fault.Missing || len(got) > 0 {
				t.Errorf("%s reads %+v: %v", name, got, err)
			}
		}
		if got, err := looks(t, h, h.As("doc"), of); err != nil || len(got) != 0 {
			t.Errorf("the other side reads %+v: %v", got, err)
		}

		all, err := looks(t, h, h.As("booker"), of)
		if err != nil || len(all) != 1 {
			t.Fatalf("%+v: %v", all, err)
		}
		did := func(who party.UserID, id, found string, again *mine.Again) error {
			return h.Write(t.Context(), h.As(who), "look-again", func(w *desk.Writing) error { return mine.Looked(w, of, id, found, again) })
		}
		if err := did("doc", all[0].ID, "", nil); fault.Of(err) != fault.Missing {
			t.Errorf("the other side looked: %v", err)
		}
		if err := did("nurse", all[0].ID, "", &mine.Again{}); fault.Of(err) != fault.Invalid || look(t, h, "nurse", lists.Mine, of) == nil {
			t.Errorf("again on no day: %v", err)
		}
		if err := did("booker", all[0].ID, "It came.", &mine.Again{Day: h.Now().AddDate(0, 0, 1), Who: "team:booking"}); err != nil {
			t.Fatal(err)
		}
		if err := did("nurse", all[0].ID, "", nil); fault.Of(err) != fault.Refused {
			t.Errorf("looked twice: %v", err)
		}
		if look(t, h, "nurse", lists.Mine, of) != nil {
			t.Error("what was looked at is still owed")
		}
		h.Pass(24 * time.Hour)
		if x := look(t, h, "booker", lists.Team, of); x == nil || x.Look != "Has the tracing come?" || x.Owed.Person != "" {
			t.Errorf("the next one: %+v", x)
		}
		if s := state(); s.Ball().Due != before.Ball().Due && s.Ball().Act == before.Ball().Act {
			t.Error("the due of the referral moved")
		}
	})
}

// Who leaves leaves nothing to look at with nobody: it is their team's, or whoever
// takes over, also when its day is still to come.
func TestWhoLeavesLeavesNoLook(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Routine)
	write(t, h, "moss", func(w *desk.Writing) error {
		return mine.LookAgain(w, of, mine.Again{Day: h.Now().AddDate(0, 0, 20), Words: "Heard from the plan?"})
	})
	write(t, h, "kay", func(w *desk.Writing) error {
		n, err := chase.Leave(w, "moss", "")
		if n != 1 {
			t.Errorf("%d things moved", n)
		}
		return err
	})
	if x := look(t, h, "doc", lists.Looks, of); x == nil || x.Owed.Person != "" || x.Owed.Team != "home-team" {
		t.Errorf("their team has %+v", x)
	}
	got, err := looks(t, h, h.As("doc"), of)
	if err != nil || len(got) != 1 || got[0].Person != "" {
		t.Errorf("%+v: %v", got, err)
	}
}
