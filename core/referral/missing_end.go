package referral

import (
	"slices"
	"time"

	"referd/core/party"
)

// missingToEnd: every ending has its own proof.
func (s *State) missingToEnd(d *reading, who Standing, ev Event, at time.Time) string {
	switch e := ev.(type) {
	case Closed:
		if oneOf(e.How, "advice", "decline") && s.EndingTold.Before(d.answered) {
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
		return s.missingToCloseAdmin(e, who, d)
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
	}
	return "Nobody else need confirm this. Do it."
}

// missingToCloseAdmin: two people, a coded reason, three chases, and every
// report it leaves open named.
func (s *State) missingToCloseAdmin(e ClosedAdmin, who Standing, d *reading) string {
	switch {
	case e.Reason == "":
		return "Give a reason."
	case e.Second == "" || e.Second == who.User:
		return "A second person closes with you."
	case s.chases(e.Chases) < 3:
		return "Three chases are logged first: calls, messages or escalations on this referral."
	}
	for _, r := range d.heads {
		if r.Acknowledged.IsZero() && !slices.Contains(e.Leaves, string(r.ID)) {
			return "Name the report it leaves unread."
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
