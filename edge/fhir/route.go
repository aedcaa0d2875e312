package fhir

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"referd/desk"
	"referd/desk/people"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/show"
	"referd/edge/fhir/take"
	"referd/wire/r4"
)

// look is a reading at the desk, and act a writing. What is refused in HTTP's or
// FHIR's own terms is told to the desk as the kind of fault it is, so that who
// was turned away is on record, and a client's mistake is not taken for ours.
func (q *request) look(what string, f func(*desk.Reading) error) error {
	return q.s.Desk.Read(q.ctx(), q.who, what, func(r *desk.Reading) error { return outcome.Told(f(r)) })
}

func (q *request) act(what string, f func(*desk.Writing) error) error {
	return q.s.Desk.Write(q.ctx(), q.who, what, func(w *desk.Writing) error { return outcome.Told(f(w)) })
}

// answered is an act with its answer: what was made is shown once it is kept,
// to who wants to see it.
func (q *request) answered(what string, out *reply, f func(*desk.Writing) error) error {
	told := func(w *desk.Writing) error { return outcome.Told(f(w)) }
	if prefers(q.r, "minimal") || prefers(q.r, "OperationOutcome") {
		return q.s.Desk.Write(q.ctx(), q.who, what, told)
	}
	return q.s.Desk.WriteThen(q.ctx(), q.who, what, told, func(r *desk.Reading) error { return out.show(r) })
}

// barred records that a client asked beyond its scopes, and gives the refusal.
func (q *request) barred(kind string, no error) error {
	return q.look(kind+".scope", func(*desk.Reading) error { return no })
}

func (q *request) route(part []string) (reply, error) {
	get := q.r.Method == http.MethodGet || q.r.Method == http.MethodHead
	q.kind = part[0]
	if part[0] == "" {
		if q.r.Method != http.MethodPost {
			return reply{}, outcome.NotAllowed("POST")
		}
		return q.bundle()
	}
	v := take.Verbs[part[0]]
	if v == nil {
		return reply{}, outcome.Status(http.StatusNotFound, "not-supported", "This type is not served here. /metadata lists what is.")
	}
	switch {
	case len(part) == 1 && get && !show.Kinds[part[0]].Mute:
		return q.search(q.r.URL.Query())
	case len(part) == 1 && q.r.Method == http.MethodPost && v.Create != nil:
		return q.create()
	case len(part) == 1 && q.r.Method == http.MethodPut && q.r.URL.RawQuery != "" && take.Upserts(part[0]):
		return q.upsert()
	case len(part) == 1:
		return reply{}, outcome.NotAllowed(take.Methods(part[0], true)...)
	case len(part) == 2 && part[1] == "_search" && !show.Kinds[part[0]].Mute:
		if q.r.Method != http.MethodPost {
			return reply{}, outcome.NotAllowed("POST")
		}
		return q.posted()
	case len(part) == 2 && get:
		q.id = part[1]
		return q.readOne(0)
	case len(part) == 2 && q.r.Method == http.MethodPut && v.Update != nil:
		q.id = part[1]
		return q.update()
	case len(part) == 2 && q.r.Method == http.MethodPatch && v.Update != nil:
		q.id = part[1]
		return q.patch()
	case len(part) == 2:
		return reply{}, outcome.NotAllowed(take.Methods(part[0], false)...)
	case len(part) == 4 && part[2] == "_history" && get:
		n, err := strconv.Atoi(part[3])
		if err != nil || n < 1 {
			return reply{}, outcome.Gone()
		}
		q.id = part[1]
		return q.readOne(n)
	case len(part) == 4 && part[2] == "_history":
		return reply{}, outcome.NotAllowed("GET", "HEAD")
	}
	return reply{}, outcome.Status(http.StatusNotFound, "not-supported", "This interaction is not served here. /metadata lists those that are.")
}

// may refuses what the client's scopes do not grant: system/Type.cruds.
func (q *request) may(kind string, letter byte) error {
	for _, s := range q.who.Scopes {
		if of, letters, ok := people.Scope(s); ok && (of == "*" || of == kind) && strings.IndexByte(letters, letter) >= 0 {
			return nil
		}
	}
	return outcome.Status(http.StatusForbidden, "forbidden", "The scopes of this token do not grant it: system/"+kind+"."+string(letter)+".")
}

func (q *request) ctx() context.Context { return q.r.Context() }

// object reads and checks a FHIR resource: what is not valid R4 is refused
// with every place and reason, and never with a value.
func (q *request) object() (r4.Node, error) {
	d, err := r4.Accept(q.body, wrappedLimit)
	if err != nil {
		return r4.Node{}, err
	}
	if d.Root().Type() != q.kind {
		return r4.Node{}, outcome.Invalid("resourceType", "The resource is not a "+q.kind+".")
	}
	return d.Root(), nil
}
