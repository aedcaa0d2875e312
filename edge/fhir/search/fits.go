package search

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"referd/edge/fhir/element"
	"referd/store"
	"referd/wire/r4"
	"referd/wire/r4/moment"
)

// rest reports whether something is left to look at in each resource.
func (x *Asked) rest() bool {
	return slices.ContainsFunc(x.terms, func(t term) bool { return !t.done })
}

// fits reports whether a resource has everything that is left.
func (x *Asked) fits(o r4.Object) bool {
	return !slices.ContainsFunc(x.terms, func(t term) bool { return !t.done && !t.fits(o, x.Base) })
}

func (t term) fits(o r4.Object, base string) bool {
	have := t.Param.values(o)
	if t.modifier == "missing" {
		return (len(have) == 0) == (t.values[0] == "true")
	}
	if t.modifier == "not" {
		return !slices.ContainsFunc(t.values, func(v string) bool {
			return slices.ContainsFunc(have, func(h any) bool { return element.IsToken(h, v) })
		})
	}
	return slices.ContainsFunc(t.values, func(v string) bool { return slices.ContainsFunc(have, func(h any) bool { return t.is(h, v, base) }) })
}

func (t term) is(have any, want, base string) bool {
	switch t.Kind {
	case "token":
		return element.IsToken(have, want)
	case "reference":
		o, _ := have.(r4.Object)
		return isReference(o.Text("reference"), want, t.modifier, base)
	case "date":
		return isDay(have, want)
	}
	return isString(have, want, t.modifier)
}

// isReference compares an address with a searched one, or with an id. One at
// this door is the same with its base and without.
func isReference(have, want, kind, base string) bool {
	have, want = strings.TrimPrefix(have, base+"/"), strings.TrimPrefix(want, base+"/")
	have, _, _ = strings.Cut(have, "/_history/")
	if strings.Contains(want, "/") || have == "" {
		return have == want && have != ""
	}
	r := r4.ParseReference(have)
	return r.Way == r4.Relative && r.ID == want && (kind == "" || kind == r.Type)
}

// isString compares words: from the beginning and without case or accents;
// :exact as written, :contains anywhere.
func isString(have any, want, modifier string) bool {
	switch x := have.(type) {
	case string:
		switch modifier {
		case "exact":
			return x == want
		case "contains":
			return strings.Contains(store.Fold(x), store.Fold(want))
		}
		return strings.HasPrefix(store.Fold(x), store.Fold(want))
	case r4.Object: // a HumanName, an Address: any of its parts
		for k, v := range x {
			if k == "use" || k == "period" {
				continue
			}
			if slices.ContainsFunc(element.At(v, ""), func(y any) bool { return isString(y, want, modifier) }) {
				return true
			}
		}
	}
	return false
}

// isDay compares a date, dateTime, instant or Period with a searched date.
func isDay(have any, want string) bool {
	prefix, lo, hi, err := span(want)
	if err != nil {
		return false
	}
	var from, to time.Time
	switch x := have.(type) {
	case string:
		if _, from, to, err = span(x); err != nil {
			return false
		}
	case r4.Object:
		if _, from, _, err = span(x.Text("start")); err != nil {
			from = time.Time{}
		}
		if _, _, to, err = span(x.Text("end")); err != nil {
			to = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
		}
	default:
		return false
	}
	switch prefix {
	case "gt", "sa":
		return to.After(hi) && (prefix == "gt" || !from.Before(hi))
	case "lt", "eb":
		return from.Before(lo) && (prefix == "lt" || !to.After(lo))
	case "ge":
		return to.After(lo)
	case "le":
		return from.Before(hi)
	case "ne":
		return from.Before(lo) || to.After(hi)
	case "ap":
		d := 24 * time.Hour
		return to.After(lo.Add(-d)) && from.Before(hi.Add(d))
	}
	return !from.Before(lo) && !to.After(hi)
}

// span is the stretch a date of some precision covers: from its first moment
// up to, not including, the first after it.
func span(s string) (prefix string, from, to time.Time, err error) {
	if len(s) > 2 && s[0] >= 'a' && s[0] <= 'z' {
		if prefix = s[:2]; !slices.Contains([]string{"eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"}, prefix) {
			return "", from, to, strconv.ErrSyntax
		}
		s = s[2:]
	}
	m, ok := moment.Parse([]byte(strings.Replace(s, " ", "+", 1))) // a + that was not escaped in an address
	if !ok {
		return prefix, from, to, strconv.ErrSyntax
	}
	return prefix, m.From, m.Until, nil
}
