package cast

import (
	"slices"
	"testing"
	"time"
)

// The days of the calendar.
func TestCalendar(t *testing.T) {
	want := []string{"2026-01-01", "2026-05-25", "2026-07-04", "2026-09-07", "2026-11-26", "2026-12-25"}
	if got := holidays(2026, 2026); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for from, to := range map[string]string{"2026-11-26T09:00:00Z": "2026-11-27T16:42:00Z", "2026-11-27T16:41:00Z": "2026-11-27T16:42:00Z", "2026-11-27T16:43:00Z": "2026-11-30T16:42:00Z", "2026-06-09T03:00:00Z": "2026-06-09T15:42:00Z"} {
		at, err := time.Parse(time.RFC3339, from)
		if err != nil {
			t.Fatal(err)
		}
		if got := Opens(at).Format(time.RFC3339); got != to {
			t.Errorf("started at %s the demo opens at %s, want %s", from, got, to)
		}
	}
}
