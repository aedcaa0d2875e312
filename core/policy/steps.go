package policy

// Step is something time is allowed for, as setup calls it.
type Step struct {
	What     string // as Dues name it
	Words    string
	Receives bool // a service may allow its own time
	Beside   bool // owed beside the ball
}

// Steps are all that time is allowed for: the way of a referral, then what is
// owed beside it.
func Steps() []Step {
	return []Step{
		{What: "draft", Words: "Finish and send a draft"}, {What: "unsigned", Words: "Sign what staff made ready"}, {What: "sent", Words: "Deliver it"}, {What: "sent/phone", Words: "Deliver it by telephone or fax"},
		{What: "sent/link", Words: "Confirm receipt of a link that was mailed"}, {What: "sent/fax", Words: "Confirm receipt of a fax"}, {What: "sent/post", Words: "Confirm receipt of what was posted"},
		{What: "delivered", Words: "Open what was delivered", Receives: true}, {What: "review", Words: "Decide", Receives: true}, {What: "questioned", Words: "Answer the receiver's question"}, {What: "advised", Words: "Take the advice, or refer back"},
		{What: "declined", Words: "Choose the next step after a decline"}, {What: "accepted/contact", Words: "Reach the patient after the acceptance", Receives: true}, {What: "accepted", Words: "Book the visit after the acceptance", Receives: true},
		{What: "waitlisted", Words: "Look again at who is on the waiting list", Receives: true}, {What: "held", Words: "End a hold at the latest", Receives: true}, {What: "booked", Words: "Say what became of the visit, after its day"},
		{What: "missed", Words: "Reach who missed the visit", Receives: true}, {What: "seen", Words: "Write the report after the visit", Receives: true}, {What: "seen/imaging", Words: "Report images", Receives: true},
		{What: "returning", Words: "Deliver the report"}, {What: "returning/phone", Words: "Deliver the report by telephone or fax"}, {What: "reported", Words: "Acknowledge the report"}, {What: "follow-through", Words: "Tell the patient, and close"},

		{What: "question", Words: "Answer a question asked after the acceptance", Beside: true}, {What: "missing", Words: "Send what is missing", Beside: true}, {What: "signature", Words: "Sign what was sent without", Beside: true},
		{What: "interim", Words: "Read an interim report", Beside: true}, {What: "authorization", Words: "See to the authorization", Beside: true}, {What: "cancellation", Words: "Answer a request to cancel", Beside: true}, {What: "slot", Words: "Free a time nobody needs", Beside: true},
		{What: "late", Words: "Read that a visit is past its date", Beside: true}, {What: "contradiction", Words: "Settle what does not fit", Beside: true}, {What: "reopening", Words: "Settle why it was reopened", Beside: true},
		{What: "new-facts", Words: "Read new facts of the patient", Beside: true}, {What: "delivery", Words: "See to what was not delivered", Beside: true}, {What: "bell", Words: "Answer a patient who rang", Beside: true}, {What: "bell-worse", Words: "Answer a patient who is worse", Beside: true},
		{What: "patient-call", Words: "Call the patient about a result that presses", Beside: true}, {What: "proposal", Words: "Confirm or refuse a proposal", Beside: true}, {What: "ending-told", Words: "Tell the patient how it ended", Beside: true}, {What: "reply", Words: "Answer the acknowledgement", Beside: true},
		{What: "decline-call", Words: "Telephone about a declined emergency", Beside: true}, {What: "item", Words: "Do a line of the plan that has no day", Beside: true}, {What: "offer", Words: "Take over a line that was handed on", Beside: true}, {What: "recall", Words: "Give back a wrong referral", Beside: true}, {What: "incident", Words: "Settle a privacy incident", Beside: true},
	}
}
