package fhir

import (
	"net/http"
	"strconv"
	"strings"

	"referd/desk"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/show"
	"referd/edge/fhir/take"
	"referd/store"
	"referd/wire/r4"
)

func prefers(r *http.Request, what string) bool {
	return strings.Contains(r.Header.Get("Prefer"), "return="+what)
}

// placer is the sender's own name for a referral: its placer identifier.
func placer(o r4.Object) string {
	if o.Type() != "ServiceRequest" {
		return ""
	}
	s, v := o.Identifier("PLAC")
	if v == "" {
		return ""
	}
	return s + "|" + v
}

// made answers with a resource just written, which is shown after the commit:
// nobody else's commit waits for that.
func made(s *Server, r *desk.Reading, k store.Kept, code int) (reply, error) {
	v, err := show.Version(r, &k)
	if err != nil {
		return reply{}, err
	}
	return reply{status: code, made: &k, version: v, modified: modified(k.Updated), stamp: stamp(k.Updated), location: s.Public + base + "/" + k.Type + "/" + k.ID + "/_history/" + strconv.Itoa(v)}, nil
}

// show fills a reply with the resource it is about.
func (p *reply) show(r *desk.Reading) (err error) {
	if p.made != nil {
		p.body, _, err = show.JSON(r, p.made)
	}
	return err
}

// update answers PUT: it asks, and If-Match is strict where loops are.
func (q *request) update() (reply, error) {
	if err := q.may(q.kind, 'u'); err != nil {
		return reply{}, q.barred(q.kind, err)
	}
	n, err := q.object()
	if err != nil {
		return reply{}, err
	}
	return q.change(".update", func(*desk.Reading) (r4.Node, error) { return n, identified(n, q.id) })
}

// identified refuses a resource with another id than that of its address.
func identified(n r4.Node, id string) error {
	if n.Get("id").Is(id) {
		return nil
	}
	return outcome.Invalid(n.Type()+".id", "The id of the body and of the address differ.")
}

// change asks for what a resource is to become.
func (q *request) change(what string, become func(*desk.Reading) (r4.Node, error)) (out reply, err error) {
	q.digest() // before the commit: others wait for that
	err = q.answered(q.kind+what, &out, func(w *desk.Writing) error {
		n, err := become(w.Reading)
		if err == nil {
			out, err = q.changeIn(w, n)
		}
		return err
	})
	return out, err
}

// changeIn changes one resource in a commit.
func (q *request) changeIn(w *desk.Writing, n r4.Node) (out reply, err error) {
	a, links := &take.Act{Door: q.s.door(), W: w}, &referrer{q: q, r: w.Reading, kind: q.kind, id: q.id}
	var o r4.Object
	if a.Raw, o, err = links.whole(n); err != nil {
		return out, err
	}
	next, err := q.updateIn(a, o, q.kind, q.id, q.r.Header.Get("If-Match"))
	if err != nil {
		return out, err
	}
	if out, err = made(q.s, w.Reading, next, http.StatusOK); err != nil {
		return out, err
	}
	if out.location = ""; prefers(q.r, "OperationOutcome") {
		out.losses = show.Losses(o)
	}
	return out, q.heard(w, "", next, nil)
}

// updateIn updates one resource in a commit.
func (q *request) updateIn(a *take.Act, o r4.Object, kind, id, match string) (store.Kept, error) {
	k, b, err := current(a.W.Reading, kind, id, match)
	if err != nil {
		return k, err
	}
	if a.Finds(k.Body); len(k.Body) == 0 {
		a.Finds(b)
	}
	return take.Verbs[kind].Update(a, o, k)
}

// current is a resource that is to change, at the version the client has read.
func current(r *desk.Reading, kind, id, match string) (store.Kept, []byte, error) {
	match = strings.Trim(strings.TrimPrefix(match, "W/"), `"`)
	if match == "" && take.Verbs[kind].Strict {
		return store.Kept{}, nil, outcome.Status(http.StatusPreconditionRequired, "required", "Send If-Match with the version you read.")
	}
	k, err := show.Find(r, kind, id, 0)
	if err != nil {
		return k, nil, err
	}
	b, now, err := show.JSON(r, &k)
	if err == nil && match != "" && match != strconv.Itoa(now) {
		err = outcome.Status(http.StatusPreconditionFailed, "conflict", "The resource has changed since; read it again. Its version is "+strconv.Itoa(now)+".")
	}
	k.Version = now
	return k, b, err
}
