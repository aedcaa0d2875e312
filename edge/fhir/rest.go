package fhir

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/kept"
	"referd/desk/loop"
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
	var come []arrival
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
		if err != nil {
			return err
		}
		out = reply{status: http.StatusOK, body: b, version: v, modified: modified(k.Updated)}
		come, err = arrivals(r, k.Kept)
		return err
	})
	if err != nil {
		return reply{}, err
	}
	if q.kind == "Binary" {
		out = q.bare(out)
	}
	return out, q.arrived(come)
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
	o := r4.Object{"resourceType": q.kind}
	if q.media == "" {
		var err error
		if o, err = q.object(); err != nil {
			return reply{}, err
		}
		if err := checked(o, q.kind); err != nil {
			return reply{}, err
		}
	}
	var out reply
	err := q.s.Desk.Write(q.ctx(), q.who, q.kind+".create", func(w *desk.Writing) (err error) {
		out, err = q.createIn(w, o)
		return err
	})
	if fault.Of(err) == fault.Conflict && err != nil {
		q.exception(keyOf(o))
	}
	return out, err
}

// createIn makes one resource in a commit, unless it was made before.
func (q *request) createIn(w *desk.Writing, o r4.Object) (out reply, err error) {
	a := &act{w: w, raw: q.body, media: q.media}
	if cond := q.r.Header.Get("If-None-Exist"); cond != "" {
		if have, ok, err := q.conditional(w.Reading, o.Type(), cond); err != nil || ok {
			return have, err
		}
	}
	key := keyOf(o)
	if key != "" {
		first, again, err := w.Tx.Receive(q.who.Client, q.kind+" "+key, digest(q.body))
		if err != nil {
			return out, err
		}
		if again && len(first) > 0 {
			return out, json.Unmarshal(first, &out)
		}
	}
	if o, err = a.resolved(o, q.find); err != nil {
		return out, err
	}
	k, err := verbs[q.kind].create(a, o)
	if err != nil {
		return out, err
	}
	code := http.StatusCreated
	if a.had {
		code = http.StatusOK
	}
	if out, err = q.made(w.Reading, k, code); err != nil {
		return out, err
	}
	if prefers(q.r, "OperationOutcome") {
		out.losses = losses(o)
	}
	if key == "" {
		return out, nil
	}
	b, err := json.Marshal(out)
	if err != nil {
		return out, err
	}
	return out, w.Tx.Answer(q.who.Client, q.kind+" "+key, b)
}

func prefers(r *http.Request, what string) bool {
	return strings.Contains(r.Header.Get("Prefer"), "return="+what)
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

// conditional answers a conditional create (If-None-Exist): the one resource
// that has the identifier, if it is here.
func (q *request) conditional(r *desk.Reading, kind, cond string) (reply, bool, error) {
	f, err := parseForm([]byte(strings.TrimPrefix(cond, "?")))
	if err != nil || f.Get("identifier") == "" || len(f) != 1 || verbs[kind].mute {
		return reply{}, false, status(http.StatusBadRequest, "not-supported", "If-None-Exist is served with identifier=system|value.")
	}
	k, ok, err := q.sole(r, kind, f.Get("identifier"))
	if err != nil || !ok {
		return reply{}, false, err
	}
	out, err := q.made(r, k, http.StatusOK)
	return out, true, err
}

// sole is the one resource with an identifier; more than one is refused.
func (q *request) sole(r *desk.Reading, kind, identifier string) (store.Kept, bool, error) {
	ids, err := q.identified(r, kind, identifier)
	if err != nil {
		return store.Kept{}, false, err
	}
	var found []store.Kept
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if k, err := q.find(r, kind, id, 0); err == nil {
			found = append(found, k)
		}
	}
	switch len(found) {
	case 0:
		return store.Kept{}, false, nil
	case 1:
		return found[0], true, nil
	}
	return store.Kept{}, false, status(http.StatusPreconditionFailed, "multiple-matches", "More than one resource has that identifier.")
}

// made answers with a resource just written.
func (q *request) made(r *desk.Reading, k store.Kept, code int) (reply, error) {
	b, v, err := show(r, &k)
	if err != nil {
		return reply{}, err
	}
	return reply{status: code, body: b, version: v, modified: modified(k.Updated), location: q.s.Public + base + "/" + k.Type + "/" + k.ID + "/_history/" + itoa(v)}, nil
}

// update answers PUT: it asks, and If-Match is strict where loops are.
func (q *request) update() (reply, error) {
	if err := q.may(q.kind, 'u'); err != nil {
		return reply{}, err
	}
	o, err := q.object()
	if err != nil {
		return reply{}, err
	}
	if err := checked(o, q.kind); err != nil {
		return reply{}, err
	}
	var out reply
	err = q.s.Desk.Write(q.ctx(), q.who, q.kind+".update", func(w *desk.Writing) error {
		a := &act{w: w, raw: q.body}
		o, err := a.resolved(o, q.find)
		if err != nil {
			return err
		}
		next, err := q.updateIn(a, o, q.kind, q.id, q.r.Header.Get("If-Match"))
		if err != nil {
			return err
		}
		out, err = q.made(w.Reading, next, http.StatusOK)
		if out.location = ""; prefers(q.r, "OperationOutcome") {
			out.losses = losses(o)
		}
		return err
	})
	return out, err
}

// updateIn updates one resource in a commit.
func (q *request) updateIn(a *act, o r4.Object, kind, id, match string) (store.Kept, error) {
	v := verbs[kind]
	if o.Text("id") != id {
		return store.Kept{}, invalid(kind+".id", "The id of the body and of the address differ.")
	}
	match = strings.Trim(strings.TrimPrefix(match, "W/"), `"`)
	if match == "" && v.strict {
		return store.Kept{}, status(http.StatusPreconditionRequired, "required", "Send If-Match with the version you read.")
	}
	k, err := q.find(a.w.Reading, kind, id, 0)
	if err != nil {
		return k, err
	}
	b, now, err := show(a.w.Reading, &k)
	if err != nil {
		return k, err
	}
	if match != "" && match != itoa(now) {
		return k, status(http.StatusPreconditionFailed, "conflict", "The resource has changed since; read it again. Its version is "+itoa(now)+".")
	}
	if a.before = k.Body; len(a.before) == 0 {
		a.before = b
	}
	k.Version = now
	return v.update(a, o, k)
}

// exception lets a person know that a sender said two things under one name:
// neither is taken for the other.
func (q *request) exception(key string) {
	if key == "" {
		return
	}
	err := q.s.Desk.Write(q.ctx(), q.who, "ServiceRequest.conflict", func(w *desk.Writing) error {
		k, ok, err := q.sole(w.Reading, "ServiceRequest", key)
		if err != nil || !ok {
			return err
		}
		_, err = loop.Tell(w, loop.Form{Referral: k.Referral, Key: referral.Key("asserted/" + digest(q.body))}, referral.Asserted{What: "sent again, differently"})
		return err
	})
	if err != nil {
		q.s.Log.Error("fhir exception", "err", err)
	}
}
