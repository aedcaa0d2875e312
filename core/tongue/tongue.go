// Package tongue is every sentence a patient can read, in every language there
// is of it: one catalogue, catalogue.tsv, a line a sentence. What a translator
// has not signed in its last column is a draft, and pages say so. Nothing a
// clinician wrote is translated here: it is shown as it was written.
package tongue

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Tongue is a language of the patients' pages (BCP 47).
type Tongue string

// Tongues there are.
const (
	English Tongue = "en"
	Spanish Tongue = "es"
)

// All are the tongues, English first.
func All() []Tongue { return []Tongue{English, Spanish} }

//go:embed catalogue.tsv
var catalogue string

// Line is a sentence of the catalogue.
type Line struct {
	Key    string
	Words  map[Tongue]string
	Signed string // by whom the translation is, in their name; empty is a draft
}

var lines = read(catalogue)

// read parses the catalogue: a head, then key, English, Spanish and who signed,
// a tab between. A line that is not so is a fault of the build.
func read(text string) map[string]Line {
	out := map[string]Line{}
	for i, l := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		c := strings.Split(l, "\t")
		if len(c) != 4 || out[c[0]].Key != "" {
			panic(fmt.Sprintf("tongue: line %d of the catalogue is not four columns, or twice there: %q", i+1, c[0]))
		}
		if i > 0 {
			out[c[0]] = Line{c[0], map[Tongue]string{English: c[1], Spanish: c[2]}, c[3]}
		}
	}
	return out
}

// Lines are all of the catalogue.
func Lines() map[string]Line { return lines }

// Say is a sentence with its places filled in: {x} by the value after "x". A
// sentence that is not there is a fault of the build, and a test asks for each.
func (t Tongue) Say(key string, places ...string) string {
	s, ok := lines[key].Words[t]
	if !ok {
		if s, ok = lines[key].Words[English]; !ok {
			panic("tongue: there is no " + key)
		}
	}
	if len(places) == 0 {
		return s
	}
	fill := make([]string, 0, len(places))
	for i := 0; i+1 < len(places); i += 2 {
		fill = append(fill, "{"+places[i]+"}", places[i+1])
	}
	s = strings.NewReplacer(fill...).Replace(s)
	return strings.ReplaceAll(s, "m..", "m.") // an hour ends with a point in Spanish, and so does its sentence
}

// Has reports whether a sentence is there.
func Has(key string) bool { return lines[key].Key != "" }

// Draft reports whether a sentence of a tongue still waits for a translator's
// name. English is what is translated from.
func (t Tongue) Draft() bool {
	if t == English {
		return false
	}
	for _, l := range lines {
		if l.Signed == "" {
			return true
		}
	}
	return false
}

// Name is what a tongue calls itself.
func (t Tongue) Name() string { return map[Tongue]string{English: "English", Spanish: "Español"}[t] }

// Of is the tongue of a language tag, English where there is none of it.
func Of(tag string) Tongue {
	base, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	if slices.Contains(All(), Tongue(base)) {
		return Tongue(base)
	}
	return English
}

// Accepted is the first tongue a browser asks for (RFC 9110, Accept-Language)
// that there is; English where there is none.
func Accepted(header string) Tongue {
	for one := range strings.SplitSeq(header, ",") {
		tag, _, _ := strings.Cut(one, ";")
		base, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		if slices.Contains(All(), Tongue(base)) {
			return Tongue(base)
		}
	}
	return English
}

var (
	days   = map[Tongue][]string{English: {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}, Spanish: {"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}}
	months = map[Tongue][]string{English: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		Spanish: {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"}}
)

// Day is "Monday 15 June", with the year when it is not this one's.
func (t Tongue) Day(at, now time.Time) string {
	of := " "
	if t == Spanish {
		of = " de "
	}
	s := fmt.Sprintf("%s %d%s%s", days[t][at.Weekday()], at.Day(), of, months[t][at.Month()-1])
	if at.Year() != now.Year() {
		s += strings.TrimRight(of, " ") + fmt.Sprintf(" %d", at.Year())
	}
	return s
}

// Time is "2:20 pm"; in Spanish with its article, "las 2:20 p. m.". No line ends
// between the hour and its half of the day.
func (t Tongue) Time(at time.Time) string {
	s := at.Format("3:04")
	if at.Minute() == 0 {
		s = at.Format("3")
	}
	if t != Spanish {
		return s + at.Format("\u00a0pm")
	}
	article := "las "
	if at.Hour()%12 == 1 {
		article = "la "
	}
	return article + s + map[bool]string{true: "\u00a0a.\u00a0m.", false: "\u00a0p.\u00a0m."}[at.Hour() < 12]
}
