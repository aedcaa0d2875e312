package referral

import "referd/core/party"

// rule says who may do an act and when, in loop.md's words. A job counts at its
// own side only.
type rule struct {
	jobs []party.Job
	side Side // where a team lead or an administrator must stand; empty is either
	// can gives why it is not possible now, empty when it is.
	can func(s *State) string
}

// The columns of loop.md's table, by who does it.
var (
	rc       = []party.Job{party.ReferringClinician}
	rcrs     = []party.Job{party.ReferringClinician, party.ReferringStaff}
	openers  = []party.Job{party.Intake, party.TriageNurse, party.Specialist, party.Scheduler}
	triage   = []party.Job{party.TriageNurse, party.Specialist, party.Intake}
	deciders = []party.Job{party.ReferringClinician, party.TriageNurse, party.Specialist}
	booking  = []party.Job{party.Scheduler, party.PatientSelf}
	holders  = []party.Job{party.Scheduler, party.TriageNurse, party.ReferringClinician, party.PatientSelf}
	seeing   = []party.Job{party.Specialist, party.Scheduler, party.Imaging}
	writers  = []party.Job{party.Specialist, party.Imaging}
	leads    = []party.Job{party.TeamLead, party.Admin}
	anybody  = []party.Job{party.ReferringClinician, party.ReferringStaff, party.Intake, party.TriageNurse, party.Specialist, party.Scheduler, party.Imaging, party.TeamLead}
)

func with(jobs []party.Job, more ...party.Job) []party.Job {
	return append(append([]party.Job(nil), jobs...), more...)
}

// rules is loop.md's table of who may do what. Beyond it, triage and the
// referring clinician log calls, because the bell is theirs to answer, and
// triage tells the patient of a decline it said it would tell of.
var rules map[Act]rule

// otherwise says who may, to whoever may not.
var otherwise = map[Act]string{}

func init() {
	rules = map[Act]rule{
		// the referring side sends
		ActReady: {rcrs, Sender, unsent},
		ActSign:  {rc, Sender, unsigned},
		ActSpeak: {anybody, "", speakable},
		ActSend:  {rcrs, Sender, unsent},

		// the receiving side takes it up
		ActDeliver:      {rcrs, Sender, undelivered},
		ActHear:         {with(rcrs, party.TeamLead), Sender, sent},
		ActOpen:         {openers, Receiver, before},
		ActAsk:          {triage, Receiver, calm(before)},
		ActAnswer:       {rcrs, Sender, asked},
		ActPrioritise:   {deciders, "", before},
		ActSeenBy:       {deciders, "", before},
		ActAccept:       {triage, Receiver, acceptable},
		ActAdvise:       {[]party.Job{party.Specialist}, Receiver, calm(before)},
		ActAnswerAdvice: {rc, Sender, inPhase("No advice waits for an answer.", PhaseAdvised)},
		ActDecline:      {triage, Receiver, before},
		ActNextStep:     {rc, Sender, inPhase("It is not declined.", PhaseDeclined)},
		ActForward:      {triage, Receiver, forwardable},

		// a visit
		ActWaitlist:   {booking, Receiver, calm(bookable)},
		ActBook:       {booking, Receiver, bookable},
		ActConfirm:    {booking, Receiver, booked},
		ActArrive:     {booking, Receiver, booked},
		ActUnbook:     {booking, Receiver, unbookable},
		ActMiss:       {[]party.Job{party.Scheduler}, Receiver, missable},
		ActHold:       {holders, "", calm(holdable)},
		ActResume:     {holders, "", inPhase("It is not on hold.", PhaseHeld)},
		ActSee:        {seeing, Receiver, seeable},
		ActDeskReview: {[]party.Job{party.Specialist, party.TriageNurse}, Receiver, sentAndOpen},

		// the answer
		ActReport:        {writers, Receiver, reportable},
		ActDeliverReport: {nil, "", written("There is no report to deliver.")},
		ActOpenReport:    {with(rcrs, party.TeamLead), Sender, written("There is no report yet.")},
		ActAcknowledge:   {rc, Sender, unread},
		ActInform:        {with(rcrs, party.Specialist, party.TriageNurse), "", tellable},
		ActPlan:          {[]party.Job{party.ReferringClinician, party.Specialist}, "", plannable},
		ActHandOn:        {anybody, "", owedItem},
		ActAcceptItem:    {anybody, "", owedItem},
		ActDoItem:        {anybody, "", owedItem},
		ActRefuseItem:    {anybody, "", owedItem},

		// beside the ball
		ActContact:        {with(rcrs, party.Scheduler, party.TriageNurse, party.PatientSelf), "", genuine},
		ActRing:           {[]party.Job{party.PatientSelf}, "", genuine},
		ActAuthorize:      {[]party.Job{party.ReferringStaff, party.Scheduler}, "", open},
		ActClaim:          {anybody, "", open},
		ActRelease:        {anybody, "", open},
		ActAssign:         {[]party.Job{party.TeamLead}, "", open},
		ActAttach:         {with(anybody, party.PatientSelf), "", open},
		ActDetach:         {anybody, "", open},
		ActMessage:        {with(anybody, party.PatientSelf), "", sent},
		ActReaddress:      {with(rc, party.TeamLead), Sender, open},
		ActSettle:         {with(anybody, party.Admin, party.PrivacyOfficer), "", settleable},
		ActStrike:         {leads, "", func(*State) string { return "" }},
		ActRefuseProposal: {with(anybody, party.Admin), "", proposed},

		// the endings
		ActClose:       {with(rcrs, party.TeamLead), Sender, provable},
		ActCancel:      {rcrs, Sender, uncared},
		ActWithdraw:    {with(rcrs, party.Scheduler, party.PatientSelf), "", before},
		ActUnreachable: {[]party.Job{party.Scheduler, party.ReferringClinician}, "", inPhase("Only a patient who is to be booked can be unreachable.", PhaseMissed, PhaseAccepted, PhaseWaitlisted)},
		ActDeceased:    {with(anybody, party.Admin), "", open},
		ActCloseAdmin:  {leads, "", open},
		ActInError:     {with(rcrs, party.Admin), Sender, retractable},
		ActReopen:      {with(rcrs, party.Scheduler, party.Admin), "", reopenable},
	}
	for a, r := range rules {
		otherwise[a] = "Your role may not do this. " + whoMay(r.jobs)
	}
}
