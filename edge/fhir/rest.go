package fhir

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/desk"
	"referd/desk/kept"
	"referd/store"
	"referd/wire/r4"
)

func itoa(n int) string { return strconv.Itoa(n) }

// readOne answers read and vread.
func (q *request) readOne(version int) (reply, error) {
	if err := q.may(q.kind, 'r'); err != nil {
		return reply{}, err
	}
	var out reply
	err := q.s.Desk.Read(q.ctx(), q.who, q.kind+".read", func(r *desk.Reading) error {
		found, err := q.find(r, q.kind, q.id, version)
		if err != nil {
			return err
		}
		k := resource{found}
		if err := k.asOf(r, version); err != nil {
			return err
		}
		b, v, err := show(r, &k.Kept)
		if err == nil && version > 0 && v != version {
			return gone()
		}
		if err == nil {
			out = reply{status: http.StatusOK, body: b, version: v, modified: modified(k.Kept)}
		}
		return err
	})
	return out, err
}

// resource is what was kept, to be shown as of a version.
type resource struct{ store.Kept }

// asOf finds the entry of the loop a version stands for.
func (k *resource) asOf(r *desk.Reading, version int) error {
	if version == 0 || k.Referral == "" || verbs[k.Type].project == nil {
		return nil
	}
	seq, _, err := r.Seq(k.Referral)
	if err != nil {
		return err
	}
	if k.At = k.Seq + version - k.Version; k.At > seq || k.At < k.Seq {
		return gone()
	}
	return nil
}

// find is what was kept of a resource, or, for one the house made, what it is
// made of.
func (q *request) find(r *desk.Reading, kind, id string, version int) (store.Kept, error) {
	if kind == "ServiceRequest" || kind == "Task" {
		return loopKept(r, kind, id, version)
	}
	k, err := kept.Of(r, kind, id, version)
	if fault.Of(err) == fault.Missing && err != nil && version <= 1 {
		return made(r, kind, id)
	}
	return k, err
}

// create answers POST of one resource.
func (q *request) create() (reply, error) {
	if err := q.may(q.kind, 'c'); err != nil {
		return reply{}, err
	}
	v := verbs[q.kind]
	if v.create == nil {
		return reply{}, status(http.StatusMethodNotAllowed, "not-supported", "This type is not created here.")
	}
	o := r4.Object{"resourceType": "Binary"}
	if q.kind != "Binary" || strings.Contains(q.r.Header.Get("Content-Type"), "json") {
		var err error
		if o, err = q.object(); err != nil {
			return reply{}, err
		}
		if err := checked(o, q.kind); err != nil {
			return reply{}, err
		}
	}
	var out reply
	err := q.s.Desk.Write(q.ctx(), q.who, q.kind+".create", func(w *desk.Writing) error {
		a := &act{w: w, raw: q.body}
		if have, ok, err := q.existing(w, o); err != nil || ok {
			out = have
			return err
		}
		key := keyOf(o)
		if key != "" {
			first, again, err := w.Tx.Receive(q.who.Client, q.kind+" "+key, digest(q.body))
			if err != nil {
				return err
			}
			if again && len(first) > 0 {
				return json.Unmarshal(first, &out)
			}
		}
		k, err := v.create(a, o)
		if err != nil {
			return err
		}
		if out, err = q.made(w.Reading, k, http.StatusCreated); err != nil || key == "" {
			return err
		}
		b, err := json.Marshal(out)
		if err != nil {
			return err
		}
		return w.Tx.Answer(q.who.Client, q.kind+" "+key, b)
	})
	return out, err
}

// MarshalJSON and UnmarshalJSON let a first answer be kept for the second try.
func (p reply) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]any{"s": p.status, "b": p.body, "v": p.version, "m": p.modified, "l": p.location})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (p *reply) UnmarshalJSON(b []byte) error {
	var x struct {
		S    int
		B    []byte
		V    int
		M, L string
	}
	err := json.Unmarshal(b, &x)
	p.status, p.body, p.version, p.modified, p.location = x.S, x.B, x.V, x.M, x.L
	return err
}

// keyOf is the sender's own name for a referral: its placer identifier.
func keyOf(o r4.Object) string {
	if o.Type() != "ServiceRequest" {
		return ""
	}
	s, v := o.Identifier("PLAC")
	if v == "" {
		return ""
	}
	return s + "|" + v
}

func digest(b []byte) string { h := sha256.Sum256(b); return hex.EncodeToString(h[:]) }

// existing answers a conditional create (If-None-Exist).
func (q *request) existing(w *desk.Writing, o r4.Object) (reply, bool, error) {
	cond := q.r.Header.Get("If-None-Exist")
	if cond == "" {
		return reply{}, false, nil
	}
	return q.conditional(w, o.Type(), cond)
}

func (q *request) conditional(w *desk.Writing, kind, cond string) (reply, bool, error) {
	f, err := parseForm([]byte(strings.TrimPrefix(cond, "?")))
	if err != nil || f.Get("identifier") == "" {
		return reply{}, false, status(http.StatusBadRequest, "not-supported", "If-None-Exist is served with identifier=system|value.")
	}
	ids, err := w.Marked(kind, "identifier", f.Get("identifier"))
	if err != nil {
		return reply{}, false, err
	}
	var found []store.Kept
	for _, id := range ids {
		if k, err := q.find(w.Reading, kind, id, 0); err == nil {
			found = append(found, k)
		}
	}
	switch len(found) {
	case 0:
		return reply{}, false, nil
	case 1:
		out, err := q.made(w.Reading, found[0], http.StatusOK)
		return out, true, err
	}
	return reply{}, false, status(http.StatusPreconditionFailed, "multiple-matches", "More than one resource has that identifier.")
}

// made answers with a resource just written.
func (q *request) made(r *desk.Reading, k store.Kept, code int) (reply, error) {
	b, v, err := show(r, &k)
	if err != nil {
		return reply{}, err
	}
	return reply{status: code, body: b, version: v, modified: modified(k), location: q.s.Public + base + "/" + k.Type + "/" + k.ID + "/_history/" + itoa(v)}, nil
}

// update answers PUT: it asks, and If-Match is strict where loops are.
func (q *request) update() (reply, error) {
	if err := q.may(q.kind, 'u'); err != nil {
		return reply{}, err
	}
	v := verbs[q.kind]
	if v.update == nil {
		return reply{}, status(http.StatusMethodNotAllowed, "not-supported", "This type is not updated here.")
	}
	o, err := q.object()
	if err != nil {
		return reply{}, err
	}
	if err := checked(o, q.kind); err != nil {
		return reply{}, err
	}
	if o.Text("id") != q.id {
		return reply{}, invalid(q.kind+".id", "The id of the body and of the address differ.")
	}
	match := strings.Trim(strings.TrimPrefix(q.r.Header.Get("If-Match"), "W/"), `"`)
	if match == "" && v.strict {
		return reply{}, status(http.StatusPreconditionRequired, "required", "Send If-Match with the version you read.")
	}
	var out reply
	err = q.s.Desk.Write(q.ctx(), q.who, q.kind+".update", func(w *desk.Writing) error {
		k, err := q.find(w.Reading, q.kind, q.id, 0)
		if err != nil {
			return err
		}
		_, now, err := show(w.Reading, &k)
		if err != nil {
			return err
		}
		if match != "" && match != itoa(now) {
			return status(http.StatusPreconditionFailed, "conflict", "The resource has changed since; read it again. Its version is "+itoa(now)+".")
		}
		k.Version = now
		next, err := v.update(&act{w: w, raw: q.body}, o, k)
		if err != nil {
			return err
		}
		out, err = q.made(w.Reading, next, http.StatusOK)
		return err
	})
	return out, err
}
