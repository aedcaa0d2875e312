package referral

import (
	"slices"

	"referd/core/party"
)

// foreign says why somebody may not do a thing that is another's: a line of the
// plan is its owner's, a dispute the side's that holds it, an entry its author's
// team lead's or an administrator's to strike.
func (s *State) foreign(who Standing, ev Event) string {
	switch e := ev.(type) {
	case HandedOn:
		return s.foreignItem(who, e.Item, false)
	case ItemAccepted:
		return s.foreignItem(who, e.Item, true)
	case PlanDone:
		return s.foreignItem(who, e.Item, false)
	case PlanRefused:
		return s.foreignItem(who, e.Item, true)
	case PatientInformed:
		return foreignAnswer(who, e)
	case Settled:
		return s.foreignDispute(who, e.Facts)
	}
	return ""
}

// foreignItem: its owner acts on a line of the plan; whom it is offered to, or
// whose team it was put to, takes or refuses it. Nil teams are not asked.
func (s *State) foreignItem(who Standing, id ItemID, offered bool) string {
	for i := range s.Items {
		it := &s.Items[i]
		if it.ID != id || who.Teams == nil {
			continue
		}
		owns := it.Person == who.User || slices.Contains(who.Teams, it.Team)
		taker := it.OfferedPerson != "" && it.OfferedPerson == who.User || slices.Contains(who.Teams, it.OfferedTeam)
		if !owns && !(offered && taker) {
			return "This line of the plan is somebody else's. Its owner, or whom it was given to, acts on it."
		}
	}
	return ""
}

// foreignAnswer: triage tells of the decline it said it would tell of; of a
// report the clinicians do.
func foreignAnswer(who Standing, e PatientInformed) string {
	tellers := with(rcrs, party.Specialist)
	if _, tells := who.has(with(tellers, party.System)); e.Report != "" && !tells {
		return "Triage tells the patient of a decline, not of a report. " + whoMay(tellers)
	}
	return ""
}

// foreignDispute: the side that owes a settling settles it.
func (s *State) foreignDispute(who Standing, facts []Key) string {
	for _, d := range s.Duties() {
		if !slices.ContainsFunc(d.Facts, func(k Key) bool { return slices.Contains(facts, k) }) {
			continue
		}
		if o, ok := s.OwedFor(d.Key); ok && slices.Contains(who.Teams, o.Team) {
			return ""
		}
		if side := d.Post.Side(); !who.stands(side) && d.Team == "" {
			return "The " + map[Side]string{Sender: "referring", Receiver: "receiving"}[side] + " side settles this."
		}
	}
	return ""
}

// unsettled says why some facts cannot be settled; empty when one of them waits.
func (s *State) unsettled(facts []Key) string {
	waits := func(about []Key) bool {
		return slices.ContainsFunc(about, func(k Key) bool { return slices.Contains(facts, k) })
	}
	if s.is.phase == FollowThrough && waits(s.ball().about) || slices.ContainsFunc(s.Duties(), func(d Duty) bool { return waits(d.Facts) }) {
		return ""
	}
	return "That does not wait to be settled."
}

// Side is where a post stands; empty for one that is named.
func (p Post) Side() Side {
	switch p {
	case ReferringTeam, ReferringClinician:
		return Sender
	case Named, ItemOwner, "":
		return ""
	}
	return Receiver
}
