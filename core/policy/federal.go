package policy

import "time"

// Holiday is a day on which offices are shut.
type Holiday struct {
	Day  string // "2026-12-25"
	Name string
}

// FederalHolidays are the eleven of the United States in a year, on the days they
// are observed: one that falls on a Saturday the day before, on a Sunday the day
// after (5 U.S.C. 6103). A New Year's Day on a Saturday is observed in the year
// before and belongs to its own.
func FederalHolidays(year int) (out []Holiday) {
	add := func(name string, m time.Month, day int) {
		t := time.Date(year, m, day, 0, 0, 0, 0, time.UTC)
		switch t.Weekday() {
		case time.Saturday:
			t = t.AddDate(0, 0, -1)
		case time.Sunday:
			t = t.AddDate(0, 0, 1)
		}
		out = append(out, Holiday{t.Format(time.DateOnly), name})
	}
	nth := func(name string, m time.Month, n int, w time.Weekday) {
		first := time.Date(year, m, 1, 0, 0, 0, 0, time.UTC)
		add(name, m, 1+(int(w-first.Weekday())+7)%7+7*(n-1))
	}
	add("New Year's Day", time.January, 1)
	nth("Martin Luther King, Jr. Day", time.January, 3, time.Monday)
	nth("Washington's Birthday", time.February, 3, time.Monday)
	last := time.Date(year, time.May, 31, 0, 0, 0, 0, time.UTC)
	add("Memorial Day", time.May, 31-(int(last.Weekday())+6)%7)
	add("Juneteenth", time.June, 19)
	add("Independence Day", time.July, 4)
	nth("Labor Day", time.September, 1, time.Monday)
	nth("Columbus Day", time.October, 2, time.Monday)
	add("Veterans Day", time.November, 11)
	nth("Thanksgiving Day", time.November, 4, time.Thursday)
	add("Christmas Day", time.December, 25)
	return out
}
