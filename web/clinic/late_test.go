package clinic

import (
	"testing"
	"time"

	"referd/desk"
	"referd/web/visit"
)

// The day a patient should be seen by is in time to its end, where the page is
// read; the day after it is late.
func TestTheSeenByDayIsInTime(t *testing.T) {
	zone := time.FixedZone("CST", -6*3600)
	v := &visit.Visit{Who: desk.Who{Zone: zone}}
	by := time.Date(2026, 12, 1, 9, 50, 0, 0, zone).UTC()
	for start, want := range map[time.Time]bool{
		time.Date(2026, 12, 1, 8, 0, 0, 0, zone):  false,
		time.Date(2026, 12, 1, 23, 0, 0, 0, zone): false,
		time.Date(2026, 12, 2, 8, 0, 0, 0, zone):  true,
		{}:                                        false,
	} {
		if got := late(v, start.UTC(), by); got != want {
			t.Errorf("%s, seen by %s: late %v", start, by, got)
		}
	}
	if late(v, by, time.Time{}) {
		t.Error("late without a day to be seen by")
	}
}
