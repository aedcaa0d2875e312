package loop

import (
	"slices"
	"time"

	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
)

// cover is the colleague whom a clinician, or an administrator, named to read
// for them now; empty when nobody is.
func cover(dir *desk.Directory, of party.PractitionerID, now time.Time) (to party.UserID) {
	for _, d := range dir.Delegations {
		if d.Cover && of != "" && d.For == of && d.In(now) && dir.Users[d.To].Active && (to == "" || d.To < to) {
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
func (t *turn) unopened(o referral.Owed) (told []party.UserID, at time.Time) {
	at, ok := policy.Cover(&t.state, o)
	if !ok || t.covered(o) {
		return nil, time.Time{}
	}
	if at.After(t.w.Now()) {
		return nil, at
	}
	dir := t.w.Directory()
	asked := dir.UserOf(t.state.Clinician)
	to := cover(dir, t.state.Clinician, t.w.Now())
	if to != "" && o.Act == referral.ActAcknowledge {
		t.add(referral.Reassigned{Duty: o.Duty, Team: o.Team, Person: to, Reason: referral.Unopened}, "escalation")
		return []party.UserID{to, asked}, time.Time{}
	}
	if to == "" {
		to = t.stands(t.state.Team, asked)
	}
	t.add(referral.Escalated{Duty: o.Duty, Phase: t.state.Phase(), Due: o.Due, Team: t.state.Team, Person: to}, "escalation")
	return []party.UserID{to, asked}, time.Time{}
}

// covered reports whether the cover was asked already since it is owed.
func (t *turn) covered(o referral.Owed) bool {
	return slices.ContainsFunc(t.state.Entries(), func(e referral.Entry) bool {
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
func (t *turn) stands(team party.TeamID, but party.UserID) party.UserID {
	dir := t.w.Directory()
	for _, u := range []party.UserID{dir.OnCall(team, t.w.Now()), above(dir, referral.Owed{Team: team, Act: referral.ActAcknowledge})} {
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
