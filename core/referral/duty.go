package referral

import (
	"slices"
	"time"

	"referd/core/party"
)

// Duties are what people owe beside the ball, also when the loop is over. They
// never move the ball, and what is the ball is not a duty too. A duty's key
// stays the same while it is owed.
func (s State) Duties() (out []Duty) {
	if s.is.phase == InError {
		return s.dutiesPrivacy(s.recalls())
	}
	var ball Next
	if s.is.phase.Open() {
		ball = s.ball()
	}
	out = s.dutiesSending(out)
	out = s.dutiesVisit(out)
	out = s.dutiesAnswer(out, ball)
	out = s.dutiesPatient(out)
	return s.dutiesPrivacy(s.dutiesDispute(out, ball))
}

// dutiesSending: the signature, the missing items, questions after an answer.
func (s *State) dutiesSending(out []Duty) []Duty {
	p := s.is.phase
	if (!s.Sent.IsZero() || !s.Heard.IsZero()) && s.Signed.IsZero() && p.Open() {
		out = append(out, Duty{Key: "signature", Kind: "signature", Post: ReferringClinician, Act: ActSign, From: s.Heard, Leg: s.Leg()})
	}
	for _, m := range s.Missing {
		if p.Open() && p != Draft && !s.is.evidence {
			out = append(out, Duty{Key: "missing/" + m, Kind: "missing", Post: ReferringTeam, Act: ActAttach, From: s.Sent, Leg: s.Leg()})
		}
	}
	for _, a := range s.Asks {
		if a.Answered.Before(a.Asked) && p != Questioned && p.Open() && a.Leg == s.Leg() {
			out = append(out, Duty{Key: "question/" + string(a.ID), Kind: "question", Post: ReferringTeam, Act: ActAnswer, From: a.Asked, Facts: []Key{a.Key}, Leg: s.Leg()})
		}
	}
	return out
}

// dutiesVisit: appointments that stand where nobody goes, a date past the one
// the patient should be seen by, an authorization that will not hold, and the
// call that whoever declines an emergency owes.
func (s *State) dutiesVisit(out []Duty) []Duty {
	d := &s.is
	for i := range s.Appointments {
		a := &s.Appointments[i]
		if s.releasable(a) && (d.live == nil || d.live.ID != a.ID || !d.phase.Open()) {
			out = append(out, Duty{Key: "slot/" + string(a.ID), Kind: "slot", Post: ReceivingScheduling, Act: ActUnbook, From: a.Booked, Leg: a.Leg, Facts: []Key{a.Key}})
		}
	}
	if k, at := s.overdrawn(); k != "" && !s.settledSince(k, at) {
		out = append(out, Duty{Key: "late/" + string(k), Kind: "late", Post: ReferringTeam, Act: ActReadFacts, From: at, Facts: []Key{k}, Leg: s.Leg()})
	}
	if slices.Contains([]Phase{PhaseBooked, PhaseAccepted, PhaseWaitlisted}, d.phase) && s.unauthorized() {
		out = append(out, Duty{Key: "authorization", Kind: "authorization", Post: ReferringTeam, Act: ActAuthorize, From: s.Authorized, Leg: s.Leg()})
	}
	if d.phase == PhaseDeclined && s.Urgency == party.Emergency && s.lastSpoke.Before(d.answered) {
		out = append(out, Duty{Key: "decline-call", Kind: "decline-call", Post: ReceivingTriage, Act: ActSpeak, From: d.answered, Leg: s.Leg()})
	}
	return out
}

// releasable reports whether an appointment stands and nobody came to it.
func (s *State) releasable(a *Appointment) bool {
	return a.stands() && a.Seen.IsZero() && !s.Seen.After(a.Booked)
}

// overdrawn is the fact that lets the patient wait past the seen-by date, and
// when: the referrer is told of it the same day (loop.md, Promises, 8).
func (s *State) overdrawn() (Key, time.Time) {
	switch s.is.phase {
	case PhaseBooked:
		if a := s.is.live; s.late(a.Start) {
			return a.Key, a.Booked
		}
	case PhaseWaitlisted:
		if s.late(s.is.leg.Waitlisted) {
			return s.is.leg.waitlistedKey, s.is.leg.Waitlisted
		}
	case PhaseHeld:
		if s.late(s.HeldUntil) {
			return s.heldKey, s.Held
		}
	}
	return "", time.Time{}
}

// unauthorized reports whether the authorization is refused, has run out, or
// will have run out when the patient comes.
func (s *State) unauthorized() bool {
	a := s.Authorization
	expiring := s.is.live != nil && !a.Until.IsZero() && s.is.live.Start.After(a.Until)
	return a.State == "denied" || a.State == "expired" || expiring
}
