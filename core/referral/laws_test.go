package referral_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
)

// far is later than anything a random history tells.
var far = day0.AddDate(0, 3, 0)

// laws are what must hold of every state, whatever was told in whatever order:
// the fifteen of the executable model of the loop and the promises of loop.md.
// Each gives what is wrong, empty when nothing is.
var laws = map[string]func(s *referral.State, f policy.Facts) string{
	"an open loop has an owner, an act and a due; one that is over has no ball": func(s *referral.State, f policy.Facts) string {
		o, open := policy.Owe(s, f, far)
		switch {
		case open != s.Open(), !open && o.Act != "":
			return "a ball without a loop"
		case open && (o.Act == "" || o.Due.IsZero() || o.From.IsZero() || begun(s) && o.Team == ""):
			return "an orphan"
		}
		return ""
	},
	"every duty has an owner, an act and a due, and a key of its own": func(s *referral.State, f policy.Facts) string {
		seen := map[string]bool{}
		for _, d := range s.Duties() {
			o := policy.OweDuty(s, d, f, far)
			if o.Act == "" || o.Due.IsZero() || o.From.IsZero() || begun(s) && o.Team == "" {
				return "nobody owes " + d.Key
			}
			if seen[d.Key] || d.Key == "" || d.Kind == "" {
				return "two duties are called " + d.Key
			}
			if _, known := f.Settings.Dues[d.Kind]; !known {
				return "nobody says by when a " + d.Kind + " is due"
			}
			seen[d.Key] = true
		}
		return ""
	},
	"whoever has the ball or a duty may do it": func(s *referral.State, _ policy.Facts) string {
		if n, open := s.Next(); open && !may(s, n.Post, n.Act) {
			return string(n.Post) + " may not do " + string(n.Act)
		}
		for _, d := range s.Duties() {
			if !may(s, d.Post, d.Act) {
				return string(d.Post) + " may not do " + string(d.Act) + " for " + d.Key
			}
		}
		return ""
	},
	"a part of the proof has the fact that shows it and its time, or is no tick": func(s *referral.State, _ policy.Facts) string {
		p := s.Proof()
		for i, x := range []*referral.Shown{p.P1, p.P2, p.P3, p.P4, p.P5} {
			if x != nil && !slices.ContainsFunc(s.Entries(), func(e referral.Entry) bool { return e.Key == x.Fact && e.At.Equal(x.At) }) {
				return fmt.Sprintf("P%d is shown by %q at %s", i+1, x.Fact, x.At)
			}
		}
		return ""
	},
	"no ending but two hides a report that nobody acknowledged": func(s *referral.State, _ policy.Facts) string {
		if s.Open() || s.Phase() == referral.InError {
			return ""
		}
		for _, h := range s.Heads() {
			if h.Acknowledged.IsZero() && !(s.Phase() == referral.ClosedWithoutProof && slices.Contains(s.Leaves, string(h.ID))) {
				return "report " + string(h.ID)
			}
		}
		return ""
	},
	"no paper ending hides care or a visit that stands": func(s *referral.State, _ policy.Facts) string {
		_, live := s.Live()
		if paper(s.Phase()) && (cared(s) || live) {
			return string(s.Phase())
		}
		return ""
	},
	"a visit that stands shows, or must be released": func(s *referral.State, _ policy.Facts) string {
		if _, live := s.Live(); live && !cared(s) && s.Open() && s.Phase() != referral.PhaseBooked {
			return string(s.Phase())
		}
		return ""
	},
	"care that was given owes a report": func(s *referral.State, _ policy.Facts) string {
		if cared(s) && s.Open() && !slices.Contains([]referral.Phase{referral.PhaseSeen, referral.Returning, referral.PhaseReported, referral.FollowThrough}, s.Phase()) {
			return string(s.Phase())
		}
		return ""
	},
	"an open question is seen": func(s *referral.State, _ policy.Facts) string {
		for _, a := range s.Asks {
			if !s.Open() || a.Leg != s.Leg() || !a.Answered.Before(a.Asked) || s.Phase() == referral.Questioned {
				continue
			}
			if !slices.ContainsFunc(s.Duties(), func(d referral.Duty) bool { return d.Key == "question/"+string(a.ID) }) {
				return string(a.ID)
			}
		}
		return ""
	},
	"closed means proved: seen, and each head delivered, acknowledged and told, and nothing left of the plan": func(s *referral.State, _ policy.Facts) string {
		if s.Phase() != referral.PhaseClosed {
			return ""
		}
		if s.Seen.IsZero() && s.DeskReviewed.IsZero() || len(s.Heads()) == 0 || !s.Proof().Whole() {
			return "no proof"
		}
		dead := s.Ended[referral.PhaseDeceased].After(s.Reopened)
		for _, h := range s.Heads() {
			if h.Acknowledged.IsZero() || h.Informed.IsZero() && !dead {
				return "report " + string(h.ID)
			}
		}
		for _, i := range s.Items {
			if i.Owed() && !(i.Accepted.After(i.HandedOn) || !i.HandedOn.IsZero() && !i.Accepted.IsZero()) {
				return "line " + string(i.ID)
			}
		}
		for _, c := range s.Contradictions() {
			if !c.Settled {
				return c.Kind
			}
		}
		if s.Reopening() != "" {
			return "its reopening"
		}
		return ""
	},
	"after forwarding the phase is the next recipient's": func(s *referral.State, _ policy.Facts) string {
		l := s.Legs[s.Leg()]
		booked := slices.ContainsFunc(s.Appointments, func(a referral.Appointment) bool { return a.Leg == s.Leg() })
		switch s.Phase() {
		case referral.PhaseDeclined:
			if l.Declined.IsZero() {
				return "declined"
			}
		case referral.PhaseAdvised:
			if l.Advised.IsZero() {
				return "advised"
			}
		case referral.PhaseAccepted, referral.PhaseWaitlisted, referral.PhaseMissed:
			if l.Accepted.IsZero() && l.Waitlisted.IsZero() && !booked {
				return string(s.Phase())
			}
		}
		return ""
	},
	"the house does not close again what a person reopened": func(s *referral.State, _ policy.Facts) string {
		if s.Reopening() != "" && s.Completes() {
			return "it would"
		}
		return ""
	},
	"every ending but one can be reopened, and reopening opens": func(s *referral.State, _ policy.Facts) string {
		if s.Open() || s.Phase() == referral.InError {
			return ""
		}
		clerk := referral.Standing{User: "u", Side: referral.Sender, Jobs: []party.Job{party.ReferringStaff}}
		if _, err := referral.Decide(*s, clerk, referral.Reopened{Reason: "x"}, far); err != nil {
			return err.Error()
		}
		again := referral.Evolve(*s, referral.Entry{Seq: s.Seq + 1, At: far, Noted: far, Key: "reopened/again", What: referral.Reopened{Reason: "x"}})
		if !again.Open() || again.Reopening() != "reopened/again" {
			return "it stays " + string(again.Phase())
		}
		n, _ := again.Next()
		if o, _ := policy.Owe(&again, facts(), far); n.Fixed.IsZero() && o.From.Before(far) {
			return "its due is of " + o.From.String() + ": " + string(n.Act)
		}
		return ""
	},
	"the adjusted clock is never below zero nor above the raw one": func(s *referral.State, _ policy.Facts) string {
		c := s.Clocks(far)
		if c.Adjusted < 0 || c.Adjusted > c.Raw || c.Started.IsZero() != s.Heard.IsZero() {
			return c.Adjusted.String()
		}
		return ""
	},
	"a phase has its moment": func(s *referral.State, _ policy.Facts) string {
		if s.Since().IsZero() && begun(s) {
			return string(s.Phase())
		}
		return ""
	},
	"an emergency, and a patient who is worse, is never listed behind anything": func(s *referral.State, _ policy.Facts) string {
		worse := slices.ContainsFunc(s.Duties(), func(d referral.Duty) bool { return d.Kind == policy.KindWorse })
		if (s.Urgency == party.Emergency || worse) != (policy.Class(s) == 0) {
			return "class"
		}
		return ""
	},
}

func begun(s *referral.State) bool { return !s.Drafted.IsZero() || !s.Sent.IsZero() }

func cared(s *referral.State) bool {
	return !s.Seen.IsZero() || !s.DeskReviewed.IsZero() || slices.ContainsFunc(s.Reports, func(r referral.Report) bool { return !r.Written.IsZero() })
}

func paper(p referral.Phase) bool {
	return slices.Contains([]referral.Phase{referral.PhaseCancelled, referral.PhaseWithdrawn, referral.PhaseUnreachable, referral.ClosedAfterDecline, referral.ClosedOnAdvice}, p)
}

// acts are the acts that a ball or a duty stands for, where it names a step
// and not one act.
var acts = map[referral.Act][]referral.Act{
	referral.ActFinish: {referral.ActSend, referral.ActReady}, referral.ActDecide: {referral.ActAccept, referral.ActDecline}, referral.ActReach: {referral.ActContact}, referral.ActIncident: {referral.ActSettle}, referral.ActReadFacts: {referral.ActSettle},
	referral.ActUnreachable: {referral.ActUnreachable, referral.ActRefuseProposal}, referral.ActWithdraw: {referral.ActWithdraw, referral.ActRefuseProposal}, referral.ActDeceased: {referral.ActDeceased, referral.ActRefuseProposal},
	referral.ActCloseAdmin: {referral.ActCloseAdmin, referral.ActRefuseProposal}, referral.ActSee: {referral.ActSee, referral.ActRefuseProposal}, referral.ActReport: {referral.ActReport, referral.ActRefuseProposal},
}

// may reports whether somebody at a post may do an act now.
func may(s *referral.State, p referral.Post, a referral.Act) bool {
	who := referral.Standing{User: "u", Accountable: true, Confirmed: true, Side: p.Side()}
	switch p {
	case referral.ReferringTeam:
		who.Jobs = []party.Job{party.ReferringClinician, party.ReferringStaff}
	case referral.ReferringClinician:
		who.Jobs = []party.Job{party.ReferringClinician}
	case referral.ReceivingIntake:
		who.Jobs = []party.Job{party.Intake}
	case referral.ReceivingTriage:
		who.Jobs = []party.Job{party.TriageNurse}
	case referral.ReceivingScheduling:
		who.Jobs = []party.Job{party.Scheduler}
	case referral.ReceivingClinic, referral.SeeingClinic:
		who.Jobs = []party.Job{party.Specialist, party.Scheduler}
	case referral.SeeingClinician:
		who.Jobs = []party.Job{party.Specialist}
	case referral.PrivacyOfficer:
		who.Jobs = []party.Job{party.PrivacyOfficer}
	default:
		who.Both, who.Jobs = true, []party.Job{party.ReferringStaff, party.Scheduler}
	}
	if a == referral.ActDeliver || a == referral.ActDeliverReport {
		who.Jobs = []party.Job{party.System} // the team owns it, the house tries for it
	}
	able := s.May(who)
	for _, x := range append([]referral.Act{a}, acts[a]...) {
		if slices.Contains(able, x) || who.Jobs[0] == party.System {
			return true
		}
	}
	return false
}

func obey(t *testing.T, seed uint64, s *referral.State, f policy.Facts) {
	t.Helper()
	for name, broken := range laws {
		if why := broken(s, f); why != "" {
			t.Fatalf("seed %d, %s: %s: %s", seed, s.Phase(), name, why)
		}
	}
}

// done does what the ball asks, as whoever has it would: facts in the order
// they happen. The next acts alone end every loop.
func done(t *testing.T, seed uint64, s referral.State) {
	t.Helper()
	at := far.AddDate(1, 0, 0)
	for step := range 60 {
		n, open := s.Next()
		if !open {
			return
		}
		var err error
		if s, at, err = onward(s, n, step, at); err != nil {
			t.Fatalf("seed %d: %s: %s: %v", seed, s.Phase(), n.Post, err)
		}
	}
	t.Fatalf("seed %d: the next acts never end it: %s", seed, s.Phase())
}

// onward is the loop after what the ball asks, done by whoever has it, and when.
func onward(s referral.State, n referral.Next, step int, at time.Time) (referral.State, time.Time, error) {
	if a, ok := s.Live(); ok && a.Start.After(at) {
		at = a.Start
	}
	for _, a := range answers(&s, n, step, at) {
		at = at.Add(time.Minute)
		events, err := referral.Decide(s, a.who, a.ev, at)
		if err != nil {
			return s, at, fmt.Errorf("%T: %w", a.ev, err)
		}
		for _, ev := range events {
			s = referral.Evolve(s, referral.Entry{Seq: s.Seq + 1, At: at, Noted: at, Key: s.KeyFor(ev, "step"+at.String()), What: ev})
		}
	}
	return s, at, nil
}
