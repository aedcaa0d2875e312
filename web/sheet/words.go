// Package sheet is the referral as both sides read it: its page, its lines and
// cards on lists, its story in words, its documents. Forms are in web/act.
package sheet

import (
	"slices"
	"strings"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Phase is a phase as everybody knows it: for who is elsewhere, for files and
// for what is compared. A site's own word is the directory's PhaseName.
func Phase(p referral.Phase) string { return p.Staff() }

// phaseOf is a phase as a row says it: a site's own word, else a short one.
func phaseOf(dir *desk.Directory, org party.OrgID, p referral.Phase) string {
	if own := dir.PhaseName(org, p); own != Phase(p) {
		return own
	}
	return brief(briefPhases, p, Phase(p))
}

// acts are what buttons say: a verb with its object.
var acts = map[referral.Act]string{
	referral.ActFinish: "Finish and send", referral.ActReady: "Ask for the signature", referral.ActSign: "Sign", referral.ActSpeak: "Record a call", referral.ActSend: "Finish and send", referral.ActDeliver: "Deliver",
	referral.ActOpen: "Open", referral.ActAsk: "Ask the sender", referral.ActAnswer: "Answer the question", referral.ActPrioritise: "Change how soon", referral.ActSeenBy: "Move the seen-by date",
	referral.ActDecide: "Decide", referral.ActAccept: "Accept", referral.ActAdvise: "Advise without a visit", referral.ActAnswerAdvice: "Answer the advice", referral.ActDecline: "Decline", referral.ActNextStep: "Choose the next step",
	referral.ActForward: "Forward to another service", referral.ActWaitlist: "Put on the waiting list", referral.ActBook: "Book a visit", referral.ActConfirm: "Confirm the visit", referral.ActUnbook: "Cancel the booking",
	referral.ActMiss: "Did not attend", referral.ActArrive: "Patient arrived", referral.ActSee: "Record the visit", referral.ActDeskReview: "Record a desk review", referral.ActHold: "Hold until a date", referral.ActResume: "Resume",
	referral.ActReport: "Write the report", referral.ActDeliverReport: "Deliver the report", referral.ActOpenReport: "Read the report", referral.ActAcknowledge: "Read and acknowledge", referral.ActInform: "Tell the patient",
	referral.ActPlan: "Add to the plan", referral.ActHandOn: "Give a line to somebody", referral.ActAcceptItem: "Take on a line", referral.ActDoItem: "Do a line of the plan", referral.ActRefuseItem: "Not doing a line",
	referral.ActContact: "Log a call", referral.ActAuthorize: "Record the authorization", referral.ActClaim: "Claim", referral.ActRelease: "Release", referral.ActAssign: "Assign", referral.ActAttach: "Attach a document",
	referral.ActDetach: "Take a document off", referral.ActMessage: "Write a message", referral.ActClose: "Close with proof", referral.ActCancel: "Cancel the referral", referral.ActWithdraw: "The patient does not want it",
	referral.ActUnreachable: "Patient cannot be reached", referral.ActDeceased: "The patient has died", referral.ActCloseAdmin: "Close without proof", referral.ActInError: "Entered in error", referral.ActReopen: "Open again",
	referral.ActSettle: "Settle", referral.ActStrike: "Strike an entry", referral.ActReach: "Reach the patient", referral.ActReadFacts: "Read new facts", referral.ActIncident: "Settle the privacy incident", referral.ActCallPatient: "Call the patient",
	referral.ActReaddress: "Change who answers for it", referral.ActRefuseProposal: "Answer the proposal", referral.ActRing: "Ring the bell", referral.ActHear: "Write down what they say", referral.ActLook: "Look again on a day",
}

// Act is what an act's button says.
func Act(a referral.Act) string { return acts[a] }

// Report is what the button of the report says: after a final one it amends that
// one, after an interim one it adds what followed.
func Report(s *referral.State) string {
	switch {
	case len(s.Heads()) > 0:
		return "Amend the report"
	case slices.ContainsFunc(s.Reports, func(r referral.Report) bool { return !r.Written.IsZero() }):
		return "Add the report that followed"
	}
	return Act(referral.ActReport)
}

// Says is what an act's button says of a referral as it is.
func Says(s *referral.State, a referral.Act) string {
	if a == referral.ActReport {
		return Report(s)
	}
	return Act(a)
}

// Path is where an act's form is: the noun of the act. What has no form of its
// own is done by reading the page.
func Path(id referral.ID, a referral.Act) string {
	at := "/referrals/" + string(id)
	switch a {
	case referral.ActFinish, referral.ActSend, referral.ActReady:
		return at + "/sending"
	case referral.ActReach:
		a = referral.ActContact
	case referral.ActReadFacts, referral.ActIncident:
		a = referral.ActSettle
	case referral.ActCallPatient:
		a = referral.ActInform
	case referral.ActRefuseProposal:
		return at + "/" + ProposalNoun
	case referral.ActPlan:
		return at + "/recommendation"
	case referral.ActOpen, referral.ActRing, referral.ActDeliverReport:
		return at
	case referral.ActOpenReport:
		a = referral.ActAcknowledge
	case referral.ActDoItem, referral.ActHandOn, referral.ActRefuseItem, referral.ActAcceptItem:
		return at + "/plan"
	}
	return at + "/" + string(a)
}

// kinds are the duties in words.
var kinds = map[string]string{"question": "Answer a question", "missing": "Attach what was missing", "interim": "Read the interim report", "item": "A line of the plan", "signature": "The signature is missing",
	"authorization": "The authorization is denied or has expired", "cancellation": "Answer the cancellation", "slot": "Release an appointment and tell the patient", "contradiction": "Settle a contradiction", "reopening": "Settle why it was opened again",
	"new-facts": "New facts: read", "delivery": "A mail was not delivered: tell them, and correct the address", "bell": "The patient rang", "bell-worse": "The patient is worse", "patient-call": "Tell the patient, the result asks for action", "proposal": "A proposal waits for a second person",
	"ending-told": "Tell the patient it has ended", "offer": "Take on a line of the plan", "recall": "Confirm the recall", "incident": "Privacy incident: say what was found and done", "late": "Booked, listed or held past the seen-by date: read why", "decline-call": "Call the sender: an emergency was declined", "look": "Look again", "reply": "The sender says what is still open: answer"}

// bells are what a patient said, and what its answer is for staff.
var bells = map[string]string{referral.BellWorse: "feels worse", referral.BellNothing: "has heard nothing", referral.BellCannot: "cannot come", referral.BellSeen: "says they were seen", referral.BellReach: "asks to be reached another way"}

// rang is a bell that waits, in words; empty where it is none.
func rang(s *referral.State, d referral.Duty) string {
	for _, b := range s.Bells {
		if strings.HasPrefix(d.Kind, "bell") && slices.Contains(d.Facts, b.Key) && bells[b.Bell] != "" {
			return "The patient " + bells[b.Bell]
		}
	}
	return ""
}

// Kind is a duty in words.
func Kind(k string) string { return kinds[k] }

// brief are phases and acts as a row says them: the due beside them must never
// be pushed out of sight.
var briefPhases = map[referral.Phase]string{
	referral.Unsigned: "To sign", referral.PhaseSent: "Not delivered", referral.PhaseDelivered: "To open", referral.Questioned: "Awaiting answer", referral.PhaseAdvised: "Advised", referral.PhaseDeclined: "Declined", referral.PhaseAccepted: "Accepted",
	referral.PhaseWaitlisted: "Waiting list", referral.PhaseSeen: "Report owed", referral.Returning: "Report on its way", referral.PhaseReported: "Report to read", referral.FollowThrough: "Acknowledged", referral.PhaseClosed: "Closed",
}

var briefActs = map[referral.Act]string{
	referral.ActFinish: "Send", referral.ActAnswer: "Answer", referral.ActAnswerAdvice: "Answer", referral.ActNextStep: "Next step", referral.ActBook: "Book", referral.ActSee: "See", referral.ActReport: "Report", referral.ActAcknowledge: "Read",
	referral.ActInform: "Tell patient", referral.ActDoItem: "Plan", referral.ActReach: "Reach", referral.ActDeliver: "Deliver", referral.ActDeliverReport: "Deliver", referral.ActSpeak: "Call", referral.ActUnbook: "Unbook",
}

var briefKinds = map[string]string{"question": "Answer", "missing": "Send missing", "interim": "Read interim", "item": "Plan", "signature": "Sign", "authorization": "Authorization", "slot": "Release visit", "contradiction": "Settle", "reopening": "Settle",
	"new-facts": "New facts", "delivery": "Mail failed", "bell": "Patient rang", "bell-worse": "Worse", "patient-call": "Tell patient", "proposal": "Confirm", "ending-told": "Tell patient", "offer": "Take on", "recall": "Recall", "incident": "Privacy incident", "late": "Past seen-by", "decline-call": "Call sender", "look": "Look again", "reply": "Still open"}

func brief[K comparable](short map[K]string, k K, long string) string {
	if s := short[k]; s != "" {
		return s
	}
	return long
}

// Forms that are of no act alone: the nouns of their addresses and what their
// buttons say.
const (
	ProposalNoun, ProposalWords = "proposal", "Answer the proposal"
	RecallNoun, RecallWords     = "recall", "Confirm the recall"
	NotesNoun, NotesWords       = "notes", "Our notes"
	AsideNoun, AsideWords       = "aside", "Put aside until a day"
	PinNoun                     = "pin"
	CallbackNoun, CallbackWords = "callback", "Give a callback number"
	LinkNoun, LinkWords         = "receiver-link", "A link for them"
)
