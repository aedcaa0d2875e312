package fhir

import (
	"net/http"
	"strings"

	"referd/base/id"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/kept"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/show"
	"referd/edge/fhir/take"
	"referd/store"
	"referd/wire/r4"
	"referd/wire/r4/patch"
)

// deal is a transaction under way: what its entries become is known before any
// of them is done, so that they may refer to one another either way.
type deal struct {
	q    *request
	w    *desk.Writing
	b    *r4.Bundle
	to   []string        // what each entry is here: Type/id
	had  map[int]reply   // entries that are here already
	task map[int]string  // the Task a referral's own will be, by the referral's entry
	made map[string]bool // what this transaction makes
	npi  map[string]string
	key  string // what its sender calls it

	upserts map[int]bool // entries that put what no condition found
	twice   map[int]bool // entries that ask for what another makes

	loops []referral.ID // the referrals it made
	found []take.Found  // what it measured
}

// entry is the entry a reference means.
func (t *deal) entry(from *r4.Entry, s string) (int, bool) {
	if t == nil || from == nil {
		return 0, false
	}
	e, ok := t.b.Resolve(from, s)
	return e.Index, ok && t.to[e.Index] != ""
}

// makes reports whether this transaction makes a resource.
func (t *deal) makes(name string) bool { return t != nil && t.made[name] }

// ranks is the order in which resources rest on one another.
var ranks = map[string]int{"Organization": 1, "Practitioner": 1, "Location": 2, "PractitionerRole": 3, "HealthcareService": 3, "Patient": 4, "ServiceRequest": 5, "Task": 6, "Binary": 6, "DocumentReference": 7}

const lastRank = 8

// do names every entry, then does the creations, the changes and the reads
// (FHIR R4, 3.1.0.11.2), and answers in the order they came.
func (t *deal) do() ([]r4.Done, error) {
	for i := range t.b.Entries {
		if err := t.name(&t.b.Entries[i]); err != nil {
			return nil, outcome.Inside(err, &t.b.Entries[i])
		}
	}
	if err := t.tasks(); err != nil {
		return nil, err
	}
	links := &referrer{q: t.q, r: t.w.Reading, deal: t}
	out := make([]r4.Done, len(t.b.Entries))
	order := t.b.InOrder()
	for rank := 1; rank <= lastRank; rank++ {
		for i := range order {
			e := &order[i]
			if r := ranks[e.Resource.Type()]; !t.creates(e) || r != rank && (r != 0 || rank != lastRank) {
				continue
			}
			p, err := t.post(links, e)
			if err != nil {
				return nil, outcome.Inside(err, e)
			}
			if out[e.Index], err = t.done(p, false); err != nil {
				return nil, outcome.Inside(err, e)
			}
		}
	}
	if err := take.Answer(&take.Act{Door: t.q.s.door(), W: t.w}, t.loops, t.found); err != nil {
		return nil, err
	}
	size := 0
	for i := range order {
		e := &order[i]
		if t.creates(e) {
			continue
		}
		if size > sated {
			return nil, costly("The answer is too large. Read what is here in another bundle.")
		}
		p, err := t.other(links, e)
		if err != nil {
			return nil, outcome.Inside(err, e)
		}
		if out[e.Index], err = t.done(p, e.Method == http.MethodGet); err != nil {
			return nil, outcome.Inside(err, e)
		}
		size += len(p.body)
	}
	return out, nil
}

// done is a reply as an entry of the answer; what was made is shown to who asks
// for it.
func (t *deal) done(p reply, read bool) (r4.Done, error) {
	if prefers(t.q.r, "representation") {
		if err := p.show(t.w.Reading); err != nil {
			return r4.Done{}, err
		}
	}
	return t.q.done(p, !read, read), nil
}

// name says what an entry will be: what is here already by its condition or
// its NPI, or something new.
func (t *deal) name(e *r4.Entry) (err error) {
	kind, rest := e.Target()
	identifier := ""
	switch {
	case e.Method == http.MethodPut && strings.HasPrefix(rest, "?"):
		var id string
		if id, identifier, err = t.q.target(t.w.Reading, kind, rest, e.Resource, e.IfMatch); err != nil || id != "" {
			t.to[e.Index] = kind + "/" + id
			return err
		}
		if t.npi[alone(kind, identifier)] != "" {
			return outcome.Invalid("request.url", "Two entries make the same resource.")
		}
		t.upserts[e.Index] = true
	case e.Method == http.MethodPut || e.Method == http.MethodPatch:
		t.to[e.Index] = kind + rest
		return nil
	case e.Method != http.MethodPost:
		return nil
	case e.IfNoneExist != "":
		if identifier, err = condition(kind, e.IfNoneExist); err != nil {
			return err
		}
		have, ok, err := t.q.conditional(t.w.Reading, kind, identifier)
		if err != nil {
			return err
		}
		if ok {
			at := strings.TrimPrefix(have.location, t.q.s.Public+base+"/")
			t.to[e.Index], _, _ = strings.Cut(at, "/_history/")
			t.had[e.Index] = have
			return nil
		}
		if was := t.npi[alone(kind, identifier)]; was != "" { // asked for twice in one bundle
			t.to[e.Index], t.twice[e.Index] = was, true
			return nil
		}
	}
	if identifier != "" {
		if err := t.w.Tx.Alone(alone(kind, identifier)); err != nil {
			return err
		}
	}
	if kind == "Task" {
		return nil
	}
	return t.new(e, kind, identifier)
}

// new names what an entry makes.
func (t *deal) new(e *r4.Entry, kind, identifier string) error {
	name := kind + "/" + id.New(t.w.Now())
	if n := take.NPI(e.Resource.Object()); n != "" && (kind == "Organization" || kind == "Practitioner") {
		if was, err := t.known(kind, n); err != nil {
			return err
		} else if was != "" {
			name = was
		}
		t.npi[kind+" "+n] = name
	}
	t.to[e.Index], t.made[name] = name, true
	if identifier != "" {
		t.npi[alone(kind, identifier)] = name
	}
	return nil
}

// creates reports whether an entry makes something: it posts it, or puts what no
// condition found.
func (t *deal) creates(e *r4.Entry) bool {
	return e.Method == http.MethodPost || t.upserts[e.Index]
}

// known is whoever has an NPI: of this bundle, or here.
func (t *deal) known(kind, n string) (string, error) {
	if was := t.npi[kind+" "+n]; was != "" {
		return was, nil
	}
	is, err := kept.ByNPI(t.w.Reading, kind, n)
	if is != "" {
		is = kind + "/" + is
	}
	return is, err
}

// tasks names the Tasks: one for a referral of the same bundle is the one that
// referral will have; one for a referral that is here is its own.
func (t *deal) tasks() error {
	for i := range t.b.Entries {
		e := &t.b.Entries[i]
		if !t.creates(e) || e.Resource.Type() != "Task" || t.to[i] != "" || show.IsAbort(e.Resource.Object()) {
			continue
		}
		of := e.Resource.Get("focus", "reference").String()
		if of == "" {
			of = e.Resource.Get("basedOn", "reference").String()
		}
		if sr, ok := t.entry(e, of); ok && t.b.Entries[sr].Resource.Type() == "ServiceRequest" {
			if _, here := t.had[sr]; !here {
				if t.task[sr] == "" {
					t.task[sr] = id.New(t.w.Now())
				}
				t.to[i] = "Task/" + t.task[sr]
				t.made[t.to[i]] = true
				continue
			}
			of = t.to[sr]
		}
		if kind, loopID, ok := t.q.s.door().Local(of); ok && kind == "ServiceRequest" {
			list, err := t.w.Tasks(referral.ID(loopID))
			if err != nil {
				return err
			}
			if len(list) > 0 {
				t.to[i] = "Task/" + list[len(list)-1].ID
			}
		}
	}
	return nil
}

// post creates one entry.
func (t *deal) post(links *referrer, e *r4.Entry) (reply, error) {
	if have, ok := t.had[e.Index]; ok {
		return have, nil
	}
	if t.twice[e.Index] {
		return reply{status: http.StatusOK, location: t.q.s.Public + base + "/" + t.to[e.Index] + "/_history/1", version: 1}, nil
	}
	b, err := links.resolve(e, e.Resource)
	if err != nil {
		return reply{}, err
	}
	o, err := r4.Read(b)
	if err != nil {
		return reply{}, err
	}
	kind := o.Type()
	a := &take.Act{Door: t.q.s.door(), W: t.w, Raw: b, Task: t.task[e.Index], Message: t.key, Found: &t.found}
	_, a.ID, _ = strings.Cut(t.to[e.Index], "/")
	k, err := take.Verbs[kind].Create(a, o)
	if err != nil {
		return reply{}, err
	}
	code := http.StatusCreated
	if a.Had {
		code = http.StatusOK
	} else if kind == "ServiceRequest" {
		t.loops = append(t.loops, k.Referral)
	}
	return t.told(k, code, o)
}

// told is the reply to what an entry wrote, with what of it is kept and not read
// for who asks.
func (t *deal) told(k store.Kept, code int, o r4.Object) (reply, error) {
	p, err := made(t.q.s, t.w.Reading, k, code)
	if err == nil && prefers(t.q.r, "OperationOutcome") {
		p.losses = show.Losses(o)
	}
	return p, err
}

// become is what an entry changes its resource to.
func (t *deal) become(e *r4.Entry, kind, id string) (r4.Node, error) {
	if e.Method == http.MethodPut {
		return e.Resource, nil
	}
	b, err := patchOf(e)
	if err != nil {
		return r4.Node{}, err
	}
	p, err := patch.Read(b)
	if err != nil {
		return r4.Node{}, err
	}
	return patched(t.w.Reading, p, kind, id, e.IfMatch)
}

// other changes or reads one entry.
func (t *deal) other(links *referrer, e *r4.Entry) (reply, error) {
	kind, rest := e.Target()
	path, query, _ := strings.Cut(rest, "?")
	one := &request{s: t.q.s, r: t.q.r, who: t.q.who, kind: kind, id: strings.Trim(path, "/"), inner: true}
	if one.id == "" && e.Method == http.MethodPut {
		_, one.id, _ = strings.Cut(t.to[e.Index], "/")
	}
	if e.Method == http.MethodPut || e.Method == http.MethodPatch {
		n, err := t.become(e, kind, one.id)
		if err != nil {
			return reply{}, err
		}
		own := *links
		own.kind, own.id = kind, one.id
		b, err := own.resolve(e, n)
		if err != nil {
			return reply{}, err
		}
		o, err := r4.Read(b)
		if err != nil {
			return reply{}, err
		}
		k, err := one.updateIn(&take.Act{Door: t.q.s.door(), W: t.w, Raw: b, Message: t.key}, o, kind, one.id, e.IfMatch)
		if err != nil {
			return reply{}, err
		}
		return t.told(k, http.StatusOK, o)
	}
	if one.id == "" {
		f, err := parseForm([]byte(query))
		if err != nil {
			return reply{}, outcome.Invalid("request.url", "The search could not be read.")
		}
		x, err := one.asked(f, false)
		if err != nil {
			return reply{}, err
		}
		return one.searchIn(t.w.Reading, x)
	}
	version := 0
	if at, n, ok := strings.Cut(one.id, "/_history/"); ok {
		if one.id, version = at, r4.Version(n); version == 0 {
			return reply{}, outcome.Gone()
		}
	}
	p, come, err := one.readIn(t.w.Reading, version)
	if err != nil {
		return p, err
	}
	return p, take.Delivered(t.w, come)
}
