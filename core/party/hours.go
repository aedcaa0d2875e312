package party

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// OfficeHours are what a team begins with: Monday to Friday, eight to five.
func OfficeHours(zone string) Hours {
	day := [2]int{8 * 60, 17 * 60}
	return Hours{Zone: zone, Open: [7][2]int{1: day, 2: day, 3: day, 4: day, 5: day}}
}

var weekdays = [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}

// String says a working week, days of the same hours together, from Monday on;
// empty when it has no working day.
func (h Hours) String() string {
	var out []string
	for i := 0; i < 7; i++ {
		d := (i + 1) % 7
		o := h.Open[d]
		if o[1] <= o[0] {
			continue
		}
		last := i
		for last+1 < 7 && h.Open[(last+2)%7] == o {
			last++
		}
		name := weekdays[d]
		if last > i {
			name += " to " + weekdays[(last+1)%7]
		}
		out = append(out, name+" "+Clock(o[0])+" to "+Clock(o[1]))
		i = last
	}
	return strings.Join(out, ", ")
}

// Clock is minutes from midnight as a clock shows them.
func Clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// ReadClock reads what Clock writes; 24:00 is the end of a day.
func ReadClock(text string) (minutes int, ok bool) {
	var h, m int
	if n, err := fmt.Sscanf(text, "%d:%d", &h, &m); n != 2 || err != nil || len(text) > 5 || h < 0 || m < 0 || m > 59 || h*60+m > 24*60 {
		return 0, false
	}
	return h*60 + m, true
}

// Wrong says which of a calendar's parts cannot be kept, and why: zone, day-0 to
// day-6 (Sunday first) or holidays.
func (h Hours) Wrong() (field, words string) {
	if _, err := time.LoadLocation(h.Zone); err != nil || h.Zone == "" || h.Zone == "Local" {
		return "zone", "That is not a time zone. America/New_York is one."
	}
	for d, o := range h.Open {
		if o[0] < 0 || o[1] > 24*60 || o[1] <= o[0] && o != [2]int{} {
			return fmt.Sprintf("day-%d", d), "A working day ends after it begins. Leave both empty for a day that is shut."
		}
	}
	for _, d := range h.Holidays {
		if _, err := time.Parse(time.DateOnly, d); err != nil {
			return "holidays", "“" + d + "” is no day of the calendar. Write one on each line, as 2026-12-24."
		}
	}
	if len(h.Holidays) > longest {
		return "holidays", "That is more than a year of holidays."
	}
	return "", ""
}

// Shut reports whether a day ("2026-12-25") is one of the holidays.
func (h Hours) Shut(day string) bool { return slices.Contains(h.Holidays, day) }
