package search

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"referd/edge/fhir/outcome"
	"referd/edge/fhir/show"
)

// term is one condition of a search: any of its values fits.
type term struct {
	Param
	modifier string
	values   []string
	done     bool // the query itself already sees to it
}

// Asked is a search as it was understood (FHIR R4, 3.1.1).
type Asked struct {
	kind       string
	terms      []term
	count      int
	sort       []string
	include    []string // Type:param, or Type:*
	revinclude []string
	counting   bool       // _summary=count: the number alone
	used       url.Values // what was understood, for the self link
	After      string     // where the page before ended
	Base       string     // of this door
}

// pages: how many resources a page holds unless asked, and at most.
const (
	page = 50
	most = 200
)

// Modifiers are those each type of parameter takes besides :missing.
var Modifiers = map[string][]string{"token": {"not"}, "string": {"exact", "contains"}, "reference": {"Patient", "Practitioner", "PractitionerRole", "Organization", "ServiceRequest", "Task", "HealthcareService"}, "date": {}}

// Understand reads a search. What is not known is refused when the client
// asked for strict handling and left out of the self link otherwise.
func Understand(kind string, f url.Values, strict bool) (*Asked, error) {
	x := &Asked{kind: kind, count: page, used: url.Values{}}
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
				return nil, outcome.Status(http.StatusBadRequest, "not-supported", "The search parameter "+Plain(name)+" is not served here; /metadata lists those that are.")
			}
		}
	}
	return x, nil
}

// Plain keeps a name from outside short and harmless in an answer.
func Plain(name string) string {
	out := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '-' || r == '_' || r == '.' || r == ':' {
			return r
		}
		return -1
	}, name)
	return out[:min(len(out), 40)]
}

// take reads one parameter; false when it is none of ours.
func (x *Asked) take(name, v string) (bool, error) {
	switch name {
	case "_count":
		n, err := strconv.Atoi(v)
		if err != nil || n < 0 {
			return true, outcome.Status(http.StatusBadRequest, "value", "_count is a number.")
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
		x.terms = append(x.terms, term{Param: p, modifier: "." + chains[chain+"."+field], values: commas(v)})
		return true, nil
	}
	p, ok := paramOf(x.kind, name)
	if !ok {
		return false, nil
	}
	if modifier != "" && modifier != "missing" && !slices.Contains(Modifiers[p.Kind], modifier) {
		return true, outcome.Status(http.StatusBadRequest, "not-supported", "The modifier :"+Plain(modifier)+" is not served for "+p.Name+".")
	}
	t := term{Param: p, modifier: modifier, values: commas(v)}
	for _, s := range t.values {
		if p.Kind == "date" && modifier == "" {
			if _, _, _, err := span(s); err != nil {
				return true, outcome.Status(http.StatusBadRequest, "value", p.Name+" takes a date, as ge2026-05-01.")
			}
		}
	}
	x.terms = append(x.terms, t)
	return true, nil
}

// follow takes an include of the type that is searched, or of one that refers
// to it.
func (x *Asked) follow(list *[]string, v string, back bool) (bool, error) {
	kind, name, _ := strings.Cut(v, ":")
	name, _, _ = strings.Cut(name, ":")
	p, ok := paramOf(kind, name)
	switch {
	case show.Kinds[kind] == nil, ok && p.Kind != "reference", back && !slices.Contains(p.Targets, x.kind), !back && (kind != x.kind || !ok && name != "*"):
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
func (x *Asked) one(names ...string) (out []string) {
	for i := range x.terms {
		t := &x.terms[i]
		if t.modifier == "" && !t.done && out == nil && slices.Contains(names, t.Name) {
			out = slices.Clone(t.values)
			slices.Sort(out)
			t.done, out = true, slices.Compact(out)
		}
	}
	return out
}
