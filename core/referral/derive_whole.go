package referral

import (
	"slices"
	"time"
)

// settle finishes what needs every fact: which reports are replaced, what a
// letter proves, what is still missing, which proposals still wait.
func (s *State) settle() {
	for i := range s.Reports {
		r := &s.Reports[i]
		r.Replaced = s.replaced(r)
		if r.Normal && !r.lettered.IsZero() && (r.Informed.IsZero() || r.lettered.Before(r.Informed)) {
			r.Informed, r.InformedHow, r.informKey = r.lettered, "letter", r.letterKey
		}
	}
	for i := range s.Items {
		s.Items[i].Replaced = s.replacedLine(&s.Items[i])
	}
	s.Missing = nil
	for _, n := range s.needs {
		if !s.met(n) {
			s.Missing = append(s.Missing, n)
		}
	}
	s.Proposals = slices.DeleteFunc(s.Proposals, func(p Proposal) bool {
		return slices.Contains(s.refused, p.ID) || s.settledSince(p.Key, p.At) || s.doneSince(p.Act, p.At)
	})
}

// Wants reports whether nobody has given yet what a service asks for: it is owed,
// or it is not required and no document on the loop answers it.
func (s State) Wants(need string, required bool) bool {
	if required {
		return slices.Contains(s.Missing, need)
	}
	return !s.met(need)
}

// met reports whether a document that answers a need is on the loop.
func (s *State) met(need string) bool {
	return slices.ContainsFunc(s.attached, func(a Attached) bool { return a.Meets == need && s.has(a.Document) })
}

// replaced reports whether a final or amended report stands in the place of r.
// An interim one never does: it would hide a result. Of reports that name each
// other in a ring, the last written stays, so that one always asks to be read.
func (s *State) replaced(r *Report) bool {
	for i := range s.Reports {
		by := &s.Reports[i]
		if by.ID == r.ID || by.Replaces != r.ID || by.Written.IsZero() || by.Kind == Interim {
			continue
		}
		if !s.replaces(r, by) || by.Written.After(r.Written) || by.Written.Equal(r.Written) && by.ID > r.ID {
			return true
		}
	}
	return false
}

// replacedLine is when a recommendation fell with its report: another version
// took its place, which says anew what is to be done. What somebody took on, or
// was given, is theirs and stays; so does what the referring side planned itself,
// and what was added to the old version later. Zero: it stands.
func (s *State) replacedLine(i *Item) (at time.Time) {
	r := s.written(i.Report)
	own := r != nil && i.org == s.Org && !i.Planned.Equal(r.Written)
	if r == nil || !r.Replaced || own || !i.HandedOn.IsZero() || !i.Accepted.IsZero() {
		return time.Time{}
	}
	for n := range s.Reports {
		by := &s.Reports[n]
		if by.ID == r.ID || by.Kind == Interim || !by.Written.After(i.Planned) || !s.replaces(by, r) || s.replaces(r, by) {
			continue
		}
		if at.IsZero() || by.Written.Before(at) {
			at = by.Written
		}
	}
	return at
}

// replaces reports whether a stands, over any number of steps, in the place of b.
func (s *State) replaces(a, b *Report) bool {
	for range s.Reports {
		if a.Replaces == "" || a.Written.IsZero() || a.Kind == Interim {
			return false
		}
		if a.Replaces == b.ID {
			return true
		}
		i := slices.IndexFunc(s.Reports, func(r Report) bool { return r.ID == a.Replaces })
		if i < 0 {
			return false
		}
		a = &s.Reports[i]
	}
	return false
}

// doneSince reports whether what was proposed has come true: nobody need
// confirm it any more. Evidence of care has its own, earlier, date.
func (s *State) doneSince(a Act, proposed time.Time) bool {
	since := func(p Phase) bool { return !s.Ended[p].IsZero() && !s.Ended[p].Before(proposed) }
	switch a {
	case ActUnreachable:
		return since(PhaseUnreachable)
	case ActWithdraw:
		return since(PhaseWithdrawn)
	case ActDeceased:
		return since(PhaseDeceased)
	case ActCloseAdmin:
		return since(ClosedWithoutProof)
	case ActSee:
		return !s.Seen.IsZero()
	case ActDeskReview:
		return !s.DeskReviewed.IsZero()
	case ActReport:
		return s.reportedOnce()
	}
	return false
}
