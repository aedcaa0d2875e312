package visit

import "time"

// Times as a form has them, by the reader's clock. What cannot be read is the
// zero time: the form says so in its own words.

// Day reads a date by which something is due, until the end of its working day.
func (v *Visit) Day(s string) time.Time { return v.at(s, 17) }

// Moment reads a date with a time.
func (v *Visit) Moment(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02T15:04", s, v.Zone())
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// Care reads the day on which somebody was seen: its noon, or now on a day whose
// noon is still to come.
func (v *Visit) Care(s string, now time.Time) time.Time {
	noon := v.at(s, 12)
	if noon.After(now) && noon.Sub(now) < 12*time.Hour {
		return now
	}
	return noon
}

// at is an hour of a day; on one on which the clock is moved it is that hour too.
func (v *Visit) at(s string, hour int) time.Time {
	d, err := time.ParseInLocation(time.DateOnly, s, v.Zone())
	if err != nil {
		return time.Time{}
	}
	return time.Date(d.Year(), d.Month(), d.Day(), hour, 0, 0, 0, v.Zone()).UTC()
}
