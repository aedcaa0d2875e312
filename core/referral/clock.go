package referral

import (
	"slices"
	"time"
)

// Clocks reads both clocks at a moment. The raw one starts with the first
// sending or receiving-side fact and never stops until the loop ends; the
// adjusted one leaves out the union of dated patient delay and of questions
// asked before an answer (loop.md, Time).
func (s State) Clocks(now time.Time) Clocks {
	c := Clocks{Started: s.Heard}
	if c.Started.IsZero() {
		return c
	}
	end := now
	if p := s.Phase(); !p.Open() {
		c.Stopped = latest(s.Ended[p], c.Started)
		end = c.Stopped
	}
	if end.Before(c.Started) {
		end = c.Started
	}
	c.Raw = end.Sub(c.Started)
	c.Adjusted = c.Raw
	for _, p := range s.pauses(c.Started, end) {
		c.Paused = append(c.Paused, p)
		c.Adjusted -= p.To.Sub(p.From)
	}
	return c
}

// pauses are the stretches left out, joined where they overlap.
func (s *State) pauses(from, to time.Time) []Pause {
	var all []Pause
	add := func(p Pause) {
		if p.From.Before(from) {
			p.From = from
		}
		if p.To.IsZero() || p.To.After(to) {
			p.To = to
		}
		if p.From.Before(p.To) {
			all = append(all, p)
		}
	}
	for _, a := range s.Asks {
		l := s.leg(a.Leg)
		end := a.Answered
		for _, v := range [...]time.Time{l.replied, l.Accepted, l.Declined, l.Advised, s.nextLeg(a.Leg)} {
			if !v.Before(a.Asked) && !v.IsZero() && (end.IsZero() || v.Before(end)) {
				end = v
			}
		}
		if l.replied.IsZero() || !l.replied.Before(a.Asked) || l.Back.After(l.replied) && !l.Back.After(a.Asked) {
			add(Pause{a.Asked, end, "question"})
		}
	}
	for _, a := range s.Appointments {
		if a.ByPatient && !a.Unbooked.IsZero() {
			add(Pause{a.Unbooked, s.rebooked(&a), "patient"})
		}
	}
	slices.SortFunc(all, func(a, b Pause) int { return a.From.Compare(b.From) })
	var out []Pause
	for _, p := range all {
		if n := len(out); n > 0 && !p.From.After(out[n-1].To) {
			out[n-1].To = latest(out[n-1].To, p.To)
			continue
		}
		out = append(out, p)
	}
	return out
}

func (s *State) nextLeg(n int) time.Time {
	if n+1 < len(s.Legs) {
		return s.Legs[n+1].Begun
	}
	return time.Time{}
}

// rebooked is when another visit was booked in the place of one the patient
// cancelled: in the same moment, or later. Zero: not yet.
func (s *State) rebooked(was *Appointment) (first time.Time) {
	for i := range s.Appointments {
		a := &s.Appointments[i]
		if (a.ID != was.ID && a.Booked.Equal(was.Unbooked) || a.Booked.After(was.Unbooked)) && (first.IsZero() || a.Booked.Before(first)) {
			first = a.Booked
		}
	}
	return first
}

// Step is a segment of the ring.
type Step struct {
	Name     string
	At       time.Time // zero: not yet, or never told
	Inferred bool      // a later step is done, so this one happened, but nobody told us when
}

// Ring is the nine segments: sent, delivered, reviewed, accepted, booked, seen,
// reported, acknowledged, closed. Inferred moments are read, never written:
// they have no date and enter no measure.
func (s State) Ring() []Step {
	d := &s.is
	l := d.leg
	out := []Step{{Name: "sent", At: s.Sent}, {Name: "delivered", At: l.Delivered}, {Name: "reviewed", At: l.FirstAnswer}, {Name: "accepted"}, {Name: "booked"},
		{Name: "seen", At: s.firstSeen()}, {Name: "reported"}, {Name: "acknowledged"}, {Name: "closed"}}
	if d.answer == accepted {
		out[3].At = l.firstAccepted
		for _, a := range s.Appointments {
			if a.Leg == s.Leg() && !a.Booked.IsZero() && (out[4].At.IsZero() || a.Booked.Before(out[4].At)) {
				out[4].At = a.Booked
			}
		}
	}
	for _, r := range d.heads {
		out[6].At = latest(out[6].At, r.Written)
		out[7].At = latest(out[7].At, r.Acknowledged)
	}
	if d.acked < len(d.heads) {
		out[7].At = time.Time{}
	}
	if d.phase == PhaseClosed {
		out[8].At = s.Ended[PhaseClosed]
	}
	later := false
	for i := len(out) - 1; i >= 0; i-- {
		out[i].Inferred = later && out[i].At.IsZero()
		later = later || !out[i].At.IsZero()
	}
	return out
}

func (s *State) firstSeen() time.Time {
	if !s.Seen.IsZero() {
		return s.Seen
	}
	return s.DeskReviewed
}
