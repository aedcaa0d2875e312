package fhir

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/kept"
	"referd/store"
	"referd/wire/r4"
)

// readOne answers read and vread.
func (q *request) readOne(version int) (reply, error) {
	if err := q.may(q.kind, 'r'); err != nil {
		return reply{}, q.barred(q.kind, err)
	}
	var out reply
	var come []arrival
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
func (q *request) readIn(r *desk.Reading, version int) (reply, []arrival, error) {
	found, err := find(r, q.kind, q.id, version)
	if err != nil {
		if id.Is(q.id) {
			r.SawObject(q.kind + "/" + q.id) // what was tried; what is no id is a stranger's words
		}
		return reply{}, nil, err
	}
	k := resource{found}
	if err := k.asOf(r, version); err != nil {
		return reply{}, nil, err
	}
	b, v, err := show(r, &k.Kept)
	if err == nil && version > 0 && v != version {
		err = gone()
	}
	if err != nil {
		return reply{}, nil, err
	}
	come, err := arrivals(r, k.Kept)
	return reply{status: http.StatusOK, body: b, version: v, modified: modified(k.Updated), stamp: stamp(k.Updated)}, come, err
}

// resource is what was kept, to be shown as of a version.
type resource struct{ store.Kept }

// asOf finds the entry of the loop a version stands for.
func (k *resource) asOf(r *desk.Reading, version int) error {
	if version == 0 || k.Referral == "" || kinds[k.Type].project == nil {
		return nil
	}
	s, err := kept.Loop(r, k.Referral, 0)
	if err != nil {
		return gone()
	}
	want, now := version-k.Version+k.Shown, store.Tip{}
	for _, e := range s.Entries() {
		if now.Seq = e.Seq; referral.Shows(e.What) {
			now.Shown, now.At = now.Shown+1, latest(now.At, e.Noted)
		}
		if e.Seq >= k.Seq && now.Shown == want {
			k.At, k.Now = e.Seq, now
			return nil
		}
	}
	return gone()
}

// find is what was kept of a resource, or, for one the house made, what it is
// made of.
func find(r *desk.Reading, kind, id string, version int) (store.Kept, error) {
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
	err := q.act(q.kind+".create", func(w *desk.Writing) (err error) {
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
	a := &act{door: q.s.door(), w: w, raw: q.body, media: q.media}
	if cond := q.r.Header.Get("If-None-Exist"); cond != "" {
		if have, ok, err := q.conditional(w.Reading, q.kind, cond); err != nil {
			return have, nil, err
		} else if ok {
			return have, nil, q.heard(w, "", store.Kept{}, nil)
		}
	}
	o := r4.New(q.kind)
	if n.Exists() {
		links := &referrer{q: q, r: w.Reading}
		if a.raw, err = links.resolve(nil, n); err != nil {
			return out, nil, err
		}
		o = n.Object()
	}
	key := q.keyOf(o)
	if key != "" {
		var again bool
		if first, again, err = w.Tx.Receive(q.who.Client, key, q.digest()); err != nil {
			return out, first, err
		}
		if again && len(first) > 0 {
			return out, first, json.Unmarshal(first, &out)
		}
	}
	k, err := verbs[q.kind].create(a, o)
	if err != nil {
		return out, nil, err
	}
	code := http.StatusCreated
	become := k
	if a.had {
		code, become = http.StatusOK, store.Kept{}
	}
	if out, err = q.made(w.Reading, k, code); err != nil {
		return out, nil, err
	}
	if prefers(q.r, "OperationOutcome") {
		out.losses = losses(o)
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

// conditional answers a conditional create (If-None-Exist): the one resource
// that has the identifier, if it is here.
func (q *request) conditional(r *desk.Reading, kind, cond string) (reply, bool, error) {
	f, err := parseForm([]byte(strings.TrimPrefix(cond, "?")))
	if err != nil || f.Get("identifier") == "" || len(f) != 1 || kinds[kind].mute {
		return reply{}, false, status(http.StatusBadRequest, "not-supported", "If-None-Exist is served with identifier=system|value.")
	}
	k, ok, err := q.sole(r, kind, f.Get("identifier"))
	if err != nil || !ok {
		return reply{}, false, err
	}
	out, err := q.made(r, k, http.StatusOK)
	return out, true, err
}

// sole is the one resource with an identifier; more than one is refused. It is a
// search, and only who may search is told what it finds.
func (q *request) sole(r *desk.Reading, kind, identifier string) (store.Kept, bool, error) {
	if err := q.may(kind, 's'); err != nil {
		return store.Kept{}, false, err
	}
	ids, err := identified(r, kind, identifier)
	if err != nil {
		return store.Kept{}, false, err
	}
	var found []store.Kept
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if k, err := find(r, kind, id, 0); err == nil {
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
	return reply{status: code, body: b, version: v, modified: modified(k.Updated), stamp: stamp(k.Updated), location: q.s.Public + base + "/" + k.Type + "/" + k.ID + "/_history/" + strconv.Itoa(v)}, nil
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
	var out reply
	err = q.act(q.kind+".update", func(w *desk.Writing) error {
		a, links := &act{door: q.s.door(), w: w}, &referrer{q: q, r: w.Reading, kind: q.kind, id: q.id}
		var err error
		if a.raw, err = links.resolve(nil, n); err != nil {
			return err
		}
		o := n.Object()
		next, err := q.updateIn(a, o, q.kind, q.id, q.r.Header.Get("If-Match"))
		if err != nil {
			return err
		}
		out, err = q.made(w.Reading, next, http.StatusOK)
		if err != nil {
			return err
		}
		if out.location = ""; prefers(q.r, "OperationOutcome") {
			out.losses = losses(o)
		}
		return q.heard(w, "", next, nil)
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
	k, err := find(a.w.Reading, kind, id, 0)
	if err != nil {
		return k, err
	}
	b, now, err := show(a.w.Reading, &k)
	if err != nil {
		return k, err
	}
	if match != "" && match != strconv.Itoa(now) {
		return k, status(http.StatusPreconditionFailed, "conflict", "The resource has changed since; read it again. Its version is "+strconv.Itoa(now)+".")
	}
	if a.before = k.Body; len(a.before) == 0 {
		a.before = b
	}
	k.Version = now
	return v.update(a, o, k)
}
