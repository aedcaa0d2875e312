package referral

// says are a phase's two labels: what staff read, and what the patient does.
// In the patient's, X is the recipient, D a day and W a time; a page fills in
// only what is known, and promises only dates that a due supports.
var says = map[Phase]struct{ staff, patient string }{
	Draft:              {"Draft", "Your doctor is preparing your referral"},
	Unsigned:           {"Needs the clinician's signature", "Your doctor is preparing your referral"},
	PhaseSent:          {"Sent, not yet delivered", "Sent to X on D"},
	PhaseDelivered:     {"Delivered, not opened", "X has received it"},
	Review:             {"Being reviewed", "A clinician at X is reviewing it"},
	Questioned:         {"Sender's answer awaited", "X asked your doctor for more"},
	PhaseAdvised:       {"Advice given, no visit proposed", "The specialist sent your doctor advice"},
	PhaseDeclined:      {"Declined: the sender must act", "X could not take it; your doctor is arranging the next step"},
	PhaseAccepted:      {"Accepted, to be booked", "X will contact you by D"},
	PhaseWaitlisted:    {"Accepted, no slot yet", "On the waiting list since D; typical wait W"},
	PhaseHeld:          {"On hold", "On hold: the reason, and when it goes on"},
	PhaseBooked:        {"Booked", "Your visit: the day, the place, how to prepare"},
	PhaseMissed:        {"Did not attend", "We did not see you on D. If you could not come, or this is a mistake, choose a new day"},
	PhaseSeen:          {"Seen, report owed", "A report goes to your doctor"},
	Returning:          {"Report written, on its way", "Your report is on its way to your doctor"},
	PhaseReported:      {"Report delivered, not acknowledged", "Your doctor has the report and will talk with you"},
	FollowThrough:      {"Acknowledged; something is open", "Next steps for you"},
	PhaseClosed:        {"Closed with proof", "Complete"},
	ClosedOnAdvice:     {"Closed on advice", "Your doctor has the specialist's advice and has told you"},
	ClosedAfterDecline: {"Closed after decline", "This referral ended. Your doctor has told you why"},
	PhaseCancelled:     {"Cancelled", "Your doctor cancelled this referral"},
	PhaseWithdrawn:     {"Withdrawn by the patient", "You asked us to stop this referral"},
	PhaseUnreachable:   {"Patient not reached", "We could not reach you. Call us and it goes on"},
	PhaseDeceased:      {"Deceased", ""}, // nobody is written to
	ClosedWithoutProof: {"Closed without proof", "This referral was closed without its result. Ask your doctor"},
	InError:            {"Entered in error", "This referral was a mistake and has been taken back"},
}

// Staff is the phase as staff read it.
func (p Phase) Staff() string { return says[p].staff }

// Patient is the phase as the patient reads it; empty: nobody is written to.
func (p Phase) Patient() string { return says[p].patient }

// Phases lists all of them in loop.md's order, the open ones first.
func Phases() []Phase {
	return []Phase{Draft, Unsigned, PhaseSent, PhaseDelivered, Review, Questioned, PhaseAdvised, PhaseDeclined, PhaseAccepted, PhaseWaitlisted, PhaseHeld, PhaseBooked, PhaseMissed, PhaseSeen, Returning, PhaseReported, FollowThrough,
		PhaseClosed, ClosedOnAdvice, ClosedAfterDecline, PhaseCancelled, PhaseWithdrawn, PhaseUnreachable, PhaseDeceased, ClosedWithoutProof, InError}
}
