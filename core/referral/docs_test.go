package referral_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
)

var phases = []referral.Phase{referral.Draft, referral.Unsigned, referral.PhaseSent, referral.PhaseDelivered, referral.Review, referral.Questioned, referral.PhaseAdvised, referral.PhaseDeclined, referral.PhaseAccepted, referral.PhaseWaitlisted,
	referral.PhaseHeld, referral.PhaseBooked, referral.PhaseMissed, referral.PhaseSeen, referral.Returning, referral.PhaseReported, referral.FollowThrough, referral.PhaseClosed, referral.ClosedOnAdvice, referral.ClosedAfterDecline,
	referral.PhaseCancelled, referral.PhaseWithdrawn, referral.PhaseUnreachable, referral.PhaseDeceased, referral.ClosedWithoutProof, referral.InError}

// docs/loop.md is drawn from the code: each phase as the first history that
// reaches it shows it.
func TestLoopIsDrawn(t *testing.T) {
	seen, nexts := map[referral.Phase]referral.Codes{}, map[referral.Phase]referral.Next{}
	for seed := range uint64(60_000) {
		s := referral.Fold("x", history(rand.New(rand.NewPCG(seed, 7))))
		if p := s.Phase(); seen[p].Task == "" || p == referral.PhaseAccepted && seen[p].Business != "accepted" || p == referral.PhaseBooked && nexts[p].Act != referral.ActSee {
			seen[p] = s.Codes()
			nexts[p], _ = s.Next()
		}
	}
	var b, x bytes.Buffer
	b.WriteString("# The loop\n\nDrawn from the code by a test. Dues are the starting values, routine / urgent / emergency; bd is business days.\n\n| phase | ball | next act | due |\n|---|---|---|---|\n")
	x.WriteString("# Crosswalk\n\nDrawn from the code by a test: what each phase is to the outside.\n\n| phase | ServiceRequest | Task | businessStatus |\n|---|---|---|---|\n")
	d := policy.Defaults().Dues
	for _, p := range phases {
		c, ok := seen[p]
		if !ok || c.Task == "" || c.ServiceRequest == "" {
			t.Errorf("%s has no row in the crosswalk", p)
		}
		fmt.Fprintf(&x, "| %s | %s | %s | %s |\n", p, c.ServiceRequest, c.Task, c.Business)
		if n := nexts[p]; p.Open() {
			var due []string
			for _, s := range d[string(p)] {
				due = append(due, said(s))
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", p, n.Post, n.Act, strings.Join(due, " / "))
		} else {
			fmt.Fprintf(&b, "| %s | | | over |\n", p)
		}
	}
	golden(t, "../../docs/loop.md", b.Bytes())
	golden(t, "../../docs/crosswalk.md", x.Bytes())
}

func said(s party.Span) string {
	switch {
	case s.Days > 0:
		return fmt.Sprintf("%d bd", s.Days)
	case s.Same:
		return "same day"
	case s.Work > 0:
		return short(s.Work) + " worked"
	}
	return short(s.Wall)
}

func short(d time.Duration) string {
	switch {
	case d >= 24*time.Hour:
		return fmt.Sprintf("%d d", int(d.Hours()/24))
	case d >= time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return fmt.Sprintf("%d min", int(d.Minutes()))
}

// One line of every kind ever written still decodes, and means the same.
func TestLedgerGolden(t *testing.T) {
	if *rewrite {
		r, lines := rand.New(rand.NewPCG(5, 5)), map[string]string{}
		for range 20_000 {
			kind, body, err := referral.Encode(anything(r))
			if err != nil {
				t.Fatal(err)
			}
			lines[kind] = kind + "\t" + string(body)
		}
		for _, ev := range []referral.Event{referral.Spoke{Note: "n"}, referral.NextStep{How: "end"}, referral.Readdressed{Clinician: "c"}, referral.CallbackSet{Note: "n"}, referral.Messaged{Message: "m", To: "receiver"}, referral.Reassigned{Team: "t", Reason: "r"}, referral.Escalated{Level: 1, Phase: referral.Review},
			referral.Proposed{Proposal: "p", Act: referral.ActUnreachable}, referral.ProposalRefused{Proposal: "p"}, referral.Joined{Into: "x"}, referral.Recomputed{}} {
			kind, body, _ := referral.Encode(ev)
			lines[kind] = kind + "\t" + string(body)
		}
		var out []string
		for _, l := range lines {
			out = append(out, l)
		}
		slices.Sort(out)
		golden(t, "testdata/ledger.golden", []byte(strings.Join(out, "\n")+"\n"))
	}
	b, err := os.ReadFile("testdata/ledger.golden")
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for line := range strings.Lines(string(b)) {
		kind, body, _ := strings.Cut(strings.TrimSpace(line), "\t")
		ev, err := referral.Decode(kind, []byte(body))
		if err != nil {
			t.Fatal(err)
		}
		if k, again, _ := referral.Encode(ev); k != kind || string(again) != body {
			t.Errorf("%s now reads %s", body, again)
		}
		have[kind] = true
	}
	for _, k := range referral.Kinds() {
		if !have[k] {
			t.Errorf("no line of %s", k)
		}
	}
}

// Urgent business time is never more than a day on the wall; zones and holidays count.
func TestUrgentTimeHasACeiling(t *testing.T) {
	week := party.Hours{Zone: "America/New_York", Open: [7][2]int{{}, {480, 1020}, {480, 1020}, {480, 1020}, {480, 1020}, {480, 1020}, {}}, Holidays: []string{"2026-07-03"}}
	friday := time.Date(2026, 7, 2, 20, 0, 0, 0, time.UTC) // Thursday 16:00 in New York, before a holiday and a weekend
	s := policy.Defaults()
	if due := s.Due("review", party.Urgent, week, friday); due.Sub(friday) > 24*time.Hour {
		t.Errorf("an urgent business day over a holiday lasts %s", due.Sub(friday))
	}
	if due := s.Due("review", party.Routine, week, friday); due.Before(time.Date(2026, 7, 8, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("three business days over a holiday and a weekend end %s", due)
	}
	spring := time.Date(2026, 3, 6, 21, 30, 0, 0, time.UTC) // Friday 16:30, the clocks change on Sunday
	if due := policy.AddTime(week, spring, time.Hour); !due.Equal(time.Date(2026, 3, 9, 12, 30, 0, 0, time.UTC)) {
		t.Errorf("an hour of work over the change of clocks ends %s", due)
	}
}
