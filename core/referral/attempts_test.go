package referral_test

import (
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
)

// The contact protocol: one thing wrong at a time is refused, in words.
func TestContactProtocol(t *testing.T) {
	call, text := referral.Contacted{Channel: "call", Outcome: "no-answer"}, referral.Contacted{Channel: "text", Outcome: "bounced"}
	letter, alternate := referral.Contacted{Channel: "letter", Outcome: "sent"}, referral.Contacted{Channel: "call", Outcome: "reached", Alternate: true}
	alone := call
	alone.Without = true
	type tried struct {
		hours int // after Monday 9:00
		referral.Contacted
	}
	whole := []tried{{24, call}, {51, text}, {81, call}, {82, letter}} // Tuesday 9:00, Wednesday 12:00, Thursday 18:00
	for _, c := range []struct {
		name    string
		urgency party.Urgency
		tried   []tried
		day     int // when it is asked
		says    string
	}{
		{"whole", "routine", whole, 18, ""},
		{"the letter is young", "routine", whole, 10, "fourteen days"},
		{"no letter", "routine", whole[:3], 18, "and a letter"},
		{"two attempts", "routine", []tried{{24, call}, {51, text}, {82, letter}}, 18, "attempts so far: 2"},
		{"one day", "routine", []tried{{24, call}, {27, text}, {33, call}, {34, letter}}, 18, "three days"},
		{"one channel", "routine", []tried{{24, call}, {51, call}, {81, call}, {82, letter}}, 18, "two channels"},
		{"no evening", "routine", []tried{{24, call}, {51, text}, {78, call}, {79, letter}}, 18, "after 17:00"},
		{"two mornings", "routine", []tried{{24, call}, {48, text}, {81, call}, {82, letter}}, 18, "three times of day"},
		{"without the interpreter", "routine", []tried{{24, alone}, {51, text}, {81, call}, {82, letter}}, 18, "attempts so far: 2"},
		{"reached in between", "routine", append([]tried{{5, call}, {10, referral.Contacted{Channel: "call", Outcome: "reached"}}}, whole[1:]...), 18, "attempts so far: 2"},
		{"urgent", "urgent", []tried{{3, call}, {5, call}, {24, text}, {27, alternate}}, 2, ""},
		{"urgent, three", "urgent", []tried{{3, call}, {5, call}, {27, alternate}}, 2, "attempts so far: 3"},
		{"urgent, no alternate", "urgent", []tried{{3, call}, {5, call}, {24, text}, {27, call}}, 2, "alternate contact"},
	} {
		s := walk("signed", "sent", "accepted.0")
		add := func(hours int, ev referral.Event) {
			at := day0.Add(time.Duration(hours) * time.Hour)
			s = referral.Evolve(s, referral.Entry{Seq: s.Seq + 1, At: at, Noted: at, Key: referral.KeyOf(ev, at.String()), What: ev})
		}
		add(4, referral.Prioritised{Urgency: c.urgency, Note: "n"})
		for _, x := range c.tried {
			add(x.hours, x.Contacted)
		}
		_, err := referral.Decide(s, cast["rc"], referral.Unreachable{}, day0.AddDate(0, 0, c.day))
		if (c.says == "") != (err == nil) || err != nil && (fault.Of(err) != fault.Refused || !strings.Contains(fault.Public(err), c.says)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.says)
		}
	}
}

// The same calls are mornings or evenings by the caller's own clock.
func TestAttemptsAreInTheCallersZone(t *testing.T) {
	s := searched(walk("signed", "sent", "accepted.0"))
	tokyo := time.FixedZone("", 9*3600)
	here, there := s.Attempts(time.UTC), s.Attempts(tokyo)
	if !here.Evening || here.Days != 3 || here.N != 3 || here.Channels != 2 || here.Letter.IsZero() {
		t.Errorf("here: %+v", here)
	}
	if there.Parts == here.Parts && there.Evening == here.Evening && there.Days == here.Days {
		t.Errorf("nine hours on, the same parts of the day: %+v", there)
	}
}
