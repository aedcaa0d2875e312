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
	d := s.read()
	p := s.phase(&d)
	if why, denied := s.allowed(&d, p, who, act); why != "" {
		kind := fault.Refused
		if denied {
			kind = fault.Denied
		}
		return nil, fault.E(op, kind, why, nil)
	}
	if why := s.foreign(who, ev); why != "" {
		return nil, fault.E(op, fault.Denied, why, nil)
	}
	if why := s.missing(&d, p, who, ev, at); why != "" {
		return nil, fault.E(op, fault.Refused, why, nil)
	}
	return s.withClosing(ev, at), nil
}

// Observe takes what a partner tells us. It is never refused: it gives the fact
// itself, and the closing where the fact completes the proof.
func Observe(s State, ev Event, at time.Time) []Event { return s.withClosing(ev, at) }

// withClosing adds the closing to a fact that completes P1 to P5, so that both
// are kept in one commit.
func (s State) withClosing(ev Event, at time.Time) []Event {
	if _, closes := ev.(Closed); closes || s.Completes() {
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
	d := s.read()
	p := s.phase(&d)
	if !p.Open() || len(d.heads) == 0 {
		return false
	}
	proof := s.prove(&d)
	return proof.Whole() && (s.unclosed.IsZero() || proof.at().After(s.unclosed))
}
