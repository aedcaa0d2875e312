package referral

import "time"

// Codes are what a loop is to the outside: the statuses of its ServiceRequest
// and of the Task of its current leg with the Task's businessStatus (FHIR R4,
// IHE 360X), and the messages that say the same in 360X and in HL7 v2
// (loop.md, To the outside). Empty: there is nothing to say there.
type Codes struct{ ServiceRequest, Task, Business, X360, V2 string }

// Crosswalk is loop.md's table. A name is a phase, or a phase with the detail
// in which it shows differently.
var Crosswalk = []struct {
	Name string
	Codes
}{
	{"draft", Codes{"draft", "draft", "draft", "", ""}},
	{"unsigned", Codes{"draft", "draft", "awaiting-signature", "", ""}},
	{"sent", Codes{"active", "requested", "sent", "PCC-55 OMG^O19", "REF^I12, OMG^O19"}},
	{"delivered", Codes{"active", "received", "received", "MDN", "ACK AA"}},
	{"review", Codes{"active", "received", "in-review", "MDN", "ACK AA"}},
	{"questioned", Codes{"active", "on-hold", "awaiting-information", "", "RRI^I12 with a note"}},
	{"advised", Codes{"active", "in-progress", "advised", "PCC-57", "RRI^I12"}},
	{"declined", Codes{"active", "rejected", "declined", "PCC-56 OSU^O51", "RRI^I12"}},
	{"declined/ended", Codes{"revoked", "rejected", "declined", "PCC-56 OSU^O51", "RRI^I12"}},
	{"accepted", Codes{"active", "accepted", "accepted", "PCC-56 OSU^O51", "RRI^I12"}},
	{"accepted/scheduling", Codes{"active", "accepted", "scheduling", "PCC-56 OSU^O51", "RRI^I12"}},
	{"accepted/unbooked", Codes{"active", "in-progress", "appointment-cancelled", "PCC-61 SIU^S26", "SIU^S15"}},
	{"waitlisted", Codes{"active", "accepted", "waitlisted", "PCC-56 OSU^O51", "RRI^I12"}},
	{"held", Codes{"active", "on-hold", "held", "PCC-56 OSU^O51", "RRI^I12"}},
	{"booked", Codes{"active", "in-progress", "scheduled", "PCC-60 SIU^S12", "SIU^S12"}},
	{"missed", Codes{"active", "in-progress", "no-show", "PCC-61 SIU^S26", "SIU^S26"}},
	{"seen", Codes{"active", "in-progress", "visit-complete", "", "ADT, SIU"}},
	{"seen/interim", Codes{"active", "in-progress", "preliminary-outcome", "PCC-59", "ORU^R01"}},
	{"returning", Codes{"active", "completed", "report-received", "PCC-57", "ORU^R01, MDM^T02"}},
	{"reported", Codes{"active", "completed", "report-received", "PCC-57", "ORU^R01, MDM^T02"}},
	{"follow-through", Codes{"active", "completed", "acknowledged", "PCC-57", "ORU^R01, MDM^T02"}},
	{"closed", Codes{"completed", "completed", "closed", "", ""}},
	{"closed on advice", Codes{"completed", "completed", "closed-on-advice", "PCC-57", ""}},
	{"closed after decline", Codes{"revoked", "rejected", "declined", "PCC-56 OSU^O51", "RRI^I12"}},
	{"cancelled", Codes{"revoked", "cancelled", "cancelled", "PCC-58", "ORC CA"}},
	{"withdrawn", Codes{"revoked", "cancelled", "cancelled", "PCC-58", "ORC CA"}},
	{"unreachable", Codes{"revoked", "failed", "lost-to-follow-up", "", ""}},
	{"deceased", Codes{"revoked", "cancelled", "deceased", "", ""}},
	{"closed without proof", Codes{"revoked", "failed", "expired", "", ""}},
	{"entered in error", Codes{"entered-in-error", "entered-in-error", "entered-in-error", "", "ORC-5 ER"}},
	{"earlier leg, forwarded", Codes{"active", "cancelled", "forwarded", "PCC-55 OMG^O19 to the next", "REF^I12 to the next"}},
	{"earlier leg, declined", Codes{"active", "rejected", "forwarded", "PCC-55 OMG^O19 to the next", "REF^I12 to the next"}},
}

var crosswalk = map[string]Codes{}

func init() {
	for _, row := range Crosswalk {
		crosswalk[row.Name] = row.Codes
	}
}

// Codes reads the statuses of the loop and of its current leg.
func (s State) Codes() Codes {
	detail := string(s.is.phase)
	switch s.is.phase {
	case PhaseAccepted:
		if at := s.undone(); !at.IsZero() && !s.is.lastBooked.IsZero() {
			detail += "/unbooked"
		} else if len(s.Contacts) > 0 {
			detail += "/scheduling"
		}
	case PhaseSeen:
		if len(s.Reports) > 0 {
			detail += "/interim"
		}
	case PhaseDeclined:
		if !s.Ending.IsZero() && !s.Ending.Before(s.is.answered) {
			detail += "/ended" // the next step is recorded; the ending itself is not yet
		}
	}
	return crosswalk[detail]
}

// LegCodes reads the Task statuses of a leg: an earlier one was declined or
// taken elsewhere.
func (s State) LegCodes(leg int) Codes {
	if leg >= s.Leg() {
		return s.Codes()
	}
	how := "earlier leg, forwarded"
	if !s.Legs[leg].Declined.IsZero() {
		how = "earlier leg, declined"
	}
	c := crosswalk[how]
	c.ServiceRequest = s.Codes().ServiceRequest // the same request, whoever performs it
	return c
}

// LastNoted is when the newest entry was learned of.
func (s State) LastNoted() (at time.Time) {
	for _, e := range s.entries {
		at = latest(at, e.Noted)
	}
	return at
}
