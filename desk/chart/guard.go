package chart

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"referd/core/chart"
	"referd/core/party"
	"referd/store"
)

// read is how much of a text is looked at for whose it is.
const read = 256 << 10

// guard reads a text for whose it is. It names this patient when it holds the
// whole name, or one of the names with the birth date. It differs when it says
// whose it is and that is neither; or when it holds the name and says another
// birth date: two people of one name are what the guard is for. Whatever says
// neither is not checked, and a page says so.
func guard(text string, p party.Patient) chart.Guard {
	if len(text) > read {
		text = text[:read]
	}
	words := " " + store.Fold(spaced(text)) + " "
	has := func(name string) bool {
		n := store.Fold(spaced(name))
		return n != "" && strings.Contains(words, " "+n+" ")
	}
	family, given := has(p.Name.Family), false
	for _, g := range p.Name.Given {
		given = given || len([]rune(g)) > 1 && has(g)
	}
	born, other := births(text, p.Born)
	switch {
	case born && (family || given):
		return chart.Names
	case other:
		return chart.Differs
	case family && given:
		return chart.Names
	case !family && labelled(text):
		return chart.Differs
	}
	return chart.Unread
}

// spaced puts a space for every mark but what stands inside names.
func spaced(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '<', '>', '/', '"', '=', '&', ';', ',', '.', ':', '(', ')', '[', ']', '|', '^', '_', '\\', '*', '#':
			return ' '
		}
		return r
	}, s)
}

// labels are how a paper says whose it is, before a mark.
var labels = []string{"patient", "pt", "name", "re", "regarding", "dob", "d.o.b", "d.o.b.", "date of birth", "birthdate", "birth date", "born", "birthtime"}

// labelled reports whether a text says whose it is: "Patient name: ...".
func labelled(text string) bool {
	low := strings.ToLower(text)
	for at, c := range low {
		switch c {
		case ':', '=', ',', '<', '"':
		default:
			continue
		}
		before := strings.TrimRight(low[:at], " \t\r\n")
		for _, l := range labels {
			if rest, ok := strings.CutSuffix(before, l); ok {
				if r, _ := utf8.DecodeLastRuneInString(rest); rest == "" || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' {
					return true
				}
			}
		}
	}
	return false
}

// birth is a date that is said to be a birth date.
var birth = regexp.MustCompile(`(?i)\b(?:dob|d\.o\.b\.?|date of birth|birth ?date|born|birthtime)\b[^0-9a-z]{0,12}(?:on |value="?)?[^0-9a-z]{0,3}((?:[0-9]{1,4}|[a-z]{3,9})[-/. ]{0,2}(?:[0-9]{1,2}|[a-z]{3,9})(?:st|nd|rd|th)?[-/., ]{0,2}[0-9]{2,4}|[0-9]{8})`)

// births reports whether a text holds a birth date, and whether it says that
// somebody was born on another day.
func births(text string, born party.Date) (has, other bool) {
	day, err := time.Parse("2006-01-02", string(born))
	if err != nil {
		return false, false
	}
	low := strings.ToLower(text)
	for _, form := range forms {
		if holds(low, strings.ToLower(day.Format(form))) {
			return true, false
		}
	}
	if !strings.Contains(low, "birth") && !strings.Contains(low, "born") && !strings.Contains(low, "dob") && !strings.Contains(low, "d.o.b") {
		return false, false // none of the words the expression begins with
	}
	for _, m := range birth.FindAllStringSubmatch(text, 20) {
		if d, ok := dated(m[1]); ok && d != day.Format("2006-01-02") {
			other = true
		}
	}
	return false, other
}

// forms in which people and systems write a day.
var forms = []string{"2006-01-02", "20060102", "01/02/2006", "1/2/2006", "01-02-2006", "02.01.2006", "2.1.2006", "02-Jan-2006", "2-Jan-2006", "2 Jan 2006", "02 Jan 2006", "Jan 2, 2006", "January 2, 2006", "January 2 2006", "2 January 2006", "2006/01/02", "01/02/06", "1/2/06"}

// holds reports whether a text holds a date that no figure touches.
func holds(text, date string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], date)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(date)
		if (i == 0 || !figure(text[i-1])) && (end == len(text) || !figure(text[end])) {
			return true
		}
		from = i + 1
	}
}

func figure(c byte) bool { return c >= '0' && c <= '9' }

// dated brings a day as it was written to 1961-11-12; ok is false when it
// cannot be read one way only.
func dated(s string) (day string, ok bool) {
	s = strings.TrimSpace(s)
	found := map[string]bool{}
	for _, form := range forms {
		if t, err := time.Parse(form, s); err == nil {
			found[t.Format("2006-01-02")] = true
		}
	}
	if len(found) != 1 {
		return "", false
	}
	for day = range found {
	}
	// A clinic elsewhere may write the day first.
	if n := strings.Split(s, "/"); len(n) == 3 && len(n[2]) == 4 {
		if m, _ := strconv.Atoi(n[1]); m <= 12 && n[0] != n[1] {
			return "", false
		}
	}
	return day, true
}

// wordsOf gives what can be read of a file: a text itself, what lies open in a
// PDF, nothing of a picture.
func wordsOf(media string, data []byte) string {
	switch media {
	case "text/plain", "application/xml":
		return string(data[:min(len(data), read)])
	case "application/pdf":
		return scanned(data).text
	}
	return ""
}
