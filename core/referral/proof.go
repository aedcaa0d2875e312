package referral

import (
	"slices"
	"time"
)

// Whole reports whether every part of the proof holds.
func (p Proof) Whole() bool {
	return p.P1 != nil && p.P2 != nil && p.P3 != nil && p.P4 != nil && p.P5 != nil
}

// Proof reads the closure predicate: the visit evidenced (P1), every head
// delivered (P2), acknowledged (P3), the patient told of each (P4), and
// nothing of the plan, a reopening or a contradiction left open (P5).
func (s State) Proof() Proof {
	d := s.read()
	return s.prove(&d)
}

func (s *State) prove(d *reading) (p Proof) {
	switch {
	case !s.Seen.IsZero():
		p.P1 = &Shown{At: s.Seen}
	case !s.DeskReviewed.IsZero():
		p.P1 = &Shown{At: s.DeskReviewed}
	}
	dead := s.Ended[PhaseDeceased]
	for i, r := range d.heads {
		delivered, told := r.Delivered, r.Informed
		if delivered.IsZero() {
			delivered = r.Acknowledged
		}
		if told.IsZero() && dead.After(s.Reopened) {
			told = dead
		}
		p.P2 = and(p.P2, i, delivered, r.deliverKey)
		p.P3 = and(p.P3, i, r.Acknowledged, r.ackKey)
		p.P4 = and(p.P4, i, told, r.informKey)
	}
	p.P5 = s.finished()
	return p
}

// and joins one more head to a part: the part holds only if all do.
func and(have *Shown, i int, at time.Time, fact Key) *Shown {
	if at.IsZero() || i > 0 && have == nil {
		return nil
	}
	if have != nil && have.At.After(at) {
		return have
	}
	return &Shown{Fact: fact, At: at}
}

// finished is P5: every item done, refused or taken on by somebody; no
// reopening and no contradiction unsettled.
func (s *State) finished() *Shown {
	out := &Shown{}
	for _, i := range s.Items {
		at := latest(i.Done, i.Refused)
		if at.IsZero() && !i.HandedOn.IsZero() && i.Accepted.After(i.HandedOn) {
			at = i.Accepted
		}
		if at.IsZero() && !i.Planned.IsZero() {
			return nil
		}
		out.At = latest(out.At, at)
	}
	if s.unsettledReopening() || slices.ContainsFunc(s.contradictions(), func(c Contradiction) bool { return !c.Settled }) {
		return nil
	}
	return out
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

// Contradiction is two facts that cannot both be right. It is read from the
// facts, never stored; a person settles it by naming them.
type Contradiction struct {
	Kind    string // care-after-death, missed-and-seen, told-closed, care-in-error
	Facts   []Key
	At      time.Time
	Settled bool
}

// Contradictions lists what does not fit, settled or not.
func (s State) Contradictions() []Contradiction { return s.contradictions() }

func (s *State) contradictions() (out []Contradiction) {
	add := func(kind string, at time.Time, keys ...Key) {
		c := Contradiction{Kind: kind, Facts: keys, At: at, Settled: true}
		for _, k := range keys {
			c.Settled = c.Settled && s.settledSince(k, at)
		}
		out = append(out, c)
	}
	care := s.factOf(func(e Entry) bool { _, ok := e.What.(Seen); return ok })
	if dead := s.Ended[PhaseDeceased]; !dead.IsZero() && s.Seen.After(dead) {
		add("care-after-death", s.Seen, s.EndKeys[PhaseDeceased], care)
	}
	for _, a := range s.Appointments {
		if !a.Missed.IsZero() && !a.Seen.IsZero() {
			add("missed-and-seen", latest(a.Missed, a.Seen), a.MissedKey, care)
		}
	}
	if err := s.Ended[InError]; !err.IsZero() && !s.Seen.IsZero() {
		add("care-in-error", latest(err, s.Seen), s.EndKeys[InError], care)
	}
	for _, p := range []Phase{PhaseCancelled, PhaseWithdrawn} {
		if at := s.Ended[p]; !at.IsZero() && s.Seen.After(at) {
			add("seen-after-ending", s.Seen, s.EndKeys[p], care)
		}
	}
	for _, t := range s.Told {
		if !s.reportedOnce() { // the document itself settles what was only said
			add("told-"+t.What, t.At, t.Key)
		}
	}
	return out
}

// factOf is the key of the first fact that fits, by when it happened.
func (s *State) factOf(fits func(Entry) bool) Key {
	for _, e := range facts(s.entries) {
		if fits(e) {
			return e.Key
		}
	}
	return ""
}

// reportedOnce reports whether a final document exists.
func (s *State) reportedOnce() bool {
	return slices.ContainsFunc(s.Reports, func(r Report) bool { return r.Kind != Interim && !r.Written.IsZero() })
}

// Reopening is the reopening that waits to be settled; empty when none does.
func (s State) Reopening() Key {
	if s.unsettledReopening() {
		return s.reopen
	}
	return ""
}
