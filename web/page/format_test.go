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

func TestPhoneIsGrouped(t *testing.T) {
	for typed, shown := range map[string]string{"5550107788": "(555) 010-7788", "555 010 7788": "(555) 010-7788", "+1 555 010 7788": "(555) 010-7788", "1-555-010-7788": "(555) 010-7788", "+48 22 123 45 67": "+48 22 123 45 67", "ext. 12": "ext. 12", "": ""} {
		if got := Phone(typed); got != shown {
			t.Errorf("%q shows as %q, want %q", typed, got, shown)
		}
	}
}
