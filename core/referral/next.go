package referral

import "time"

// Next is the one act the loop waits for; false when it is over.
func (s State) Next() (Next, bool) {
	d := s.read()
	p := s.phase(&d)
	if !p.Open() {
		return Next{}, false
	}
	n := s.next(&d, p)
	n.Leg = s.Leg()
	if n.From.IsZero() {
		n.From = s.Since()
	}
	return n, true
}

func (s *State) next(d *reading, p Phase) Next {
	switch p {
	case Draft:
		return Next{Post: ReferringTeam, Act: ActFinish}
	case Unsigned:
		return Next{Post: ReferringClinician, Act: ActSign}
	case PhaseSent:
		return Next{Post: ReferringTeam, Act: ActDeliver}
	case PhaseDelivered:
		return Next{Post: ReceivingIntake, Act: ActOpen}
	case Review:
		return Next{Post: ReceivingTriage, Act: ActDecide}
	case Questioned:
		return Next{Post: ReferringTeam, Act: ActAnswer}
	case PhaseAdvised:
		return Next{Post: ReferringClinician, Act: ActAnswerAdvice}
	case PhaseDeclined:
		return Next{Post: ReferringClinician, Act: ActNextStep}
	case PhaseAccepted, PhaseWaitlisted:
		return Next{Post: ReceivingScheduling, Act: ActBook}
	case PhaseHeld:
		n := Next{Post: ReceivingScheduling, Act: ActResume, Fixed: s.HeldUntil}
		if s.HeldWakes != "" {
			n.Post, n.Team = Named, s.HeldWakes
		}
		return n
	case PhaseBooked:
		return s.nextBooked(d)
	case PhaseMissed:
		return Next{Post: ReceivingScheduling, Act: ActReach}
	case PhaseSeen:
		return Next{Post: SeeingClinician, Act: ActReport}
	case Returning:
		if r := s.unread(d); r != nil && r.Actionable.ByVoice() {
			return Next{Post: SeeingClinician, Act: ActSpeak}
		}
		return Next{Post: SeeingClinician, Act: ActDeliverReport}
	case PhaseReported:
		if r := s.unread(d); r != nil && r.Actionable.ByVoice() && r.Spoken.IsZero() {
			return Next{Post: SeeingClinician, Act: ActSpeak}
		}
		return Next{Post: ReferringClinician, Act: ActAcknowledge}
	}
	return s.nextFollow(d)
}

// unread is the most pressing head nobody has acknowledged.
func (s *State) unread(d *reading) (worst *Report) {
	rank := map[Actionable]int{WithinMinutes: 3, WithinHours: 2, WithinDays: 1}
	for _, r := range d.heads {
		if r.Acknowledged.IsZero() && (worst == nil || rank[r.Actionable] > rank[worst.Actionable]) {
			worst = r
		}
	}
	return worst
}

// Pressing is the class of the most pressing unacknowledged head.
func (s State) Pressing() Actionable {
	d := s.read()
	if r := s.unread(&d); r != nil {
		return r.Actionable
	}
	return ""
}

// ByVoice reports whether a class must be accepted by voice.
func (a Actionable) ByVoice() bool { return a == WithinHours || a == WithinMinutes }

// nextBooked: a cancellation or withdrawal against a live appointment is a
// request the clinic answers; else the visit, a day after it.
func (s *State) nextBooked(d *reading) Next {
	if latest(s.Ended[PhaseCancelled], s.Ended[PhaseWithdrawn]).After(s.Reopened) {
		return Next{Post: ReceivingScheduling, Act: ActUnbook, From: latest(s.Ended[PhaseCancelled], s.Ended[PhaseWithdrawn])}
	}
	return Next{Post: ReceivingClinic, Act: ActSee, Fixed: d.live.Start.Add(24 * time.Hour)}
}

// nextFollow: what is left when the answer has been acknowledged.
func (s *State) nextFollow(d *reading) Next {
	if s.Seen.IsZero() && s.DeskReviewed.IsZero() {
		return Next{Post: SeeingClinician, Act: ActSee}
	}
	if s.unsettledReopening() {
		n := Next{Post: ReferringTeam, Act: ActSettle, From: s.Reopened}
		if s.reopenTeam != "" {
			n.Post, n.Team = Named, s.reopenTeam
		}
		return n
	}
	if i := s.firstItem(); i != nil {
		return Next{Post: ItemOwner, Team: i.Team, Person: i.Person, Act: ActDoItem, Item: i.ID, Fixed: i.Due, From: latest(i.Planned, i.Accepted)}
	}
	for _, r := range d.heads {
		if r.Informed.IsZero() && !s.Ended[PhaseDeceased].After(s.Reopened) {
			return Next{Post: ReferringTeam, Act: ActInform}
		}
	}
	for _, c := range s.contradictions() {
		if !c.Settled {
			return Next{Post: ReferringTeam, Act: ActSettle, From: c.At}
		}
	}
	return Next{Post: ReferringTeam, Act: ActClose}
}

// open reports whether somebody still owes an item to this loop.
func (i Item) open() bool {
	return !i.Planned.IsZero() && i.Done.IsZero() && i.Refused.IsZero() && !(!i.HandedOn.IsZero() && i.Accepted.After(i.HandedOn))
}

// firstItem is the open item that is due first.
func (s *State) firstItem() (least *Item) {
	for i := range s.Items {
		it := &s.Items[i]
		if it.open() && (least == nil || it.Due.Before(least.Due)) {
			least = it
		}
	}
	return least
}
