package referral

import (
	"strconv"
	"time"
)

// dutiesDispute: contradictions, reopenings, new facts, proposals.
func (s *State) dutiesDispute(p Phase) (out []Duty) {
	for _, c := range s.contradictions() {
		if c.Settled {
			continue
		}
		out = append(out, s.dispute(c, p))
	}
	if s.unsettledReopening() && p != FollowThrough {
		duty := Duty{Key: "reopening", Kind: "reopening", Post: ReferringTeam, Act: ActSettle, From: s.Reopened, Facts: []Key{s.reopen}, Leg: s.Leg()}
		if s.reopenTeam != "" {
			duty.Post, duty.Team = Named, s.reopenTeam
		}
		out = append(out, duty)
	}
	for _, n := range s.News {
		if s.settledSince(n.Key, n.At) {
			continue
		}
		duty := Duty{Key: "new-facts/" + string(n.Key), Kind: "new-facts", Post: ReceivingTriage, Act: ActReadFacts, From: n.At, Facts: []Key{n.Key}, Leg: s.Leg()}
		if n.Side == string(Sender) {
			duty.Post = ReferringClinician
		}
		out = append(out, duty)
	}
	for _, pr := range s.Proposals {
		out = append(out, Duty{Key: "proposal/" + string(pr.ID), Kind: "proposal", Post: proposee(pr.Act), Act: pr.Act, From: pr.At, Facts: []Key{pr.Key}, Leg: s.Leg()})
	}
	return out
}

// disputes is who settles a contradiction: the team that holds, or last held, the ball.
func (s *State) disputes(p Phase) Post {
	switch p {
	case PhaseDelivered, Review, PhaseAccepted, PhaseWaitlisted, PhaseBooked, PhaseMissed, PhaseSeen:
		return ReceivingScheduling
	}
	return ReferringTeam
}

// proposee is who confirms a proposal.
func proposee(a Act) Post {
	switch a {
	case ActUnreachable, ActWithdraw, ActDeceased, ActCloseAdmin:
		return ReferringTeam
	}
	return ReceivingScheduling
}

// recalls: a referral about the wrong patient is called back from every
// recipient that had it, until each confirms; care given under it is disputed.
func (s *State) recalls() (out []Duty) {
	at := s.Ended[InError]
	if !s.Sent.IsZero() || !s.Heard.IsZero() {
		for n := range s.Legs {
			duty := Duty{Key: "recall", Kind: "recall", Post: ReceivingIntake, Act: ActSettle, From: at, Facts: []Key{s.EndKeys[InError]}, Leg: n}
			if n < s.Leg() {
				duty.Key = "recall/" + strconv.Itoa(n)
				duty.Facts = []Key{Key(duty.Key)} // each recipient confirms for itself
			}
			if !s.settledSince(duty.Facts[0], at) {
				out = append(out, duty)
			}
		}
	}
	for _, c := range s.contradictions() {
		if c.Kind == "care-in-error" && !c.Settled {
			out = append(out, s.dispute(c, InError))
		}
	}
	return out
}

// dispute is the settling of a contradiction, by whoever holds, or last held, the ball.
func (s *State) dispute(c Contradiction, p Phase) Duty {
	return Duty{Key: "contradiction/" + c.Kind + "/" + string(c.Facts[0]), Kind: "contradiction", Post: s.disputes(p), Act: ActSettle, From: c.At, Facts: c.Facts, Leg: s.Leg()}
}

// ClockOf is the raw clock's start and, when the loop is over, its end.
func (s State) ClockOf() (started, stopped time.Time) {
	c := s.Clocks(time.Time{})
	return c.Started, c.Stopped
}
