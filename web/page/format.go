// Package page is what people see: typed pages and the parts they are made of.
// It knows plain values only; the rooms around it fill them.
package page

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Clock says moments as a reader sees them: in their zone, from now.
type Clock struct {
	Now   time.Time
	Zone  *time.Location
	Named bool // two zones meet: an hour is said with its own
}

// Meeting is the clock where two zones meet, or do not.
func (c Clock) Meeting(two bool) Clock { c.Named = c.Named || two; return c }

// hour says a moment in a layout, with its zone where two meet.
func (c Clock) hour(t time.Time, layout string) string {
	if c.Named {
		layout += " MST"
	}
	return c.in(t).Format(layout)
}

func (c Clock) in(t time.Time) time.Time {
	if c.Zone == nil {
		return t.UTC()
	}
	return t.In(c.Zone)
}

// Day is "Mon 15-Jun", with the year when it is another.
func (c Clock) Day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = c.in(t)
	if t.Year() != c.in(c.Now).Year() {
		return t.Format("02-Jan-2006")
	}
	return t.Format("Mon 02-Jan")
}

// Short is "15-Jun", or the time when it is today.
func (c Clock) Short(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	if c.today(t) {
		return "Today " + c.hour(t, "15:04")
	}
	if c.in(t).Year() != c.in(c.Now).Year() {
		return c.in(t).Format("02-Jan-2006")
	}
	return c.hour(t, "02-Jan 15:04")
}

// At is Short within a sentence: the time alone when it is today.
func (c Clock) At(t time.Time) string { return strings.TrimPrefix(c.Short(t), "Today ") }

// Exact is the whole moment, for hover, focus and print.
func (c Clock) Exact(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return c.in(t).Format("Mon 02-Jan-2006 15:04 MST")
}

// OnPaper is a moment that is read on other days than it was written.
func (c Clock) OnPaper(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return c.in(t).Format("Mon 02-Jan 15:04")
}

// Machine is the moment for a time element.
func Machine(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func (c Clock) today(t time.Time) bool {
	y, m, d := c.in(t).Date()
	a, b, e := c.in(c.Now).Date()
	return y == a && m == b && d == e
}

// Due is a due in words: "2 d late", "in 35 min", "in 1 h 40 min", "today, 16:40", "tomorrow", "by Mon 15-Jun".
func (c Clock) Due(t time.Time) string {
	left := t.Sub(c.Now)
	switch {
	case t.IsZero():
		return ""
	case left < 0:
		return span(-left) + " late"
	case left < 2*time.Hour:
		return "in " + span(left)
	case c.today(t):
		return "today, " + c.hour(t, "15:04")
	case c.today(t.AddDate(0, 0, -1)) && c.Named:
		return "tomorrow, " + c.hour(t, "15:04")
	case c.today(t.AddDate(0, 0, -1)):
		return "tomorrow"
	case c.Named:
		return "by " + c.Day(t) + ", " + c.hour(t, "15:04")
	}
	return "by " + c.Day(t)
}

// Tone is how pressing a due is: late, soon (today) or nothing.
func (c Clock) Tone(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case t.Before(c.Now):
		return "late"
	case c.today(t) || t.Sub(c.Now) < 4*time.Hour:
		return "soon"
	}
	return ""
}

// span is a length of time in its largest unit; of a few hours the minutes are
// said too, because there they matter.
func span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "1 min"
	case d < 90*time.Minute:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 3*time.Hour && int(d.Minutes())%60 > 0:
		return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return fmt.Sprintf("%d d", int(d.Hours()/24))
}

// Span is a length of time in its largest unit.
func Span(d time.Duration) string { return span(d) }

// Age is how old something is, in words: "today", "3 d".
func (c Clock) Age(t time.Time) string {
	d := c.Now.Sub(t)
	switch {
	case t.IsZero():
		return ""
	case d < 24*time.Hour && c.today(t):
		return "today"
	case d < 48*time.Hour:
		return "1 d"
	}
	return fmt.Sprintf("%d d", int(d.Hours()/24))
}

// StaffName is "MORALES, Elena (Mrs)" (NHS Common User Interface). A letter that
// came as a letter and its marks is one letter, as the type draws it.
func StaffName(family string, given []string, prefix string) string {
	s := strings.ToUpper(family)
	if len(given) > 0 {
		s += ", " + strings.Join(given, " ")
	}
	if prefix != "" {
		s += " (" + prefix + ")"
	}
	return norm.NFC.String(s)
}

// Day is "12-Nov-1961"; a date without its day is "Nov-1961", a year itself.
func Day(iso string) string {
	for from, to := range map[string]string{"2006-01-02": "02-Jan-2006", "2006-01": "Jan-2006"} {
		if t, err := time.Parse(from, iso); err == nil {
			return t.Format(to)
		}
	}
	return iso
}

// Born is "12-Nov-1961 (64y)"; a date without day or month is said as it is.
func Born(iso string, now time.Time) string {
	t, err := time.Parse("2006-01-02", iso)
	if err != nil {
		return iso
	}
	age := now.Year() - t.Year()
	if now.Month() < t.Month() || now.Month() == t.Month() && now.Day() < t.Day() {
		age--
	}
	return fmt.Sprintf("%s (%dy)", t.Format("02-Jan-2006"), max(age, 0))
}

// Many is "1 thing" or "3 things".
func Many(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

// Phone is a number in groups: "(555) 010-4471" of ten digits; any other
// number stays as it was written.
func Phone(n string) string {
	d := Digits(n)
	if len(d) == 12 && d[:2] == "+1" {
		d = d[2:]
	} else if len(d) == 11 && d[0] == '1' {
		d = d[1:]
	}
	if len(d) != 10 || d[0] == '+' {
		return n
	}
	return "(" + d[:3] + ") " + d[3:6] + "-" + d[6:]
}

// Digits are what a telephone dials of a number.
func Digits(n string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, n)
}

// You is the reader, and whom they stand in for.
func You(instead string) string {
	if instead == "" {
		return "you"
	}
	return "you, for " + instead
}

// theQuestion heads the question, of whom it is asked: nobody was chosen yet of a
// draft that ended early.
func theQuestion(of string) string {
	if of == "" {
		return "The question"
	}
	return of + ": the question"
}
