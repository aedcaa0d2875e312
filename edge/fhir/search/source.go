package search

import (
	"slices"
	"strconv"
	"strings"

	"referd/base/code"
	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/show"
	"referd/store"
	"referd/wire/r4"
)

// idOf is the id of a searched reference to a type: an id by itself, or an
// address at this door. One that leads elsewhere names nobody here.
func (q *Asker) idOf(kind, v string) string {
	if !strings.Contains(v, "/") {
		return v
	}
	if of, id, ok := q.Door.Local(v); ok && of == kind {
		return id
	}
	return nobody
}

// nobody is an id that nothing has.
const nobody = "none"

// source chooses where a search begins: the narrowest thing it names. whole is
// set when all candidates are at hand already.
func (q *Asker) source(r *desk.Reading, x *Asked) (source, []store.Kept, error) {
	if v := x.one("_id"); v != nil {
		return q.ids(r, v)
	}
	if q.Kind == "Patient" {
		return q.patients(r, x)
	}
	if show.Directory[q.Kind] {
		return q.listed(r, x)
	}
	if v := x.one("identifier"); v != nil {
		var ids []string
		for _, one := range v {
			found, err := Identified(r, q.Kind, one)
			if err != nil {
				return nil, nil, err
			}
			ids = append(ids, found...)
		}
		return q.ids(r, ids)
	}
	switch q.Kind {
	case "Task":
		return q.tasks(r, x)
	case "ServiceRequest":
		return q.requests(r, x)
	case "Provenance":
		return q.provenances(r, x)
	case "AuditEvent":
		return q.audits(r, x)
	}
	return q.belonging(r, x)
}

// all is a source of what is at hand.
func all(list []store.Kept) (source, []store.Kept, error) {
	if list == nil {
		list = []store.Kept{}
	}
	return func(after string, limit int) ([]store.Kept, func(int) (string, error), error) {
		from, _ := strconv.Atoi(after)
		from = min(max(from, 0), len(list))
		return list[from:min(from+limit, len(list))], func(i int) (string, error) { return strconv.Itoa(from + i + 1), nil }, nil
	}, list, nil
}

// ids are resources by id; what is not here, or not for this client, is left out.
func (q *Asker) ids(r *desk.Reading, ids []string) (source, []store.Kept, error) {
	var list []store.Kept
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if len(list) == most {
			break
		}
		k, err := show.Find(r, q.Kind, id, 0)
		if err == nil {
			list = append(list, k)
		} else if fault.Of(err) != fault.Missing {
			return nil, nil, err
		}
	}
	return all(list)
}

// Identified gives the ids of a type that carry an identifier, as system|value
// or value.
func Identified(r *desk.Reading, kind, want string) (ids []string, err error) {
	defer func() {
		slices.Sort(ids)
		ids = slices.Compact(ids)
	}()
	ids, err = r.Marked(kind, "identifier", want)
	if err != nil {
		return nil, err
	}
	system, value, both := strings.Cut(want, "|")
	if !both {
		system, value = "", want
	}
	switch {
	case kind == "Patient" && value == "": // nobody's, and not everybody's
	case kind == "Patient":
		list, err := r.FindPatients(store.Find{System: system, Value: value, Limit: most})
		for _, p := range list {
			if !both || slices.ContainsFunc(p.Identifiers, func(i code.Identifier) bool { return i.System == system && i.Value == value }) {
				ids = append(ids, string(p.ID))
			}
		}
		return ids, err
	case show.Directory[kind]:
		for _, e := range entriesOf(r.Directory(), kind) {
			if slices.ContainsFunc(e.identifiers, func(i r4.Object) bool { return element.IsToken(i, want) }) {
				ids = append(ids, e.id)
			}
		}
	case kind == "ServiceRequest" && (system == "" || system == element.Numbers):
		if _, err := r.Tip(referral.ID(value)); err == nil {
			ids = append(ids, value)
		}
	}
	return ids, nil
}

// unchain turns patient.identifier and its like into the references they mean.
// It is a search of that type too, and only who may make that is answered.
func (q *Asker) unchain(r *desk.Reading, x *Asked) error {
	for i := range x.terms {
		t := &x.terms[i]
		kind, ok := strings.CutPrefix(t.modifier, ".")
		if !ok {
			continue
		}
		if err := q.May(kind, 's'); err != nil {
			return err
		}
		out := []string{}
		for _, v := range t.values {
			if kind == "Patient" && strings.HasSuffix(v, "|") {
				return outcome.Invalid("", t.Name+".identifier is looked for by its value: system|value.")
			}
			ids, err := Identified(r, kind, v)
			if err != nil {
				return err
			}
			for _, id := range ids {
				out = append(out, kind+"/"+id)
			}
		}
		if len(out) == 0 {
			out = []string{kind + "/none"}
		}
		t.modifier, t.values = "", out
	}
	return nil
}
