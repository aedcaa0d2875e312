package sheet

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/visit"
)

func ladder(p *loop.Picture) (out []page.Rung) {
	s := &p.State
	for i, l := range s.Legs {
		if s.Sent.IsZero() {
			continue
		}
		r := page.Rung{What: "Referral", Channel: channelWords[l.To.Channel], Sent: l.Begun, Delivered: l.Delivered, Opened: l.Opened}
		if i > 0 {
			r.What = fmt.Sprintf("Referral, recipient %d", i+1)
		}
		if l.Failed.After(l.Delivered) {
			r.Failed = "failed"
		}
		out = append(out, r)
	}
	for _, x := range s.Reports {
		if !x.Written.IsZero() {
			opened := cmp.Or(x.Opened, x.Acknowledged) // who acknowledges does it under the opened report, also a cover or a partner's people
			out = append(out, page.Rung{What: "Report, " + string(x.Kind), Channel: "referd", Sent: x.Written, Delivered: x.Delivered, Opened: opened})
		}
	}
	return out
}

var channelWords = map[party.Channel]string{party.House: "referd, works here", party.FHIR: "FHIR", party.Feed: "FHIR feed", party.Phone: "paper, a link or the telephone"}

func messages(dir *desk.Directory, p *loop.Picture) (out []page.Message) {
	for _, m := range p.State.Messages {
		out = append(out, page.Message{Who: orElse(dir.PersonName(m.By.User), dir.Orgs[m.By.Org].Name), Text: orElse(p.Words[m.ID], map[bool]string{true: notShown}[p.Withheld]), At: m.At, Mine: (m.To == string(referral.Receiver)) == (p.Standing.Side == referral.Sender)})
	}
	return out
}

func clock(g *page.Loop, v *visit.Visit, p *loop.Picture) {
	s, now := &p.State, v.Desk.Now()
	n, _ := s.Next()
	for _, st := range s.Ring() {
		mark := "-"
		if !st.At.IsZero() {
			mark = "x"
		} else if st.Inferred {
			mark = "~"
		}
		step := page.Step{Name: Title(st.Name), At: st.At, Inferred: st.Inferred}
		if mark == "-" && !strings.Contains(g.Ring, "-") && p.Phase.Open() {
			step.Next, step.By = true, p.Ball.Due
		}
		g.Ring += mark
		g.Steps = append(g.Steps, step)
	}
	g.RingWords = fmt.Sprintf("%d of 9 · %s", strings.Count(g.Ring, "x")+strings.Count(g.Ring, "~"), g.Phase)
	if elsewhere := Phase(p.Phase); elsewhere != g.Phase {
		g.RingWords += " (elsewhere: " + elsewhere + ")"
	}
	c := s.Clocks(now)
	if c.Started.IsZero() {
		return
	}
	g.Started, g.Stopped = s.ClockOf()
	g.Raw, g.Adjusted = page.Span(c.Raw), page.Span(c.Adjusted)
	if allowed := s.SeenBy.Sub(c.Started); allowed > 0 {
		g.RawUsed, g.AdjustedUsed = float64(c.Raw)/float64(allowed), float64(c.Adjusted)/float64(allowed)
		g.Paused = "Tick: seen by " + v.Clock().Day(s.SeenBy) + "."
	}
	g.SeenLate = !s.SeenBy.IsZero() && s.Seen.IsZero() && s.DeskReviewed.IsZero() && p.Phase.Open() && (now.After(s.SeenBy) || n.Act == referral.ActSee && n.Fixed.After(s.SeenBy.Add(24*time.Hour)))
	if allowed := s.SeenBy.Sub(c.Started); allowed > 0 {
		for _, x := range c.Paused {
			g.Pauses = append(g.Pauses, page.Stretch{From: float64(x.From.Sub(c.Started)) / float64(allowed), To: float64(x.To.Sub(c.Started)) / float64(allowed)})
		}
	}
	for _, x := range c.Paused {
		g.Paused += " Paused " + v.Clock().At(x.From) + " to " + v.Clock().At(x.To) + map[string]string{"question": ": a question to the sender.", "patient": ": the patient's own delay."}[x.Why]
	}
	pr := s.Proof()
	for i, x := range []*referral.Shown{pr.P1, pr.P2, pr.P3, pr.P4, pr.P5} {
		line := page.ProofLine{Name: fmt.Sprintf("P%d", i+1), Words: proofs[i], Holds: x != nil}
		if x != nil {
			line.At, line.By = x.At, shownBy(v, p, x)
		} else if i > 0 && len(s.Heads()) == 0 {
			line.By = "not checked: there is no report yet"
		}
		g.Proof = append(g.Proof, line)
	}
}

var proofs = []string{"The patient was seen, or reviewed at the desk", "The report is delivered", "The clinician who asked has acknowledged it", "The patient knows the answer and the plan", "Every line of the plan has somebody, nothing contradicts"}
