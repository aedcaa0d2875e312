// Package moment reads the times FHIR writes, with the precision they were
// written in.
package moment

import "time"

// Precision is how much of a moment was said.
type Precision uint8

// Precisions, coarse to fine. Minute comes in searches only.
const (
	Year Precision = iota + 1
	Month
	Day
	Minute
	Second
	Fraction // a fraction of a second, to nanoseconds
)

// Moment is a FHIR date, dateTime or instant with the precision it was said in:
// the stretch of time it may mean, from its first instant to the first after.
// Without a zone it is read as UTC, and Zoned is false.
type Moment struct {
	From, Until time.Time
	Precision   Precision
	Zoned       bool
	Offset      int // of the zone, in seconds east
}

// Parse reads YYYY[-MM[-DD[Thh:mm[:ss[.f]][zone]]]]: a date, dateTime or
// instant. ok is false when it is not written as one, or is not in the calendar
// (30 February).
func Parse(b []byte) (m Moment, ok bool) {
	y, b, ok := digits(b, 4)
	if !ok || y == 0 {
		return m, false
	}
	month, day := 1, 1
	m.Precision = Year
	if len(b) > 0 {
		if month, b, ok = part(b, 12); !ok {
			return m, false
		}
		m.Precision = Month
	}
	if len(b) > 0 {
		if day, b, ok = part(b, daysIn(y, month)); !ok {
			return m, false
		}
		m.Precision = Day
	}
	if len(b) == 0 {
		return m.span(y, month, day, hour{}), true
	}
	if b[0] != 'T' {
		return m, false
	}
	t, b, ok := Clock(b[1:])
	if !ok {
		return m, false
	}
	m.Precision = t.precision
	if m.Offset, m.Zoned, ok = zone(b); !ok {
		return m, false
	}
	return m.span(y, month, day, t), true
}

// part reads a hyphen and two digits, from 1 to high.
func part(b []byte, high int) (v int, rest []byte, ok bool) {
	if b[0] != '-' {
		return 0, b, false
	}
	v, rest, ok = digits(b[1:], 2)
	return v, rest, ok && v >= 1 && v <= high
}

func digits(b []byte, n int) (v int, rest []byte, ok bool) {
	if len(b) < n {
		return 0, b, false
	}
	for _, c := range b[:n] {
		if c < '0' || c > '9' {
			return 0, b, false
		}
		v = v*10 + int(c-'0')
	}
	return v, b[n:], true
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

type hour struct {
	h, m, s, nano int
	width         int // of the last digit of a fraction, in nanoseconds
	precision     Precision
}

// Clock reads hh:mm[:ss[.f]]; 60 seconds are a leap second's.
func Clock(b []byte) (t hour, rest []byte, ok bool) {
	if t.h, b, ok = digits(b, 2); !ok || t.h > 23 || len(b) == 0 || b[0] != ':' {
		return t, b, false
	}
	if t.m, b, ok = digits(b[1:], 2); !ok || t.m > 59 {
		return t, b, false
	}
	t.precision = Minute
	if len(b) == 0 || b[0] != ':' {
		return t, b, true
	}
	if t.s, b, ok = digits(b[1:], 2); !ok || t.s > 60 {
		return t, b, false
	}
	t.precision = Second
	if len(b) == 0 || b[0] != '.' {
		return t, b, true
	}
	b = b[1:]
	unit, n := 1_000_000_000, 0
	for ; n < len(b) && b[n] >= '0' && b[n] <= '9'; n++ {
		unit /= 10
		t.nano += int(b[n]-'0') * unit
	}
	t.width = max(unit, 1)
	t.precision = Fraction
	return t, b[n:], n > 0
}

// zone reads Z, an offset of at most 14 hours, or nothing.
func zone(b []byte) (offset int, zoned, ok bool) {
	switch {
	case len(b) == 0:
		return 0, false, true
	case b[0] == 'Z':
		return 0, true, len(b) == 1
	case len(b) != 6 || b[0] != '+' && b[0] != '-' || b[3] != ':':
		return 0, false, false
	}
	h, _, ok1 := digits(b[1:], 2)
	m, _, ok2 := digits(b[4:], 2)
	if !ok1 || !ok2 || m > 59 || h*60+m > 14*60 {
		return 0, false, false
	}
	offset = (h*60 + m) * 60
	if b[0] == '-' {
		offset = -offset
	}
	return offset, true, true
}

func (m Moment) span(y, month, day int, t hour) Moment {
	m.From = time.Date(y, time.Month(month), day, t.h, t.m, t.s, t.nano, time.UTC).Add(-time.Duration(m.Offset) * time.Second)
	switch m.Precision {
	case Year:
		m.Until = m.From.AddDate(1, 0, 0)
	case Month:
		m.Until = m.From.AddDate(0, 1, 0)
	case Day:
		m.Until = m.From.AddDate(0, 0, 1)
	case Minute:
		m.Until = m.From.Add(time.Minute)
	case Second:
		m.Until = m.From.Add(time.Second)
	default:
		m.Until = m.From.Add(time.Duration(t.width))
	}
	return m
}
