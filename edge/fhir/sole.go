package fhir

import (
	"net/http"
	"slices"
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/search"
	"referd/edge/fhir/show"
	"referd/store"
)

// whole reports whether an identifier names one thing. "system|" asks for
// everything of a system: what a sender writes whose record has no number, and
// the one record a client sees would be taken for it.
func whole(identifier string) bool {
	_, value, both := strings.Cut(identifier, "|")
	return value != "" || !both && identifier != ""
}

// sole is the one resource with an identifier; more than one is refused. It is a
// search, and only who may search is told what it finds.
func (q *request) sole(r *desk.Reading, kind, identifier string) (store.Kept, bool, error) {
	if err := q.may(kind, 's'); err != nil {
		return store.Kept{}, false, err
	}
	ids, err := search.Identified(r, kind, identifier)
	if err != nil {
		return store.Kept{}, false, err
	}
	var found []store.Kept
	for _, id := range ids {
		k, err := show.Find(r, kind, id, 0)
		if err == nil {
			found = append(found, k)
		} else if fault.Of(err) != fault.Missing { // taken for absent it would be made once more
			return store.Kept{}, false, err
		}
	}
	if len(found) > 1 && kind == "Patient" {
		if found, err = person(r, found); err != nil {
			return store.Kept{}, false, err
		}
	}
	switch len(found) {
	case 0:
		return store.Kept{}, false, nil
	case 1:
		return found[0], true, nil
	}
	return store.Kept{}, false, outcome.Status(http.StatusPreconditionFailed, "multiple-matches", "More than one resource has that identifier.")
}

// person makes the records of one person one: a client that acts for both sides
// sees the sender's record and the one the house made of it for the receiver,
// with the same numbers. It means the one a client wrote, else the first. What
// is not known to be one person stays apart.
func person(r *desk.Reading, found []store.Kept) ([]store.Kept, error) {
	wrote := slices.DeleteFunc(slices.Clone(found), func(k store.Kept) bool { return k.Version == 0 })
	if len(wrote) > 1 {
		return found, nil
	}
	one := append(wrote, found...)[0]
	same, err := r.SamePerson(party.PatientID(one.ID))
	if err != nil || slices.ContainsFunc(found, func(k store.Kept) bool { return !slices.Contains(same, party.PatientID(k.ID)) }) {
		return found, err
	}
	return []store.Kept{one}, nil
}
