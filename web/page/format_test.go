package page

import (
	"testing"
	"time"
)

func TestAgeTurnsOnTheBirthday(t *testing.T) {
	for _, c := range []struct{ born, today, says string }{
		{"1964-11-27", "2026-11-27", "27-Nov-1964 (62y)"}, // born in a leap year: the day of the year differs
		{"1964-11-27", "2026-11-26", "27-Nov-1964 (61y)"},
		{"1999-03-01", "2028-02-29", "01-Mar-1999 (28y)"},
		{"1999-03-01", "2028-03-01", "01-Mar-1999 (29y)"},
	} {
		now, _ := time.Parse("2006-01-02", c.today)
		if got := Born(c.born, now); got != c.says {
			t.Errorf("born %s on %s: %s, want %s", c.born, c.today, got, c.says)
		}
	}
}

func TestANameIsInWholeLetters(t *testing.T) {
	if got := StaffName("Nguye\u0302\u0303n", []string{"Ho\u0302\u0300ng"}, "Mrs"); got != "NGUYỄN, Hồng (Mrs)" {
		t.Errorf("%q", got)
	}
}

func TestPhoneIsGrouped(t *testing.T) {
	for typed, shown := range map[string]string{"5550107788": "(555) 010-7788", "555 010 7788": "(555) 010-7788", "+1 555 010 7788": "(555) 010-7788", "1-555-010-7788": "(555) 010-7788", "+48 22 123 45 67": "+48 22 123 45 67", "ext. 12": "ext. 12", "": ""} {
		if got := Phone(typed); got != shown {
			t.Errorf("%q shows as %q, want %q", typed, got, shown)
		}
	}
}

func TestDueInWords(t *testing.T) {
	now := time.Date(2026, 6, 9, 8, 0, 0, 0, time.UTC)
	c := Clock{Now: now}
	for after, says := range map[time.Duration]string{35 * time.Minute: "in 35 min", 89 * time.Minute: "in 89 min", 119 * time.Minute: "in 1 h 59 min", 3 * time.Hour: "today, 11:00",
		-119 * time.Minute: "1 h 59 min late", -120 * time.Minute: "2 h late", -5 * time.Hour: "5 h late", -50 * time.Hour: "2 d late", 26 * time.Hour: "tomorrow"} {
		if got := c.Due(now.Add(after)); got != says {
			t.Errorf("%v from now is %q, want %q", after, got, says)
		}
	}
}
