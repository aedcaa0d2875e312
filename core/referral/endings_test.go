package referral_test

import (
	"strings"
	"testing"

	"referd/base/fault"
	"referd/core/referral"
)

// endings: each with what it needs, one thing taken away at a time, and the
// phase it gives when nothing is missing.
var endings = []struct {
	phase referral.Phase
	from  string // with every proof
	who   referral.Standing
	ev    referral.Event
	lacks map[string]referral.Event // the same loop, this asked instead
	early map[string]string         // what is missing of the loop → how it came there
}{
	{"closed", "signed sent seen final final.delivered final.acknowledged final.told", cast["rc"], referral.Closed{How: "proof"}, nil, map[string]string{
		"seen (P1)":                     "signed sent final final.delivered final.acknowledged final.told",
		"a report (P2)":                 "signed sent seen",
		"acknowledged (P3)":             "signed sent seen final final.delivered final.told",
		"the patient told (P4)":         "signed sent seen final final.delivered final.acknowledged",
		"the plan done (P5)":            "signed sent seen final final.delivered planned.0 final.acknowledged final.told",
		"the other document's P3":       "signed sent seen final final.delivered final.acknowledged final.told amended amended.delivered",
		"the other document's P4":       "signed sent seen final final.delivered final.acknowledged final.told amended amended.delivered amended.acknowledged",
		"the reopening settled":         "signed sent seen final final.delivered final.acknowledged final.told closed reopened",
		"told, when not dead after all": "signed sent seen final final.delivered final.acknowledged deceased reopened settled",
		"only a letter":                 "signed sent seen final final.delivered final.acknowledged ending.told",
	}},
	{"closed on advice", "signed sent advised.0 ending.told", cast["rc"], referral.Closed{How: "advice"}, nil, map[string]string{
		"the patient told": "signed sent advised.0", "an advice": "signed sent opened.0 ending.told", "told of this advice": "signed sent ending.told advised.0",
	}},
	{"closed after decline", "signed sent declined.0 ending.told", cast["rc"], referral.Closed{How: "decline"}, nil, map[string]string{
		"the patient told": "signed sent declined.0", "a decline": "signed sent accepted.0 ending.told", "told of this decline": "signed sent ending.told declined.0",
	}},
	{"cancelled", "signed sent accepted.0", cast["rs"], referral.Cancelled{Reason: "x"}, map[string]referral.Event{"a reason": referral.Cancelled{}}, map[string]string{"no care yet": "signed sent accepted.0 seen"}},
	{"withdrawn", "signed sent accepted.0", cast["rc"], referral.Withdrawn{Words: "d", Confirmed: true}, map[string]referral.Event{"the patient's words": referral.Withdrawn{Confirmed: true}}, map[string]string{"no care yet": "signed sent seen"}},
	{"unreachable", "searched", cast["rc"], referral.Unreachable{}, nil, map[string]string{"the contact protocol": "signed sent accepted.0", "a patient to be booked": "signed sent opened.0", "not reached since": "searched reached"}},
	{"deceased", "signed sent accepted.0", cast["sc"], referral.Deceased{Source: "family"}, map[string]referral.Event{"a source": referral.Deceased{}}, nil},
	{"closed without proof", "chased", cast["tl"], referral.ClosedAdmin{Reason: "x", Second: "other", Chases: chases, Leaves: []string{"f"}}, map[string]referral.Event{
		"a reason":          referral.ClosedAdmin{Second: "other", Chases: chases, Leaves: []string{"f"}},
		"a second person":   referral.ClosedAdmin{Reason: "x", Chases: chases, Leaves: []string{"f"}},
		"another person":    referral.ClosedAdmin{Reason: "x", Second: "lead", Chases: chases, Leaves: []string{"f"}},
		"three chases":      referral.ClosedAdmin{Reason: "x", Second: "other", Chases: chases[:2], Leaves: []string{"f"}},
		"different ones":    referral.ClosedAdmin{Reason: "x", Second: "other", Chases: []referral.Key{chases[0], chases[0], chases[0]}, Leaves: []string{"f"}},
		"real ones":         referral.ClosedAdmin{Reason: "x", Second: "other", Chases: []referral.Key{"sent", "seen", "final"}, Leaves: []string{"f"}},
		"the report's name": referral.ClosedAdmin{Reason: "x", Second: "other", Chases: chases},
	}, nil},
	{"entered in error", "signed sent opened.0", cast["rs"], referral.EnteredInError{Reason: "x"}, map[string]referral.Event{"a reason": referral.EnteredInError{}}, map[string]string{"no visit yet": "signed sent seen"}},
}

var chases = []referral.Key{"tried0", "tried1", "tried2"}

// come walks to where an ending is asked for.
func come(steps string) referral.State {
	names := strings.Fields(steps)
	switch {
	case names[0] == "chased":
		return searched(walk("signed", "sent", "seen", "final", "final.delivered"))
	case names[0] == "searched" && len(names) > 1:
		s := searched(walk("signed", "sent", "accepted.0"))
		e := fact(names[1], 90)
		e.Seq = s.Seq + 1
		return referral.Evolve(s, e)
	case names[0] == "searched":
		return searched(walk("signed", "sent", "accepted.0"))
	}
	return walk(names...)
}

// Every ending has its own proof: with it, it is granted and is the phase;
// without any one part of it, it is refused; and no timer or job brings it about.
func TestEveryEndingHasItsProof(t *testing.T) {
	at := day0.AddDate(0, 0, 29)
	proved := map[referral.Phase]bool{}
	for _, c := range endings {
		s := come(c.from)
		events, err := referral.Decide(s, c.who, c.ev, at)
		if err != nil {
			t.Errorf("%s with its proof: %v", c.phase, err)
			continue
		}
		for _, ev := range events {
			s = referral.Evolve(s, referral.Entry{Seq: s.Seq + 1, At: at, Noted: at, Key: s.KeyFor(ev, "end"), What: ev})
		}
		if s.Phase() != c.phase {
			t.Errorf("%s, granted, is %s", c.phase, s.Phase())
		}
		proved[c.phase] = true
		for what, ev := range c.lacks {
			if _, err := referral.Decide(come(c.from), c.who, ev, at); fault.Of(err) != fault.Refused {
				t.Errorf("%s without %s: %v", c.phase, what, err)
			}
		}
		for what, steps := range c.early {
			if _, err := referral.Decide(come(steps), c.who, c.ev, at); fault.Of(err) != fault.Refused {
				t.Errorf("%s without %s: %v", c.phase, what, err)
			}
		}
		house := referral.Standing{Jobs: cast["sy"].Jobs}
		if _, err := referral.Decide(come(c.from), house, c.ev, at); c.phase != referral.PhaseClosed && fault.Of(err) != fault.Denied {
			t.Errorf("%s by the house: %v", c.phase, err)
		}
	}
	for _, p := range referral.Phases() {
		if !p.Open() && !proved[p] {
			t.Errorf("nobody says what %s needs", p)
		}
	}
}

// The house closes in the commit of the fact that completes the proof, and
// whichever fact that is: each of the last ones, told last, closes.
func TestTheLastFactCloses(t *testing.T) {
	facts := []string{"seen", "final", "final.delivered", "final.acknowledged", "final.told", "planned.0", "done.0"}
	for last := range facts {
		if facts[last] == "planned.0" {
			continue
		}
		names := []string{"signed", "sent"}
		for i, f := range facts {
			if i != last {
				names = append(names, f)
			}
		}
		s := walk(names...)
		if s.Phase() == referral.PhaseClosed || s.Completes() && facts[last] != "final.delivered" {
			t.Errorf("without %s it is %s already", facts[last], s.Phase())
		}
		events := referral.Observe(s, slots[slotNo[facts[last]]].ev, day0.AddDate(0, 0, 3))
		if facts[last] == "final.delivered" { // whoever acknowledged it had it
			continue
		}
		if len(events) != 2 || referral.KindOf(events[1]) != "closed" {
			t.Errorf("%s completes the proof and gives %v", facts[last], events)
		}
	}
	// and nothing that a partner merely asserts, nor any timer, does
	s := walk("signed", "sent", "seen", "final", "final.delivered", "final.acknowledged")
	for _, ev := range []referral.Event{referral.Asserted{What: "closed"}, referral.Asserted{What: "completed"}, referral.Escalated{Level: 3}, referral.Recomputed{}, referral.Contacted{Channel: "call", Outcome: "no-answer"}} {
		if events := referral.Observe(s, ev, day0.AddDate(0, 0, 3)); len(events) != 1 {
			t.Errorf("%T closes", ev)
		}
	}
}
