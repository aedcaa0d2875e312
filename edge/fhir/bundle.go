package fhir

import (
	"encoding/json"
	"net/http"
	"strings"

	"referd/base/fault"
	"referd/desk"
	"referd/store"
	"referd/wire/r4"
)

// bundle answers a transaction, all of it or none, or a batch, entry by entry.
func (q *request) bundle() (reply, error) {
	o, err := q.object()
	if err != nil {
		return reply{}, err
	}
	if o.Type() != "Bundle" {
		return reply{}, invalid("resourceType", "A Bundle is needed here.")
	}
	entries := o.List("entry")
	if len(entries) > 5000 {
		return reply{}, status(http.StatusRequestEntityTooLarge, "too-costly", "At most 5,000 entries.")
	}
	switch o.Text("type") {
	case "transaction":
		return q.transaction(o, entries)
	case "batch":
		return q.batch(entries)
	}
	return reply{}, invalid("Bundle.type", "A transaction or a batch is needed here.")
}

// transaction does every entry in one commit. The same bundle again, known by
// its referral's placer identifier, its own identifier or its bytes, gets the
// first answer; other bytes under the same name are a conflict.
func (q *request) transaction(o r4.Object, entries []r4.Object) (reply, error) {
	key := ""
	for _, e := range entries {
		if k := keyOf(e.Sub("resource")); k != "" {
			key = "ServiceRequest " + k
		}
	}
	if key == "" && o.Sub("identifier") != nil {
		key = "Bundle " + o.Text("identifier", "system") + "|" + o.Text("identifier", "value")
	}
	if key == "" {
		key = "Bundle " + digest(q.body)
	}
	var out reply
	err := q.s.Desk.Write(q.ctx(), q.who, "transaction", func(w *desk.Writing) error {
		first, again, err := w.Tx.Receive(q.who.Client, key, digest(q.body))
		if err != nil {
			return err
		}
		if again && len(first) > 0 {
			return json.Unmarshal(first, &out)
		}
		a := &act{w: w, refs: map[string]string{}}
		list, err := q.entries(a, entries)
		if err != nil {
			return err
		}
		out = reply{status: http.StatusOK, body: r4.Object{"resourceType": "Bundle", "type": "transaction-response", "entry": list}.Bytes()}
		b, err := json.Marshal(out)
		if err != nil {
			return err
		}
		return w.Tx.Answer(q.who.Client, key, b)
	})
	return out, err
}

// ranks is the order in which entries refer to one another.
var ranks = map[string]int{"Organization": 1, "Practitioner": 2, "PractitionerRole": 3, "Location": 3, "HealthcareService": 4, "Patient": 5, "ServiceRequest": 6, "Task": 7, "Binary": 7, "DocumentReference": 8}

// entries does the POSTs in the order they refer to one another, and answers
// in the order they came.
func (q *request) entries(a *act, entries []r4.Object) ([]any, error) {
	out := make([]any, len(entries))
	for rank := 1; rank <= 9; rank++ {
		for i, e := range entries {
			res := e.Sub("resource")
			kind := res.Type()
			if r := ranks[kind]; r != rank && !(r == 0 && rank == 9) {
				continue
			}
			where := "Bundle.entry[" + itoa(i) + "]"
			made, err := q.entry(a, e, res, kind, where)
			if err != nil {
				return nil, err
			}
			out[i] = made
		}
	}
	return out, nil
}

func (q *request) entry(a *act, e, res r4.Object, kind, where string) (any, error) {
	if m := e.Text("request", "method"); m != http.MethodPost {
		return nil, status(http.StatusBadRequest, "not-supported", where+": a transaction here takes POST entries.")
	}
	v := verbs[kind]
	if v == nil || v.create == nil {
		return nil, invalid(where, "This type is not created here.")
	}
	if err := q.may(kind, 'c'); err != nil {
		return nil, err
	}
	if err := checked(res, kind); err != nil {
		return nil, err
	}
	full := e.Text("fullUrl")
	if cond := e.Text("request", "ifNoneExist"); cond != "" {
		have, ok, err := q.conditional(a.w.Reading, kind, cond)
		if err != nil {
			return nil, err
		}
		if ok {
			at := strings.TrimPrefix(have.location, q.s.Public+base+"/")
			a.refs[full], _, _ = strings.Cut(at, "/_history/")
			return r4.Object{"fullUrl": full, "response": r4.Object{"status": "200 OK", "location": have.location, "etag": `W/"` + itoa(have.version) + `"`}}, nil
		}
	}
	res, err := a.resolved(res, q.find)
	if err != nil {
		return nil, err
	}
	k, err := v.create(a, res)
	if err != nil {
		return nil, err
	}
	a.refs[full] = k.Type + "/" + k.ID
	_, version, err := show(a.w.Reading, &k)
	return r4.Object{"response": r4.Object{"status": "201 Created", "location": q.s.Public + base + "/" + k.Type + "/" + k.ID + "/_history/" + itoa(version), "etag": `W/"` + itoa(version) + `"`}}, err
}

// resolved replaces references to entries by what they have become, so that
// what is echoed points somewhere.
func (a *act) resolved(o r4.Object, _ finder) (r4.Object, error) {
	return a.walk(o).(r4.Object), nil
}

// finder finds a resource of a type by its id, at a version or as it is.
type finder func(r *desk.Reading, kind, id string, version int) (store.Kept, error)

func (a *act) walk(v any) any {
	switch x := v.(type) {
	case r4.Object:
		c := make(r4.Object, len(x))
		for k, y := range x {
			if s, ok := y.(string); ok && k == "reference" && a.refs[s] != "" {
				c[k] = a.refs[s]
				continue
			}
			c[k] = a.walk(y)
		}
		return c
	case []any:
		c := make([]any, len(x))
		for i, y := range x {
			c[i] = a.walk(y)
		}
		return c
	}
	return v
}

// batch does each entry by itself: one that fails harms no other.
func (q *request) batch(entries []r4.Object) (reply, error) {
	list := make([]any, len(entries))
	for i, e := range entries {
		one := &request{s: q.s, r: q.r.Clone(q.ctx()), who: q.who}
		one.r.Method, one.r.Header = e.Text("request", "method"), http.Header{}
		one.r.Header.Set("If-Match", e.Text("request", "ifMatch"))
		one.r.Header.Set("If-None-Exist", e.Text("request", "ifNoneExist"))
		one.r.Header.Set("Content-Type", "application/fhir+json")
		path, query, _ := strings.Cut(e.Text("request", "url"), "?")
		one.r.URL.Path, one.r.URL.RawQuery = path, query
		if res := e.Sub("resource"); res != nil {
			one.body = res.Bytes()
		}
		var p reply
		var err error
		if path == "" {
			err = invalid("Bundle.entry["+itoa(i)+"].request.url", "Say what is asked for.")
		} else {
			p, err = one.route(strings.Split(strings.Trim(path, "/"), "/"))
		}
		if err != nil {
			if fault.Of(err) == fault.Broken {
				if _, ours := err.(*issue); !ours {
					q.s.Log.Error("fhir batch", "err", err)
				}
			}
			p = outcome(err)
		}
		list[i] = entryOf(p)
	}
	return reply{status: http.StatusOK, body: r4.Object{"resourceType": "Bundle", "type": "batch-response", "entry": list}.Bytes()}, nil
}

func entryOf(p reply) r4.Object {
	resp := r4.Object{"status": itoa(p.status) + " " + http.StatusText(p.status)}
	if p.location != "" {
		resp["location"] = p.location
	}
	e := r4.Object{"response": resp}
	if o, err := r4.Read(p.body); err == nil {
		if o.Type() == "OperationOutcome" {
			resp["outcome"] = o
		} else {
			e["resource"] = o
		}
	}
	return e
}
