package r4

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Param is one search parameter as it was asked: subject:Patient.name:exact=…
type Param struct {
	Name     string
	Modifier string   // exact, contains, missing, not, … or a type for a reference; empty is none
	Chain    []Hop    // what the last name of a chain is reached through, outermost first
	Values   []string // any of these may match; escapes are not yet undone
}

// Hop is one step of a chain: a reference and, where said, the type it is to.
type Hop struct{ Name, Type string }

// Sort is one key of _sort.
type Sort struct {
	Name string
	Desc bool
}

// Include is one _include or _revinclude: Task:focus:ServiceRequest.
type Include struct {
	Source, Name, Target string
	Iterate              bool
}

// Search is a search as it was asked. Nothing here says that a parameter exists.
type Search struct {
	Params     []Param // in the order of their names; the same name twice is both
	Sort       []Sort
	Count      int // most matches on a page; -1 when not asked
	Include    []Include
	RevInclude []Include
	Total      string // none, estimate or accurate
	Summary    string
	Elements   []string
	Rest       url.Values // other parameters of results: _format, _pretty, _contained, …
}

// ParseSearch reads the parameters of a search, from a URL or a form. What
// cannot be read is an *Issue that names the parameter and no value.
func ParseSearch(q url.Values) (Search, error) {
	s := Search{Count: -1, Rest: url.Values{}}
	for _, key := range sortedKeys(q) {
		for _, v := range q[key] {
			if words := s.take(key, v); words != "" {
				return s, &Issue{Code: "invalid", Expression: plainParam(key), Words: words}
			}
		}
	}
	return s, nil
}

func sortedKeys(q url.Values) []string {
	keys := make([]string, 0, len(q))
	for k := range q {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (s *Search) take(key, v string) string {
	if v == "" {
		return "" // a parameter without a value asks nothing (R4, Search)
	}
	name, mod, _ := strings.Cut(key, ":")
	switch name {
	case "_sort":
		for k := range strings.SplitSeq(v, ",") {
			field, desc := strings.CutPrefix(strings.TrimSpace(k), "-")
			if field == "" {
				return "_sort is a list of parameters, each with a - before it for descending."
			}
			s.Sort = append(s.Sort, Sort{field, desc})
		}
	case "_count":
		n, err := strconv.Atoi(v)
		if err != nil || n < 0 {
			return "_count is a number that is not negative."
		}
		s.Count = n
	case "_include", "_revinclude":
		part := strings.Split(v, ":")
		if len(part) < 2 && v != "*" || len(part) > 3 || slices.Contains(part, "") {
			return name + " is written Type:parameter or Type:parameter:Type."
		}
		in := Include{Source: part[0], Iterate: mod == "iterate" || mod == "recurse"}
		if len(part) > 1 {
			in.Name = part[1]
		}
		if len(part) > 2 {
			in.Target = part[2]
		}
		if name == "_include" {
			s.Include = append(s.Include, in)
		} else {
			s.RevInclude = append(s.RevInclude, in)
		}
	case "_total":
		s.Total = v
	case "_summary":
		s.Summary = v
	case "_elements":
		s.Elements = append(s.Elements, strings.Split(v, ",")...)
	case "_format", "_pretty", "_contained", "_containedType", "_score":
		s.Rest.Add(key, v)
	default:
		return s.param(key, v)
	}
	return ""
}

// param reads name[:modifier], and chains: subject:Patient.name, a.b.c:exact.
func (s *Search) param(key, v string) string {
	p := Param{Values: split(v, ',')}
	if strings.HasPrefix(key, "_has:") {
		p.Name, p.Modifier, _ = strings.Cut(key, ":")
		s.Params = append(s.Params, p)
		return ""
	}
	part := strings.Split(key, ".")
	for _, hop := range part[:len(part)-1] {
		name, kind, _ := strings.Cut(hop, ":")
		if name == "" || kind != "" && !IsType(kind) {
			return "A chain is written reference.parameter or reference:Type.parameter."
		}
		p.Chain = append(p.Chain, Hop{name, kind})
	}
	p.Name, p.Modifier, _ = strings.Cut(part[len(part)-1], ":")
	if p.Name == "" {
		return "A parameter has a name."
	}
	if p.Modifier == "missing" && v != "true" && v != "false" {
		return ":missing is true or false."
	}
	s.Params = append(s.Params, p)
	return ""
}

// Missing is what :missing asks; asked is false for every other parameter.
func (p *Param) Missing() (missing, asked bool) {
	return p.Modifier == "missing" && p.Values[0] == "true", p.Modifier == "missing"
}

// Text is the values as strings, escapes undone.
func (p *Param) Text() []string {
	out := make([]string, len(p.Values))
	for i, v := range p.Values {
		out[i] = unescape(v)
	}
	return out
}

// split cuts at every separator that has no backslash before it.
func split(s string, sep byte) (out []string) {
	from := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case sep:
			out = append(out, s[from:i])
			from = i + 1
		}
	}
	return append(out, s[from:])
}

// unescape undoes \, \| \$ and \\ (R4, Search, Escaping Search Parameters).
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte(`,|$\`, s[i+1]) >= 0 {
			i++
		}
		b = append(b, s[i])
	}
	return string(b)
}

// plainParam is a parameter's name fit for a message.
func plainParam(key string) string {
	out := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-:.", r) {
			return r
		}
		return '?'
	}, key)
	return out[:min(len(out), 60)]
}
