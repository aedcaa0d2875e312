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

// foreignDispute: whoever owes a settling settles it; of several that wait, each.
// A fact that two of them are about is theirs when one of the two is.
func (s *State) foreignDispute(who Standing, facts []Key) string {
	duties := s.Duties()
	for _, k := range facts {
		why := ""
		for _, d := range duties {
			if !slices.Contains(d.Facts, k) {
				continue
			}
			if why = s.foreignDuty(who, d); why == "" {
				break
			}
		}
		if why != "" {
			return why
		}
	}
	return ""
}

// foreignDuty: what is named is the person's it names, their cover's or the
// team's lead's; named to a team only, anybody's of it. Else it is the team's
// that owes it, or the side's. Nil teams are not asked.
func (s *State) foreignDuty(who Standing, d Duty) string {
	o, owed := s.OwedFor(d.Key)
	if !owed {
		o.Team, o.Person = d.Team, d.Person
	}
	own := o.Person == who.User && who.User != "" || slices.Contains(who.Covers, o.Person)
	own = own || slices.Contains(who.Leads, o.Team) || o.Person == "" && slices.Contains(who.Teams, o.Team)
	if d.Post == PrivacyOfficer {
		if own || slices.Contains(who.Jobs, party.PrivacyOfficer) && (!owed || slices.Contains(who.Teams, o.Team)) {
			return ""
		}
		return "The privacy officer settles this; where there is none, whose team it is with."
	}
	if d.Post == Named && o.Team != "" && who.Teams != nil {
		if own {
			return ""
		}
		return "This is for whoever it names to settle, their cover, or the lead of their team."
	}
	if side := d.Post.Side(); owed && slices.Contains(who.Teams, o.Team) || who.stands(side) || d.Team != "" {
		return ""
	}
	return "The " + map[Side]string{Sender: "referring", Receiver: "receiving"}[d.Post.Side()] + " side settles this."
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
	case Named, ItemOwner, PrivacyOfficer, "":
		return ""
	}
	return Receiver
}
