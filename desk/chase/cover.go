package chase

import (
	"slices"
	"time"

	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// cover is the colleague whom a clinician, or an administrator, named to read
// for them at an organization now; empty when nobody is.
func cover(dir *desk.Directory, of party.PractitionerID, org party.OrgID, now time.Time) (to party.UserID) {
	for _, d := range dir.Delegations {
		if d.Cover && of != "" && d.For == of && d.In(now) && dir.Users[d.To].Active && !dir.Users[d.To].Invited && dir.Users[d.To].Org == org && (to == "" || d.To < to) {
			to = d.To
		}
	}
	return to
}

// unopened asks the cover to read an actionable report that no clinician opened
// in half its time (loop.md, Time, Actionable; hazard H2): the named cover gets
// the reading; where the report must be taken by voice its author keeps the
// call, and the cover is told. Without a named cover whoever is on call for the
// referring team, else another clinician of it, is told. It gives who is told
// beside whoever has it, and when to look; zero is not at all, or not again.
func unopened(t *turn.Turn, o referral.Owed) (told []party.UserID, at time.Time) {
	at, ok := policy.Cover(&t.State, o)
	if !ok || covered(t, o) {
		return nil, time.Time{}
	}
	if at.After(t.W.Now()) {
		return nil, at
	}
	dir := t.W.Directory()
	asked := dir.UserOf(t.State.Clinician, t.State.Org)
	to := cover(dir, t.State.Clinician, t.State.Org, t.W.Now())
	if to != "" && o.Act == referral.ActAcknowledge {
		t.Add(referral.Reassigned{Duty: o.Duty, Team: o.Team, Person: to, Reason: referral.Unopened}, "escalation")
		return []party.UserID{to, asked}, time.Time{}
	}
	if to == "" {
		to = stands(t, t.State.Team, asked)
	}
	t.Add(referral.Escalated{Duty: o.Duty, Phase: t.State.Phase(), Due: o.Due, Team: t.State.Team, Person: to}, "escalation")
	return []party.UserID{to, asked}, time.Time{}
}

// covered reports whether the cover was asked already since it is owed.
func covered(t *turn.Turn, o referral.Owed) bool {
	return slices.ContainsFunc(t.State.Entries(), func(e referral.Entry) bool {
		switch x := e.What.(type) {
		case referral.Reassigned:
			return x.Duty == o.Duty && x.Reason == referral.Unopened && !e.Noted.Before(o.From)
		case referral.Escalated:
			return x.Duty == o.Duty && x.Level == 0 && !e.Noted.Before(o.From)
		}
		return false
	})
}

// stands is who reads for a team when nobody was named to: whoever is on call,
// else its lead where that is a clinician, else another clinician of it.
func stands(t *turn.Turn, team party.TeamID, but party.UserID) party.UserID {
	dir := t.W.Directory()
	for _, u := range []party.UserID{dir.OnCall(team, t.W.Now()), above(dir, referral.Owed{Team: team, Act: referral.ActAcknowledge})} {
		if u != "" && u != but {
			return u
		}
	}
	for _, u := range dir.Members(team) {
		if u.Practitioner != "" && u.ID != but {
			return u.ID
		}
	}
	return ""
}
