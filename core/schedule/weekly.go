package schedule

import "time"

// Weekly is time offered by the week: on some weekdays, from one hour to another,
// cut into stretches of one length, for some weeks from a day on.
type Weekly struct {
	Days    [7]bool // 0 is Sunday
	From    int     // minutes from midnight
	To      int
	Minutes int    // of one stretch
	First   string // the first day, "2026-06-01"
	Weeks   int
}

// Most a week's offer may be.
const (
	MostWeeks = 26
	MostTimes = 2000
)

// Wrong says what is wrong with an offer, and with which part of it; empty is
// nothing.
func (w Weekly) Wrong() (field, words string) {
	_, err := time.Parse(time.DateOnly, w.First)
	perDay := 0
	if w.Minutes > 0 {
		perDay = (w.To - w.From) / w.Minutes
	}
	days := 0
	for _, on := range w.Days {
		if on {
			days++
		}
	}
	switch {
	case days == 0:
		return "days", "Choose the weekdays."
	case w.From < 0 || w.To > 24*60 || w.To <= w.From:
		return "to", "It ends before it begins."
	case w.Minutes < 5 || w.Minutes > 480:
		return "minutes", "Write the length in minutes, 5 to 480."
	case perDay == 0:
		return "minutes", "Not one of this length fits between the two hours."
	case w.Weeks < 1 || w.Weeks > MostWeeks:
		return "weeks", "Write for how many weeks, 1 to 26."
	case err != nil:
		return "first", "Write the first day as 2026-06-01."
	case perDay*days*w.Weeks > MostTimes:
		return "weeks", "That is more than 2,000 times. Offer fewer weeks at once."
	}
	return "", ""
}

// Times are the stretches of an offer on the clock of a zone, in order, and the
// days it leaves out because nobody works on them. An hour the clocks jump over is
// none.
func (w Weekly) Times(zone *time.Location, shut func(day string) bool) (out [][2]time.Time, left []string) {
	first, err := time.ParseInLocation(time.DateOnly, w.First, zone)
	if err != nil {
		return nil, nil
	}
	for n := range 7 * w.Weeks {
		d := first.AddDate(0, 0, n)
		if !w.Days[d.Weekday()] {
			continue
		}
		if day := d.Format(time.DateOnly); shut(day) {
			left = append(left, day)
			continue
		}
		for m := w.From; m+w.Minutes <= w.To; m += w.Minutes {
			at := time.Date(d.Year(), d.Month(), d.Day(), 0, m, 0, 0, zone)
			if at.Hour()*60+at.Minute() == m {
				out = append(out, [2]time.Time{at.UTC(), at.Add(time.Duration(w.Minutes) * time.Minute).UTC()})
			}
		}
	}
	return out, left
}
