package party

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A time allowed is written as people say it: "3 working days", "same day", "2
// working hours", "30 min", "4 h", "7 d". Days and hours of work are counted in
// the owner's calendar, the others on the wall.

// longest is the longest time that is allowed for anything: what is owed later is
// owed never.
const longest = 366

// String is a time allowed as ReadSpan reads it; empty when none is.
func (s Span) String() string {
	switch {
	case s.Same:
		return "same day"
	case s.Days > 0:
		return many(s.Days, "working day")
	case s.Work > 0 && s.Work%time.Hour == 0:
		return many(int(s.Work/time.Hour), "working hour")
	case s.Work > 0:
		return fmt.Sprintf("%d working min", int(s.Work/time.Minute))
	case s.Wall > 0 && s.Wall%(24*time.Hour) == 0:
		return fmt.Sprintf("%d d", int(s.Wall/(24*time.Hour)))
	case s.Wall > 0 && s.Wall%time.Hour == 0:
		return fmt.Sprintf("%d h", int(s.Wall/time.Hour))
	case s.Wall > 0:
		return fmt.Sprintf("%d min", int(s.Wall/time.Minute))
	}
	return ""
}

func many(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// allowed is a number, whether it is of work, and its unit.
var allowed = regexp.MustCompile(`^(\d{1,5})\s*(working|business|w|b)?\s*(days?|d|hours?|h|minutes?|min|m)$`)

// ReadSpan reads what String writes, and the short forms of it: "3 bd", "2 wh".
// ok is false for what is none, for no time at all, and for more than a year.
func ReadSpan(text string) (s Span, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "same day" {
		return Span{Same: true}, true
	}
	m := allowed.FindStringSubmatch(text)
	if m == nil {
		return s, false
	}
	n, _ := strconv.Atoi(m[1])
	each := map[byte]time.Duration{'d': 24 * time.Hour, 'h': time.Hour, 'm': time.Minute}[m[3][0]]
	switch d := time.Duration(n) * each; {
	case n == 0 || d > longest*24*time.Hour:
		return s, false
	case m[2] == "":
		return Span{Wall: d}, true
	case m[3][0] == 'd':
		return Span{Days: n}, true
	default:
		return Span{Work: d}, true
	}
}
