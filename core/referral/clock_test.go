package referral_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"referd/core/referral"
)

// told folds facts by the hour: "12 accepted.0" is at noon after a sending at 0.
func told(steps string) referral.State {
	entries := []referral.Entry{{Seq: 1, At: day0, Noted: day0, Key: "sent", What: sentTo("first")}}
	for i, step := range strings.Split(steps, ", ") {
		var hour int
		var name string
		if fmt.Sscanf(step, "%d %s", &hour, &name); name == "" {
			continue
		}
		e := fact(name, hour)
		e.Seq = i + 2
		entries = append(entries, e)
	}
	return referral.Fold("x", entries)
}

// The raw clock never stops until the loop ends; the adjusted one leaves out
// questions asked before an answer and the patient's own delay, joined where
// they overlap.
func TestClocks(t *testing.T) {
	for _, c := range []struct {
		name, steps   string
		now           int // hours
		raw, adjusted int
	}{
		{"running", "", 100, 100, 100},
		{"a question, answered", "10 asked.0, 30 answered.0", 100, 100, 80},
		{"a question, waiting", "10 asked.0", 100, 100, 10},
		{"a question, accepted meanwhile", "10 asked.0, 20 accepted.0", 100, 100, 90},
		{"a question, booked meanwhile", "10 asked.0, 20 booked.a", 100, 100, 90},
		{"a question, declined meanwhile", "10 asked.0, 20 declined.0", 100, 100, 90},
		{"a question after the acceptance", "5 accepted.0, 10 asked.0, 30 answered.0", 100, 100, 100},
		{"a question after a booking nobody accepted in words", "5 booked.a, 10 asked.0, 30 answered.0", 100, 100, 100},
		{"a question after it was sent back", "5 declined.0, 8 back.0, 10 asked.0, 30 answered.0", 100, 100, 80},
		{"a question, forwarded meanwhile", "10 asked.0, 25 forwarded", 100, 100, 85},
		{"two questions at two clinics", "10 asked.0, 25 forwarded, 30 asked.1, 40 answered.1", 100, 100, 75},
		{"on hold: the clock runs", "5 accepted.0, 10 held, 50 resumed", 100, 100, 100},
		{"over", "5 declined.0, 6 ending.told, 60 after-decline", 100, 60, 60},
		{"over, with a question left open", "10 asked.0, 60 cancelled", 100, 60, 10},
		{"told before it was sent", "2 opened.0", 100, 100, 100},
	} {
		s := told(c.steps)
		got := s.Clocks(day0.Add(time.Duration(c.now) * time.Hour))
		if got.Raw != time.Duration(c.raw)*time.Hour || got.Adjusted != time.Duration(c.adjusted)*time.Hour {
			t.Errorf("%s (%s): raw %s, adjusted %s, want %dh and %dh", c.name, s.Phase(), got.Raw, got.Adjusted, c.raw, c.adjusted)
		}
	}
}

// What the patient takes to come again is theirs: from their cancelling to the
// next booking, which may be in the same moment.
func TestPatientDelay(t *testing.T) {
	cancel := func(by bool) referral.Entry {
		e := fact("unbooked.a", 20)
		e.What = referral.Unbooked{Appointment: "a", ByPatient: by, Reason: "x"}
		return e
	}
	sent := referral.Entry{Seq: 1, At: day0, Noted: day0, Key: "sent", What: sentTo("first")}
	for _, c := range []struct {
		name     string
		facts    []referral.Entry
		adjusted int
	}{
		{"by the patient, booked again later", []referral.Entry{fact("booked.a", 10), cancel(true), fact("booked.b", 50)}, 70},
		{"by the patient, moved at once", []referral.Entry{fact("booked.a", 10), cancel(true), fact("booked.b", 20)}, 100},
		{"by the patient, not booked again", []referral.Entry{fact("booked.a", 10), cancel(true)}, 20},
		{"by the clinic", []referral.Entry{fact("booked.a", 10), cancel(false), fact("booked.b", 50)}, 100},
	} {
		s := referral.Fold("x", append([]referral.Entry{sent}, c.facts...))
		if got := s.Clocks(day0.Add(100 * time.Hour)).Adjusted; got != time.Duration(c.adjusted)*time.Hour {
			t.Errorf("%s: %s, want %dh", c.name, got, c.adjusted)
		}
	}
}

// The start is the earliest sign that it went out, and no later fact, strike or
// reopening moves it later.
func TestTheStartNeverMovesLater(t *testing.T) {
	s := walk("signed", "sent", "delivered.0", "accepted.0")
	early := fact("opened.0", -30)
	early.Seq, early.Key = 9, "opened/early"
	s = referral.Evolve(s, early)
	if start := s.Clocks(far).Started; !start.Equal(early.At) {
		t.Errorf("started %s", start)
	}
	s = referral.Evolve(s, referral.Entry{Seq: 10, At: far, Noted: far, Key: "struck/early", What: referral.Struck{Fact: "opened/early", Reason: "x"}})
	s = referral.Evolve(s, referral.Entry{Seq: 11, At: far, Noted: far, Key: "reopened", What: referral.Reopened{Reason: "x"}})
	if start := s.Clocks(far).Started; !start.Equal(early.At) {
		t.Errorf("a strike or a reopening moved the start to %s", start)
	}
}

// Inferred moments are read, never written: a step a silent partner skipped has
// no date, until the real fact comes and is that moment.
func TestInferredMoments(t *testing.T) {
	s := walk("signed", "sent", "final")
	var ring []string
	for _, st := range s.Ring() {
		switch {
		case !st.At.IsZero():
			ring = append(ring, st.Name)
		case st.Inferred:
			ring = append(ring, "("+st.Name+")")
		}
	}
	if got := strings.Join(ring, " "); got != "sent (delivered) (reviewed) (accepted) (booked) (seen) reported" {
		t.Errorf("the ring reads %q", got)
	}
	seen := fact("seen", 1)
	seen.Seq = 9
	for _, st := range referral.Evolve(s, seen).Ring() {
		if st.Name == "seen" && (st.Inferred || !st.At.Equal(seen.At)) {
			t.Errorf("told since, it is still inferred: %+v", st)
		}
	}
}
