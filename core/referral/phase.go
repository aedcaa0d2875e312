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

// reading is what is read off the moments before the phase.
type reading struct {
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

// read derives the reading. Evidence of care beats a paper ending; a live
// appointment beats a cancellation; the ties oblige someone to act.
func (s *State) read() (d reading) {
	n := s.Leg()
	d.leg = &s.Legs[n]
	l := d.leg
	undone := latest(l.Declined, l.Advised, l.Back)
	for i := range s.Appointments {
		a := &s.Appointments[i]
		if a.Leg != n {
			continue
		}
		d.lastBooked, d.lastMissed = latest(d.lastBooked, a.Booked), latest(d.lastMissed, a.Missed)
		if a.Booked.After(latest(a.Unbooked, a.Missed)) && a.Booked.After(undone) && (d.live == nil || a.Booked.After(d.live.Booked)) {
			d.live = a
		}
	}
	for i := range s.Reports {
		r := &s.Reports[i]
		switch {
		case r.Written.IsZero():
		case r.Kind == Interim:
			d.evidence = true
		case !r.Replaced:
			d.evidence = true
			d.heads = append(d.heads, r)
			if !r.Delivered.IsZero() || !r.Acknowledged.IsZero() {
				d.delivered++
			}
			if !r.Acknowledged.IsZero() {
				d.acked++
			}
		default:
			d.evidence = true
		}
	}
	d.evidence = d.evidence || !s.Seen.IsZero() || !s.DeskReviewed.IsZero()
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
	return d
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
func (s State) Phase() Phase {
	d := s.read()
	return s.phase(&d)
}

func (s *State) phase(d *reading) Phase {
	paper, _ := s.paper()
	l := d.leg
	lastHold := latest(s.Resumed, d.lastBooked)
	switch {
	case !s.Ended[InError].IsZero():
		return InError
	case s.Ended[ClosedWithoutProof].After(s.Reopened) && s.named(d):
		return ClosedWithoutProof
	case s.Ended[PhaseClosed].After(s.Reopened) && s.prove(d).Whole():
		return PhaseClosed
	case d.delivered > d.acked:
		return PhaseReported
	case len(d.heads) > d.delivered:
		return Returning
	case s.Ended[PhaseDeceased].After(s.Reopened):
		return PhaseDeceased
	case len(d.heads) > 0:
		return FollowThrough
	case d.evidence:
		return PhaseSeen
	case d.live != nil:
		return PhaseBooked
	case paper != "":
		return paper
	case d.answer == declined:
		return PhaseDeclined
	case d.answer == advised:
		return PhaseAdvised
	case d.answer == unanswered && l.Asked.After(l.Answered):
		return Questioned
	case s.Held.After(lastHold):
		return PhaseHeld
	case !d.lastMissed.IsZero() && d.lastMissed.After(latest(d.lastBooked, s.Reached, l.Waitlisted, l.Back)):
		return PhaseMissed
	case d.answer == accepted && l.Waitlisted.After(latest(d.lastBooked, l.Back)):
		return PhaseWaitlisted
	case d.answer == accepted:
		return PhaseAccepted
	case !latest(l.Opened, l.Back, l.Asked).IsZero():
		return Review
	case !l.Delivered.IsZero():
		return PhaseDelivered
	case !s.Sent.IsZero() || !l.Begun.IsZero():
		return PhaseSent
	case !s.Readied.IsZero() && s.Signed.IsZero():
		return Unsigned
	}
	return Draft
}

// named reports whether a closure without proof names every head it leaves: a
// head is named, or was acknowledged by then. One that came later opens the loop
// and keeps it open, because its patient has still to be told.
func (s *State) named(d *reading) bool {
	for _, r := range d.heads {
		read := !r.Acknowledged.IsZero() && !r.Acknowledged.After(s.Ended[ClosedWithoutProof])
		if !read && !slices.Contains(s.Leaves, string(r.ID)) {
			return false
		}
	}
	return true
}

// Open reports whether anybody still owes the loop its next act.
func (s State) Open() bool { return s.Phase().Open() }

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
	d := s.read()
	out := make([]Report, len(d.heads))
	for i, r := range d.heads {
		out[i] = *r
	}
	return out
}

// Live is the appointment that stands, if one does.
func (s State) Live() (Appointment, bool) {
	if d := s.read(); d.live != nil {
		return *d.live, true
	}
	return Appointment{}, false
}

// Since is when the phase began: the moment its due and its age count from.
func (s State) Since() time.Time {
	d := s.read()
	l := d.leg
	base := latest(s.Reopened, l.Begun)
	switch p := s.phase(&d); p {
	case Draft:
		return s.Drafted
	case Unsigned:
		return s.Readied
	case PhaseSent:
		return latest(s.Sent, l.Begun)
	case PhaseDelivered:
		return latest(base, l.Delivered)
	case Review:
		return latest(base, l.Opened, l.Back, l.Answered)
	case Questioned:
		return l.Asked
	case PhaseAdvised, PhaseDeclined:
		return d.answered
	case PhaseHeld:
		return s.Held
	case PhaseMissed:
		return d.lastMissed
	case PhaseWaitlisted:
		return l.Waitlisted
	case PhaseAccepted:
		return latest(s.Reopened, d.answered, s.undone(d))
	case PhaseBooked:
		return d.live.Booked
	case PhaseSeen:
		return latest(s.Reopened, s.firstCare())
	case Returning, PhaseReported:
		return s.pressedSince(&d)
	case FollowThrough:
		var at time.Time
		for _, r := range d.heads {
			at = latest(at, r.Acknowledged)
		}
		return latest(at, s.Reopened)
	default:
		return s.Ended[p]
	}
}

// undone is when the last booking of the leg fell away, or the patient was reached.
func (s *State) undone(d reading) (at time.Time) {
	for _, a := range s.Appointments {
		if a.Leg == s.Leg() {
			at = latest(at, a.Unbooked)
		}
	}
	if !d.lastMissed.IsZero() {
		at = latest(at, s.Reached)
	}
	return latest(at, s.Resumed)
}

// firstCare is the first evidence of care.
func (s *State) firstCare() (at time.Time) {
	for _, t := range []time.Time{s.Seen, s.DeskReviewed} {
		if !t.IsZero() && (at.IsZero() || t.Before(at)) {
			at = t
		}
	}
	for _, r := range s.Reports {
		if !r.Written.IsZero() && (at.IsZero() || r.Written.Before(at)) {
			at = r.Written
		}
	}
	return at
}

// pressedSince is from when the most pressing unread head is counted: from its
// writing while it must be spoken or delivered, else from its delivery. A second
// report never moves the first one's date.
func (s *State) pressedSince(d *reading) time.Time {
	r := s.unread(d)
	if r == nil {
		return time.Time{}
	}
	if r.Delivered.IsZero() || r.Actionable.ByVoice() {
		return r.Written
	}
	return r.Delivered
}
