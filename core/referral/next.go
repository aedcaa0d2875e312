package referral

import (
	"time"

	"referd/core/party"
)

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
		if r := s.unread(d); r != nil && r.unspoken() {
			return Next{Post: SeeingClinician, Act: ActSpeak}
		}
		return Next{Post: SeeingClinician, Act: ActDeliverReport}
	case PhaseReported:
		if r := s.unread(d); r != nil && r.unspoken() {
			return Next{Post: SeeingClinician, Act: ActSpeak}
		}
		return Next{Post: ReferringClinician, Act: ActAcknowledge}
	}
	return s.nextFollow(d)
}

// unread is the most pressing head nobody has acknowledged: first what must
// still be spoken, then by class, then the oldest.
func (s *State) unread(d *reading) (worst *Report) {
	for _, r := range d.heads {
		if r.Acknowledged.IsZero() && (worst == nil || r.pressesMore(worst)) {
			worst = r
		}
	}
	return worst
}

func (r *Report) pressesMore(than *Report) bool {
	if a, b := r.unspoken(), than.unspoken(); a != b {
		return a
	}
	if a, b := r.Actionable.rank(), than.Actionable.rank(); a != b {
		return a > b
	}
	return r.Written.Before(than.Written)
}

// unspoken reports whether a named clinician must still accept it by voice.
func (r *Report) unspoken() bool { return r.Actionable.ByVoice() && r.Spoken.IsZero() }

func (a Actionable) rank() int {
	switch a {
	case WithinMinutes:
		return 3
	case WithinHours:
		return 2
	case WithinDays:
		return 1
	}
	return 0
}

// Pressing is the class of the most pressing unacknowledged head.
func (s State) Pressing() Actionable {
	d := s.read()
	if r := s.unread(&d); r != nil {
		return r.Actionable
	}
	return ""
}

// Presses reports whether any report that nobody has read, interim ones
// included, asks somebody to act: such loops come early in every list.
func (s State) Presses() bool {
	if s.Pressing() != "" {
		return true
	}
	for i := range s.Reports {
		if r := &s.Reports[i]; r.Actionable != "" && s.unreadInterim(r) {
			return true
		}
	}
	return false
}

// unreadInterim reports whether an interim report waits to be read: neither it
// nor a later answer has been acknowledged.
func (s *State) unreadInterim(r *Report) bool {
	if r.Kind != Interim || r.Written.IsZero() || !r.Acknowledged.IsZero() {
		return false
	}
	for i := range s.Reports {
		if !s.Reports[i].Acknowledged.Before(r.Written) && !s.Reports[i].Acknowledged.IsZero() {
			return false
		}
	}
	return true
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

// Owed reports whether an item is neither done nor refused: somebody owes it,
// also when it was handed on and the loop is over.
func (i Item) Owed() bool { return !i.Planned.IsZero() && i.Done.IsZero() && i.Refused.IsZero() }

// open reports whether an item holds the loop open. One that somebody accepted
// after it was offered does not: it outlives the loop. Offering it once more
// leaves it with whoever accepted it.
func (i Item) open() bool { return i.Owed() && !i.taken() }

func (i Item) taken() bool { return !i.firstOffered.IsZero() && i.Accepted.After(i.firstOffered) }

// offered reports whether an offer waits for its answer.
func (i Item) offered() bool { return i.Owed() && i.HandedOn.After(i.Accepted) }

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

// ClaimedSince is who claimed the ball that began at a moment; empty when
// nobody did, or the claim was of an earlier ball.
func (s State) ClaimedSince(from time.Time) party.UserID {
	if s.Claimed == "" || s.claimed.Before(from) {
		return ""
	}
	return s.Claimed
}
