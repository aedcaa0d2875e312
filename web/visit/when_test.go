package visit

import (
	"testing"
	"time"

	"referd/desk"
)

// A day typed in a form ends at five by the reader's clock, also on the day on
// which that clock is moved; somebody was seen at noon, or by now.
func TestTimesAsAFormHasThem(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	v := &Visit{Who: desk.Who{Zone: zone}}
	now := time.Date(2026, 11, 1, 14, 0, 0, 0, time.UTC)
	for _, x := range []struct {
		got  time.Time
		want string
	}{
		{v.Day("2026-06-15"), "2026-06-15T17:00:00-04:00"}, {v.Day("2026-03-08"), "2026-03-08T17:00:00-04:00"}, {v.Day("2026-11-01"), "2026-11-01T17:00:00-05:00"},
		{v.Moment("2026-11-02T09:30"), "2026-11-02T09:30:00-05:00"},
		{v.Care("2026-10-31", now), "2026-10-31T12:00:00-04:00"}, {v.Care("2026-11-01", now), now.Format(time.RFC3339)}, {v.Care("2026-11-02", now), "2026-11-02T12:00:00-05:00"},
	} {
		if want, err := time.Parse(time.RFC3339, x.want); err != nil || !x.got.Equal(want) {
			t.Errorf("%s, not %s", x.got.In(zone), x.want)
		}
	}
	for _, s := range []string{"", "2026-02-30", "tomorrow", "2026-06-15T25:00"} {
		if !v.Day(s).IsZero() || !v.Moment(s).IsZero() || !v.Care(s, now).IsZero() {
			t.Errorf("%q is a time", s)
		}
	}
}
