package referral

import (
	"slices"

	"referd/core/party"
)

// automatic is what the house may do by itself (the SY of loop.md's table). No
// clinical decision, no ending and no seen-by date is among it.
var automatic = []Act{ActDeliver, ActDeliverReport, ActBook, ActConfirm, ActArrive, ActSee, ActReport, ActInform, ActContact, ActAuthorize, ActAttach, ActAssign, ActClose, ActReopen}

// allowed says why somebody may not do an act now; the kind tells denied from refused.
func (s *State) allowed(d *reading, p Phase, who Standing, a Act) (why string, denied bool) {
	r, ok := rules[a]
	if !ok {
		return "This cannot be asked for.", true
	}
	if slices.Contains(who.Jobs, party.System) {
		if !slices.Contains(automatic, a) {
			return "A person decides this; the system never does.", true
		}
		return r.can(s, d, p), false
	}
	if len(r.jobs) == 0 {
		return "Only the system records this.", true
	}
	if r.side != "" && who.Side != r.side && !who.Both {
		return "Only the " + map[Side]string{Sender: "referring", Receiver: "receiving"}[r.side] + " side may do this.", true
	}
	if !slices.ContainsFunc(who.Jobs, func(j party.Job) bool { return slices.Contains(r.jobs, j) }) {
		return "Your role may not do this. " + whoMay(r.jobs), true
	}
	return r.can(s, d, p), false
}

// May lists what somebody may do now; pages show only that.
func (s State) May(who Standing) (out []Act) {
	d := s.read()
	p := s.phase(&d)
	for _, a := range actsInOrder {
		if why, _ := s.allowed(&d, p, who, a); why == "" {
			out = append(out, a)
		}
	}
	return out
}

// actsInOrder is the order in which pages offer them.
var actsInOrder = []Act{ActSend, ActSign, ActReady, ActAcknowledge, ActNextStep, ActAnswerAdvice, ActAnswer, ActAccept, ActAsk, ActAdvise, ActForward, ActDecline, ActOpen,
	ActBook, ActSee, ActReport, ActMiss, ActConfirm, ActArrive, ActUnbook, ActWaitlist, ActContact, ActHold, ActResume, ActDeskReview, ActInform, ActDoItem, ActHandOn,
	ActAcceptItem, ActRefuseItem, ActPlan, ActSettle, ActClose, ActMessage, ActAttach, ActDetach, ActPrioritise, ActSeenBy, ActSpeak, ActOpenReport, ActAuthorize, ActClaim,
	ActRelease, ActAssign, ActReaddress, ActCancel, ActWithdraw, ActUnreachable, ActDeceased, ActCloseAdmin, ActInError, ActReopen, ActStrike, ActRefuseProposal}

var jobWords = map[party.Job]string{party.ReferringClinician: "the referring clinician", party.ReferringStaff: "referring staff", party.Intake: "intake", party.TriageNurse: "triage",
	party.Specialist: "the specialist", party.Scheduler: "scheduling", party.Imaging: "imaging", party.TeamLead: "a team lead", party.Admin: "an administrator"}

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

// foreign says why somebody may not undo an entry that is not theirs: its
// author does, or a team lead or an administrator.
func (s *State) foreign(who Standing, ev Event) string {
	x, ok := ev.(Struck)
	if !ok || slices.Contains(who.Jobs, party.TeamLead) || slices.Contains(who.Jobs, party.Admin) {
		return ""
	}
	for _, e := range s.entries {
		if e.Key == x.Fact && (e.By.User == "" || e.By.User != who.User) {
			return "Its author, a team lead or an administrator strikes an entry."
		}
	}
	return ""
}
