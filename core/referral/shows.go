package referral

import "time"

// Shows reports whether an event can change what other systems read of a loop:
// its ServiceRequest, its Tasks and its Appointments. Those count their versions
// by it. What the house notes for itself (who has claimed the ball, which due
// was climbed, what was said or filed beside the loop) shows nothing.
func Shows(ev Event) bool {
	switch ev.(type) {
	case Transmitted, DeliveryFailed, HandedOn, NewFacts, Authorization, Claimed, Released, Attached, Detached, Messaged, CallbackSet, Reassigned, Escalated,
		Proposed, ProposalRefused, Asserted, Recomputed, IncidentOpened:
		return false
	}
	return true
}

// Shown counts the entries that show, and says when the newest of them was
// learned of.
func (s State) Shown() (n int, at time.Time) {
	for i := range s.entries {
		if e := &s.entries[i]; Shows(e.What) {
			n, at = n+1, latest(at, e.Noted)
		}
	}
	return n, at
}
