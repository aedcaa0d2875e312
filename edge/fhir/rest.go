package fhir

import (
	"encoding/json"
	"net/http"
	"strings"

	"referd/base/fault"
	"referd/base/id"
	"referd/desk"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/show"
	"referd/edge/fhir/take"
	"referd/store"
	"referd/wire/r4"
)

// readOne answers read and vread.
func (q *request) readOne(version int) (reply, error) {
	if err := q.may(q.kind, 'r'); err != nil {
		return reply{}, q.barred(q.kind, err)
	}
	var out reply
	var come []take.Arrival
	err := q.look(q.kind+".read", func(r *desk.Reading) (err error) {
		out, come, err = q.readIn(r, version)
		return err
	})
	if err != nil {
		return reply{}, err
	}
	if q.kind == "Binary" && !q.inner {
		out = q.bare(out)
	}
	return out, q.arrived(come)
}

// readIn reads one resource from a snapshot, and says what its reading delivers.
func (q *request) readIn(r *desk.Reading, version int) (reply, []take.Arrival, error) {
	if q.kind == "Binary" && strings.Count(q.id, "-") == 2 {
		p, err := q.sent(r, version)
		return p, nil, err
	}
	k, err := show.Find(r, q.kind, q.id, version)
	if err != nil {
		if id.Is(q.id) {
			r.SawObject(q.kind + "/" + q.id) // what was tried; what is no id is a stranger's words
		}
		return reply{}, nil, err
	}
	if err := show.AsOf(r, &k, version); err != nil {
		return reply{}, nil, err
	}
	b, v, err := show.JSON(r, &k)
	if err == nil && version > 0 && v != version {
		err = outcome.Gone()
	}
	if err != nil {
		return reply{}, nil, err
	}
	come, err := take.Arrivals(r, k)
	return reply{status: http.StatusOK, body: b, version: v, modified: modified(k.Updated), stamp: stamp(k.Updated)}, come, err
}

// create answers POST of one resource.
func (q *request) create() (reply, error) {
	if err := q.may(q.kind, 'c'); err != nil {
		return reply{}, q.barred(q.kind, err)
	}
	n := r4.Node{}
	if q.media == "" {
		var err error
		if n, err = q.object(); err != nil {
			return reply{}, err
		}
	}
	var out reply
	var first []byte
	q.digest() // before the commit: others wait for that
	err := q.answered(q.kind+".create", &out, func(w *desk.Writing) (err error) {
		out, first, err = q.createIn(w, n)
		return err
	})
	if fault.Of(err) == fault.Conflict && err != nil && len(first) > 0 {
		q.exception(first)
	}
	return out, err
}

// createIn makes one resource in a commit, unless it was made before; first is
// what was answered then.
func (q *request) createIn(w *desk.Writing, n r4.Node) (out reply, first []byte, err error) {
	a := &take.Act{Door: q.s.door(), W: w, Raw: q.body, Media: q.media}
	if cond := q.r.Header.Get("If-None-Exist"); cond != "" {
		identifier, err := condition(q.kind, cond)
		if err != nil {
			return out, nil, err
		}
		if have, ok, err := q.conditional(w.Reading, q.kind, identifier); err != nil {
			return have, nil, err
		} else if ok {
			return have, nil, q.heard(w, "", store.Kept{}, nil)
		}
		if err := w.Tx.Alone(alone(q.kind, identifier)); err != nil {
			return out, nil, err
		}
	}
	o := r4.New(q.kind)
	if n.Exists() {
		links := &referrer{q: q, r: w.Reading}
		if a.Raw, o, err = links.whole(n); err != nil {
			return out, nil, err
		}
	}
	key := q.keyOf(o)
	a.Message = key
	if key != "" {
		var again bool
		if first, again, err = w.Tx.Receive(q.who.Client, key, q.digest()); err != nil {
			return out, first, err
		}
		if again && len(first) > 0 {
			out, err = q.again(w.Reading, first)
			return out, first, err
		}
	}
	k, err := take.Verbs[q.kind].Create(a, o)
	if err != nil {
		return out, nil, err
	}
	code := http.StatusCreated
	become := k
	if a.Had {
		code, become = http.StatusOK, store.Kept{}
	}
	if out, err = made(q.s, w.Reading, k, code); err != nil {
		return out, nil, err
	}
	if prefers(q.r, "OperationOutcome") {
		out.losses = show.Losses(o)
	}
	if key == "" {
		return out, nil, q.heard(w, "", become, nil)
	}
	b, err := json.Marshal(out)
	if err != nil {
		return out, nil, err
	}
	return out, b, q.heard(w, key, become, b)
}

// again is a first answer, with the resource as it was then.
func (q *request) again(r *desk.Reading, first []byte) (out reply, err error) {
	if err = json.Unmarshal(first, &out); err != nil || len(out.body) > 0 {
		return out, err
	}
	one := *q
	one.id, _, _ = strings.Cut(strings.TrimPrefix(out.location, q.s.Public+base+"/"+q.kind+"/"), "/")
	was, _, err := one.readIn(r, out.version)
	out.body = was.body
	return out, err
}

// keyOf is the name under which a create is heard once: the sender's own name
// for a referral, else the bytes of what is a fact by itself. Anything else
// posted twice is there twice, as FHIR has it.
func (q *request) keyOf(o r4.Object) string {
	if key := placer(o); key != "" {
		return q.kind + " " + key
	}
	switch q.kind {
	case "ServiceRequest", "DiagnosticReport", "DocumentReference":
		return q.kind + " " + q.digest()
	}
	return ""
}
