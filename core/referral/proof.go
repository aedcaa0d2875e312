package referral

import (
	"slices"
	"time"
)

// Whole reports whether every part of the proof holds.
func (p Proof) Whole() bool {
	return p.P1 != nil && p.P2 != nil && p.P3 != nil && p.P4 != nil && p.P5 != nil
}

// at is when the proof became whole.
func (p Proof) at() time.Time { return latest(p.P1.At, p.P2.At, p.P3.At, p.P4.At, p.P5.At) }

// Proof reads the closure predicate: the visit evidenced (P1), every head
// delivered (P2), acknowledged (P3), the patient told of each (P4), and
// nothing of the plan, a reopening or a contradiction left open (P5).
func (s State) Proof() (p Proof) {
	switch {
	case !s.Seen.IsZero():
		p.P1 = &Shown{Fact: s.seenKey, At: s.Seen}
	case !s.DeskReviewed.IsZero():
		p.P1 = &Shown{Fact: s.reviewKey, At: s.DeskReviewed}
	}
	dead := s.Ended[PhaseDeceased]
	for i, r := range s.is.heads {
		delivered, told := Shown{r.deliverKey, r.Delivered}, Shown{r.informKey, r.Informed}
		if delivered.At.IsZero() {
			delivered = Shown{r.ackKey, r.Acknowledged}
		}
		if told.At.IsZero() && dead.After(s.Reopened) {
			told = Shown{s.EndKeys[PhaseDeceased], dead}
		}
		p.P2 = and(p.P2, i, delivered)
		p.P3 = and(p.P3, i, Shown{r.ackKey, r.Acknowledged})
		p.P4 = and(p.P4, i, told)
	}
	p.P5 = s.finished()
	return p
}

// and joins one more head to a part: the part holds only if all do.
func and(have *Shown, i int, x Shown) *Shown {
	if x.At.IsZero() || i > 0 && have == nil {
		return nil
	}
	if have != nil && have.At.After(x.At) {
		return have
	}
	return &x
}

// finished is P5: every item done, refused or taken on by somebody; no
// reopening and no contradiction unsettled. What shows it is the last fact that
// left nothing open, the report itself where it recommends nothing; before there
// is a report it is not checked.
func (s *State) finished() *Shown {
	out := Shown{}
	last := func(x Shown) {
		if x.At.After(out.At) {
			out = x
		}
	}
	for _, r := range s.is.heads {
		last(Shown{r.key, r.Written})
	}
	if out.At.IsZero() {
		return nil
	}
	for _, i := range s.Items {
		if i.open() {
			return nil
		}
		at := latest(i.Done, i.Refused)
		if at.IsZero() && i.Replaced.IsZero() {
			at = i.Accepted
		}
		last(Shown{i.endKey, at})
	}
	disputes := s.contradictions()
	if s.unsettledReopening() || slices.ContainsFunc(disputes, func(c Contradiction) bool { return !c.Settled }) {
		return nil
	}
	if len(disputes) > 0 || !s.Reopened.IsZero() {
		last(s.settling)
	}
	return &out
}

// unsettledReopening reports whether what it was reopened for is still open.
func (s *State) unsettledReopening() bool {
	return !s.Reopened.IsZero() && !s.settledSince(s.reopen, s.Reopened)
}

// settledSince reports whether a fact was settled at or after it happened.
func (s *State) settledSince(k Key, at time.Time) bool {
	v, ok := s.settled[k]
	return ok && !v.Before(at)
}

// Reopening is the reopening that waits to be settled; empty when none does.
func (s State) Reopening() Key {
	if s.unsettledReopening() {
		return s.reopen
	}
	return ""
}

// Lacks says what the proof of closure lacks, in words; empty is nothing.
func (s State) Lacks() string {
	p := s.Proof()
	switch {
	case p.P1 == nil:
		return "Nobody has said that the patient was seen."
	case p.P2 == nil:
		return "The report has not been delivered."
	case p.P3 == nil:
		return "The report has not been acknowledged."
	case p.P4 == nil:
		return "Nobody has told the patient."
	case p.P5 == nil:
		return "A line of the plan, a reopening or a contradiction is still open."
	}
	return ""
}
