package policy

import (
	"testing"
	"time"

	"referd/core/party"
)

// Where clocks go forward at midnight there is a day without one, and in Samoa a day
// was left out: days are counted over it as over any other, and no count stands still.
func TestADayWithoutAMidnight(t *testing.T) {
	for _, x := range []struct{ zone, from, days, hours string }{
		{"America/Havana", "2011-03-18 13:48", "2011-03-23 17:00", "2011-03-21 08:48"},
		{"America/Santiago", "2011-08-19 18:29", "2011-08-24 17:00", "2011-08-22 12:00"},
		{"America/Asuncion", "2011-09-30 00:30", "2011-10-05 17:00", "2011-09-30 12:00"},
		{"America/New_York", "2026-03-06 16:00", "2026-03-11 17:00", "2026-03-09 11:00"},
		{"Pacific/Apia", "2011-12-28 12:00", "2012-01-03 17:00", "2011-12-28 16:00"},
	} {
		z := Zone(x.zone)
		h := party.Hours{Zone: x.zone}
		for d := time.Monday; d <= time.Friday; d++ {
			h.Open[d] = [2]int{8 * 60, 17 * 60}
		}
		at := func(s string) time.Time {
			v, err := time.ParseInLocation("2006-01-02 15:04", s, z)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		from := at(x.from)
		days, hours := AddDays(h, from, 3), AddTime(h, from, 4*time.Hour)
		if !days.Equal(at(x.days)) {
			t.Errorf("%s: three working days from %s end %s, want %s", x.zone, x.from, days.In(z), x.days)
		}
		if !hours.Equal(at(x.hours)) || Worked(h, from, hours) != 4*time.Hour {
			t.Errorf("%s: four working hours from %s end %s, want %s; %v were worked", x.zone, x.from, hours.In(z), x.hours, Worked(h, from, hours))
		}
	}
}
