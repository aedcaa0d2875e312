// Package policy turns what a loop waits for into who and until when: working
// calendars, the time allowed for each act, the order of lists, escalation.
package policy

import (
	"slices"
	"sync"
	"time"

	"referd/core/party"
)

// zones keeps what was read of the zone database: a due is computed in every
// commit, and reading a zone is reading a file.
var zones sync.Map // string → *time.Location

// zone is a team's time zone.
func zone(h party.Hours) *time.Location { return Zone(h.Zone) }

// Zone is a time zone by its name; one that cannot be read is UTC.
func Zone(name string) *time.Location {
	if z, ok := zones.Load(name); ok {
		return z.(*time.Location)
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	zones.Store(name, z)
	return z
}

// window is when a team works on the day of t, in the team's zone; ok is false
// when it is shut that day.
func window(h party.Hours, t time.Time) (from, to time.Time, ok bool) {
	y, m, d := t.Date()
	o := h.Open[t.Weekday()]
	if o[1] <= o[0] || holiday(h, t) {
		return from, to, false
	}
	at := func(min int) time.Time { return time.Date(y, m, d, min/60, min%60, 0, 0, t.Location()) }
	return at(o[0]), at(o[1]), true
}

func holiday(h party.Hours, t time.Time) bool {
	if len(h.Holidays) == 0 {
		return false
	}
	var day [10]byte
	today := t.AppendFormat(day[:0], time.DateOnly)
	return slices.ContainsFunc(h.Holidays, func(d string) bool { return d == string(today) })
}

// Open reports whether a team works at t.
func Open(h party.Hours, t time.Time) bool {
	t = t.In(zone(h))
	from, to, ok := window(h, t)
	return ok && !t.Before(from) && t.Before(to)
}

// never reports whether a calendar has no working day at all: then every day is one.
func never(h party.Hours) bool {
	for _, o := range h.Open {
		if o[1] > o[0] {
			return false
		}
	}
	return true
}

// tomorrow is when the day after t's begins. Where clocks go forward at midnight,
// as in Havana and Santiago, that midnight is no time, and is taken for one of the
// day before: the day begins with the first hour there is.
func tomorrow(t time.Time) time.Time {
	y, m, d := t.Date()
	for hour := 0; ; hour++ {
		if next := time.Date(y, m, d+1, hour, 0, 0, 0, t.Location()); next.Day() != d {
			return next
		}
	}
}

// AddDays counts business days of the calendar from t: the end of the n-th
// working day after t's own, the day of t not counted.
func AddDays(h party.Hours, t time.Time, n int) time.Time {
	local := t.In(zone(h))
	if never(h) {
		return local.AddDate(0, 0, n).UTC()
	}
	_, end, ok := window(h, local)
	for n > 0 {
		local = tomorrow(local)
		if _, e, works := window(h, local); works {
			n--
			end, ok = e, true
		}
	}
	if !ok || end.Before(t) {
		return AddDays(h, t, 1)
	}
	return end.UTC()
}

// SameDay is the end of the working day t falls in; of the next one, when the
// team is shut for the day.
func SameDay(h party.Hours, t time.Time) time.Time {
	local := t.In(zone(h))
	if _, end, ok := window(h, local); ok && local.Before(end) {
		return end.UTC()
	}
	return AddDays(h, t, 1)
}

// AddTime counts working minutes of the calendar from t.
func AddTime(h party.Hours, t time.Time, d time.Duration) time.Time {
	if never(h) {
		return t.Add(d)
	}
	local := t.In(zone(h))
	for range 400 { // a year of holidays would end it; none has that
		from, to, ok := window(h, local)
		if ok && local.Before(to) {
			if local.Before(from) {
				local = from
			}
			if left := to.Sub(local); d <= left {
				return local.Add(d).UTC()
			} else {
				d -= left
			}
		}
		local = tomorrow(local)
	}
	return local.UTC()
}

// inside reports whether a team can keep a due at t: it works then, or just
// stops. A calendar without a working day shuts nobody out.
func inside(h party.Hours, t time.Time) bool {
	return never(h) || Open(h, t) || Open(h, t.Add(-1))
}

// last is the last moment at or before by at which a team works or stops, two
// hours after from at least; by itself, and false, when there is none.
func last(h party.Hours, from, by time.Time) (at time.Time, ok bool) {
	if inside(h, by) {
		return by, true
	}
	for local := by.In(zone(h)); local.After(from); {
		if _, end, works := window(h, local); works && !end.After(by) && end.Sub(from) >= 2*hour {
			return end.UTC(), true
		}
		y, m, d := local.Date()
		local = time.Date(y, m, d, 0, 0, 0, -1, local.Location())
	}
	return by, false
}

// Within puts a moment of the wall in the hours of whoever must keep it: the last
// they work until then, so that a Saturday is the Friday before it; where that
// leaves them no two hours, the end of the next day they work.
func Within(h party.Hours, from, by time.Time) time.Time {
	if at, ok := last(h, from, by); ok {
		return at
	}
	return SameDay(h, by)
}

// Worked is the working time of the calendar between two moments; all of it,
// where the calendar has no working day.
func Worked(h party.Hours, from, to time.Time) (sum time.Duration) {
	if never(h) {
		return to.Sub(from)
	}
	z := zone(h)
	for local := from.In(z); local.Before(to); {
		if a, b, ok := window(h, local); ok {
			if a.Before(local) {
				a = local
			}
			if to.Before(b) {
				b = to
			}
			sum += max(0, b.Sub(a))
		}
		local = tomorrow(local)
	}
	return sum
}

// NextOpen is when the team works next, t itself when it works now.
func NextOpen(h party.Hours, t time.Time) time.Time { return AddTime(h, t, 0) }
