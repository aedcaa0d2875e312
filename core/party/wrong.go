package party

import (
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"referd/base/code"
)

// How many letters a name, a line of an address or of a place, and an
// identifier or address of a telephone or mailbox have at most; and how many
// parts one name has.
const (
	named  = 200
	lined  = 400
	coded  = 255
	pieces = 12
)

// Wrong says what is wrong with words that are shown on one line beside others:
// too long, or a character that is not seen or that turns the writing around
// what follows, so that one name reads as another (Unicode TR 36, 2.5). It is
// empty when nothing is.
func Wrong(s string, most int) string {
	if !utf8.ValidString(s) {
		return "It holds letters that cannot be told."
	}
	if n := utf8.RuneCountInString(s); n > most {
		return "It has " + strconv.Itoa(n) + " letters; at most " + strconv.Itoa(most) + " are kept."
	}
	for _, r := range s {
		if unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) || turns(r) {
			return "It holds a character that cannot be seen or that turns the writing around. Send it without."
		}
	}
	return ""
}

// turns reports whether a character changes the direction of what follows it,
// or is a byte order mark. What scripts need inside a word is none of these.
func turns(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0xFEFF
}

// check gathers the first thing that is wrong, and where.
type check struct{ field, words string }

func (c *check) of(field string, most int, list ...string) {
	for _, s := range list {
		if w := Wrong(s, most); w != "" && c.words == "" {
			c.field, c.words = field, w
		}
	}
}

func (c *check) name(n Name) {
	c.of("family", named, n.Family)
	c.of("given", named, n.Given...)
	c.of("prefix", named, n.Prefix)
	if len(n.Given) > pieces && c.words == "" {
		c.field, c.words = "given", "There are more than "+strconv.Itoa(pieces)+" given names."
	}
}

func (c *check) numbers(list []code.Identifier) {
	for _, i := range list {
		c.of("number", coded, i.System, i.Value)
	}
}

func (c *check) address(a Address) {
	c.of("address", lined, a.Lines...)
	c.of("address", named, a.City, a.State, a.PostalCode, a.Country)
}

// sexes are FHIR's administrative-gender; a record may also say none.
var sexes = []string{"", "female", "male", "other", "unknown"}

// Wrong says which of a patient's words cannot be kept, and why: family, given,
// prefix, phone, email, address, number, sex or language.
func (p Patient) Wrong() (field, words string) {
	var c check
	c.name(p.Name)
	for _, t := range p.Phones {
		c.of("phone", coded, t.Number)
	}
	c.of("email", coded, p.Email)
	c.address(p.Address)
	c.numbers(p.Identifiers)
	c.of("language", 35, p.Language) // the longest code RFC 5646 asks to be kept
	if c.words == "" && !slices.Contains(sexes, p.Sex) {
		c.field, c.words = "sex", "Choose a sex of the list: female, male, other or not known."
	}
	return c.field, c.words
}

// Wrong says the same of a clinician.
func (p Practitioner) Wrong() (field, words string) {
	var c check
	c.name(p.Name)
	c.numbers(p.Identifiers)
	return c.field, c.words
}

// Wrong says the same of an organization: name, phone, address or number.
func (o Org) Wrong() (field, words string) {
	var c check
	c.of("name", lined, o.Name)
	c.of("phone", coded, o.Phone)
	c.of("fax", coded, o.Fax)
	c.of("nurse", coded, o.Nurse)
	c.address(o.Address)
	c.numbers(o.Identifiers)
	return c.field, c.words
}

// Wrong says the same of a place.
func (l Location) Wrong() (field, words string) {
	var c check
	c.of("name", lined, l.Name)
	c.of("phone", coded, l.Phone)
	c.address(l.Address)
	return c.field, c.words
}

// Wrong says the same of a service.
func (s Service) Wrong() (field, words string) {
	var c check
	c.of("name", lined, s.Name)
	c.of("phone", coded, s.Phone)
	return c.field, c.words
}

// Wrong says the same of somebody's name.
func (n Name) Wrong() (field, words string) {
	var c check
	c.name(n)
	return c.field, c.words
}
