package turn

import (
	"slices"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// May lists what somebody may do now, in the order in which pages offer it:
// what is offered is not refused for who they are or where the loop stands,
// and what is not offered is.
func May(r *desk.Reading, of referral.ID) ([]referral.Act, error) {
	r.Tried(of)
	s, err := r.Loop(of)
	if err != nil {
		return nil, err
	}
	r.SawLoop(of, s.Seq)
	r.Saw(s.Patient)
	return Offered(r, &s, Standing(r, &s)), nil
}

// Offered is what the law of the loop allows, less what the verbs here keep
// for the team, the person or the clinician it belongs to.
func Offered(r *desk.Reading, s *referral.State, st referral.Standing) []referral.Act {
	return slices.DeleteFunc(s.May(st), func(a referral.Act) bool { return !within(r, s, st, a) })
}

func within(r *desk.Reading, s *referral.State, st referral.Standing, a referral.Act) bool {
	who, ball := r.Who(), s.Ball()
	switch a {
	case referral.ActClaim:
		return works(who, ball.Team) && (ball.Person == "" || ball.Person == who.User)
	case referral.ActRelease:
		return works(who, ball.Team) && ball.Person != "" && (ball.Person == who.User || who.Has(party.TeamLead))
	case referral.ActAssign:
		return who.User == "" || r.Directory().Teams[ball.Team].Org == who.Org
	case referral.ActDeliver, referral.ActHear: // who works here has it as it is sent, and says the rest here
		return !r.Directory().Here(s.Recipient().Org)
	case referral.ActMiss:
		live, ok := s.Live()
		return ok && decided(s, st, referral.Missed{Leg: s.Leg(), Appointment: live.ID}, r.Now())
	case referral.ActSee:
		return decided(s, st, referral.Seen{Leg: s.Leg()}, r.Now())
	case referral.ActInform:
		return decided(s, st, referral.PatientInformed{Report: lastHead(s), How: "call"}, r.Now())
	case referral.ActSend:
		return !s.Signed.IsZero() || st.Accountable || st.Behalf
	case referral.ActSign, referral.ActAcknowledge:
		return st.Accountable
	case referral.ActDoItem, referral.ActRefuseItem, referral.ActHandOn, referral.ActAcceptItem:
		return slices.ContainsFunc(s.Items, func(i referral.Item) bool { return i.Owed() && decided(s, st, line(a, i), r.Now()) })
	case referral.ActStrike:
		return slices.ContainsFunc(s.Entries(), func(e referral.Entry) bool { return Strikes(r, e) })
	case referral.ActSettle:
		return len(ToSettle(r, s, st)) > 0
	case referral.ActRefuseProposal:
		return slices.ContainsFunc(s.Proposals, func(p referral.Proposal) bool { return Refuses(who, s, st, p) })
	}
	return !twice(who, s, st, a)
}

// twice reports whether an act that takes two waits for somebody else's word:
// who proposed it does not propose it again, and only who confirms is offered it.
func twice(who desk.Who, s *referral.State, st referral.Standing, a referral.Act) bool {
	i := slices.IndexFunc(s.Proposals, func(p referral.Proposal) bool { return p.Act == a })
	if i < 0 {
		return false
	}
	if p := s.Proposals[i]; p.By.User == who.User && who.User != "" {
		return true
	}
	confirms := st.Side == referral.Sender && slices.Contains(st.Jobs, party.ReferringClinician)
	return (a == referral.ActWithdraw || a == referral.ActUnreachable) && !confirms
}

// lastHead is the report a patient would be told of; empty is the decline or
// the advice.
func lastHead(s *referral.State) (of referral.ReportID) {
	for _, h := range s.Heads() {
		of = h.ID
	}
	return of
}

// decided reports whether the law of the loop lets somebody make an event true.
func decided(s *referral.State, st referral.Standing, ev referral.Event, now time.Time) bool {
	_, err := referral.Decide(*s, st, ev, now)
	return err == nil
}

// line is what an act makes of a line of the plan, whole enough to be decided.
func line(a referral.Act, i referral.Item) referral.Event {
	switch a {
	case referral.ActDoItem:
		return referral.PlanDone{Item: i.ID, Evidence: "asked"}
	case referral.ActRefuseItem:
		return referral.PlanRefused{Item: i.ID, Note: "asked"}
	case referral.ActHandOn:
		return referral.HandedOn{Item: i.ID, Team: i.Team}
	}
	return referral.ItemAccepted{Item: i.ID, Team: i.Team, Due: i.Due}
}

// ToSettle lists what waits and is theirs to settle, each with its facts; what
// is the ball is named like the duty it would be.
func ToSettle(r *desk.Reading, s *referral.State, st referral.Standing) (out []referral.Duty) {
	all := s.Duties()
	if k := s.Reopening(); k != "" {
		all = append(all, referral.Duty{Key: "reopening", Kind: "reopening", Act: referral.ActSettle, From: s.Reopened, Facts: []referral.Key{k}})
	}
	for _, c := range s.Contradictions() {
		if !c.Settled {
			all = append(all, referral.Duty{Key: "contradiction/" + c.Kind + "/" + string(c.Facts[0]), Kind: "contradiction", Act: referral.ActSettle, From: c.At, Facts: c.Facts})
		}
	}
	for _, d := range all {
		settles := d.Act == referral.ActSettle || d.Act == referral.ActReadFacts || d.Act == referral.ActIncident || d.Kind == "bell" || d.Kind == "bell-worse"
		listed := slices.ContainsFunc(out, func(x referral.Duty) bool { return x.Key == d.Key })
		if settles && !listed && len(d.Facts) > 0 && decided(s, st, referral.Settled{Facts: d.Facts}, r.Now()) {
			out = append(out, d)
		}
	}
	return out
}

// Strikes reports whether an entry is of somebody's own organization: one of its
// people or its system wrote it. What the house noted by itself is of both sides.
func Strikes(r *desk.Reading, e referral.Entry) bool {
	who := r.Who()
	own := e.By.Org == who.Org || e.By.Org == "" && e.By.Client == ""
	if e.By.Org == "" && e.By.Client != "" { // as entries were written before a system's organization was
		own = slices.Contains(r.Directory().Clients[e.By.Client].Orgs, who.Org)
	}
	return own && who.Has(party.TeamLead, party.Admin)
}

// Refuses reports whether somebody may say no to a proposal.
func Refuses(who desk.Who, s *referral.State, st referral.Standing, p referral.Proposal) bool {
	o, _ := s.OwedFor("proposal/" + string(p.ID))
	return p.By.User != "" && p.By.User == who.User || works(who, o.Team) || slices.Contains(s.May(st), p.Act) && !twice(who, s, st, p.Act)
}
