package cast

import (
	"fmt"
	"time"
)

// ZoneName is where the demo's network is.
const ZoneName = "America/Chicago"

// Local is a moment on the network's wall clock.
func Local(t time.Time) time.Time {
	z, err := time.LoadLocation(ZoneName)
	if err != nil {
		return t.UTC()
	}
	return t.In(z)
}

// holidays are the days of some years on which everybody is shut.
func holidays(from, to int) (out []string) {
	for y := from; y <= to; y++ {
		for _, d := range []time.Time{day(y, 1, 1), nth(y, 5, time.Monday, -1), day(y, 7, 4), nth(y, 9, time.Monday, 1), nth(y, 11, time.Thursday, 4), day(y, 12, 25)} {
			out = append(out, d.Format(time.DateOnly))
		}
	}
	return out
}

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// nth is the n-th weekday of a month; the last one for -1.
func nth(y, m int, w time.Weekday, n int) time.Time {
	if n < 0 {
		d := day(y, m+1, 0)
		return d.AddDate(0, 0, -(int(d.Weekday()-w)+7)%7)
	}
	d := day(y, m, 1)
	return d.AddDate(0, 0, (int(w-d.Weekday())+7)%7+7*(n-1))
}

// Works reports whether a local day is a working day.
func Works(t time.Time) bool {
	if t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		return false
	}
	for _, h := range holidays(t.Year(), t.Year()) {
		if h == t.Format(time.DateOnly) {
			return false
		}
	}
	return true
}

// At is a local hour of the day of t, as 9.5 for half past nine.
func At(t time.Time, hour float64) time.Time {
	l := Local(t)
	return time.Date(l.Year(), l.Month(), l.Day(), 0, int(hour*60+0.5), 0, 0, l.Location()).UTC()
}

// Opens is when the demo begins: 10:42 of the working day under way, or of the
// next one, so that a page shows a morning's work whenever it is started.
func Opens(now time.Time) time.Time {
	for l := Local(now); ; l = l.AddDate(0, 0, 1) {
		if t := At(l, 10.7); Works(l) && !t.Before(now) {
			return t
		}
	}
}

// Morning is eight o'clock of the next working day after a moment.
func Morning(now time.Time) time.Time {
	for l := Local(now); ; l = l.AddDate(0, 0, 1) {
		if t := At(l, 8); Works(l) && t.After(now) {
			return t
		}
	}
}

// Ago is an hour of the working day n working days before that of t; n < 0 is
// after it.
func Ago(t time.Time, n int, hour float64) time.Time {
	step := -1
	if n < 0 {
		n, step = -n, 1
	}
	l := Local(t)
	for n > 0 {
		if l = l.AddDate(0, 0, step); Works(l) {
			n--
		}
	}
	return At(l, hour)
}

// Working moves a time into a working day's hours, so that a story is believable.
func Working(t time.Time) time.Time {
	l := Local(t)
	for !Works(l) {
		l = l.AddDate(0, 0, 1)
	}
	switch h := float64(l.Hour()) + float64(l.Minute())/60; {
	case h < 8:
		return At(l, 8+h/8)
	case h >= 16.8:
		return Ago(l, -1, 8+(h-16.8)/2)
	}
	return l.UTC()
}

// HoursOf is the working week of every team of the demo around a year.
func HoursOf(year int) (zone string, open [7][2]int, shut []string) {
	for d := 1; d <= 5; d++ {
		open[d] = [2]int{8 * 60, 17 * 60}
	}
	return ZoneName, open, holidays(year-2, year+3)
}

// Day says a moment for a line of words: "Fri 27-Nov, 10:42".
func Day(t time.Time) string {
	l := Local(t)
	return fmt.Sprintf("%s, %s", l.Format("Mon 02-Jan"), l.Format("15:04"))
}
