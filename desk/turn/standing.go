package turn

import (
	"slices"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Standing is what somebody is in a loop: the side of their organization,
// their jobs, and whether they answer for it as the accountable clinician or
// the named cover.
func Standing(r *desk.Reading, s *referral.State) referral.Standing {
	who := r.Who()
	st := referral.Standing{User: who.User, Practitioner: who.Practitioner, Jobs: who.Jobs}
	if who.System {
		return st
	}
	if who.User != "" {
		st.Zone = who.Zone
	}
	sends, receives := slices.Contains(who.All(), s.Org), slices.ContainsFunc(s.Legs, func(l referral.Leg) bool { return slices.Contains(who.All(), l.To.Org) })
	st.Both = sends && receives
	st.Past = receives && !slices.Contains(who.All(), s.Receiver())
	st.Side = referral.Receiver
	if sends {
		st.Side = referral.Sender
	}
	st.Accepts = r.Directory().ServicesByID[s.Recipient().Service].IntakeAccepts
	if who.Client != "" {
		st.Jobs = clientJobs(sends, receives)
		st.Accountable, st.Confirmed = sends, sends // "through client C"
		return st
	}
	st.Teams = append([]party.TeamID{}, who.Teams...)
	mine := sends && s.Clinician != "" // who works on both sides answers for it where they asked
	st.Accountable = mine && (who.Practitioner == s.Clinician || slices.Contains(who.Cover, s.Clinician))
	st.Covers = who.Covered
	for id, t := range r.Directory().Teams {
		if t.Lead == who.User {
			st.Leads = append(st.Leads, id)
		}
	}
	st.Behalf = mine && slices.Contains(who.Sign, s.Clinician)
	st.Confirmed = !who.Confirmed.IsZero() && r.Desk().DB.Machine().Sub(who.Confirmed) < 2*time.Minute
	return st
}

// Leg is the leg of whoever acts.
func (t *Turn) Leg() int { return t.State.LegOf(t.W.Who().All()) }

// org is for whom a system does a thing: the side whose act it is, where it acts
// for both; else the one it acts for here.
func (t *Turn) org(ev referral.Event) party.OrgID {
	who := t.W.Who()
	if x, ok := ev.(referral.Drafted); ok {
		return x.Org
	}
	sends, receiver := slices.Contains(who.Orgs, t.State.Org), party.OrgID("")
	for _, l := range t.State.Legs {
		if slices.Contains(who.Orgs, l.To.Org) {
			receiver = l.To.Org
		}
	}
	if sends && (receiver == "" || referral.SideOf(ev) == referral.Sender) {
		return t.State.Org
	}
	return receiver
}

// clientJobs are what a client does for the organizations it acts for.
func clientJobs(sends, receives bool) (out []party.Job) {
	if sends {
		out = append(out, party.ReferringClinician, party.ReferringStaff)
	}
	if receives {
		out = append(out, party.Intake, party.TriageNurse, party.Specialist, party.Scheduler, party.Imaging)
	}
	return out
}
