package chase

import (
	"time"

	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
)

// Next is who is asked over the owner's head when something owed on a loop stays:
// as Above says, and of a patient who is worse as Second does. "" is nobody.
func Next(dir *desk.Directory, s *referral.State, o referral.Owed, now time.Time) party.UserID {
	if !policy.Worse(s, o) {
		return above(dir, o)
	}
	return Second(dir, o, Further(dir, s.Team, service(s), o.Team), now)
}

// Second is the clinician who is asked of a patient who is worse when its owner
// did not answer, and never the owner: who covers them, who is on call for the
// team, its lead, another of it; where it has no other clinician, one of further
// teams; where those have none, the team's lead, whatever they are (hazard H8).
func Second(dir *desk.Directory, o referral.Owed, further []party.TeamID, now time.Time) party.UserID {
	owner := dir.Users[o.Person]
	covers := cover(dir, owner.Practitioner, owner.Org, now)
	if hears(dir, covers, o.Person) {
		return covers
	}
	for _, team := range append([]party.TeamID{o.Team}, further...) {
		if all := clinicians(dir, team, o.Person, now); len(all) > 0 {
			return all[0]
		}
	}
	if lead := dir.Teams[o.Team].Lead; lead != o.Person {
		return lead
	}
	return ""
}

// others are who is told beside Next when something reaches both sides: the other
// side's lead, and of a patient who is worse the clinicians of both sides who are
// on call or lead.
func others(dir *desk.Directory, s *referral.State, o referral.Owed, now time.Time) (out []party.UserID) {
	if !policy.Worse(s, o) {
		return []party.UserID{above(dir, referral.Owed{Team: opposite(dir, s, o.Team), Act: o.Act})}
	}
	for _, team := range append([]party.TeamID{o.Team}, Further(dir, s.Team, service(s), o.Team)...) {
		all := clinicians(dir, team, o.Person, now)
		out = append(out, all[:min(2, len(all))]...)
	}
	return out
}

// clinicians are those of a team who may be asked of a patient, but for one: who
// is on call now, then its lead, then its others.
func clinicians(dir *desk.Directory, team party.TeamID, but party.UserID, now time.Time) (out []party.UserID) {
	seen := map[party.UserID]bool{}
	add := func(u party.UserID) {
		if !seen[u] && hears(dir, u, but) {
			seen[u] = true
			out = append(out, u)
		}
	}
	add(dir.OnCall(team, now))
	add(dir.Teams[team].Lead)
	for _, u := range dir.Members(team) {
		add(u.ID)
	}
	return out
}

// hears reports whether somebody is a clinician who works here, and not the one
// who is late.
func hears(dir *desk.Directory, u, but party.UserID) bool {
	return u != "" && u != but && dir.Users[u].Active && dir.Users[u].Practitioner != ""
}

// Further are the teams beside one that are asked of a patient who is worse: of a
// receiver its clinic, then the referring team; of a sender who decides there, and
// the clinic. A service that is none has nobody.
func Further(dir *desk.Directory, sender party.TeamID, to party.ServiceID, team party.TeamID) []party.TeamID {
	at := dir.ServicesByID[to]
	if team != sender {
		return []party.TeamID{at.Clinic, sender}
	}
	return []party.TeamID{at.Triage, at.Clinic}
}

// service is where a referral went; none while it is not sent.
func service(s *referral.State) party.ServiceID {
	if s.Sent.IsZero() {
		return ""
	}
	return s.Recipient().Service
}

// opposite is a team of the other side of the loop.
func opposite(dir *desk.Directory, s *referral.State, team party.TeamID) party.TeamID {
	if team != s.Team {
		return s.Team
	}
	return dir.ServicesByID[s.Recipient().Service].Triage
}
