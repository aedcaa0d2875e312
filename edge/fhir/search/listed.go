package search

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"referd/base/code"
	"referd/desk"
	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/show"
	"referd/store"
	"referd/wire/r4"
)

// line is one entry of the directory, as a search begins from it.
type line struct {
	id, name    string
	about       []string // references it holds
	identifiers []r4.Object
}

// entriesOf lists a type of the directory, in order of id.
func entriesOf(dir *desk.Directory, kind string) (out []line) {
	switch kind {
	case "Organization":
		for _, k := range slices.Sorted(maps.Keys(dir.Orgs)) {
			out = append(out, line{string(k), dir.Orgs[k].Name, nil, marked(dir.Orgs[k].Identifiers)})
		}
	case "Practitioner":
		for _, k := range slices.Sorted(maps.Keys(dir.Practitioners)) {
			n := dir.Practitioners[k].Name
			out = append(out, line{string(k), n.Family + " " + strings.Join(n.Given, " "), nil, marked(dir.Practitioners[k].Identifiers)})
		}
	case "PractitionerRole":
		for _, k := range slices.Sorted(maps.Keys(dir.Roles)) {
			x := dir.Roles[k]
			out = append(out, line{string(k), "", []string{string(x.Practitioner), string(x.Org)}, nil})
		}
	case "Location":
		for _, k := range slices.Sorted(maps.Keys(dir.Locations)) {
			out = append(out, line{string(k), dir.Locations[k].Name, []string{string(dir.Locations[k].Org)}, nil})
		}
	case "HealthcareService":
		for _, k := range slices.Sorted(maps.Keys(dir.ServicesByID)) {
			x := dir.ServicesByID[k]
			out = append(out, line{string(k), x.Name, []string{string(x.Org)}, nil})
		}
	}
	return out
}

func marked(list []code.Identifier) (out []r4.Object) {
	for _, x := range element.Identifiers(list) {
		out = append(out, x.(r4.Object))
	}
	return out
}

// listed searches the directory: by name, identifier or reference first, then
// by what each entry says.
func (q *Asker) listed(r *desk.Reading, x *Asked) (source, []store.Kept, error) {
	list := entriesOf(r.Directory(), q.Kind)
	for i := range x.terms {
		t := &x.terms[i]
		switch {
		case t.modifier != "" && t.Kind != "string" || t.modifier == "missing":
		case t.Name == "name" || t.Name == "family" || t.Name == "given":
			list = slices.DeleteFunc(list, func(l line) bool {
				return !slices.ContainsFunc(t.values, func(v string) bool { return strings.Contains(store.Fold(l.name), store.Fold(v)) })
			})
		case t.Name == "organization" || t.Name == "practitioner":
			list = slices.DeleteFunc(list, func(l line) bool {
				return !slices.ContainsFunc(t.values, func(v string) bool {
					return slices.Contains(l.about, q.idOf(map[string]string{"organization": "Organization", "practitioner": "Practitioner"}[t.Name], v))
				})
			})
		case t.Name == "identifier":
			t.done = true
			var ids []string
			for _, v := range t.values {
				found, err := Identified(r, q.Kind, v)
				if err != nil {
					return nil, nil, err
				}
				ids = append(ids, found...)
			}
			list = slices.DeleteFunc(list, func(l line) bool { return !slices.Contains(ids, l.id) })
		}
	}
	if len(list) > 2000 && (x.rest() || len(x.sort) > 0) {
		return nil, nil, outcome.Status(http.StatusForbidden, "too-costly", "That is too much of the directory. Name it: name, identifier or organization.")
	}
	if !x.rest() && len(x.sort) == 0 {
		return func(after string, limit int) ([]store.Kept, func(int) (string, error), error) {
			at, _ := slices.BinarySearchFunc(list, after, func(l line, s string) int { return strings.Compare(l.id, s+"\x00") })
			out, err := q.looked(r, list[at:min(at+limit, len(list))])
			return out, func(i int) (string, error) { return out[i].ID, nil }, err
		}, nil, nil
	}
	out, err := q.looked(r, list)
	if err != nil {
		return nil, nil, err
	}
	return all(out)
}

func (q *Asker) looked(r *desk.Reading, list []line) (out []store.Kept, err error) {
	for _, l := range list {
		k, err := show.Find(r, q.Kind, l.id, 0)
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, nil
}
