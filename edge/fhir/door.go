package fhir

import (
	"errors"
	"net/http"

	"referd/base/fault"
	"referd/desk"
)

// look is a reading at the desk, and act a writing. What is refused in HTTP's or
// FHIR's own terms is told to the desk as the kind of fault it is, so that who
// was turned away is on record, and a client's mistake is not taken for ours.
func (q *request) look(what string, f func(*desk.Reading) error) error {
	return q.s.Desk.Read(q.ctx(), q.who, what, func(r *desk.Reading) error { return told(f(r)) })
}

func (q *request) act(what string, f func(*desk.Writing) error) error {
	return q.s.Desk.Write(q.ctx(), q.who, what, func(w *desk.Writing) error { return told(f(w)) })
}

// told is an error as the desk knows it; the answer is made from what is inside.
func told(err error) error {
	const op = "fhir"
	if malformed(err) != nil {
		return fault.E(op, fault.Invalid, "It is not valid.", err)
	}
	i, ok := errors.AsType[*issue](err)
	if !ok {
		return err
	}
	kind := fault.Invalid
	switch i.status {
	case http.StatusNotFound:
		kind = fault.Missing
	case http.StatusForbidden:
		kind = fault.Denied
	case http.StatusConflict, http.StatusPreconditionFailed:
		kind = fault.Conflict
	}
	return fault.E(op, kind, i.words, err)
}

// barred records that a client asked beyond its scopes, and gives the refusal.
func (q *request) barred(kind string, no error) error {
	return q.look(kind+".scope", func(*desk.Reading) error { return no })
}
