package search

import (
	"cmp"
	"strings"

	"referd/core/party"
	"referd/desk"
	"referd/edge/fhir/show"
	"referd/store"
)

// patients finds by what the store knows of people, in order of id.
func (q *Asker) patients(r *desk.Reading, x *Asked) (source, []store.Kept, error) {
	f := store.Find{}
	single := func(name string) string {
		for i := range x.terms {
			t := &x.terms[i]
			if t.Name == name && t.modifier == "" && len(t.values) == 1 && !t.done {
				t.done = true
				return t.values[0]
			}
		}
		return ""
	}
	f.Name, f.Family, f.Given = single("name"), single("family"), single("given")
	f.Sex, f.PostalCode = single("gender"), single("address-postalcode")
	numbered(&f, x)
	if v := single("telecom"); v != "" {
		if _, value, both := strings.Cut(v, "|"); both {
			v = value
		}
		if strings.Contains(v, "@") {
			f.Email = v
		} else {
			f.Phone = v
		}
	}
	bornWhen(&f, x)
	return func(after string, limit int) ([]store.Kept, func(int) (string, error), error) {
		f.After, f.Limit = party.PatientID(cmp.Or(after, "0")), limit
		list, err := r.FindPatients(f)
		var out []store.Kept
		for _, p := range list {
			k, e := show.Find(r, "Patient", string(p.ID), 0)
			if e != nil {
				return nil, nil, e
			}
			out = append(out, k)
		}
		return out, func(i int) (string, error) { return string(list[i].ID), nil }, err
	}, nil, nil
}

// numbered takes an identifier. "system|" and "|value" are looked for in what
// is found: the store knows any system or one.
func numbered(f *store.Find, x *Asked) {
	for i := range x.terms {
		t := &x.terms[i]
		if t.Name != "identifier" || t.modifier != "" || len(t.values) != 1 || t.done {
			continue
		}
		system, value, both := strings.Cut(t.values[0], "|")
		if !both {
			system, value = "", t.values[0]
		}
		f.System, f.Value, t.done = system, value, value != "" && (system != "" || !both)
		return
	}
}

// bornWhen takes the birth dates a query can see to.
func bornWhen(f *store.Find, x *Asked) {
	for i := range x.terms {
		t := &x.terms[i]
		if t.Name != "birthdate" || t.modifier != "" || len(t.values) != 1 {
			continue
		}
		prefix, from, to, err := span(t.values[0])
		if err != nil {
			continue
		}
		switch prefix {
		case "", "eq":
			f.BornFrom, f.BornTo = party.Date(from.Format("2006-01-02")), party.Date(to.Format("2006-01-02"))
		case "ge", "gt", "sa":
			f.BornFrom = party.Date(from.Format("2006-01-02"))
		case "le", "lt", "eb":
			f.BornTo = party.Date(to.Format("2006-01-02"))
		}
	}
}
