package referral

import (
	"slices"
	"time"
)

// latest is the last of some moments.
func latest(at ...time.Time) (m time.Time) {
	for _, t := range at {
		if t.After(m) {
			m = t
		}
	}
	return m
}

// answer is what the current leg's recipient last said.
type answer int

const (
	unanswered answer = iota
	accepted
	advised
	declined
)

// reading is what is read off the moments once, when the state is folded.
type reading struct {
	phase            Phase
	leg              *Leg
	lastBooked       time.Time // on the current leg
	lastMissed       time.Time
	live             *Appointment // booked and not undone by anything since
	evidence         bool         // any evidence of care
	answer           answer
	answered         time.Time
	delivered, acked int // of the heads
	heads            []*Report
}

// read takes the reading. Evidence of care beats a paper ending; a live
// appointment beats a cancellation; the ties oblige someone to act.
func (s *State) read() {
	n, d := s.Leg(), &s.is
	d.leg = &s.Legs[n]
	s.readVisits(n)
	s.readReports()
	d.evidence = d.evidence || !s.Seen.IsZero() || !s.DeskReviewed.IsZero()
	l := d.leg
	acc := latest(l.Accepted, d.lastBooked, l.Waitlisted, d.lastMissed)
	switch top := latest(acc, l.Declined, l.Advised); {
	case top.IsZero() || l.Back.After(top):
	case l.Declined.Equal(top):
		d.answer, d.answered = declined, top
	case l.Advised.Equal(top):
		d.answer, d.answered = advised, top
	default:
		d.answer, d.answered = accepted, top
	}
	d.phase = s.reckon()
}

func (s *State) readVisits(leg int) {
	d := &s.is
	undone := latest(d.leg.Declined, d.leg.Advised, d.leg.Back)
	for i := range s.Appointments {
		a := &s.Appointments[i]
		if a.Leg != leg {
			continue
		}
		d.lastBooked, d.lastMissed = latest(d.lastBooked, a.Booked), latest(d.lastMissed, a.Missed)
		if a.stands() && a.Booked.After(undone) && (d.live == nil || a.Booked.After(d.live.Booked)) {
			d.live = a
		}
	}
}

// stands reports whether an appointment is booked and neither cancelled nor missed since.
func (a *Appointment) stands() bool { return a.Booked.After(latest(a.Unbooked, a.Missed)) }

func (s *State) readReports() {
	d := &s.is
	for i := range s.Reports {
		r := &s.Reports[i]
		d.evidence = d.evidence || !r.Written.IsZero()
		if !r.head() {
			continue
		}
		d.heads = append(d.heads, r)
		if !r.Delivered.IsZero() || !r.Acknowledged.IsZero() {
			d.delivered++
		}
		if !r.Acknowledged.IsZero() {
			d.acked++
		}
	}
}

// papers are the endings on paper; the first breaks a tie.
var papers = []Phase{PhaseWithdrawn, PhaseCancelled, PhaseUnreachable, ClosedAfterDecline, ClosedOnAdvice}

// paper is the paper ending that stands: the latest after the last reopening.
// Whoever was reached, or got in touch, is not unreachable.
func (s *State) paper() (best Phase, at time.Time) {
	for _, p := range papers {
		v := s.Ended[p]
		if !v.After(s.Reopened) || !v.After(at) || p == PhaseUnreachable && !s.Reached.Before(v) {
			continue
		}
		best, at = p, v
	}
	return best, at
}

// Phase is the first of loop.md's ordered list that is true.
func (s State) Phase() Phase { return s.is.phase }

// named reports whether a closure without proof names every head it leaves: a
// head is named, or was acknowledged by then. One that came later opens the loop
// and keeps it open, because its patient has still to be told.
func (s *State) named() bool {
	for _, r := range s.is.heads {
		read := !r.Acknowledged.IsZero() && !r.Acknowledged.After(s.Ended[ClosedWithoutProof])
		if !read && !slices.Contains(s.Leaves, string(r.ID)) {
			return false
		}
	}
	return true
}

// Open reports whether anybody still owes the loop its next act.
func (s State) Open() bool { return s.is.phase.Open() }

// Open reports whether a loop in this phase waits for somebody.
func (p Phase) Open() bool {
	switch p {
	case PhaseClosed, ClosedOnAdvice, ClosedAfterDecline, PhaseCancelled, PhaseWithdrawn, PhaseUnreachable, PhaseDeceased, ClosedWithoutProof, InError:
		return false
	}
	return true
}

// Heads are the final and amended reports that nothing replaces.
func (s State) Heads() []Report {
	out := make([]Report, len(s.is.heads))
	for i, r := range s.is.heads {
		out[i] = *r
	}
	return out
}

// Live is the appointment that stands, if one does.
func (s State) Live() (Appointment, bool) {
	if s.is.live != nil {
		return *s.is.live, true
	}
	return Appointment{}, false
}
