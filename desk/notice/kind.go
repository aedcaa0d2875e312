package notice

import "referd/core/referral"

// kinds are acts as a line that names nobody says them.
var kinds = map[referral.Act]string{referral.ActAcknowledge: "Report to read", referral.ActAnswer: "Question to answer", referral.ActNextStep: "Declined: next step to choose", referral.ActAnswerAdvice: "Advice to answer", referral.ActSign: "Referral to sign",
	referral.ActOpen: "Referral to open", referral.ActDecide: "Referral to decide", referral.ActBook: "Visit to book", referral.ActReach: "Patient to reach", referral.ActReport: "Report to write", referral.ActSee: "Visit to record", referral.ActDoItem: "Line of a plan to do",
	referral.ActInform: "Patient to tell", referral.ActSettle: "Something to settle", referral.ActAttach: "Document to send", referral.ActSpeak: "Result to tell by voice", referral.ActAcceptItem: "Line of a plan offered",
	referral.ActFinish: "Draft to finish", referral.ActDeliver: "Referral not delivered: call them", referral.ActDeliverReport: "Report not delivered: call them", referral.ActReadFacts: "New facts to read", referral.ActCallPatient: "Patient to call",
	referral.ActAuthorize: "Authorization to see to", referral.ActClose: "Loop to close", referral.ActResume: "Hold to end", referral.ActUnbook: "Booking to answer", referral.ActOpenReport: "Report to open", referral.ActRing: "Patient who rang", referral.ActContact: "Patient to contact", referral.ActMessage: "Message to write",
	referral.ActPrioritise: "Priority changed", referral.ActSeenBy: "Seen-by date changed", referral.ActMiss: "Patient did not attend", referral.ActIncident: "Privacy incident to settle", referral.ActLook: "Day to look again"}

// Kind is what a notice of an act is about, in words: "Report to read".
func Kind(a referral.Act) string {
	if k := kinds[a]; k != "" {
		return k
	}
	return "Something to do"
}
