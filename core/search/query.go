// Package search is what somebody typed into the search box: what it may be, and
// how well a name fits it. It knows no database and reads no clock.
package search

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"referd/base/id"
)

// Query is what was typed, and every way it may be read.
type Query struct {
	Typed    string    // as typed, single spaces
	Code     string    // of a referral, as id.Code gives it; empty when it cannot be one
	Words    []string  // all of it as words, for pages, acts and services
	Readings []Reading // of a patient, the likeliest first
}

// Reading is one way to read it: whom all of this is true of.
type Reading struct {
	Words  []string // of the name, in any order, folded; the last may be unfinished
	Born   []Born   // on any of these
	Number string   // begins an identifier or ends a phone; letters and digits, lower case
}

// most is how much of what was typed is looked at, in runes, and how many words
// of a name: a longer one is found by its first.
const (
	most      = 120
	mostWords = 6
)

// Read understands what was typed. fold takes case, marks and punctuation from a
// name (store.Fold); today is the reader's day, after which nobody was born.
func Read(typed string, fold func(string) string, today time.Time) Query {
	if r := []rune(typed); len(r) > most {
		typed = string(r[:most])
	}
	q := Query{Typed: strings.Join(strings.Fields(typed), " ")}
	q.Code, _ = id.ParseCode(q.Typed)
	q.Words = strings.Fields(fold(q.Typed))
	tokens := strings.Fields(strings.NewReplacer(",", " ", ";", " ").Replace(q.Typed))
	whole := ""
	if n := bare(q.Typed); count(n) > 2 {
		whole = n
	}
	for _, d := range dated(tokens, today) {
		for _, apart := range spaced(d.rest) {
			rest := split(apart, fold)
			q.add(Reading{Words: rest.words, Born: d.born, Number: rest.number})
		}
	}
	q.add(Reading{Number: whole})
	for _, apart := range spaced(tokens) {
		if words := split(apart, fold); len(words.words) > 0 {
			q.add(words.reading())
		}
	}
	return q
}

// longest is how many characters a whole name has, at most, in a script that puts
// no space between its parts.
const longest = 8

// spaced are tokens as they were typed, and then with the one that such a script
// writes taken apart: 王小明 is 王 and 小明, 欧阳修 is 欧阳 and 修, and a given name
// may stand first. Registers keep the two apart.
func spaced(tokens []string) [][]string {
	out := [][]string{tokens}
	at := -1
	for i, t := range tokens {
		switch {
		case strings.IndexFunc(t, func(r rune) bool { return !unspaced(r) }) >= 0:
		case at >= 0:
			return out // they were put apart by who typed them
		default:
			at = i
		}
	}
	if at < 0 {
		return out
	}
	name := []rune(tokens[at])
	for i := 1; i < len(name) && len(name) <= longest; i++ {
		out = append(out, slices.Concat(tokens[:at], []string{string(name[:i]), string(name[i:])}, tokens[at+1:]))
	}
	return out
}

// add notes a reading that says something and was not noted before.
func (q *Query) add(r Reading) {
	if len(r.Words) > mostWords {
		r.Words = r.Words[:mostWords]
	}
	if len(r.Words) == 0 && len(r.Born) == 0 && r.Number == "" || len(r.Words) == 1 && len(r.Born) == 0 && r.Number == "" && short(r.Words[0]) {
		return
	}
	for _, have := range q.Readings {
		if have.Number == r.Number && len(have.Born) == len(r.Born) && strings.Join(have.Words, " ") == strings.Join(r.Words, " ") {
			return
		}
	}
	q.Readings = append(q.Readings, r)
}

// short reports whether a word is one letter of an alphabet: too little to look
// for. One character of a script that writes words with one is a name.
func short(word string) bool {
	r := []rune(word)
	return len(r) == 1 && !unspaced(r[0])
}

// unspaced reports whether a letter is of a script that writes a name in one.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
}

// parts are tokens told apart: words of a name, and a number beside them.
type parts struct {
	words  []string
	number string
}

func (p parts) reading() Reading { return Reading{Words: p.words, Number: p.number} }

// split takes numbers out of words. Fewer than three digits are no number and
// nobody's name.
func split(tokens []string, fold func(string) string) (p parts) {
	for _, t := range tokens {
		if n := bare(t); count(n) > 0 {
			p.number += n
			continue
		}
		p.words = append(p.words, strings.Fields(fold(t))...)
	}
	if count(p.number) < 3 {
		p.number = ""
	}
	return p
}

// Bare is an identifier or a phone as it is looked for: its letters and digits,
// in lower case, and nothing between them.
func Bare(s string) string { return bare(s) }

func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// count is how many digits there are.
func count(s string) (n int) {
	for _, c := range s {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}
