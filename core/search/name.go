package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Fit is how well a name answers what was typed, the best first; None is not at all.
type Fit int

// Fits.
const (
	Exact Fit = iota
	Begins
	Nickname
	Nearly
	None
)

// Part is a word of a name: as it is written, and folded.
type Part struct{ Shown, Folded string }

// Match holds typed words against the words of a name, each against another and
// in any order. The fit is that of the worst; why says each that is not literal:
// "Bill is William".
func Match(words []string, name []Part) (fit Fit, why []string) {
	free := slices.Clone(name)
	for _, as := range []Fit{Exact, Begins, Nickname, Nearly} {
		var rest []string
		for _, w := range words {
			i := slices.IndexFunc(free, func(p Part) bool { return fits(w, p.Folded) <= as })
			if i < 0 {
				rest = append(rest, w)
				continue
			}
			if fit = max(fit, as); as >= Nickname {
				why = append(why, because(as, w, free[i].Shown))
			}
			free = slices.Delete(free, i, i+1)
		}
		words = rest
	}
	if len(words) > 0 {
		return None, nil
	}
	return fit, why
}

func because(as Fit, typed, shown string) string {
	if as == Nearly {
		return "“" + typed + "” is nearly " + shown
	}
	first, size := utf8.DecodeRuneInString(typed)
	return strings.ToUpper(string(first)) + typed[size:] + " is " + shown
}

// fits holds one word against one of a name.
func fits(typed, name string) Fit {
	switch {
	case typed == name:
		return Exact
	case strings.HasPrefix(name, typed):
		return Begins
	case slices.Contains(Nicknames(typed), name):
		return Nickname
	case Near(typed, name):
		return Nearly
	}
	return None
}

// fewest is how many letters a word has in which an error of typing is looked
// for: of three letters every name is another's.
const fewest = 4

// Long reports whether errors of typing are looked for in a word.
func Long(word string) bool {
	return utf8.RuneCountInString(word) >= fewest && count(word) == 0
}

// Near reports whether two words of at least four letters are one error of
// typing apart: a letter more, less or another, or two that changed places
// (Damerau, CACM 7(3), 1964).
func Near(typed, name string) bool {
	a, b := []rune(typed), []rune(name)
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 || len(a) < fewest-1 || utf8.RuneCountInString(typed) < fewest {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch {
	case len(a) < len(b):
		return slices.Equal(a[i:], b[i+1:])
	case i == len(a) || slices.Equal(a[i+1:], b[i+1:]):
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(a[i+2:], b[i+2:])
}

// Joined are the same words with a short one and the next together, as some
// write them: "mc donald", "de la cruz", "mary ann"; ok is false where none is.
func Joined(words []string) (out []string, ok bool) {
	for i := 0; i < len(words); i++ {
		w := words[i]
		for i+1 < len(words) && utf8.RuneCountInString(words[i]) <= 3 {
			i, ok = i+1, true
			w += words[i]
		}
		out = append(out, w)
	}
	return out, ok
}

// particles stand between the words of names and tell nobody from anybody.
var particles = strings.Fields("de la del las los da das do dos di du le el al y e van von der den ter ten bin ibn bint")

// Particle reports whether a folded word is one that many names hold: "de", "van".
func Particle(word string) bool { return slices.Contains(particles, word) }
