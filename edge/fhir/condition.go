package fhir

import (
	"net/http"
	"slices"
	"strings"

	"referd/base/fault"
	"referd/desk"
	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/show"
	"referd/wire/r4"
)

// condition is the identifier a condition asks for: nothing else is asked by here.
func condition(kind, cond string) (identifier string, err error) {
	f, err := parseForm([]byte(strings.TrimPrefix(cond, "?")))
	f.Del("_format")
	f.Del("_pretty")
	if identifier = f.Get("identifier"); err != nil || !whole(identifier) || len(f) != 1 || show.Kinds[kind].Mute {
		return "", outcome.Status(http.StatusBadRequest, "not-supported", "A condition is identifier=system|value here.")
	}
	return identifier, nil
}

// alone is what many that make the same under one condition wait for.
func alone(kind, identifier string) string { return kind + "?identifier=" + identifier }

// conditional answers a conditional create (If-None-Exist): the one resource
// that has the identifier, if it is here.
func (q *request) conditional(r *desk.Reading, kind, identifier string) (reply, bool, error) {
	k, ok, err := q.sole(r, kind, identifier)
	if err != nil || !ok {
		return reply{}, false, err
	}
	out, err := made(q.s, r, k, http.StatusOK)
	return out, true, err
}

// upsert answers a conditional update, PUT Type?identifier=…: the one resource
// that has the identifier is updated as by its id, and if none has, it is made
// (FHIR R4, 3.1.0.4.3).
func (q *request) upsert() (out reply, err error) {
	if err := q.may(q.kind, 'u'); err != nil {
		return reply{}, q.barred(q.kind, err)
	}
	n, err := q.object()
	if err != nil {
		return reply{}, err
	}
	var first []byte
	q.digest() // before the commit: others wait for that
	err = q.answered(q.kind+".update", &out, func(w *desk.Writing) error {
		id, identifier, err := q.target(w.Reading, q.kind, q.r.URL.RawQuery, n, q.r.Header.Get("If-Match"))
		if err != nil {
			return err
		}
		if id == "" {
			if err := w.Tx.Alone(alone(q.kind, identifier)); err != nil {
				return err
			}
			out, first, err = q.createIn(w, n)
			return err
		}
		one := *q
		one.id = id
		out, err = one.changeIn(w, n)
		return err
	})
	if fault.Of(err) == fault.Conflict && err != nil && len(first) > 0 {
		q.exception(first)
	}
	return out, err
}

// target is the id of what a conditional update is of; empty where it makes it,
// which is refused to who may not, and of what has another number or an id of
// its own.
func (q *request) target(r *desk.Reading, kind, cond string, n r4.Node, match string) (id, identifier string, err error) {
	if identifier, err = condition(kind, cond); err != nil {
		return "", "", err
	}
	o := n.Object()
	if !slices.ContainsFunc(append(o.List("identifier"), o.Sub("masterIdentifier")), func(i r4.Object) bool { return element.IsToken(i, identifier) }) {
		return "", "", outcome.Invalid(kind+".identifier", "The resource does not have the identifier of the condition.")
	}
	own := o.Text("id")
	switch k, ok, err := q.sole(r, kind, identifier); {
	case err != nil:
		return "", "", err
	case ok && own != "" && own != k.ID:
		return "", "", outcome.Invalid(kind+".id", "What has the identifier has another id.")
	case ok:
		return k.ID, identifier, nil
	case match != "":
		return "", "", outcome.Status(http.StatusPreconditionFailed, "conflict", "There is no such resource, or none you may see.")
	case own != "":
		return "", "", outcome.Status(http.StatusMethodNotAllowed, "not-supported", "Nothing has that identifier, and ids are given here: leave the id out.")
	}
	return "", identifier, q.may(kind, 'c')
}
