package referral_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/core/tongue"
)

// docs/loop.md is drawn from the code: the happy path as it is walked, the
// phases in their order, the balls, the duties, who may do what.
func TestLoopIsDrawn(t *testing.T) {
	var b bytes.Buffer
	b.WriteString(`# The loop

Drawn from the code by a test (core/referral); change the code, not this page.

A referral is done when the patient has been seen, the answer has reached the referrer, the referrer has acknowledged it,
the patient knows it, and every recommendation has an owner. The state is read from the facts, whatever the order they were
told in; it is never stored as the truth.

## One loop

`)
	drawPath(t, &b)
	drawOrder(t, &b)
	drawPhases(t, &b)
	drawDuties(t, &b)
	drawActs(&b)
	golden(t, "../../docs/loop.md", b.Bytes())
}

// drawPath walks a loop by its next acts alone, each done by whoever has the ball.
func drawPath(t *testing.T, b *bytes.Buffer) {
	b.WriteString("From a draft that is ready for its signature, by what each owner of the ball owes next:\n\n```mermaid\nflowchart TD\n")
	s := walk("readied")
	at, seen := far, map[referral.Phase]bool{}
	for step := 0; ; step++ {
		n, open := s.Next()
		if !open {
			break
		}
		from, act := s.Phase(), fmt.Sprintf("%s: %s", n.Post, n.Act)
		var err error
		if s, at, err = onward(s, n, step, at); err != nil {
			t.Fatal(err)
		}
		if from != s.Phase() && !seen[from] {
			fmt.Fprintf(b, "    %s[\"%s\"] -- \"%s\" --> %s[\"%s\"]\n", node(from), from.Staff(), act, node(s.Phase()), s.Phase().Staff())
			seen[from] = true
		}
	}
	if s.Phase() != referral.PhaseClosed {
		t.Fatalf("the happy path ends %s", s.Phase())
	}
	b.WriteString("```\n")
}

func node(p referral.Phase) string { return strings.NewReplacer(" ", "_", "-", "_").Replace(string(p)) }

func drawOrder(t *testing.T, b *bytes.Buffer) {
	phases, when := referral.Order()
	b.WriteString("\n## The phase is the first of these that is true\n\n")
	for i, p := range phases {
		name := string(p)
		if p == "" {
			name = "the paper endings"
		}
		fmt.Fprintf(b, "%d. **%s**: %s\n", i+1, name, when[i])
	}
	if phases[len(phases)-1] != referral.Draft {
		t.Error("something is no phase at all")
	}
}

// drawPhases shows each phase's balls, as random histories meet them.
func drawPhases(t *testing.T, b *bytes.Buffer) {
	balls := map[referral.Phase][]string{}
	for seed := range uint64(20_000) {
		s := referral.Fold("x", slotted(rand.New(rand.NewPCG(seed, 7))))
		n, open := s.Next()
		line := fmt.Sprintf("%s: %s", n.Post, n.Act)
		if open && n.Post == referral.Named {
			line = fmt.Sprintf("whom the reason names: %s", n.Act)
		}
		if open && !slices.Contains(balls[s.Phase()], line) {
			balls[s.Phase()] = append(balls[s.Phase()], line)
		}
		if !open {
			balls[s.Phase()] = []string{}
		}
	}
	b.WriteString("\n## Phases\n\nWhat the patient reads is core/tongue's: {x} is the recipient, {d} a day a due supports, {t} a time. Dues are the starting values, routine / urgent / emergency, and each service edits its own; bd is business days of the owner's calendar.\n\n| phase | staff see | the patient reads | ball and next act | due |\n|---|---|---|---|---|\n")
	for _, p := range referral.Phases() {
		lines, ok := balls[p]
		reads := ""
		if key := p.Patient(); key != "" {
			reads = tongue.English.Say("now." + key)
			if p.Open() {
				reads += " " + tongue.English.Say("next."+key)
			}
		}
		if !ok || p.Staff() == "" || reads == "" && p != referral.PhaseDeceased {
			t.Errorf("%s: reached %v, staff see %q, the patient reads %q", p, ok, p.Staff(), reads)
		}
		slices.Sort(lines)
		due := dues(string(p))
		switch {
		case !p.Open():
			lines, due = []string{"over"}, ""
		case p == referral.PhaseBooked:
			due = "the appointment + 1 d"
		case p == referral.PhaseHeld:
			due = "until the day, at most " + due
		case p == referral.PhaseWaitlisted:
			due += "; never past seen-by"
		case p == referral.PhaseAccepted:
			due = "contacted " + dues("accepted/contact") + ", booked " + due
		case p == referral.PhaseSeen:
			due += "; imaging " + dues("seen/imaging")
		case p == referral.PhaseSent:
			due += "; by telephone " + dues("sent/phone") + "; on its way by a link " + dues("sent/link") + ", by fax " + dues("sent/fax") + ", by post " + dues("sent/post")
		case p == referral.Returning:
			due += "; by telephone " + dues("returning/phone")
		case p == referral.PhaseReported:
			due += "; actionable 3 d, 6 h or 60 min"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", p, p.Staff(), reads, strings.Join(lines, "<br>"), due)
	}
}

// drawDuties shows what is owed beside the ball, as random histories meet it.
func drawDuties(t *testing.T, b *bytes.Buffer) {
	who := map[string][]string{}
	take := func(s referral.State) {
		for _, d := range s.Duties() {
			if line := fmt.Sprintf("%s: %s", d.Post, d.Act); !slices.Contains(who[d.Kind], line) {
				who[d.Kind] = append(who[d.Kind], line)
			}
		}
	}
	for seed := range uint64(10_000) {
		take(referral.Fold("x", slotted(rand.New(rand.NewPCG(seed, 7)))))
		take(referral.Fold("x", history(rand.New(rand.NewPCG(seed, 7)))))
	}
	for k := range policy.Defaults().Dues {
		if !strings.Contains(k, "/") && !slices.Contains(referral.Phases(), referral.Phase(k)) && k != "cancellation" && who[k] == nil {
			t.Errorf("no history owes a %s", k)
		}
	}
	var kinds []string
	for k := range who {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	b.WriteString("\n## Duties beside the ball\n\nThey have an owner, an act and a due like the ball, also when the loop is over; they never move it.\n\n| duty | who and what | due |\n|---|---|---|\n")
	for _, k := range kinds {
		slices.Sort(who[k])
		due := dues(k)
		if k == "item" {
			due = "its own"
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", k, strings.Join(who[k], "<br>"), due)
	}
}

func drawActs(b *bytes.Buffer) {
	acts, jobs, house := referral.Table()
	columns := []party.Job{"RC", "RS", "RX", "TN", "SP", "SC", "IM", "PT", "TL", "AD", "PO"}
	b.WriteString("\n## Who may do what\n\nRC referring clinician, RS referring staff, RX receiving intake (accepts only where the service's rule says so), TN triage, SP specialist, SC scheduler, IM imaging centre, PT patient, TL team lead, AD administrator, PO privacy officer, LK a receiver without an account by its link, SY the house by itself. A job counts at its own side; a line of a plan is its owner's.\n\n| act |")
	for _, c := range columns {
		fmt.Fprintf(b, " %s |", c)
	}
	b.WriteString(" LK | SY |\n|---|" + strings.Repeat("---|", len(columns)+2) + "\n")
	mark := map[bool]string{true: "●", false: ""}
	for _, a := range acts {
		fmt.Fprintf(b, "| %s |", a)
		for _, c := range columns {
			fmt.Fprintf(b, " %s |", mark[slices.Contains(jobs[a], c)])
		}
		fmt.Fprintf(b, " %s | %s |\n", mark[slices.Contains(referral.Linked(), a)], mark[house[a]])
	}
}

func dues(what string) string {
	var out []string
	for i, s := range policy.Defaults().Dues[what] {
		if i == 2 && slices.Contains([]string{"questioned", "advised", "waitlisted", "held"}, what) {
			out = append(out, "not allowed (told all the same: "+said(s)+")")
			continue
		}
		out = append(out, said(s))
	}
	return strings.Join(out, " / ")
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
