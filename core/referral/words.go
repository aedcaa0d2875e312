package referral

import "strings"

// says are what staff read of a phase; what the patient reads is core/tongue's.
var says = map[Phase]string{
	Draft:              "Draft",
	Unsigned:           "Needs the clinician's signature",
	PhaseSent:          "Sent, not yet delivered",
	PhaseDelivered:     "Delivered, not opened",
	Review:             "Being reviewed",
	Questioned:         "Sender's answer awaited",
	PhaseAdvised:       "Advice given, no visit proposed",
	PhaseDeclined:      "Declined: the sender must act",
	PhaseAccepted:      "Accepted, to be booked",
	PhaseWaitlisted:    "Accepted, no slot yet",
	PhaseHeld:          "On hold",
	PhaseBooked:        "Booked",
	PhaseMissed:        "Did not attend",
	PhaseSeen:          "Seen, report owed",
	Returning:          "Report written, on its way",
	PhaseReported:      "Report delivered, not acknowledged",
	FollowThrough:      "Acknowledged; something is open",
	PhaseClosed:        "Closed with proof",
	ClosedOnAdvice:     "Closed on advice",
	ClosedAfterDecline: "Closed after decline",
	PhaseCancelled:     "Cancelled",
	PhaseWithdrawn:     "Withdrawn by the patient",
	PhaseUnreachable:   "Patient not reached",
	PhaseDeceased:      "Deceased",
	ClosedWithoutProof: "Closed without proof",
	InError:            "Entered in error",
}

// Staff is the phase as staff read it.
func (p Phase) Staff() string { return says[p] }

// Patient names what the patient reads of it in the catalogue of core/tongue, as
// "now." and "next."; empty: nobody is written to.
func (p Phase) Patient() string {
	if p == PhaseDeceased {
		return ""
	}
	return strings.ReplaceAll(string(p), " ", "-")
}

// Phases lists all of them in loop.md's order, the open ones first.
func Phases() []Phase {
	return []Phase{Draft, Unsigned, PhaseSent, PhaseDelivered, Review, Questioned, PhaseAdvised, PhaseDeclined, PhaseAccepted, PhaseWaitlisted, PhaseHeld, PhaseBooked, PhaseMissed, PhaseSeen, Returning, PhaseReported, FollowThrough,
		PhaseClosed, ClosedOnAdvice, ClosedAfterDecline, PhaseCancelled, PhaseWithdrawn, PhaseUnreachable, PhaseDeceased, ClosedWithoutProof, InError}
}
