package policy

import (
	"cmp"
	"strings"
	"time"

	"referd/base/code"
	"referd/core/party"
	"referd/core/referral"
)

// Facts are what the directory knows of a loop's parties.
type Facts struct {
	Team     func(party.TeamID) (party.Team, bool)
	Service  party.Service // of the current leg
	Receiver party.Org
	Sender   party.Org // how its reports go back

	// User finds who signs in as a clinician at an organization; empty: nobody.
	User     func(party.PractitionerID, party.OrgID) party.UserID
	OnCall   func(party.TeamID) party.UserID // who answers for a team now; nil or empty: nobody is named
	Settings Settings

	// Privacy finds the privacy officer of an organization and a team of theirs;
	// empty: it has none here.
	Privacy func(party.OrgID) (party.TeamID, party.UserID)

	// Services finds the service of an earlier leg, where an appointment still
	// stands or a recall must be confirmed. Without it the referring team chases.
	Services func(party.ServiceID) (party.Service, bool)
}

// Owe names the owner, the person, the holder, the act and the due of the ball.
// An open loop always gets one: where a partner must act, the partner holds and
// the referring team owns, because it is the team that chases. Its due counts
// from when we learned that it was owed, never from a moment nobody told us of.
func Owe(s *referral.State, f Facts, now time.Time) (referral.Owed, bool) {
	n, ok := s.Next()
	if !ok {
		return referral.Owed{}, false
	}
	o := f.owner(s, post{n.Post, n.Team, n.Person, n.Leg, n.Author})
	if o.Person == "" && o.Holder == "" {
		o.Person = s.ClaimedSince(n.From)
	}
	o.Act, o.Settings = n.Act, f.Settings.Version
	o.From = learned(s, n.From, now)
	o.Due = f.due(s, n, o)
	if o.Person == "" && o.Holder == "" && (s.Urgency == party.Emergency || s.Pressing().ByVoice()) {
		o.Person = f.onCall(o.Team)
	}
	return o, true
}

func learned(s *referral.State, from, now time.Time) time.Time {
	if from = s.Learned(from); from.IsZero() || from.After(now) {
		return now
	}
	return from
}

func (f Facts) onCall(team party.TeamID) party.UserID {
	if f.OnCall == nil {
		return ""
	}
	return f.OnCall(team)
}

// due is the ball's: its own, or by the phase, the step and the calendar of
// whoever owns it.
func (f Facts) due(s *referral.State, n referral.Next, o referral.Owed) time.Time {
	team, _ := f.Team(o.Team)
	allow := func(what string, from time.Time) time.Time {
		return f.Settings.due(f.service(s, n.Leg).Dues, what, s.Urgency, team.Hours, from)
	}
	what, from := f.step(s, n), o.From
	switch {
	case what == string(referral.PhaseAccepted): // the booking's own time runs from the acceptance
		from = s.Learned(s.Since())
	case !n.Fixed.IsZero():
		return fixed(s, n, team.Hours, from, allow(what, from))
	case n.Act == referral.ActSpeak:
		return Pressing(s.Pressing(), from)
	}
	due := allow(what, from)
	switch n.Act {
	case referral.ActAcknowledge:
		due = earliest(due, pressing(s.Pressing(), team.Hours, from))
	case referral.ActBook:
		if s.Phase() == referral.PhaseWaitlisted && !s.SeenBy.IsZero() && due.After(s.SeenBy) {
			due = onList(s, team.Hours, from)
		}
	}
	return due
}

// fixed is a due of its own: a hold's day, never past what a hold is allowed; a
// day after the visit, or the next they work; a delivery given up is due at
// once; the day of a line of the plan.
func fixed(s *referral.State, n referral.Next, h party.Hours, from, allowed time.Time) time.Time {
	switch n.Act {
	case referral.ActResume:
		return earliest(chosen(s.Urgency, h, from, n.Fixed), allowed)
	case referral.ActSee:
		if s.Urgency.Rank() == 0 && !inside(h, n.Fixed) {
			return SameDay(h, n.Fixed)
		}
		return chosen(s.Urgency, h, n.Fixed.Add(-day), n.Fixed)
	case referral.ActDeliver:
		return atOnce(s.Urgency, h, n.Fixed)
	}
	return chosen(s.Urgency, h, from, n.Fixed)
}

// chosen is a day that somebody chose, in the hours of whoever owes it; an
// emergency's stands.
func chosen(u party.Urgency, h party.Hours, from, by time.Time) time.Time {
	if u == party.Emergency {
		return by
	}
	return Within(h, from, by)
}

// atOnce is now, or when the owner works next: what is urgent within a day.
func atOnce(u party.Urgency, h party.Hours, at time.Time) time.Time {
	if u == party.Emergency || inside(h, at) {
		return at
	}
	next := NextOpen(h, at)
	if limit := at.Add(day); u == party.Urgent && next.After(limit) {
		return limit
	}
	return next
}

// onList is the booking of a patient who waits: a list is never past seen-by;
// put on it later, it is late at once.
func onList(s *referral.State, h party.Hours, from time.Time) time.Time {
	if due, ok := last(h, from, s.SeenBy); ok && due.After(from) {
		return due
	}
	return atOnce(s.Urgency, h, from)
}

// step names what is owed, as the times allowed name it.
func (f Facts) step(s *referral.State, n referral.Next) string {
	p := s.Phase()
	switch {
	case n.Act == referral.ActSettle:
		return "contradiction"
	case p == referral.PhaseBooked && n.Act == referral.ActUnbook:
		return "cancellation"
	case p == referral.PhaseAccepted && !s.Contacted():
		return "accepted/contact"
	case p == referral.PhaseSent && s.OnItsWay():
		return string(p) + "/" + s.Legs[s.Leg()].How
	case p == referral.PhaseSent && f.Receiver.Channel == party.Phone, p == referral.Returning && n.Act == referral.ActDeliverReport && f.Sender.Channel == party.Phone:
		return string(p) + "/phone"
	case p == referral.PhaseSeen && Imaging(f.service(s, n.Leg).Specialty):
		return string(p) + "/imaging"
	}
	return string(p)
}

// earliest is the earlier of two moments; a zero one does not count.
func earliest(a, b time.Time) time.Time {
	if b.IsZero() || !a.IsZero() && a.Before(b) {
		return a
	}
	return b
}

// Imaging reports whether a specialty reads images: NUCC 2085 is radiology.
func Imaging(specialty code.Concept) bool { return strings.HasPrefix(specialty.Code, "2085") }

// OweDuty names the same three of a duty. What a report asks for presses as the
// report does, however calm the referral is.
func OweDuty(s *referral.State, d referral.Duty, f Facts, now time.Time) referral.Owed {
	o := f.owner(s, post{d.Post, d.Team, d.Person, d.Leg, d.Author})
	o.Duty, o.Act, o.Settings = d.Key, d.Act, f.Settings.Version
	o.From = learned(s, d.From, now)
	team, _ := f.Team(o.Team)
	if d.Fixed.IsZero() {
		o.Due = f.Settings.due(f.service(s, d.Leg).Dues, d.Kind, s.Urgency, team.Hours, o.From)
	} else {
		o.Due = chosen(s.Urgency, team.Hours, o.From, d.Fixed)
	}
	o.Due = earliest(o.Due, pressing(d.Class, team.Hours, o.From))
	if o.Holder != "" {
		return o
	}
	if o.Person == "" && (s.Urgency == party.Emergency || d.Class.ByVoice()) || d.Kind == "bell-worse" { // worse is the on-call's before the clinician's
		o.Person = cmp.Or(f.onCall(o.Team), o.Person)
	}
	return o
}

// post is who must act, before the directory says whom that means.
type post struct {
	referral.Post
	team   party.TeamID
	person party.UserID
	leg    int
	author party.PractitionerID
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
		o.Person = f.User(s.Clinician, s.Org)
		return o
	case referral.ReceivingIntake:
		o.Team = at.Intake
	case referral.ReceivingTriage:
		o.Team = at.Triage
	case referral.ReceivingScheduling:
		o.Team = at.Scheduling
	case referral.ReceivingClinic, referral.SeeingClinic:
		o.Team = at.Clinic
	case referral.SeeingClinician:
		o.Team, o.Person = at.Clinic, f.User(s.SeenClinician, at.Org)
		if p.author != "" {
			o.Person = f.User(p.author, at.Org)
		}
	case referral.Named, referral.ItemOwner:
		o.Team, o.Person = p.team, p.person
	case referral.PrivacyOfficer:
		return f.privacy(s)
	}
	if _, here := f.Team(o.Team); o.Team == "" || !here {
		o.Team, o.Person = s.Team, ""
		if p.Post != referral.Named && p.Post != referral.ItemOwner {
			o.Holder = f.receiver(s, p.leg)
		}
	}
	return o
}

// privacy is the privacy officer of whoever sent it; where they have none here,
// that of whoever got it; else the referring team answers.
func (f Facts) privacy(s *referral.State) referral.Owed {
	orgs := []party.OrgID{s.Org}
	for _, l := range s.Legs {
		orgs = append(orgs, l.To.Org)
	}
	for _, o := range orgs {
		if f.Privacy == nil {
			break
		}
		if team, user := f.Privacy(o); user != "" {
			return referral.Owed{Team: team, Person: user}
		}
	}
	return referral.Owed{Team: s.Team}
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
