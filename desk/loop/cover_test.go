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
)

// toldOf takes every notice that waits and gives who is told of what.
func toldOf(t *testing.T, h *desktest.House) (told map[party.UserID][]referral.Act) {
	t.Helper()
	jobs, err := h.DB.Lease(ctx, []string{"notify"}, 500, h.DB.Machine().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	told = map[party.UserID][]referral.Act{}
	for _, j := range jobs {
		about := j.Arg
		if !strings.Contains(about, "/") {
			about = "" // the name of an act is the ball
		}
		n, err := chase.NoticeOf(ctx, h.Desk, j.Referral, about)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range n.To {
			told[u.ID] = append(told[u.ID], n.Act)
		}
	}
	return told
}

// pressing makes a referral whose report asks somebody to act.
func pressing(t *testing.T, h *desktest.House, kind referral.ReportKind, a referral.Actionable) loop.Form {
	t.Helper()
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	must(t, h, "nurse", referral.PhaseAccepted, with(f, accept))
	h.Pass(time.Minute)
	must(t, h, "chen", referral.PhaseSeen, func(w *desk.Writing) (loop.Done, error) { return loop.See(w, f, "") })
	h.Pass(time.Minute)
	if _, err := act(t, h, "chen", func(w *desk.Writing) (loop.Done, error) {
		return loop.Write(w, f, loop.Report{Kind: kind, Answer: "Yes.", Claim: "answered", Actionable: a})
	}); err != nil {
		t.Fatal(err)
	}
	h.Pass(2 * time.Minute)
	toldOf(t, h)
	return f
}

func escalate(t *testing.T, h *desktest.House) {
	t.Helper()
	if _, err := chase.Escalate(ctx, h.Desk); err != nil {
		t.Fatal(err)
	}
}

func asked(s referral.State) (reassigned []party.UserID, named []party.UserID) {
	for _, e := range s.Entries() {
		switch x := e.What.(type) {
		case referral.Reassigned:
			reassigned = append(reassigned, x.Person)
		case referral.Escalated:
			if x.Level == 0 {
				named = append(named, x.Person)
			}
		}
	}
	return reassigned, named
}

// An actionable report that no clinician opened in half its time is the named
// cover's from then on, both are told, and that happens once (hazard H2).
func TestUnopenedGoesToTheCover(t *testing.T) {
	h := desktest.New(t)
	delegate(t, h, party.Delegation{For: "dr-doc", To: "doc2", Cover: true})
	f := pressing(t, h, referral.Final, referral.WithinDays)
	if _, err := act(t, h, "moss", func(w *desk.Writing) (loop.Done, error) {
		s, err := w.Loop(f.Referral)
		if err != nil {
			return loop.Done{}, err
		}
		return loop.OpenReport(w, f, s.Reports[0].ID)
	}); err != nil {
		t.Fatal(err)
	}
	was := look(t, h, "doc", f.Referral).Ball
	half := was.Due.Sub(was.From) / 2
	h.Pass(was.From.Add(half).Sub(h.Now()) - time.Minute)
	escalate(t, h)
	if got := look(t, h, "doc", f.Referral).Ball; got.Person != "doc" {
		t.Fatalf("before half its time it is %s's", got.Person)
	}
	h.Pass(2 * time.Minute)
	for range 3 {
		escalate(t, h)
		h.Pass(time.Minute)
	}
	p := look(t, h, "doc2", f.Referral)
	to, _ := asked(p.State)
	if p.Ball.Person != "doc2" || !p.Ball.Due.Equal(was.Due) || !p.Ball.From.Equal(was.From) || !slices.Equal(to, []party.UserID{"doc2"}) {
		t.Errorf("the ball is %+v, given to %v", p.Ball, to)
	}
	told := toldOf(t, h)
	for _, u := range []party.UserID{"doc", "doc2"} {
		if !slices.Contains(told[u], referral.ActAcknowledge) {
			t.Errorf("%s was not told: %v", u, told)
		}
	}
	h.Pass(was.Due.Sub(h.Now()) + time.Minute)
	escalate(t, h)
	levels := 0
	for _, e := range look(t, h, "doc", f.Referral).State.Entries() {
		if x, ok := e.What.(referral.Escalated); ok && x.Duty == "" && x.Level == 1 {
			levels++
		}
	}
	if levels != 1 {
		t.Errorf("at its due it climbed %d times to its owner", levels)
	}
}

// One to be taken by voice stays its author's to call about; the cover is told,
// and without a named one another clinician of the team. An interim result too.
func TestUnopenedByVoiceNamesTheCover(t *testing.T) {
	for name, c := range map[string]struct {
		kind   referral.ReportKind
		within referral.Actionable
		cover  bool
	}{"named": {referral.Final, referral.WithinMinutes, true}, "nobody named": {referral.Final, referral.WithinHours, false}, "interim": {referral.Interim, referral.WithinHours, true}} {
		t.Run(name, func(t *testing.T) {
			h := desktest.New(t)
			if c.cover {
				delegate(t, h, party.Delegation{For: "dr-doc", To: "doc2", Cover: true})
			}
			f := pressing(t, h, c.kind, c.within)
			h.Pass(map[referral.Actionable]time.Duration{referral.WithinMinutes: 30 * time.Minute, referral.WithinHours: 3 * time.Hour}[c.within])
			for range 2 {
				escalate(t, h)
				h.Pass(time.Minute)
			}
			p := look(t, h, "doc", f.Referral)
			given, named := asked(p.State)
			if len(given) != 0 || !slices.Equal(named, []party.UserID{"doc2"}) {
				t.Errorf("given to %v, named %v", given, named)
			}
			told := toldOf(t, h)
			if !slices.Contains(told["doc2"], referral.ActAcknowledge) || !slices.Contains(told["doc"], referral.ActAcknowledge) {
				t.Errorf("told: %v", told)
			}
		})
	}
}

// Opened by a clinician, it stays where it is.
func TestOpenedStays(t *testing.T) {
	h := desktest.New(t)
	delegate(t, h, party.Delegation{For: "dr-doc", To: "doc2", Cover: true})
	f := pressing(t, h, referral.Final, referral.WithinDays)
	if _, err := act(t, h, "doc", func(w *desk.Writing) (loop.Done, error) {
		s, err := w.Loop(f.Referral)
		if err != nil {
			return loop.Done{}, err
		}
		return loop.OpenReport(w, f, s.Reports[0].ID)
	}); err != nil {
		t.Fatal(err)
	}
	h.Pass(40 * time.Hour)
	escalate(t, h)
	given, named := asked(look(t, h, "doc", f.Referral).State)
	if len(given)+len(named) != 0 {
		t.Errorf("given to %v, named %v", given, named)
	}
}

// What climbs to a lead is told to the lead, not to the owner alone; at the top
// the other side hears too.
func TestLeadsAreTold(t *testing.T) {
	h := desktest.New(t)
	sent(t, h, party.Urgent, "cardio") // with intake, whose lead is intake; home's is doc
	h.Pass(time.Minute)
	toldOf(t, h)
	heard := map[party.UserID]bool{}
	for range 6 {
		h.Pass(12 * time.Hour)
		escalate(t, h)
		for u := range toldOf(t, h) {
			heard[u] = true
		}
	}
	if !heard["intake"] || !heard["doc"] {
		t.Errorf("told: %v", heard)
	}
}
