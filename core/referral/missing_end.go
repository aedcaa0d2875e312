package referral

import (
	"slices"
	"time"

	"referd/core/party"
)

// missingToEnd: every ending has its own proof.
func (s *State) missingToEnd(who Standing, ev Event, at time.Time) string {
	switch e := ev.(type) {
	case Closed:
		if oneOf(e.How, "advice", "decline") && s.EndingTold.Before(s.is.answered) {
			return "Tell the patient first; then it can end."
		}
	case Withdrawn:
		if e.Words == "" {
			return "Write down the patient's own words: what was said, or the letter. Silence is never a no."
		}
		return confirms(who)
	case Unreachable:
		if why := s.missingAttempts(who.Zone, at); why != "" {
			return why
		}
		return confirms(who)
	case Deceased:
		if e.Source == "" {
			return "Say who told you."
		}
	case ClosedAdmin:
		return s.missingToCloseAdmin(e, who)
	case Proposed:
		return s.missingToPropose(e, who, at)
	}
	return ""
}

// confirms: what scheduling or staff propose, the referring clinician confirms.
func confirms(who Standing) string {
	if slices.Contains(who.Jobs, party.ReferringClinician) {
		return ""
	}
	return "Propose it: the referring clinician confirms."
}

// missingToPropose: a proposal has a name, is of an act that takes two, shows
// what it rests on, and is not made twice.
func (s *State) missingToPropose(e Proposed, who Standing, at time.Time) string {
	switch {
	case e.Proposal == "":
		return "Name the proposal."
	case slices.ContainsFunc(s.Proposals, func(p Proposal) bool { return p.Act == e.Act }):
		return "It is proposed already; another person confirms it."
	case e.Act == ActWithdraw && e.Evidence == "":
		return "Write down the patient's own words: what was said, or the letter. Silence is never a no."
	case e.Act == ActUnreachable:
		return s.missingAttempts(who.Zone, at)
	case e.Act == ActDeceased, e.Act == ActCloseAdmin, e.Act == ActWithdraw:
		return ""
	case slices.Contains(evidenced, e.Act):
		return missingEvidence(e, who)
	}
	return "Nobody else need confirm this. Do it."
}

// missingEvidence: the house catches up with a silent partner only on a document
// that shows it, with that document's own date.
func missingEvidence(e Proposed, who Standing) string {
	switch {
	case !slices.Contains(who.Jobs, party.System):
		return "Nobody else need confirm this. Do it."
	case e.Evidence == "" || e.When.IsZero():
		return "Name the evidence and its own date."
	}
	return ""
}

// missingToCloseAdmin: two people, a coded reason, three chases, and every
// report it leaves open named.
func (s *State) missingToCloseAdmin(e ClosedAdmin, who Standing) string {
	switch {
	case e.Reason == "":
		return "Give a reason."
	case e.Second == "" || e.Second == who.User:
		return "A second person closes with you."
	case s.chases(e.Chases) < 3:
		return "Three chases are logged first: calls, messages or escalations on this referral."
	}
	for _, r := range s.is.heads {
		if r.Acknowledged.IsZero() && !slices.Contains(e.Leaves, string(r.ID)) {
			return "Name the report it leaves unread."
		}
	}
	for i := range s.Items {
		if it := &s.Items[i]; it.open() && !slices.Contains(e.Leaves, string(it.ID)) {
			return "Name the line of the plan it leaves open."
		}
	}
	return ""
}

// chases counts the different entries among some keys that are attempts to
// move somebody.
func (s *State) chases(keys []Key) (n int) {
	counted := map[Key]bool{}
	for _, e := range s.entries {
		switch e.What.(type) {
		case Contacted, Messaged, Escalated:
			if slices.Contains(keys, e.Key) && !counted[e.Key] {
				counted[e.Key] = true
				n++
			}
		}
	}
	return n
}

// Leaving names what a closure without proof leaves open: reports nobody
// acknowledged, lines of the plan nobody has taken.
func (s State) Leaving() (out []string) {
	for _, r := range s.is.heads {
		if r.Acknowledged.IsZero() {
			out = append(out, string(r.ID))
		}
	}
	for i := range s.Items {
		if s.Items[i].open() {
			out = append(out, string(s.Items[i].ID))
		}
	}
	return out
}
