package referral

import "time"

// Codes are what a loop is to the outside: the statuses of its ServiceRequest
// and of the Task of its current leg (loop.md, To the outside).
type Codes struct{ ServiceRequest, Task, Business string }

// crosswalk is loop.md's table; detail refines a phase that shows in several ways.
var crosswalk = map[string]Codes{
	"draft": {"draft", "draft", "draft"}, "unsigned": {"draft", "draft", "awaiting-signature"}, "sent": {"active", "requested", "sent"},
	"delivered": {"active", "received", "received"}, "review": {"active", "received", "in-review"}, "questioned": {"active", "on-hold", "awaiting-information"},
	"advised": {"active", "in-progress", "advised"}, "declined": {"active", "rejected", "declined"},
	"accepted": {"active", "accepted", "accepted"}, "accepted/scheduling": {"active", "accepted", "scheduling"}, "waitlisted": {"active", "accepted", "waitlisted"},
	"held": {"active", "on-hold", "held"}, "booked": {"active", "in-progress", "scheduled"}, "missed": {"active", "in-progress", "no-show"},
	"accepted/unbooked": {"active", "in-progress", "appointment-cancelled"}, "seen": {"active", "in-progress", "visit-complete"},
	"seen/interim": {"active", "in-progress", "preliminary-outcome"}, "returning": {"active", "completed", "report-received"},
	"reported": {"active", "completed", "report-received"}, "follow-through": {"active", "completed", "acknowledged"}, "closed": {"completed", "completed", "closed"},
	"closed on advice": {"completed", "completed", "closed-on-advice"}, "closed after decline": {"revoked", "rejected", "declined"},
	"cancelled": {"revoked", "cancelled", "cancelled"}, "withdrawn": {"revoked", "cancelled", "cancelled"}, "unreachable": {"revoked", "failed", "lost-to-follow-up"},
	"deceased": {"revoked", "cancelled", "deceased"}, "closed without proof": {"revoked", "failed", "expired"}, "entered in error": {"entered-in-error", "entered-in-error", "entered-in-error"},
}

// Codes reads the statuses of the loop and of its current leg.
func (s State) Codes() Codes {
	d := s.read()
	p := s.phase(&d)
	detail := string(p)
	switch p {
	case PhaseAccepted:
		if at := s.undone(d); !at.IsZero() && !d.lastBooked.IsZero() {
			detail += "/unbooked"
		} else if len(s.Contacts) > 0 {
			detail += "/scheduling"
		}
	case PhaseSeen:
		if len(s.Reports) > 0 {
			detail += "/interim"
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
	c := s.Codes()
	c.Business, c.Task = "forwarded", "cancelled"
	if !s.Legs[leg].Declined.IsZero() {
		c.Task = "rejected"
	}
	return c
}

// LastNoted is when the newest entry was learned of.
func (s State) LastNoted() (at time.Time) {
	for _, e := range s.entries {
		at = latest(at, e.Noted)
	}
	return at
}
