package referral

// order is loop.md's: the phase is the first that is true. Evidence of care
// beats a paper ending, a live appointment beats a cancellation, and a report
// nobody acknowledged beats every ending but the first two. An empty phase is
// the paper ending that stands.
var order = []struct {
	phase Phase
	when  string // in words, for docs/loop.md
	is    func(s *State) bool
}{
	{InError, "it was entered in error", func(s *State) bool { return !s.Ended[InError].IsZero() }},
	{ClosedWithoutProof, "it was closed without proof, later than the last reopening, naming every report it leaves", func(s *State) bool { return s.Ended[ClosedWithoutProof].After(s.Reopened) && s.named() }},
	{PhaseClosed, "it was closed, later than the last reopening, and its five proofs hold now", func(s *State) bool { return s.Ended[PhaseClosed].After(s.Reopened) && s.Proof().Whole() }},
	{PhaseReported, "a final report is delivered and nobody has acknowledged it", func(s *State) bool { return s.is.delivered > s.is.acked }},
	{Returning, "a final report is neither delivered nor acknowledged", func(s *State) bool { return len(s.is.heads) > s.is.delivered }},
	{PhaseDeceased, "the patient has died", func(s *State) bool { return s.Ended[PhaseDeceased].After(s.Reopened) }},
	{FollowThrough, "every final report is acknowledged", func(s *State) bool { return len(s.is.heads) > 0 }},
	{PhaseSeen, "there is evidence of care: seen, reviewed at the desk, an interim report", func(s *State) bool { return s.is.evidence }},
	{PhaseBooked, "an appointment stands with the current recipient", func(s *State) bool { return s.is.live != nil }},
	{"", "it ended on paper, later than the last reopening: withdrawn, cancelled, unreachable (and not reached since), closed after decline, closed on advice; the latest of them", func(s *State) bool { p, _ := s.paper(); return p != "" }},
	{PhaseDeclined, "the recipient's last answer is no", func(s *State) bool { return s.is.answer == declined }},
	{PhaseAdvised, "it is advice", func(s *State) bool { return s.is.answer == advised }},
	{Questioned, "there is no answer yet, and a question was asked later than the last reply", func(s *State) bool { return s.is.answer == unanswered && s.is.leg.Asked.After(s.is.leg.Answered) }},
	{PhaseHeld, "it is on hold, later than the last resumption and the last booking", func(s *State) bool { return s.Held.After(latest(s.Resumed, s.is.lastBooked)) }},
	{PhaseMissed, "a visit was missed, later than the last booking, contact with the patient, listing and sending back", func(s *State) bool {
		return !s.is.lastMissed.IsZero() && s.is.lastMissed.After(latest(s.is.lastBooked, s.Reached, s.is.leg.Waitlisted, s.is.leg.Back))
	}},
	{PhaseWaitlisted, "it is accepted and on the list, later than the last booking and sending back", func(s *State) bool {
		return s.is.answer == accepted && s.is.leg.Waitlisted.After(latest(s.is.lastBooked, s.is.leg.Back))
	}},
	{PhaseAccepted, "it is accepted, told or implied by a booking, a listing or a missed visit", func(s *State) bool { return s.is.answer == accepted }},
	{Review, "somebody there opened it, asked, or it was sent back with new facts", func(s *State) bool { return !latest(s.is.leg.Opened, s.is.leg.Back, s.is.leg.Asked).IsZero() }},
	{PhaseDelivered, "it is delivered", func(s *State) bool { return !s.is.leg.Delivered.IsZero() }},
	{PhaseSent, "it is sent, or forwarded", func(s *State) bool { return !s.Sent.IsZero() || !s.is.leg.Begun.IsZero() }},
	{Unsigned, "it is ready and nobody has signed", func(s *State) bool { return !s.Readied.IsZero() && s.Signed.IsZero() }},
	{Draft, "anything else", func(*State) bool { return true }},
}

// reckon goes through the order.
func (s *State) reckon() Phase {
	for i := range order {
		if !order[i].is(s) {
			continue
		}
		if order[i].phase == "" {
			p, _ := s.paper()
			return p
		}
		return order[i].phase
	}
	return Draft
}
