package referral

import (
	"time"

	"referd/core/party"
)

// Next is the one act the loop waits for; false when it is over.
func (s State) Next() (Next, bool) {
	if !s.is.phase.Open() {
		return Next{}, false
	}
	return s.next(), true
}

func (s *State) next() Next {
	n := s.ball()
	if n.From.IsZero() {
		n.From = latest(s.Since(), s.Reopened) // a reopened loop gets new dues and keeps its clocks
	}
	return n
}

// ball is loop.md's column of balls.
func (s *State) ball() Next {
	here := s.Leg()
	switch s.is.phase {
	case Draft:
		return Next{Post: ReferringTeam, Act: ActFinish, Leg: here}
	case Unsigned:
		return Next{Post: ReferringClinician, Act: ActSign, Leg: here}
	case PhaseSent:
		return s.nextSent()
	case PhaseDelivered:
		return Next{Post: ReceivingIntake, Act: ActOpen, Leg: here}
	case Review:
		return Next{Post: ReceivingTriage, Act: ActDecide, Leg: here}
	case Questioned:
		return Next{Post: ReferringTeam, Act: ActAnswer, Leg: here}
	case PhaseAdvised:
		return Next{Post: ReferringClinician, Act: ActAnswerAdvice, Leg: here}
	case PhaseDeclined:
		return Next{Post: ReferringClinician, Act: ActNextStep, Leg: here}
	case PhaseAccepted:
		return Next{Post: ReceivingScheduling, Act: ActBook, From: s.contacted(), Leg: here}
	case PhaseWaitlisted:
		return Next{Post: ReceivingScheduling, Act: ActBook, Leg: here}
	case PhaseHeld:
		n := Next{Post: ReceivingScheduling, Act: ActResume, Fixed: s.HeldUntil, Leg: here}
		if s.HeldWakes != "" {
			n.Post, n.Team = Named, s.HeldWakes
		}
		return n
	case PhaseBooked:
		return s.nextBooked()
	case PhaseMissed:
		return Next{Post: ReceivingScheduling, Act: ActReach, Leg: here}
	case PhaseSeen:
		return Next{Post: SeeingClinician, Act: ActReport, Leg: s.seenLeg}
	case Returning, PhaseReported:
		return s.nextUnread()
	}
	return s.nextFollow()
}

// nextSent: given up, the delivery is due at once; on its way to a receiver who
// is not here, somebody sees to it that they have it.
func (s *State) nextSent() Next {
	n, l := Next{Post: ReferringTeam, Act: ActDeliver, Leg: s.Leg()}, s.is.leg
	if s.OnItsWay() {
		n.From = latest(l.Transmitted, s.Reopened)
	} else {
		n.Fixed = l.GivenUp
	}
	return n
}

// OnItsWay reports whether the referral has left for its receiver by link, fax
// or post, and was not given up since.
func (s State) OnItsWay() bool { return s.is.leg.Transmitted.After(s.is.leg.GivenUp) }

// nextUnread: what must be spoken is its author's until a clinician took it;
// else it is delivered, then acknowledged.
func (s *State) nextUnread() Next {
	r := s.unread()
	switch {
	case r.unspoken():
		return Next{Post: SeeingClinician, Act: ActSpeak, Leg: r.Leg, Author: r.Author}
	case s.is.phase == Returning:
		return Next{Post: SeeingClinic, Act: ActDeliverReport, Leg: r.Leg}
	}
	return Next{Post: ReferringClinician, Act: ActAcknowledge, Leg: r.Leg}
}

// contacted is when a routine patient who waits for a visit was first reached
// since the acceptance: they hear within three business days, and only then is
// the booking's own time allowed. Zero: not yet, or not asked for.
func (s *State) contacted() time.Time {
	if s.Urgency == party.Urgent || s.Urgency == party.Emergency {
		return time.Time{}
	}
	since := latest(s.Since(), s.Reopened)
	for _, c := range s.Contacts {
		if !c.At.Before(since) && !c.Alternate && oneOf(c.Outcome, "reached", "message-left", "sent") {
			return c.At
		}
	}
	return time.Time{}
}

// Contacted reports whether an accepted patient has heard from the clinic, so
// that what is due is the booking; urgent ones are booked at once.
func (s State) Contacted() bool { return !s.contacted().IsZero() }

// unread is the most pressing head nobody has acknowledged: first what must
// still be spoken, then by class, then the oldest.
func (s *State) unread() (worst *Report) {
	for _, r := range s.is.heads {
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
	if r := s.unread(); r != nil {
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
	if r.Kind != Interim || r.Replaced || r.Written.IsZero() || !r.Acknowledged.IsZero() {
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
func (s *State) nextBooked() Next {
	if asked := latest(s.Ended[PhaseCancelled], s.Ended[PhaseWithdrawn]); asked.After(s.Reopened) {
		return Next{Post: ReceivingScheduling, Act: ActUnbook, From: asked, Leg: s.Leg()}
	}
	n := Next{Post: ReceivingClinic, Act: ActSee, Leg: s.Leg()}
	if start := s.is.live.Start; !start.IsZero() {
		n.Fixed = start.Add(24 * time.Hour)
	}
	return n
}

// nextFollow: what is left when the answer has been acknowledged.
func (s *State) nextFollow() Next {
	if s.Seen.IsZero() && s.DeskReviewed.IsZero() {
		return Next{Post: SeeingClinic, Act: ActSee, Leg: s.answeredBy()}
	}
	if s.unsettledReopening() {
		return s.reopening()
	}
	if i := s.firstItem(); i != nil {
		return Next{Post: ItemOwner, Team: i.Team, Person: i.Person, Act: ActDoItem, Item: i.ID, Fixed: i.Due, From: latest(i.Planned, i.Accepted), Leg: s.Leg()}
	}
	for _, r := range s.is.heads {
		if r.Informed.IsZero() && !s.Ended[PhaseDeceased].After(s.Reopened) {
			return Next{Post: ReferringTeam, Act: ActInform, Leg: s.Leg()}
		}
	}
	for _, c := range s.contradictions() {
		if !c.Settled {
			return Next{Post: ReferringTeam, Act: ActSettle, From: c.At, Leg: s.Leg(), about: c.Facts}
		}
	}
	return Next{Post: ReferringTeam, Act: ActClose, Leg: s.Leg()}
}

// reopening is the settling of what it was opened again for.
func (s *State) reopening() Next {
	n := Next{Post: ReferringTeam, Act: ActSettle, From: s.Reopened, Leg: s.Leg(), about: []Key{s.reopen}}
	if s.reopenTeam != "" {
		n.Post, n.Team = Named, s.reopenTeam
	}
	return n
}

// answeredBy is the leg whose recipient wrote the answer that was read.
func (s *State) answeredBy() int {
	if h := s.is.heads; len(h) > 0 {
		return h[len(h)-1].Leg
	}
	return s.Leg()
}

// Owed reports whether an item is neither done nor refused, and stands: somebody
// owes it, also when it was handed on and the loop is over.
func (i Item) Owed() bool {
	return !i.Planned.IsZero() && i.Done.IsZero() && i.Refused.IsZero() && i.Replaced.IsZero()
}

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
