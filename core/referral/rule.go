package referral

import (
	"slices"

	"referd/core/party"
)

// rule says who may do an act and when, in loop.md's words.
type rule struct {
	jobs []party.Job
	side Side // where they must stand; empty is either
	// can gives why it is not possible now, empty when it is.
	can func(s *State, d *reading, p Phase) string
}

const (
	over        = "This referral is over. Reopen it first."
	seenAlready = "The patient has been seen already."
	notSent     = "This referral has not been sent."
)

var (
	rc      = []party.Job{party.ReferringClinician}
	rcrs    = []party.Job{party.ReferringClinician, party.ReferringStaff}
	clinic  = []party.Job{party.Intake, party.TriageNurse, party.Specialist}
	triage  = []party.Job{party.TriageNurse, party.Specialist, party.Intake}
	booking = []party.Job{party.Scheduler, party.Intake}
	seeing  = []party.Job{party.Specialist, party.Imaging, party.Scheduler}
	writers = []party.Job{party.Specialist, party.Imaging}
	leads   = []party.Job{party.TeamLead, party.Admin}
	anybody = []party.Job{party.ReferringClinician, party.ReferringStaff, party.Intake, party.TriageNurse, party.Specialist, party.Scheduler, party.Imaging, party.TeamLead}
)

// before: the loop is open, sent, and there is no evidence of care yet.
func before(s *State, d *reading, p Phase) string {
	switch {
	case !p.Open():
		return over
	case d.evidence:
		return seenAlready
	case s.Sent.IsZero() && s.Heard.IsZero():
		return notSent
	}
	return ""
}

func free(s *State, d *reading, p Phase) string {
	if why := before(s, d, p); why != "" {
		return why
	}
	if d.live != nil {
		return "A visit is booked. Cancel the booking first."
	}
	return ""
}

func open(_ *State, _ *reading, p Phase) string {
	if !p.Open() {
		return over
	}
	return ""
}

func sent(s *State, _ *reading, p Phase) string {
	if s.Sent.IsZero() && s.Heard.IsZero() {
		return notSent
	}
	if p == InError {
		return "This referral was entered in error."
	}
	return ""
}

func unsent(s *State, _ *reading, p Phase) string {
	if !s.Sent.IsZero() || !p.Open() {
		return "This referral has been sent already."
	}
	return ""
}

func booked(s *State, d *reading, p Phase) string {
	if d.live == nil {
		return "No visit is booked."
	}
	return ""
}

func takenOn(s *State, d *reading, p Phase) string {
	if why := before(s, d, p); why != "" {
		return why
	}
	if d.answer != accepted {
		return "Accept the referral first."
	}
	return ""
}

func inPhase(why string, in ...Phase) func(*State, *reading, Phase) string {
	return func(_ *State, _ *reading, p Phase) string {
		if slices.Contains(in, p) {
			return ""
		}
		return why
	}
}

func hasHead(why string) func(*State, *reading, Phase) string {
	return func(_ *State, d *reading, _ Phase) string {
		if len(d.heads) == 0 {
			return why
		}
		return ""
	}
}

// calm: an emergency is never questioned, waitlisted, held or advised.
func calm(next func(*State, *reading, Phase) string) func(*State, *reading, Phase) string {
	return func(s *State, d *reading, p Phase) string {
		if s.Urgency == party.Emergency {
			return "An emergency is not questioned, held, put on a list or advised. Accept it, or call the sender and decline."
		}
		return next(s, d, p)
	}
}

// rules is loop.md's table of who may do what.
var rules = map[Act]rule{
	ActReady: {rcrs, Sender, unsent},
	ActSign: {rc, Sender, func(s *State, d *reading, p Phase) string {
		if !s.Signed.IsZero() {
			return "It is signed already."
		}
		return open(s, d, p)
	}},
	ActSpeak: {anybody, "", open},
	ActSend:  {rcrs, Sender, unsent},
	ActOpen:  {append([]party.Job{party.Scheduler}, clinic...), Receiver, before},
	ActAsk:   {triage, Receiver, calm(before)},
	ActAnswer: {rcrs, Sender, func(s *State, d *reading, p Phase) string {
		for _, a := range s.Asks {
			if a.Answered.Before(a.Asked) {
				return open(s, d, p)
			}
		}
		return "No question waits for an answer."
	}},
	ActPrioritise: {[]party.Job{party.ReferringClinician, party.TriageNurse, party.Specialist}, "", before},
	ActSeenBy:     {[]party.Job{party.ReferringClinician, party.TriageNurse, party.Specialist}, "", before},
	ActAccept: {triage, Receiver, func(s *State, d *reading, p Phase) string {
		if d.answer == accepted {
			return "It is accepted already."
		}
		return free(s, d, p)
	}},
	ActAdvise:       {[]party.Job{party.Specialist}, Receiver, calm(before)},
	ActAnswerAdvice: {rc, Sender, inPhase("No advice waits for an answer.", PhaseAdvised)},
	ActDecline:      {triage, Receiver, before},
	ActNextStep:     {rc, Sender, inPhase("It is not declined.", PhaseDeclined)},
	ActForward:      {triage, Receiver, free},
	ActWaitlist: {booking, Receiver, calm(func(s *State, d *reading, p Phase) string {
		if d.live != nil {
			return "A visit is booked. Cancel the booking first."
		}
		return takenOn(s, d, p)
	})},
	ActBook: {booking, Receiver, func(s *State, d *reading, p Phase) string {
		if d.live != nil {
			return "A visit is booked already. Change that booking."
		}
		return takenOn(s, d, p)
	}},
	ActConfirm: {booking, Receiver, booked},
	ActArrive:  {append([]party.Job{party.Specialist, party.Imaging}, booking...), Receiver, booked},
	ActUnbook: {booking, Receiver, func(s *State, d *reading, p Phase) string {
		for _, a := range s.Appointments {
			if a.Booked.After(latest(a.Unbooked, a.Missed)) && a.Seen.IsZero() && !s.Seen.After(a.Booked) {
				return ""
			}
		}
		return "No visit is booked."
	}},
	ActMiss: {append([]party.Job{party.Specialist, party.Imaging}, booking...), Receiver, func(s *State, d *reading, p Phase) string {
		if d.evidence {
			return seenAlready
		}
		return booked(s, d, p)
	}},
	ActSee: {seeing, Receiver, func(s *State, d *reading, p Phase) string {
		if !s.Seen.IsZero() {
			return "The visit is recorded already."
		}
		if why := sent(s, d, p); why != "" {
			return why
		}
		return open(s, d, p)
	}},
	ActDeskReview: {[]party.Job{party.Specialist, party.TriageNurse}, Receiver, func(s *State, d *reading, p Phase) string {
		if why := sent(s, d, p); why != "" {
			return why
		}
		return open(s, d, p)
	}},
	ActHold: {[]party.Job{party.Scheduler, party.TriageNurse, party.ReferringClinician}, "", calm(func(s *State, d *reading, p Phase) string {
		if d.answer == declined {
			return "It is declined. Choose the next step."
		}
		return free(s, d, p)
	})},
	ActResume: {[]party.Job{party.Scheduler, party.TriageNurse, party.ReferringClinician}, "", inPhase("It is not on hold.", PhaseHeld)},
	ActReport: {writers, Receiver, func(s *State, d *reading, p Phase) string {
		if why := sent(s, d, p); why != "" {
			return why
		}
		if !d.evidence {
			return "Record the visit, or a documented desk review, first."
		}
		return ""
	}},
	ActOpenReport: {append([]party.Job{party.TeamLead}, rcrs...), Sender, func(s *State, d *reading, p Phase) string {
		for _, r := range s.Reports {
			if !r.Written.IsZero() {
				return ""
			}
		}
		return "There is no report yet."
	}},
	ActAcknowledge: {rc, Sender, func(s *State, d *reading, p Phase) string {
		for _, r := range s.Reports {
			if !r.Written.IsZero() && r.Acknowledged.IsZero() && !r.Replaced {
				return ""
			}
		}
		return "There is no report to acknowledge."
	}},
	ActInform: {[]party.Job{party.ReferringClinician, party.ReferringStaff, party.Specialist, party.TriageNurse}, "", func(s *State, d *reading, p Phase) string {
		if len(d.heads) == 0 && d.answer != declined && d.answer != advised {
			return "There is no answer yet to tell the patient."
		}
		return ""
	}},
	ActPlan: {[]party.Job{party.ReferringClinician, party.Specialist}, "", func(s *State, d *reading, p Phase) string {
		if !d.evidence && d.answer != advised {
			return "Nothing is recommended before the patient is seen or advised on."
		}
		return open(s, d, p)
	}},
	ActHandOn:     {anybody, "", openItem},
	ActAcceptItem: {anybody, "", openItem},
	ActDoItem:     {anybody, "", openItem},
	ActRefuseItem: {anybody, "", openItem},
	ActContact:    {[]party.Job{party.Scheduler, party.ReferringStaff, party.ReferringClinician, party.Intake, party.TriageNurse}, "", sent},
	ActAuthorize:  {[]party.Job{party.ReferringStaff, party.Scheduler, party.ReferringClinician}, "", open},
	ActClaim:      {anybody, "", open},
	ActRelease:    {anybody, "", open},
	ActAssign:     {anybody, "", open},
	ActAttach:     {anybody, "", open},
	ActDetach:     {anybody, "", open},
	ActMessage:    {anybody, "", sent},
	ActReaddress:  {[]party.Job{party.ReferringClinician, party.TeamLead}, Sender, open},
	ActClose: {append([]party.Job{party.TeamLead}, rcrs...), Sender, func(s *State, d *reading, p Phase) string {
		if !p.Open() {
			return over
		}
		return s.lacks(d)
	}},
	ActCancel: {rcrs, Sender, func(s *State, d *reading, p Phase) string {
		if !p.Open() {
			return over
		}
		if d.evidence {
			return seenAlready
		}
		return ""
	}},
	ActWithdraw:    {append([]party.Job{party.Scheduler}, rcrs...), "", before},
	ActUnreachable: {[]party.Job{party.Scheduler, party.ReferringClinician}, "", inPhase("Only a patient who is to be booked can be unreachable.", PhaseMissed, PhaseAccepted, PhaseWaitlisted)},
	ActDeceased:    {anybody, "", open},
	ActCloseAdmin:  {leads, "", open},
	ActInError: {[]party.Job{party.ReferringClinician, party.ReferringStaff, party.Admin}, Sender, func(s *State, d *reading, p Phase) string {
		if p == InError {
			return "It is marked as entered in error already."
		}
		if !s.Seen.IsZero() {
			return seenAlready
		}
		return ""
	}},
	ActReopen: {[]party.Job{party.ReferringClinician, party.ReferringStaff, party.Scheduler, party.Admin, party.TeamLead}, "", func(s *State, d *reading, p Phase) string {
		if p.Open() {
			return "It is open."
		}
		if p == InError {
			return "What was entered in error stays so. Send a new referral."
		}
		return ""
	}},
	ActSettle: {anybody, "", func(s *State, d *reading, p Phase) string {
		for _, du := range s.Duties() {
			if len(du.Facts) > 0 && (du.Act == ActSettle || du.Act == ActReadFacts || du.Kind == "bell" || du.Kind == "bell-worse") {
				return ""
			}
		}
		if s.unsettledReopening() {
			return ""
		}
		return "There is nothing to settle."
	}},
	ActStrike: {append([]party.Job{party.TeamLead, party.Admin}, anybody...), "", func(*State, *reading, Phase) string { return "" }},
	ActRefuseProposal: {anybody, "", func(s *State, d *reading, p Phase) string {
		if len(s.Proposals) == 0 {
			return "Nothing is proposed."
		}
		return ""
	}},
}

func openItem(s *State, _ *reading, _ Phase) string {
	if s.firstItem() == nil {
		return "No line of the plan is open."
	}
	return ""
}

// lacks says what the proof of closure lacks, in words; empty is nothing.
func (s *State) lacks(d *reading) string {
	p := s.prove(d)
	switch {
	case p.P1 == nil:
		return "Nobody has said that the patient was seen."
	case p.P2 == nil:
		return "The report has not been delivered."
	case p.P3 == nil:
		return "The report has not been acknowledged."
	case p.P4 == nil:
		return "Nobody has told the patient."
	case p.P5 == nil:
		return "A line of the plan, a reopening or a contradiction is still open."
	}
	return ""
}

// Lacks says what the proof of closure lacks, in words; empty is nothing.
func (s State) Lacks() string {
	d := s.read()
	return s.lacks(&d)
}

// allowed says why somebody may not do an act now; the kind tells denied from refused.
func (s *State) allowed(d *reading, p Phase, who Standing, a Act) (why string, denied bool) {
	r, ok := rules[a]
	if !ok {
		return "This cannot be asked for.", true
	}
	if slices.Contains(who.Jobs, party.System) {
		return r.can(s, d, p), false
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
