package referral

import (
	"time"

	"referd/base/fault"
)

// Decide answers somebody here who asks for something to be true. It gives the
// events to append, or a fault that says why not: Denied when they may not,
// Refused when it is not possible now or something is missing. Where the event
// completes the proof of closure, the closing comes with it.
func Decide(s State, who Standing, ev Event, at time.Time) ([]Event, error) {
	const op = "referral.Decide"
	act := actOf(ev, &s)
	if act == "" {
		return nil, fault.E(op, fault.Denied, "Only the system records this.", nil)
	}
	if _, proposes := ev.(Proposed); proposes {
		if why, denied := s.mayPropose(who, act); why != "" {
			return nil, refusal(op, why, denied)
		}
	} else if why, denied := s.allowed(who, act); why != "" {
		return nil, refusal(op, why, denied)
	}
	if why := s.foreign(who, ev); why != "" {
		return nil, refusal(op, why, true)
	}
	if why := s.missing(who, ev, at); why != "" {
		return nil, refusal(op, why, false)
	}
	return s.withClosing(ev, at), nil
}

// refusal says no: who may not is denied, what is not possible now is refused.
func refusal(op, why string, denied bool) error {
	if denied {
		return fault.E(op, fault.Denied, why, nil)
	}
	return fault.E(op, fault.Refused, why, nil)
}

// Observe takes what a partner tells us. It is never refused: it gives the fact
// itself, and the closing where the fact completes the proof.
func Observe(s State, ev Event, at time.Time) []Event { return s.withClosing(ev, at) }

// withClosing adds the closing to a fact that completes P1 to P5, so that both
// are kept in one commit.
func (s State) withClosing(ev Event, at time.Time) []Event {
	_, closes := ev.(Closed)
	_, answers := ev.(Reported)
	if closes || len(s.is.heads) == 0 && !answers || s.Completes() {
		return []Event{ev}
	}
	key := s.KeyFor(ev, "deciding")
	if Evolve(s, Entry{Seq: s.Seq + 1, At: at, Noted: at, Key: key, What: ev}).Completes() {
		return []Event{ev, Closed{How: "proof"}}
	}
	return []Event{ev}
}

// Completes reports whether the state has its whole proof and only the closing
// itself is left: the system closes in the commit of the fact that completes it.
// What a person opened by striking the closing waits for a person, or for a new fact.
func (s State) Completes() bool {
	if !s.is.phase.Open() || len(s.is.heads) == 0 || s.is.acked < len(s.is.heads) {
		return false
	}
	proof := s.Proof()
	return proof.Whole() && (s.unclosed.IsZero() || proof.at().After(s.unclosed))
}
