package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

type compose struct {
	Include, Exclude []include
}

type include struct {
	System   string
	ValueSet []string
	Concept  []concept
	Filter   []struct{ Property, Op, Value string }
}

type concept struct {
	Code     string
	Concept  []concept
	Property []struct{ Code, ValueCode string }
}

type valueSet struct {
	compose compose
}

type codeSystem struct {
	complete bool
	concepts []concept
}

// addCodes takes value sets and code systems; the first of an address stays.
func (d *definitions) addCodes(b bundle) {
	for _, r := range b {
		_, seen := d.sets[r.URL]
		_, known := d.systems[r.URL]
		switch {
		case r.ResourceType == "ValueSet" && !seen:
			d.sets[r.URL] = valueSet{r.Compose}
		case r.ResourceType == "CodeSystem" && !known:
			d.systems[r.URL] = codeSystem{r.Content == "complete", r.Concept}
		}
	}
}

// require notes a value set and gives its short name; empty when its codes are
// not all in the package (mime types, units), which are then not checked.
func (d *definitions) require(url string) string {
	url, _, _ = strings.Cut(url, "|")
	if _, ok := d.expand(url); !ok {
		return ""
	}
	d.used[url] = true
	return short(url)
}

func short(url string) string { return url[strings.LastIndex(url, "/")+1:] }

// expand lists the codes of a value set by system; ok is false when some of it
// cannot be known from here.
func (d *definitions) expand(url string) (out map[string][]string, ok bool) {
	set, found := d.sets[url]
	if !found || len(set.compose.Include) == 0 {
		return nil, false
	}
	out = map[string][]string{}
	for _, in := range set.compose.Include {
		got, ok := d.include(in)
		if !ok {
			return nil, false
		}
		for s, codes := range got {
			out[s] = append(out[s], codes...)
		}
	}
	for _, ex := range set.compose.Exclude {
		got, ok := d.include(ex)
		if !ok {
			return nil, false
		}
		for s, codes := range got {
			out[s] = slices.DeleteFunc(out[s], func(c string) bool { return slices.Contains(codes, c) })
		}
	}
	return out, true
}

func (d *definitions) include(in include) (map[string][]string, bool) {
	if len(in.ValueSet) > 0 {
		if len(in.ValueSet) > 1 || in.System != "" {
			return nil, false // an intersection; R4's required sets have none
		}
		return d.expand(in.ValueSet[0])
	}
	if len(in.Concept) > 0 {
		return map[string][]string{in.System: flat(in.Concept, nil)}, true
	}
	sys, found := d.systems[in.System]
	if !found || !sys.complete || len(sys.concepts) == 0 {
		return nil, false
	}
	codes := flat(sys.concepts, nil)
	for _, f := range in.Filter {
		if f.Property != "concept" || f.Op != "is-a" {
			return nil, false
		}
		codes = below(sys.concepts, f.Value)
	}
	return map[string][]string{in.System: codes}, true
}

func flat(list []concept, out []string) []string {
	for _, c := range list {
		out = flat(c.Concept, append(out, c.Code))
	}
	return out
}

// below lists a code and what is under it, by nesting or by its subsumedBy.
func below(list []concept, top string) (out []string) {
	var all []concept
	var walk func([]concept, string)
	under := map[string][]string{}
	walk = func(list []concept, parent string) {
		for _, c := range list {
			all = append(all, c)
			if parent != "" {
				under[parent] = append(under[parent], c.Code)
			}
			for _, p := range c.Property {
				if p.Code == "subsumedBy" {
					under[p.ValueCode] = append(under[p.ValueCode], c.Code)
				}
			}
			walk(c.Concept, c.Code)
		}
	}
	walk(list, "")
	out = []string{top}
	for i := 0; i < len(out); i++ {
		for _, c := range under[out[i]] {
			if !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out
}

// codes writes "set system code code …", a line for each system of a set.
func (d *definitions) codes(w io.Writer) {
	for _, url := range slices.Sorted(maps.Keys(d.used)) {
		got, _ := d.expand(url)
		for _, system := range slices.Sorted(maps.Keys(got)) {
			fmt.Fprintf(w, "%s %s %s\n", short(url), system, strings.Join(got[system], " "))
		}
	}
}
