package referral

import (
	"slices"

	"referd/core/party"
)

// automatic is what the house may do by itself (the SY of loop.md's table). No
// clinical decision, no ending and no seen-by date is among it.
var automatic = []Act{ActDeliver, ActDeliverReport, ActBook, ActConfirm, ActArrive, ActSee, ActReport, ActInform, ActAuthorize, ActAttach, ActAssign, ActClose, ActReopen}

// evidenced is what the house may propose from evidence, for a person to
// confirm: a death, and what a silent partner did.
var evidenced = []Act{ActDeceased, ActSee, ActDeskReview, ActReport}

// linked is what a receiver without an account may do through a link: what its
// office would say on the telephone. It gives no advice, forwards nothing, puts
// nobody on a list and changes no urgency.
var linked = []Act{ActOpen, ActAsk, ActAccept, ActDecline, ActBook, ActUnbook, ActSee, ActReport}

// onward is what only the recipient does whose turn it is. Whoever had it before
// still tells what happened there: a visit, a report, a visit of theirs called off.
var onward = []Act{ActOpen, ActAsk, ActPrioritise, ActSeenBy, ActAccept, ActAdvise, ActDecline, ActForward, ActWaitlist, ActBook, ActConfirm, ActArrive, ActMiss, ActHold, ActResume}

// doneAt is the side a job is done at; empty is either.
func doneAt(j party.Job) Side {
	switch j {
	case party.ReferringClinician, party.ReferringStaff:
		return Sender
	case party.Intake, party.TriageNurse, party.Specialist, party.Scheduler, party.Imaging, party.LinkHolder:
		return Receiver
	}
	return ""
}

// SideOf is the side whose act an event is; empty when it may be either's, as a
// delivery is, which whoever knows of it tells.
func SideOf(ev Event) (side Side) {
	if x, ok := ev.(Attached); ok {
		return Side(x.Side)
	}
	a := actOf(ev, &State{})
	if a == ActDeliver {
		return ""
	}
	for i, j := range rules[a].jobs {
		if at := doneAt(j); i == 0 {
			side = at
		} else if at != side {
			return ""
		}
	}
	return side
}

// stands reports whether somebody's jobs of a side count: a scheduler of the
// referring clinic books nothing at the receiving one.
func (w Standing) stands(side Side) bool { return side == "" || side == w.Side || w.Both }

// has reports whether somebody does one of some jobs; here says whether they
// do it where they stand.
func (w Standing) has(jobs []party.Job) (has, here bool) {
	for _, j := range w.Jobs {
		if slices.Contains(jobs, j) {
			has = true
			here = here || w.stands(doneAt(j))
		}
	}
	return has, here
}

// elsewhere reports whether one of some jobs is theirs at a side that is not the
// receiving one.
func (w Standing) elsewhere(jobs []party.Job) bool {
	return slices.ContainsFunc(w.Jobs, func(j party.Job) bool {
		return slices.Contains(jobs, j) && doneAt(j) != Receiver && w.stands(doneAt(j))
	})
}

// allowed says why somebody may not do an act now; the kind tells denied from refused.
func (s *State) allowed(who Standing, a Act) (why string, denied bool) {
	r, ok := rules[a]
	if !ok {
		return "This cannot be asked for.", true
	}
	if slices.Contains(who.Jobs, party.System) {
		if !slices.Contains(automatic, a) {
			return "A person decides this; the system never does.", true
		}
		return r.can(s), false
	}
	if slices.Contains(who.Jobs, party.LinkHolder) {
		if !slices.Contains(linked, a) || !who.stands(Receiver) {
			return "This is not done by a link. Call the practice that sent it.", true
		}
		return r.can(s), false
	}
	if len(r.jobs) == 0 {
		return "Only the system records this.", true
	}
	if s.caughtUp(a) {
		r.jobs, r.side = with(r.jobs, rcrs...), ""
	}
	has, here := who.has(r.jobs)
	switch {
	case !has:
		return otherwise[a], true
	case !here || !slices.Contains(who.Jobs, party.PatientSelf) && !who.stands(r.side):
		side := r.side
		if side == "" {
			side = map[Side]Side{Sender: Receiver, Receiver: Sender}[who.Side]
		}
		return "Only the " + map[Side]string{Sender: "referring", Receiver: "receiving"}[side] + " side may do this.", true
	case who.Past && slices.Contains(onward, a) && !who.elsewhere(r.jobs):
		return "It went on to another recipient, who decides now.", true
	case a == ActAccept && !who.Accepts && !who.decides():
		return "Triage or the specialist accepts; intake does where the service's rule says so.", true
	}
	return r.can(s), false
}

// decides reports whether somebody decides on clinical grounds; by a link the
// receiver answers as a whole, as it would by fax.
func (w Standing) decides() bool {
	_, here := w.has([]party.Job{party.TriageNurse, party.Specialist, party.LinkHolder})
	return here
}

// caughtUp reports whether the house proposes, from evidence, what a silent
// partner did: then the side that chases confirms it.
func (s *State) caughtUp(a Act) bool {
	return a != ActDeceased && slices.Contains(evidenced, a) && slices.ContainsFunc(s.Proposals, func(p Proposal) bool { return p.Act == a && p.By.User == "" })
}

// mayPropose says why somebody may not propose an act: who may do it may, and
// the house what it has evidence of.
func (s *State) mayPropose(who Standing, a Act) (why string, denied bool) {
	if slices.Contains(who.Jobs, party.System) && slices.Contains(evidenced, a) {
		return rules[a].can(s), false
	}
	return s.allowed(who, a)
}

// May lists what somebody may do now; pages show only that.
func (s State) May(who Standing) (out []Act) {
	for _, a := range actsInOrder {
		if why, _ := s.allowed(who, a); why == "" {
			out = append(out, a)
		}
	}
	return out
}

// actsInOrder is the order in which pages offer them.
var actsInOrder = []Act{ActSend, ActSign, ActReady, ActAcknowledge, ActNextStep, ActAnswerAdvice, ActAnswer, ActAccept, ActAsk, ActAdvise, ActForward, ActDecline, ActOpen, ActDeliver, ActHear,
	ActBook, ActSee, ActReport, ActMiss, ActConfirm, ActArrive, ActUnbook, ActWaitlist, ActContact, ActHold, ActResume, ActDeskReview, ActInform, ActDoItem, ActHandOn,
	ActAcceptItem, ActRefuseItem, ActPlan, ActSettle, ActClose, ActMessage, ActAttach, ActDetach, ActPrioritise, ActSeenBy, ActSpeak, ActOpenReport, ActAuthorize, ActClaim,
	ActRelease, ActAssign, ActReaddress, ActCancel, ActWithdraw, ActUnreachable, ActDeceased, ActCloseAdmin, ActInError, ActReopen, ActStrike, ActRefuseProposal, ActRing}

// Acts are all acts that somebody may ask for, in the order in which pages
// offer them.
func Acts() []Act { return slices.Clone(actsInOrder) }

var jobWords = map[party.Job]string{party.ReferringClinician: "the referring clinician", party.ReferringStaff: "referring staff", party.Intake: "intake", party.TriageNurse: "triage",
	party.Specialist: "the specialist", party.Scheduler: "scheduling", party.Imaging: "imaging", party.PatientSelf: "the patient", party.TeamLead: "a team lead", party.Admin: "an administrator", party.PrivacyOfficer: "the privacy officer"}

// whoMay says who may, in words.
func whoMay(jobs []party.Job) string {
	out := ""
	for i, j := range jobs {
		switch {
		case i == 0:
		case i == len(jobs)-1:
			out += " or "
		default:
			out += ", "
		}
		out += jobWords[j]
	}
	return "It is for " + out + "."
}
