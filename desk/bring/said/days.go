package said

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A day is written in many ways. In 03/04/2026 the month is before the day, as
// is usual here, unless another row of the same column shows otherwise
// (Order). Two figures for a year are not enough for a birth date.

// parted are three numbers with the same letter between, and perhaps a time.
var parted = regexp.MustCompile(`^(\d{1,4})([/.\-])(\d{1,2})([/.\-])(\d{1,4})(?:[T ,]+(.+))?$`)

// spelled are days with the month in letters.
var spelled = []string{"2-Jan-2006", "2 Jan 2006", "2 January 2006", "Jan 2, 2006", "January 2, 2006", "Jan 2 2006", "January 2 2006", "2-January-2006", "Mon, Jan 2, 2006", "2. Jan 2006", "2. January 2006", "2Jan2006", "2-Jan-06"}

// times are what may stand behind a day.
var times = []string{"15:04", "15:04:05", "3:04 PM", "3:04PM", "3:04:05 PM", "3 PM", "1504"}

// Order looks at a value for what it shows of a column: in 25/12/2026 the day is
// before the month, in 12/25/2026 it is not.
func Order(value string) (daysFirst, monthsFirst bool) {
	m := parted.FindStringSubmatch(value)
	if m == nil || len(m[1]) > 2 {
		return false, false
	}
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[3])
	return m[2] == "." || a > 12 && b <= 12, b > 12 && a <= 12
}

// Day reads a day, with its time where it has one; short says that its year has
// two figures only.
func Day(value string, daysFirst bool, z *time.Location) (t time.Time, short, ok bool) {
	value = strings.TrimSpace(strings.ReplaceAll(value, "\u202f", " "))
	if strings.Contains(value, "T") {
		for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04:05.999999999"} {
			if t, err := time.ParseInLocation(form, value, z); err == nil {
				return t, false, true
			}
		}
	}
	if m := parted.FindStringSubmatch(value); m != nil && m[2] == m[4] {
		return numbers(m, daysFirst, z)
	}
	if t, err := time.ParseInLocation("20060102", value, z); err == nil {
		return t, false, true
	}
	if t, err := time.ParseInLocation("200601021504", value[:min(len(value), 12)], z); err == nil && len(value) <= 14 {
		return t, false, true
	}
	for _, form := range spelled {
		for _, at := range append([]string{""}, times...) {
			f := strings.TrimSpace(form + " " + at)
			if t, err := time.ParseInLocation(f, value, z); err == nil {
				return t, strings.HasSuffix(form, "-06"), true
			}
		}
	}
	return time.Time{}, false, false
}

// numbers reads a day out of three numbers: 2026-06-05, 06/05/2026, 05.06.2026.
func numbers(m []string, daysFirst bool, z *time.Location) (t time.Time, short, ok bool) {
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[3])
	c, _ := strconv.Atoi(m[5])
	year, month, date := c, a, b
	switch {
	case len(m[1]) == 4:
		year, month, date = a, b, c
	case m[2] == "." || daysFirst:
		month, date = b, a
	}
	if len(m[1]) != 4 && len(m[5]) == 3 || len(m[1]) == 3 || len(m[1]) == 4 && len(m[5]) > 2 {
		return t, false, false
	}
	if short = len(m[1]) != 4 && len(m[5]) <= 2; short {
		year += 2000
	}
	t = time.Date(year, time.Month(month), date, 0, 0, 0, 0, z)
	if t.Day() != date || int(t.Month()) != month {
		return time.Time{}, false, false
	}
	if m[6] == "" {
		return t, short, true
	}
	for _, form := range times {
		if c, err := time.Parse(form, strings.ToUpper(strings.TrimSpace(m[6]))); err == nil {
			return time.Date(year, time.Month(month), date, c.Hour(), c.Minute(), c.Second(), 0, z), short, true
		}
	}
	return time.Time{}, false, false
}
