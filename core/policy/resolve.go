package policy

import (
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Facts are what the directory knows of a loop's parties.
type Facts struct {
	Team     func(party.TeamID) (party.Team, bool)
	Service  party.Service // of the current leg
	Receiver party.Org
	User     func(party.PractitionerID) party.UserID // who signs in as a clinician; empty: nobody
	Settings Settings

	// Services finds the service of an earlier leg, where an appointment still
	// stands or a recall must be confirmed. Without it the referring team chases.
	Services func(party.ServiceID) (party.Service, bool)
}

// Owe names the owner, the person, the holder, the act and the due of the ball.
// An open loop always gets one: where a partner must act, the partner holds and
// the referring team owns, because it is the team that chases.
func Owe(s *referral.State, f Facts, now time.Time) (referral.Owed, bool) {
	n, ok := s.Next()
	if !ok {
		return referral.Owed{}, false
	}
	o := f.owner(s, post{n.Post, n.Team, n.Person, s.Leg()})
	if o.Person == "" && o.Holder == "" {
		o.Person = s.ClaimedSince(n.From)
	}
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

// OweDuty names the same three of a duty. What a report asks for presses as the
// report does, however calm the referral is.
func OweDuty(s *referral.State, d referral.Duty, f Facts, now time.Time) referral.Owed {
	o := f.owner(s, post{d.Post, d.Team, d.Person, d.Leg})
	o.Duty, o.Act, o.From, o.Settings = d.Key, d.Act, d.From, f.Settings.Version
	if o.From.IsZero() || o.From.After(now) {
		o.From = now
	}
	if o.Due = d.Fixed; o.Due.IsZero() {
		team, _ := f.Team(o.Team)
		o.Due = f.Settings.Due(d.Kind, s.Urgency, team.Hours, o.From)
	}
	if at := Pressing(d.Class, o.From); !at.IsZero() && at.Before(o.Due) {
		o.Due = at
	}
	return o
}

// post is who must act, before the directory says whom that means.
type post struct {
	referral.Post
	team   party.TeamID
	person party.UserID
	leg    int
}

// owner finds the team that answers for a post. A receiver without a team
// here is a partner: it holds, and the referring team chases.
func (f Facts) owner(s *referral.State, p post) referral.Owed {
	o := referral.Owed{Team: s.Team}
	at := f.service(s, p.leg)
	switch p.Post {
	case referral.ReferringTeam:
		return o
	case referral.ReferringClinician:
		o.Person = f.User(s.Clinician)
		return o
	case referral.ReceivingIntake:
		o.Team = at.Intake
	case referral.ReceivingTriage:
		o.Team = at.Triage
	case referral.ReceivingScheduling:
		o.Team = at.Scheduling
	case referral.ReceivingClinic:
		o.Team = at.Clinic
	case referral.SeeingClinician:
		o.Team, o.Person = at.Clinic, f.User(s.SeenClinician)
	case referral.Named, referral.ItemOwner:
		o.Team, o.Person = p.team, p.person
	}
	if _, here := f.Team(o.Team); o.Team == "" || !here {
		o.Team, o.Person = s.Team, ""
		if p.Post != referral.Named && p.Post != referral.ItemOwner {
			o.Holder = f.receiver(s, p.leg)
		}
	}
	return o
}

// service is the service of a leg; none when it is not known.
func (f Facts) service(s *referral.State, leg int) party.Service {
	if leg == s.Leg() || leg < 0 || leg >= len(s.Legs) {
		return f.Service
	}
	if f.Services == nil {
		return party.Service{}
	}
	sv, _ := f.Services(s.Legs[leg].To.Service)
	return sv
}

func (f Facts) receiver(s *referral.State, leg int) party.OrgID {
	if leg < 0 || leg >= len(s.Legs) {
		leg = s.Leg()
	}
	return s.Legs[leg].To.Org
}
