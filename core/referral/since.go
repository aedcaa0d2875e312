package referral

import "time"

// Since is when the phase began: the moment its age counts from. Its due counts
// from when we learned of it (Learned), and anew after a reopening.
func (s State) Since() time.Time {
	d := &s.is
	l := d.leg
	base := latest(s.Reopened, l.Begun)
	switch d.phase {
	case Draft:
		return latest(s.Drafted, s.GivenBack)
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
		return latest(s.Reopened, d.answered, s.undone())
	case PhaseBooked:
		return d.live.Booked
	case PhaseSeen:
		return latest(s.Reopened, s.firstCare())
	case Returning, PhaseReported:
		return s.pressedSince()
	case FollowThrough:
		var at time.Time
		for _, r := range d.heads {
			at = latest(at, r.Acknowledged)
		}
		return latest(at, s.Reopened)
	}
	return s.Ended[d.phase]
}

// Learned is when we first learned of what happened at a moment: a due counts
// from there, so that nobody is late for what they could not know. A moment no
// entry tells is itself.
func (s State) Learned(at time.Time) time.Time {
	learned := time.Time{}
	for i := range s.entries {
		if e := &s.entries[i]; e.At.Equal(at) && (learned.IsZero() || e.Noted.Before(learned)) {
			learned = e.Noted
		}
	}
	if learned.Before(at) {
		return at
	}
	return learned
}

// undone is when the last booking of the leg fell away, or the patient was reached.
func (s *State) undone() (at time.Time) {
	for _, a := range s.Appointments {
		if a.Leg == s.Leg() {
			at = latest(at, a.Unbooked)
		}
	}
	if gone := s.Ended[PhaseUnreachable]; !s.is.lastMissed.IsZero() || !gone.IsZero() && !s.Reached.Before(gone) {
		at = latest(at, s.Reached) // missed, or given up on, and there again: new dues
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
func (s *State) pressedSince() time.Time {
	r := s.unread()
	if r == nil {
		return time.Time{}
	}
	if r.Delivered.IsZero() || r.Actionable.ByVoice() {
		return r.Written
	}
	return r.Delivered
}
