package r4

import (
	"math/big"
	"slices"
	"strings"

	"referd/wire/r4/moment"
)

// rule is an invariant of R4 of severity error, by the key it is published
// under. The rules here are those of the data types and of the resources a
// clinic exchanges; those of resources that define others (StructureDefinition,
// TestScript, StructureMap and the like) are not checked.
type rule struct {
	id    string
	words string
	ok    func(Node) bool
}

// rules by kind.
var rules = func() map[string][]rule {
	all := map[string][]rule{}
	for _, some := range []map[string][]rule{typeRules, clinicRules, orderRules, bundleRules, formRules} {
		for k, list := range some {
			all[k] = append(all[k], list...)
		}
	}
	return all
}()

// typeRules are those of the data types.
var typeRules = map[string][]rule{
	"Extension": {{"ext-1", "An extension has a value or extensions, and not both.", func(n Node) bool {
		return has(n, "extension") != choice(n, "value")
	}}},
	"Attachment":   {{"att-1", "Data comes with its content type.", implies("data", "contentType")}},
	"ContactPoint": {{"cpt-2", "A contact with a value says its system.", implies("value", "system")}},
	"Expression":   {{"exp-1", "An expression is given or referred to.", either("expression", "reference")}},
	"Period":       {{"per-1", "The start is not after the end.", ordered("start", "end")}},
	"Quantity":     quantity, "Age": quantity, "Count": quantity, "Distance": quantity, "Duration": quantity,
	"Range": {{"rng-2", "The low end is not above the high one.", lowHigh}},
	"Ratio": {{"rat-1", "A ratio has a numerator and a denominator, or neither and an extension.", func(n Node) bool {
		return has(n, "numerator") == has(n, "denominator") && (has(n, "numerator") || has(n, "extension"))
	}}},
	"Timing.repeat": {
		{"tim-1", "A duration has its unit.", implies("duration", "durationUnit")},
		{"tim-2", "A period has its unit.", implies("period", "periodUnit")},
		{"tim-4", "A duration is not negative.", positive("duration")},
		{"tim-5", "A period is not negative.", positive("period")},
		{"tim-6", "A periodMax comes with a period.", implies("periodMax", "period")},
		{"tim-7", "A durationMax comes with a duration.", implies("durationMax", "duration")},
		{"tim-8", "A countMax comes with a count.", implies("countMax", "count")},
		{"tim-9", "An offset comes with a when, which is not a meal.", func(n Node) bool {
			return !has(n, "offset") || has(n, "when") && !slices.ContainsFunc(n.member("when").Strings(), func(w string) bool { return meals[w] })
		}},
		{"tim-10", "timeOfDay and when are not both there.", notBoth("timeOfDay", "when")},
	},
}

var quantity = []rule{{"qty-3", "A code for the unit comes with its system.", implies("code", "system")}}

// meals are the times of EventTiming no offset goes with (tim-9).
var meals = set("C CM CD CV")

func has(n Node, name string) bool {
	if n.member(name).Exists() {
		return true
	}
	return n.member("_" + name).Exists()
}

func choice(n Node, name string) bool {
	for i := n.i + 1; i < n.d.marks[n.i].next; i = n.d.marks[i].next {
		key := n.d.name(i)
		if len(key) > 0 && key[0] == '_' {
			key = key[1:]
		}
		if len(key) > len(name) && string(key[:len(name)]) == name && key[len(name)] >= 'A' && key[len(name)] <= 'Z' {
			return true
		}
	}
	return false
}

// there is whether an element is there; value[x] is asked for as "value[x]".
func there(n Node, name string) bool {
	if l := len(name); l > 3 && name[l-3:] == "[x]" {
		return choice(n, name[:l-3])
	}
	return has(n, name)
}

func implies(a, b string) func(Node) bool {
	return func(n Node) bool { return !there(n, a) || there(n, b) }
}

func notBoth(a, b string) func(Node) bool {
	return func(n Node) bool { return !there(n, a) || !there(n, b) }
}

// either is whether at least one is there.
func either(names ...string) func(Node) bool {
	return func(n Node) bool { return slices.ContainsFunc(names, func(x string) bool { return there(n, x) }) }
}

// one is whether exactly one is there.
func one(a, b string) func(Node) bool {
	return func(n Node) bool { return there(n, a) != there(n, b) }
}

// ordered is whether the first moment can be at or before the second.
func ordered(a, b string) func(Node) bool {
	return func(n Node) bool {
		x, ok := n.member(a).Moment()
		y, ok2 := n.member(b).Moment()
		return !ok || !ok2 || x.From.Before(y.Until) || x.From.Equal(y.From) || unzoned(x, y)
	}
}

// unzoned is whether one of two moments says no zone and they are within a day
// of each other, so that they cannot be compared.
func unzoned(x, y moment.Moment) bool {
	return x.Zoned != y.Zoned && x.From.Sub(y.Until).Hours() < 26
}

func positive(name string) func(Node) bool {
	return func(n Node) bool {
		v := n.member(name)
		return v.Kind() != Number || v.Raw()[0] != '-'
	}
}

// lowHigh compares two quantities of the same unit.
func lowHigh(n Node) bool {
	low, high := n.member("low"), n.member("high")
	for _, unit := range []string{"system", "code", "unit"} {
		if low.Get(unit).String() != high.Get(unit).String() {
			return true
		}
	}
	c, ok := compare(low.Get("value"), high.Get("value"))
	return !ok || c <= 0
}

// compare two numbers; ok is false when one is none, or is absurdly long.
func compare(a, b Node) (c int, ok bool) {
	x, ok := number(a)
	y, ok2 := number(b)
	if !ok || !ok2 {
		return 0, false
	}
	return x.Cmp(y), true
}

func number(n Node) (*big.Float, bool) {
	if n.Kind() != Number || len(n.Raw()) > 40 {
		return nil, false
	}
	f, _, err := big.ParseFloat(string(n.Raw()), 10, 200, big.ToNearestEven)
	return f, err == nil
}

// set is the words of a line.
func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}
