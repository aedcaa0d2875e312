package policy

import (
	"slices"
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Facts are what the directory knows of a loop's parties.
type Facts struct {
	Team     func(party.TeamID) (party.Team, bool)
	Service  party.Service
	Receiver party.Org
	User     func(party.PractitionerID) party.UserID // who signs in as a clinician; empty: nobody
	Settings Settings
}

// Owe names the owner, the person, the holder, the act and the due of the ball.
// An open loop always gets one: where a partner must act, the partner holds and
// the referring team owns, because it is the team that chases.
func Owe(s *referral.State, f Facts, now time.Time) (referral.Owed, bool) {
	n, ok := s.Next()
	if !ok {
		return referral.Owed{}, false
	}
	o := f.owner(s, n.Post, n.Team, n.Person)
	o.Act, o.From, o.Settings = n.Act, n.From, f.Settings.Version
	if o.From.IsZero() || o.From.After(now) {
		o.From = now
	}
	o.Due = n.Fixed
	if o.Due.IsZero() {
		o.Due = f.due(s, n, o)
	}
	return o, true
}

func (f Facts) due(s *referral.State, n referral.Next, o referral.Owed) time.Time {
	p := s.Phase()
	if n.Act == referral.ActAcknowledge || n.Act == referral.ActSpeak {
		if at := Pressing(s.Pressing(), o.From); !at.IsZero() {
			return at
		}
	}
	what := string(p)
	if (p == referral.PhaseSent || p == referral.Returning) && f.Receiver.Channel == party.Phone {
		what += "/phone"
	}
	if p == referral.PhaseSeen && f.imaging() {
		what += "/imaging"
	}
	team, _ := f.Team(o.Team)
	due := f.Settings.Due(what, s.Urgency, team.Hours, o.From)
	if p == referral.PhaseWaitlisted && !s.SeenBy.IsZero() && due.After(s.SeenBy) && s.SeenBy.After(o.From) {
		due = s.SeenBy
	}
	return due
}

func (f Facts) imaging() bool {
	return len(f.Service.Specialty.Code) > 4 && f.Service.Specialty.Code[:4] == "2085"
}

// OweDuty names the same three of a duty.
func OweDuty(s *referral.State, d referral.Duty, f Facts, now time.Time) referral.Owed {
	o := f.owner(s, d.Post, d.Team, d.Person)
	o.Duty, o.Act, o.From, o.Settings = d.Key, d.Act, d.From, f.Settings.Version
	if o.From.IsZero() || o.From.After(now) {
		o.From = now
	}
	if o.Due = d.Fixed; o.Due.IsZero() {
		team, _ := f.Team(o.Team)
		o.Due = f.Settings.Due(d.Kind, s.Urgency, team.Hours, o.From)
	}
	return o
}

// owner finds the team that answers for a post. A receiver without a team
// here is a partner: it holds, and the referring team chases.
func (f Facts) owner(s *referral.State, post referral.Post, team party.TeamID, person party.UserID) referral.Owed {
	here := func(t party.TeamID) bool { _, ok := f.Team(t); return ok }
	o := referral.Owed{Team: s.Team}
	switch post {
	case referral.ReferringClinician:
		o.Person = f.User(s.Clinician)
	case referral.ReceivingIntake:
		o.Team = f.Service.Intake
	case referral.ReceivingTriage:
		o.Team = f.Service.Triage
	case referral.ReceivingScheduling:
		o.Team = f.Service.Scheduling
	case referral.ReceivingClinic, referral.SeeingClinician:
		o.Team = f.Service.Clinic
		if post == referral.SeeingClinician {
			o.Person = f.User(s.SeenClinician)
		}
	case referral.Named, referral.ItemOwner:
		o.Team, o.Person = team, person
	}
	if receiving := post != referral.ReferringTeam && post != referral.ReferringClinician; receiving && (o.Team == "" || !here(o.Team)) {
		o.Team, o.Person = s.Team, ""
		if post != referral.Named && post != referral.ItemOwner {
			o.Holder = s.Receiver()
		}
	}
	if s.Claimed != "" && o.Person == "" && o.Holder == "" {
		o.Person = s.Claimed
	}
	return o
}

// Class orders lists: emergency, actionable, urgent, the rest; within a class
// the most of its time used comes first.
func Class(s *referral.State) int {
	switch {
	case s.Urgency == party.Emergency:
		return 0
	case s.Pressing() != "":
		return 1
	case s.Urgency == party.Urgent:
		return 2
	}
	return 3
}

// Level is a step of escalation and when it comes.
type Level struct {
	Level int
	At    time.Time
}

// Escalations are the three levels of something owed: the owner at due, the
// team lead half the time allowed later (urgent two hours), both sides after
// as much again, for sent phases only; drafts go no further than the owner.
func Escalations(o referral.Owed, p referral.Phase, u party.Urgency) []Level {
	allowed := o.Due.Sub(o.From)
	if allowed < time.Minute {
		allowed = time.Minute
	}
	out := []Level{{1, o.Due}}
	if slices.Contains([]referral.Phase{referral.Draft, referral.Unsigned}, p) {
		return out
	}
	half := allowed / 2
	if u == party.Urgent && half > 2*hour {
		half = 2 * hour
	}
	out = append(out, Level{2, o.Due.Add(half)})
	if o.Duty == "" && p.Open() {
		out = append(out, Level{3, o.Due.Add(allowed)})
	}
	return out
}
