package fhir

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"referd/store"
	"referd/wire/r4"
)

// term is one condition of a search: any of its values fits.
type term struct {
	param
	modifier string
	values   []string
	done     bool // the query itself already sees to it
}

// asked is a search as it was understood (FHIR R4, 3.1.1).
type asked struct {
	kind       string
	terms      []term
	count      int
	sort       []string
	include    []string // Type:param, or Type:*
	revinclude []string
	counting   bool       // _summary=count: the number alone
	used       url.Values // what was understood, for the self link
	after      string     // where the page before ended
	base       string     // of this door
}

// pages: how many resources a page holds unless asked, and at most.
const (
	page = 50
	most = 200
)

// modifiers are those each type of parameter takes besides :missing.
var modifiers = map[string][]string{"token": {"not"}, "string": {"exact", "contains"}, "reference": {"Patient", "Practitioner", "PractitionerRole", "Organization", "ServiceRequest", "Task", "HealthcareService"}, "date": {}}

// understand reads a search. What is not known is refused when the client
// asked for strict handling and left out of the self link otherwise.
func understand(kind string, f url.Values, strict bool) (*asked, error) {
	x := &asked{kind: kind, count: page, used: url.Values{}}
	names := make([]string, 0, len(f))
	for name := range f {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, v := range f[name] {
			known, err := x.take(name, v)
			if err != nil {
				return nil, err
			}
			if known {
				x.used.Add(name, v)
			} else if strict {
				return nil, status(http.StatusBadRequest, "not-supported", "The search parameter "+plain(name)+" is not served here; /metadata lists those that are.")
			}
		}
	}
	return x, nil
}

// plain keeps a name from outside short and harmless in an answer.
func plain(name string) string {
	out := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '-' || r == '_' || r == '.' || r == ':' {
			return r
		}
		return -1
	}, name)
	return out[:min(len(out), 40)]
}

// take reads one parameter; false when it is none of ours.
func (x *asked) take(name, v string) (bool, error) {
	switch name {
	case "_count":
		n, err := strconv.Atoi(v)
		if err != nil || n < 0 {
			return true, status(http.StatusBadRequest, "value", "_count is a number.")
		}
		x.count, x.counting = min(n, most), x.counting || n == 0
		return true, nil
	case "_sort":
		for _, s := range strings.Split(v, ",") {
			if _, ok := paramOf(x.kind, strings.TrimPrefix(s, "-")); !ok {
				return false, nil
			}
			x.sort = append(x.sort, s)
		}
		return true, nil
	case "_summary":
		x.counting = x.counting || v == "count"
		return v == "count" || v == "false", nil
	case "_total", "_format", "_pretty":
		return true, nil
	case "_include":
		return x.follow(&x.include, v, false)
	case "_revinclude":
		return x.follow(&x.revinclude, v, true)
	}
	name, modifier, _ := strings.Cut(name, ":")
	if chain, field, ok := strings.Cut(name, "."); ok || strings.Contains(modifier, ".") {
		if !ok { // patient:Patient.identifier
			_, field, _ = strings.Cut(modifier, ".")
			chain = name
		}
		p, known := paramOf(x.kind, chain)
		if chains[chain+"."+field] == "" || !known {
			return false, nil
		}
		x.terms = append(x.terms, term{param: p, modifier: "." + chains[chain+"."+field], values: commas(v)})
		return true, nil
	}
	p, ok := paramOf(x.kind, name)
	if !ok {
		return false, nil
	}
	if modifier != "" && modifier != "missing" && !slices.Contains(modifiers[p.kind], modifier) {
		return true, status(http.StatusBadRequest, "not-supported", "The modifier :"+plain(modifier)+" is not served for "+p.name+".")
	}
	t := term{param: p, modifier: modifier, values: commas(v)}
	for _, s := range t.values {
		if p.kind == "date" && modifier == "" {
			if _, _, _, err := span(s); err != nil {
				return true, status(http.StatusBadRequest, "value", p.name+" takes a date, as ge2026-05-01.")
			}
		}
	}
	x.terms = append(x.terms, t)
	return true, nil
}

// follow takes an include of the type that is searched, or of one that refers
// to it.
func (x *asked) follow(list *[]string, v string, back bool) (bool, error) {
	kind, name, _ := strings.Cut(v, ":")
	name, _, _ = strings.Cut(name, ":")
	p, ok := paramOf(kind, name)
	switch {
	case kinds[kind] == nil, ok && p.kind != "reference", back && !slices.Contains(p.targets, x.kind), !back && (kind != x.kind || !ok && name != "*"):
		return false, nil
	}
	*list = append(*list, kind+":"+name)
	return true, nil
}

// commas splits alternatives; a comma after a backslash is part of a value.
func commas(v string) (out []string) {
	var b strings.Builder
	for i := 0; i < len(v); i++ {
		switch {
		case v[i] == '\\' && i+1 < len(v):
			i++
			b.WriteByte(v[i])
		case v[i] == ',':
			out = append(out, b.String())
			b.Reset()
		default:
			b.WriteByte(v[i])
		}
	}
	return append(out, b.String())
}

// one gives the values of a plain term and says that the query sees to it.
func (x *asked) one(names ...string) (out []string) {
	for i := range x.terms {
		t := &x.terms[i]
		if t.modifier == "" && !t.done && out == nil && slices.Contains(names, t.name) {
			out = slices.Clone(t.values)
			slices.Sort(out)
			t.done, out = true, slices.Compact(out)
		}
	}
	return out
}

// rest reports whether something is left to look at in each resource.
func (x *asked) rest() bool {
	return slices.ContainsFunc(x.terms, func(t term) bool { return !t.done })
}

// fits reports whether a resource has everything that is left.
func (x *asked) fits(o r4.Object) bool {
	return !slices.ContainsFunc(x.terms, func(t term) bool { return !t.done && !t.fits(o, x.base) })
}

func (t term) fits(o r4.Object, base string) bool {
	have := t.param.values(o)
	if t.modifier == "missing" {
		return (len(have) == 0) == (t.values[0] == "true")
	}
	if t.modifier == "not" {
		return !slices.ContainsFunc(t.values, func(v string) bool { return slices.ContainsFunc(have, func(h any) bool { return isToken(h, v) }) })
	}
	return slices.ContainsFunc(t.values, func(v string) bool { return slices.ContainsFunc(have, func(h any) bool { return t.is(h, v, base) }) })
}

func (t term) is(have any, want, base string) bool {
	switch t.kind {
	case "token":
		return isToken(have, want)
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

// isToken compares a code, a Coding, a CodeableConcept, an Identifier or a
// ContactPoint with system|value, |value, system| or value.
func isToken(have any, want string) bool {
	system, value, both := strings.Cut(want, "|")
	if !both {
		value = want
	}
	same := func(s, v string) bool {
		return (v == value || value == "" && both) && (!both || s == system) && v != ""
	}
	switch x := have.(type) {
	case string:
		return same("", x) || both && value == x && system != ""
	case bool:
		return value == strconv.FormatBool(x)
	case json.Number:
		return value == x.String()
	case r4.Object:
		for _, c := range x.List("coding") {
			if same(c.Text("system"), c.Text("code")) {
				return true
			}
		}
		return same(x.Text("system"), x.Text("value")) || same(x.Text("system"), x.Text("code")) || !both && x.Text("value") == value && value != ""
	}
	return false
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
			if slices.ContainsFunc(at(v, ""), func(y any) bool { return isString(y, want, modifier) }) {
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
	for _, f := range []struct {
		form    string
		y, m, d int
		more    time.Duration
	}{{"2006", 1, 0, 0, 0}, {"2006-01", 0, 1, 0, 0}, {"2006-01-02", 0, 0, 1, 0}, {"2006-01-02T15:04", 0, 0, 0, time.Minute}, {"2006-01-02T15:04Z07:00", 0, 0, 0, time.Minute},
		{"2006-01-02T15:04:05", 0, 0, 0, time.Second}, {time.RFC3339Nano, 0, 0, 0, time.Second}} {
		if from, err = time.Parse(f.form, strings.Replace(s, " ", "+", 1)); err == nil {
			if strings.Contains(s, ".") {
				f.more = time.Millisecond
			}
			return prefix, from.UTC(), from.AddDate(f.y, f.m, f.d).Add(f.more).UTC(), nil
		}
	}
	return prefix, from, to, err
}
