package party

import (
	"math/big"
	"regexp"
	"strings"
)

// Quantity is a number with its unit, as a need asks for one. Value is decimal
// and exact; Unit is a UCUM code (ucum.org). Written is what the sender wrote
// where that was another unit.
type Quantity struct {
	Value, Unit, Written string
}

// String is how staff read it: "82 kg", "37.19 kg (82 lb as written)". What was
// turned into another unit and has more than three decimals is shown to two:
// more would say that it was measured so. What is below one is shown whole, so
// that nothing becomes nothing. What was written stands beside it.
func (q Quantity) String() string {
	if q.Written == "" {
		return q.Value + " " + called(q.Unit)
	}
	shown, value := q.Value, ratio(q.Value)
	if digits, _ := value.FloatPrec(); digits > 3 && value.Cmp(ratio("1")) >= 0 {
		shown = strings.TrimSuffix(strings.TrimRight(value.FloatString(2), "0"), ".")
	}
	return shown + " " + called(q.Unit) + " (" + q.Written + " as written)"
}

// unit is one of several that measure the same: how many of the first make one
// of it, exactly, and how people write it. What is no multiple (a temperature),
// or depends on the substance (mg/dL and mmol/L), is not converted.
type unit struct {
	ucum, each string
	written    []string
}

// families are the units that are turned into each other, by the international
// yard and pound of 1959: a pound is 0.45359237 kg, an inch 2.54 cm.
var families = [][]unit{
	{{"kg", "1", []string{"kgs", "kilo", "kilos", "kilogram", "kilograms"}}, {"g", "0.001", []string{"gram", "grams"}}, {"[lb_av]", "0.45359237", []string{"lb", "lbs", "pound", "pounds"}}, {"[stone_av]", "6.35029318", []string{"stone", "stones", "st"}}},
	{{"cm", "1", []string{"centimeter", "centimeters", "centimetre", "centimetres"}}, {"m", "100", []string{"meter", "meters", "metre", "metres"}}, {"mm", "0.1", []string{"millimeter", "millimeters"}}, {"[in_i]", "2.54", []string{"in", "inch", "inches"}}, {"[ft_i]", "30.48", []string{"ft", "foot", "feet"}}},
}

// numbered is a number and what stands behind it.
var numbered = regexp.MustCompile(`^(\d{1,9}(?:\.\d{1,6})?)\s*(.*)$`)

// Reads reads an answer to a need that asks for a quantity; why says what is
// wrong with it, empty when nothing is. A bare number is in the unit asked for,
// which stands beside the box.
func (n Need) Reads(answer string) (q Quantity, why string) {
	m := numbered.FindStringSubmatch(strings.TrimSpace(answer))
	if m == nil {
		return q, "Write a number and its unit, such as 82 " + called(n.Unit) + "."
	}
	value, _ := new(big.Rat).SetString(m[1])
	q = Quantity{Value: m[1], Unit: n.Unit}
	if m[2] != "" && !same(m[2], unit{ucum: n.Unit}) {
		from, to, ok := between(m[2], n.Unit)
		if !ok {
			return q, "It is asked for in " + called(n.Unit) + ", and “" + m[2] + "” is not turned into that here. Write it in " + called(n.Unit) + ", and nothing behind it."
		}
		if from.ucum != to.ucum {
			value.Mul(value, ratio(from.each)).Quo(value, ratio(to.each))
			digits, exact := value.FloatPrec()
			if !exact {
				return q, "It is asked for in " + called(n.Unit) + ", and “" + m[2] + "” does not come out even. Write it in " + called(n.Unit) + "."
			}
			q.Value, q.Written = value.FloatString(digits), m[1]+" "+called(from.ucum)
		}
	}
	if n.Low != "" && value.Cmp(ratio(n.Low)) < 0 || n.High != "" && value.Cmp(ratio(n.High)) > 0 {
		return q, q.String() + " is outside what can be right, " + n.Within() + ". Look at the number and the unit again."
	}
	return q, ""
}

// Within says the bounds and the unit: "1 to 400 kg"; without bounds the unit.
func (n Need) Within() string {
	switch {
	case n.Low != "" && n.High != "":
		return n.Low + " to " + n.High + " " + called(n.Unit)
	case n.Low != "":
		return "at least " + n.Low + " " + called(n.Unit)
	case n.High != "":
		return "at most " + n.High + " " + called(n.Unit)
	}
	return called(n.Unit)
}

// ratio is a decimal of the tables here or of a service; one that is none is 0.
func ratio(decimal string) *big.Rat {
	r, ok := new(big.Rat).SetString(decimal)
	if !ok {
		return new(big.Rat)
	}
	return r
}

// between finds what was written and what is asked for in one family.
func between(written, ucum string) (from, to unit, ok bool) {
	for _, family := range families {
		from, to = unit{}, unit{}
		for _, u := range family {
			if same(written, u) {
				from = u
			}
			if u.ucum == ucum {
				to = u
			}
		}
		if from.ucum != "" && to.ucum != "" {
			return from, to, true
		}
	}
	return unit{}, unit{}, false
}

// same reports whether a unit is what somebody wrote: its UCUM code, in any case
// of letters, or a word for it.
func same(written string, u unit) bool {
	written = strings.TrimSuffix(strings.TrimSpace(written), ".")
	if strings.EqualFold(written, u.ucum) {
		return true
	}
	for _, w := range u.written {
		if strings.EqualFold(written, w) {
			return true
		}
	}
	return false
}

// called is a UCUM code as people write it.
func called(ucum string) string {
	for _, family := range families {
		for _, u := range family {
			if u.ucum == ucum && strings.HasPrefix(ucum, "[") {
				return u.written[0]
			}
		}
	}
	return ucum
}
