package referral

import (
	"slices"
	"time"
)

// Contradiction is two facts that cannot both be right. It is read from the
// facts, never stored; a person settles it by naming them.
type Contradiction struct {
	Kind    string // care-after-death, missed-and-seen, care-in-error, seen-after-ending, ending-after-care, told-closed, told-completed
	Facts   []Key
	At      time.Time
	Settled bool
}

// CancelAsked reports whether a cancellation waits for an answer because a visit
// stands: somebody releases it, or the patient comes.
func (s State) CancelAsked() bool {
	return s.is.phase == PhaseBooked && latest(s.Ended[PhaseCancelled], s.Ended[PhaseWithdrawn]).After(s.Reopened)
}

// Contradictions lists what does not fit, settled or not, in a stable order.
func (s State) Contradictions() []Contradiction { return s.contradictions() }

func (s *State) contradictions() (out []Contradiction) {
	add := func(kind string, at time.Time, keys ...Key) {
		c := Contradiction{Kind: kind, Facts: keys, At: at, Settled: true}
		for _, k := range keys {
			c.Settled = c.Settled && s.settledSince(k, at)
		}
		out = append(out, c)
	}
	if dead := s.Ended[PhaseDeceased]; !dead.IsZero() && s.Seen.After(dead) {
		add("care-after-death", s.Seen, s.EndKeys[PhaseDeceased], s.seenKey)
	}
	for _, a := range s.Appointments {
		if !a.Missed.IsZero() && !a.Seen.IsZero() {
			add("missed-and-seen", latest(a.Missed, a.Seen), a.MissedKey, s.seenKey)
		}
	}
	if err := s.Ended[InError]; !err.IsZero() && !s.Seen.IsZero() {
		add("care-in-error", latest(err, s.Seen), s.EndKeys[InError], s.seenKey)
	}
	s.endedAndSeen(add)
	for _, t := range s.Told {
		if !s.reportedOnce() { // the document itself settles what was only said
			add("told-"+t.What, t.At, t.Key)
		}
	}
	return out
}

// endedAndSeen: care was given to somebody whose referral was ended on paper.
// Told before the visit, the ending was ignored; told after it, it ends nothing.
func (s *State) endedAndSeen(add func(string, time.Time, ...Key)) {
	if s.Seen.IsZero() {
		return
	}
	for _, p := range papers {
		switch at := s.Ended[p]; {
		case at.IsZero() || !at.After(s.Reopened) && !s.Reopened.IsZero():
		case s.Seen.After(at):
			add("seen-after-ending", s.Seen, s.EndKeys[p], s.seenKey)
		default:
			add("ending-after-care", at, s.EndKeys[p], s.seenKey)
		}
	}
}

// reportedOnce reports whether a final document exists.
func (s *State) reportedOnce() bool {
	return slices.ContainsFunc(s.Reports, func(r Report) bool { return r.Kind != Interim && !r.Written.IsZero() })
}
