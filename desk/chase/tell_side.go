package chase

import (
	"slices"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// ofFact is word of what one side did, for the other: its accountable
// clinician, and where none is known the lead of the team that has it. Nobody
// is told of what was struck meanwhile or of what they did themselves; nor a
// side without people here, whose system reads it.
func ofFact(dir *desk.Directory, s *referral.State, fact referral.Key) Notice {
	n := Notice{Referral: s.ID}
	var by referral.By
	for _, e := range s.Entries() {
		if x, ok := e.What.(referral.Struck); ok && x.Fact == fact {
			return Notice{Referral: s.ID}
		}
		if e.Key != fact || n.Act != "" {
			continue
		}
		switch e.What.(type) {
		case referral.Prioritised:
			n.Act = referral.ActPrioritise
		case referral.SeenBySet:
			n.Act = referral.ActSeenBy
		case referral.Missed:
			n.Act = referral.ActMiss
		default:
			return n
		}
		by, n.Owed.From = e.By, e.Noted
	}
	if n.Act == "" {
		return n
	}
	n.Owed.Duty = turn.AboutFact + string(fact)
	org, clinician, team := s.Org, s.Clinician, s.Team
	if n.Act != referral.ActMiss && sends(dir, s, by) {
		org, clinician, team = receiving(dir, s)
	}
	if n.Owed.Team = team; !dir.Here(org) {
		return n
	}
	for _, who := range []party.UserID{dir.UserOf(clinician, org), dir.Teams[team].Lead} {
		if u, ok := dir.Users[who]; ok && u.Active {
			n.To = []party.User{u}
			break
		}
	}
	if n.To == nil {
		n.To = dir.Members(team)
	}
	n.To = slices.DeleteFunc(n.To, func(u party.User) bool { return u.ID == by.User })
	return n
}

// sends reports whether somebody did it for the referring side. Where an
// organization refers to itself, that is its referring team.
func sends(dir *desk.Directory, s *referral.State, by referral.By) bool {
	theirs := slices.ContainsFunc(dir.Members(s.Team), func(u party.User) bool { return u.ID == by.User })
	return theirs || by.For != "" && by.For == s.Clinician || by.Org == s.Org && s.Receiver() != s.Org
}

// receiving is who answers for it at the receiving side: whom the patient is
// booked with or was seen by, and the team that has it there, else triage.
func receiving(dir *desk.Directory, s *referral.State) (party.OrgID, party.PractitionerID, party.TeamID) {
	to, clinician := s.Recipient(), s.SeenClinician
	if a, ok := s.Live(); ok && a.Clinician != "" {
		clinician = a.Clinician
	}
	team := s.Ball().Team
	if team == s.Team || dir.Teams[team].Org != to.Org {
		team = dir.ServicesByID[to.Service].Triage
	}
	return to.Org, clinician, team
}
