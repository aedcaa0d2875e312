package referral_test

import (
	"testing"

	"referd/core/referral"
)

// The plan is not checked before there is a report; after it, what shows that
// nothing is open is the last fact that left nothing: the report that recommends
// nothing, the line that was done, the settling of a reopening.
func TestWhatShowsThePlan(t *testing.T) {
	for _, c := range []struct {
		after []string
		want  referral.Key // empty: no tick
	}{
		{[]string{"sent"}, ""}, {[]string{"sent", "delivered.0", "accepted.0", "booked.a", "seen"}, ""}, {[]string{"sent", "seen", "interim"}, ""},
		{[]string{"sent", "seen", "final"}, "final"}, {[]string{"sent", "seen", "final", "planned.0"}, ""}, {[]string{"sent", "seen", "final", "planned.0", "done.0"}, "done.0"},
		{[]string{"sent", "seen", "final", "planned.0", "amended"}, "amended"}, {[]string{"sent", "seen", "final", "closed", "reopened"}, ""}, {[]string{"sent", "seen", "final", "closed", "reopened", "settled"}, "settled"},
	} {
		s := walk(c.after...)
		switch got := s.Proof().P5; {
		case got == nil && c.want != "", got != nil && (got.Fact != c.want || got.At.IsZero()):
			t.Errorf("%v: %+v, want %q", c.after, got, c.want)
		}
	}
}
