package referral

import "time"

// Duties are what people owe beside the ball, also when the loop is over. They
// never move the ball. A duty's key stays the same while it is owed.
func (s State) Duties() []Duty {
	d := s.read()
	p := s.phase(&d)
	if p == InError {
		return s.recalls()
	}
	var out []Duty
	out = append(out, s.dutiesSending(&d, p)...)
	out = append(out, s.dutiesVisit(&d, p)...)
	out = append(out, s.dutiesAnswer(p)...)
	out = append(out, s.dutiesPatient(&d, p)...)
	return append(out, s.dutiesDispute(p)...)
}

// dutiesSending: the signature, the missing items, questions after an answer.
func (s *State) dutiesSending(d *reading, p Phase) (out []Duty) {
	if (!s.Sent.IsZero() || !s.Heard.IsZero()) && s.Signed.IsZero() && p.Open() {
		out = append(out, Duty{Key: "signature", Kind: "signature", Post: ReferringClinician, Act: ActSign, From: s.Heard})
	}
	for _, m := range s.Missing {
		if p.Open() && p != Draft && !d.evidence {
			out = append(out, Duty{Key: "missing/" + m, Kind: "missing", Post: ReferringTeam, Act: ActAttach, From: s.Sent})
		}
	}
	for _, a := range s.Asks {
		if a.Answered.Before(a.Asked) && p != Questioned && p.Open() && a.Leg == s.Leg() {
			out = append(out, Duty{Key: "question/" + string(a.ID), Kind: "question", Post: ReferringTeam, Act: ActAnswer, From: a.Asked, Facts: []Key{a.Key}})
		}
	}
	return out
}

// dutiesVisit: appointments that stand where nobody goes, and requests to cancel.
func (s *State) dutiesVisit(d *reading, p Phase) (out []Duty) {
	for _, a := range s.Appointments {
		stands := a.Booked.After(latest(a.Unbooked, a.Missed)) && a.Seen.IsZero() && !s.Seen.After(a.Booked)
		if stands && (d.live == nil || d.live.ID != a.ID || !p.Open()) {
			out = append(out, Duty{Key: "slot/" + string(a.ID), Kind: "slot", Post: ReceivingScheduling, Act: ActUnbook, From: a.Booked, Leg: a.Leg, Facts: []Key{a.Key}})
		}
	}
	if a := s.Authorization; (a.State == "denied" || a.State == "expired") && (p == PhaseBooked || p == PhaseAccepted || p == PhaseWaitlisted) {
		out = append(out, Duty{Key: "authorization", Kind: "authorization", Post: ReferringTeam, Act: ActAuthorize, From: s.Authorized})
	}
	return out
}

// dutiesAnswer: interim reports to read, items beside the one that has the
// ball, and what a partly answered question leaves.
func (s *State) dutiesAnswer(p Phase) (out []Duty) {
	acked := false
	for _, r := range s.Reports {
		acked = acked || !r.Acknowledged.IsZero()
	}
	for _, r := range s.Reports {
		if r.Kind == Interim && !r.Written.IsZero() && r.Acknowledged.IsZero() && !acked && p != PhaseReported && p != Returning {
			out = append(out, Duty{Key: "interim/" + string(r.ID), Kind: "interim", Post: ReferringClinician, Act: ActAcknowledge, From: r.Written, Facts: []Key{r.key}})
		}
	}
	lead := s.firstItem()
	for i := range s.Items {
		it := &s.Items[i]
		ball := p == FollowThrough && it == lead && !(s.Seen.IsZero() && s.DeskReviewed.IsZero()) && !s.unsettledReopening()
		if !it.open() || ball {
			continue
		}
		out = append(out, Duty{Key: "item/" + string(it.ID), Kind: "item", Post: ItemOwner, Team: it.Team, Person: it.Person, Act: ActDoItem, From: it.Planned, Fixed: it.Due})
	}
	for i := range s.Items {
		it := &s.Items[i]
		if it.HandedOn.After(it.Accepted) && it.open() {
			out = append(out, Duty{Key: "offer/" + string(it.ID), Kind: "offer", Post: ItemOwner, Team: it.OfferedTeam, Person: it.OfferedPerson, Act: ActAcceptItem, From: it.HandedOn})
		}
	}
	return out
}

// dutiesPatient: the bell, the call an actionable result makes, the telling of an ending.
func (s *State) dutiesPatient(d *reading, p Phase) (out []Duty) {
	for _, b := range s.Bells {
		if s.settledSince(b.Key, b.At) {
			continue
		}
		duty := Duty{Key: "bell/" + string(b.Key), Kind: "bell", Post: ReceivingScheduling, Act: ActContact, From: b.At, Facts: []Key{b.Key}}
		if b.Bell == "worse" {
			duty.Kind, duty.Post = "bell-worse", ReceivingTriage
			if d.answer == unanswered {
				duty.Post = ReferringClinician
			}
		}
		out = append(out, duty)
	}
	dead := s.Ended[PhaseDeceased].After(s.Reopened)
	for _, r := range d.heads {
		if r.Actionable != "" && r.Informed.IsZero() && !dead {
			out = append(out, Duty{Key: "patient-call/" + string(r.ID), Kind: "patient-call", Post: ReferringClinician, Act: ActInform, From: r.Written, Facts: []Key{r.key}})
		}
	}
	ended, at := s.paper()
	if (ended == ClosedAfterDecline || ended == ClosedOnAdvice) && p == ended && s.EndingTold.Before(d.answered) {
		out = append(out, Duty{Key: "ending-told", Kind: "ending-told", Post: ReferringTeam, Act: ActInform, From: at})
	}
	return out
}

// dutiesDispute: contradictions, reopenings, new facts, proposals.
func (s *State) dutiesDispute(p Phase) (out []Duty) {
	for _, c := range s.contradictions() {
		if c.Settled {
			continue
		}
		out = append(out, Duty{Key: "contradiction/" + c.Kind, Kind: "contradiction", Post: s.disputes(p), Act: ActSettle, From: c.At, Facts: c.Facts})
	}
	if s.unsettledReopening() && p != FollowThrough {
		duty := Duty{Key: "reopening", Kind: "reopening", Post: ReferringTeam, Act: ActSettle, From: s.Reopened, Facts: []Key{s.reopen}}
		if s.reopenTeam != "" {
			duty.Post, duty.Team = Named, s.reopenTeam
		}
		out = append(out, duty)
	}
	for _, n := range s.News {
		if s.settledSince(n.Key, n.At) {
			continue
		}
		duty := Duty{Key: "new-facts/" + string(n.Key), Kind: "new-facts", Post: ReceivingTriage, Act: ActReadFacts, From: n.At, Facts: []Key{n.Key}}
		if n.Side == string(Sender) {
			duty.Post = ReferringClinician
		}
		out = append(out, duty)
	}
	for _, pr := range s.Proposals {
		if s.settledSince(pr.Key, pr.At) {
			continue
		}
		out = append(out, Duty{Key: "proposal/" + string(pr.ID), Kind: "proposal", Post: proposee(pr.Act), Act: pr.Act, From: pr.At, Facts: []Key{pr.Key}})
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

// recalls: a referral about the wrong patient is called back from everyone who
// had it, until somebody there confirms.
func (s *State) recalls() (out []Duty) {
	at, key := s.Ended[InError], s.EndKeys[InError]
	if !s.Sent.IsZero() && !s.settledSince(key, at) {
		out = append(out, Duty{Key: "recall", Kind: "recall", Post: ReceivingIntake, Act: ActSettle, From: at, Facts: []Key{key}})
	}
	return out
}

// ClockOf is the raw clock's start and, when the loop is over, its end.
func (s State) ClockOf() (started, stopped time.Time) {
	c := s.Clocks(time.Time{})
	return c.Started, c.Stopped
}
