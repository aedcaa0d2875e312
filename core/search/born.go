package search

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"referd/core/party"
)

// Born is a birth date as it may have been meant; the day, or the day and the
// month, may be missing, as in party.Date.
type Born struct {
	Day party.Date
	How string // "month first" or "day first", where the order is a guess; else empty
}

// months as people write them, in English and Spanish.
var months = func() map[string]int {
	out := map[string]int{}
	for i, names := range [12]string{"january jan enero ene", "february feb febrero", "march mar marzo", "april apr abril abr", "may mayo", "june jun junio", "july jul julio", "august aug agosto ago", "september sept sep septiembre", "october oct octubre", "november nov noviembre", "december dec diciembre dic"} {
		for _, n := range strings.Fields(names) {
			out[n] = i + 1
		}
	}
	return out
}()

// dating is a date found among the tokens, and the tokens beside it.
type dating struct {
	born []Born
	rest []string
}

// dated finds birth dates in what was typed: the longest run of tokens that is
// one, and, beside words, a year alone.
func dated(tokens []string, today time.Time) (out []dating) {
	for n := min(5, len(tokens)); n > 0 && len(out) == 0; n-- {
		for i := 0; i+n <= len(tokens); i++ {
			if b := meant(strings.Join(tokens[i:i+n], " "), today); len(b) > 0 && (len(b[0].Day) > 4 || len(tokens) > 1) {
				out = append(out, dating{b, slices.Concat(tokens[:i], tokens[i+n:])})
				break
			}
		}
	}
	if len(out) == 0 || len(out[0].born[0].Day) != 7 {
		return out
	}
	// "May 1990" is a month and a year, or somebody called May and a year.
	for i, t := range tokens {
		if b := meant(t, today); len(b) > 0 && len(b[0].Day) == 4 && len(tokens) > 1 {
			out = append(out, dating{b, slices.Concat(tokens[:i], tokens[i+1:])})
			break
		}
	}
	return out
}

// piece is a number or a month of a date as it was written.
type piece struct {
	text string
	n    int // the number, or the month
	name bool
}

// meant reads a text as a birth date, in every order it may have been meant in:
// of an ambiguous one the month first, as the United States write it, and then
// the day; with dots between, as Europe writes it, the other way round.
func meant(s string, today time.Time) []Born {
	p, ok := pieces(s)
	if !ok {
		return nil
	}
	dots := strings.Contains(s, ".")
	var y, m, d piece
	switch {
	case len(p) == 1 && !p[0].name:
		return packed(p[0].text, today)
	case len(p) == 2:
		return monthly(p, today)
	case len(p) != 3:
		return nil
	case p[0].name && !p[1].name && !p[2].name: // Nov 12 1961
		m, d, y = p[0], p[1], p[2]
	case p[1].name && !p[0].name && !p[2].name:
		d, m, y = p[0], p[1], p[2] // 12 Nov 1961
		if len(d.text) == 4 {
			d, y = y, d
		}
	case p[0].name || p[1].name || p[2].name:
		return nil
	case len(p[0].text) == 4 || p[0].n > 31: // 1961-11-12
		y, m, d = p[0], p[1], p[2]
	default: // 11/12/1961
		return both(p[0], p[1], p[2], dots, today)
	}
	return on(y, m.n, d, "", today)
}

// pieces takes a text apart into numbers and months; ok is false when something
// else is in it.
func pieces(s string) (out []piece, ok bool) {
	fields := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("/.-'’", r) })
	for _, f := range fields {
		for f != "" {
			digits := len(f) - len(strings.TrimLeft(f, "0123456789"))
			if digits > 8 {
				return nil, false
			}
			if digits > 0 {
				n, _ := strconv.Atoi(f[:digits])
				out, f = append(out, piece{text: f[:digits], n: n}), f[digits:]
				continue
			}
			letters := strings.IndexAny(f, "0123456789")
			if letters < 0 {
				letters = len(f)
			}
			word, after := f[:letters], f[letters:]
			if m := months[word]; m > 0 {
				out = append(out, piece{text: word, n: m, name: true})
			} else if !slices.Contains([]string{"st", "nd", "rd", "th", "de", "del", "of"}, word) {
				return nil, false
			}
			f = after
		}
	}
	return out, len(out) > 0
}

// both reads two numbers and a year in either order.
func both(a, b, y piece, dots bool, today time.Time) []Born {
	us, eu := on(y, a.n, b, "month first", today), on(y, b.n, a, "day first", today)
	if len(b.text) > 2 || len(a.text) > 2 {
		return nil
	}
	if dots {
		us, eu = eu, us
	}
	return distinct(append(us, eu...))
}

// monthly reads a month and a year: November 1961, 11/1961, 1961-11.
func monthly(p []piece, today time.Time) []Born {
	m, y := p[0], p[1]
	if len(m.text) == 4 && !m.name {
		m, y = y, m
	}
	if y.name || len(y.text) != 4 || !m.name && len(m.text) > 2 || m.n < 1 || m.n > 12 || !lived(time.Date(y.n, time.Month(m.n), 1, 0, 0, 0, 0, time.UTC), today) {
		return nil
	}
	return []Born{{Day: party.Date(fmt.Sprintf("%04d-%02d", y.n, m.n))}}
}

// packed reads a number without anything between: 11121961, 19611112, 111261;
// of four digits a year.
func packed(s string, today time.Time) (out []Born) {
	at := func(from, to int) piece {
		n, _ := strconv.Atoi(s[from:to])
		return piece{text: s[from:to], n: n}
	}
	switch len(s) {
	case 4:
		if y := at(0, 4); lived(time.Date(y.n, 1, 1, 0, 0, 0, 0, time.UTC), today) {
			out = append(out, Born{Day: party.Date(s)})
		}
	case 6:
		out = both(at(0, 2), at(2, 4), at(4, 6), false, today)
	case 8:
		out = distinct(append(both(at(0, 2), at(2, 4), at(4, 8), false, today), on(at(0, 4), at(4, 6).n, at(6, 8), "", today)...))
	}
	return out
}

// on is a day of the calendar in whose year somebody alive may be born; of a year
// of two digits this century, where it has come, and the last.
func on(y piece, m int, d piece, how string, today time.Time) (out []Born) {
	years := []int{y.n}
	switch len(y.text) {
	case 4:
	case 2:
		this := today.Year() / 100 * 100
		years = []int{this + y.n, this - 100 + y.n}
	default:
		return nil
	}
	if len(d.text) > 2 || d.name {
		return nil
	}
	for _, year := range years {
		t := time.Date(year, time.Month(m), d.n, 0, 0, 0, 0, time.UTC)
		if m >= 1 && m <= 12 && t.Day() == d.n && int(t.Month()) == m && lived(t, today) {
			out = append(out, Born{party.Date(t.Format(time.DateOnly)), how})
		}
	}
	return out
}

// lived reports whether somebody may be born on a day: not after today, and no
// longer ago than people live.
func lived(t, today time.Time) bool {
	return !t.After(today) && t.After(today.AddDate(-125, 0, 0))
}

// distinct leaves out the same day read twice; one that is left alone was no guess.
func distinct(list []Born) (out []Born) {
	for _, b := range list {
		if !slices.ContainsFunc(out, func(x Born) bool { return x.Day == b.Day }) {
			out = append(out, b)
		}
	}
	if len(out) == 1 {
		out[0].How = ""
	}
	return out
}
