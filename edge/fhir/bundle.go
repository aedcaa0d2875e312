package fhir

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/desk"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/take"
	"referd/store"
	"referd/wire/r4"
	"referd/wire/r4/patch"
)

// crowd is how many entries a bundle may have. A search costs a page of work and
// of memory, and one in a transaction makes every other commit wait for it: of
// those there are fewer. sated is the bytes after which no more is read.
const (
	crowd    = 5000
	asks     = 100
	asksDeal = 10
	sated    = wrappedLimit
)

// costly is a bundle, or what is left of it, that asks for too much at once.
func costly(words string) error {
	return &outcome.Issue{Status: http.StatusRequestEntityTooLarge, Code: "too-costly", Words: words, Expression: "Bundle.entry"}
}

// reads reports whether an entry only reads, and whether it is a search.
func reads(e *r4.Entry) (read, search bool) {
	_, rest := e.Target()
	read = e.Method == http.MethodGet || e.Method == http.MethodHead
	return read, read && !strings.HasPrefix(rest, "/")
}

// bundle answers a transaction, all of it or none, or a batch, entry by entry.
func (q *request) bundle() (reply, error) {
	d, err := r4.Parse(q.body, jsonLimit)
	if err != nil {
		return reply{}, err
	}
	check := d.Check
	if d.Root().Get("type").Is("batch") {
		check = d.CheckAround
	}
	if wrong := check(); len(wrong) > 0 {
		return reply{}, wrong
	}
	b, err := r4.ReadBundle(d)
	if err != nil {
		return reply{}, err
	}
	if len(b.Entries) > crowd {
		return reply{}, costly("A bundle has at most 5,000 entries here. Send several.")
	}
	n, most := 0, map[bool]int{true: asks, false: asksDeal}[b.Type == "batch"]
	for i := range b.Entries {
		if _, search := reads(&b.Entries[i]); search {
			n++
		}
	}
	if n > most {
		return reply{}, costly("A " + b.Type + " has at most " + strconv.Itoa(most) + " searches here. Send several.")
	}
	if b.Type == "batch" {
		return q.batch(&b)
	}
	return q.transaction(&b)
}

// nameOf is what a sender calls a bundle, for it to be done once; one that only
// reads has no name. It is called by the placer identifier of its one
// referral, else by its own identifier, else by its bytes.
func (q *request) nameOf(b *r4.Bundle) string {
	key := ""
	for i := range b.Entries {
		if e := &b.Entries[i]; e.Method == http.MethodPost && e.Resource.Type() == "ServiceRequest" {
			if k := placer(e.Resource.Object()); k != "" && key == "" {
				key = "ServiceRequest " + k
			} else if k != "" {
				key = "" // several referrals: none of them names the bundle
				break
			}
		}
	}
	if v := b.Identifier.Get("value").String(); key == "" && v != "" {
		key = "Bundle " + b.Identifier.Get("system").String() + "|" + v
	}
	if onlyReads := !slices.ContainsFunc(b.Entries, func(e r4.Entry) bool { read, _ := reads(&e); return !read }); onlyReads {
		return ""
	}
	return cmp.Or(key, "Bundle "+q.digest())
}

// transaction does every entry in one commit. The same bundle again gets the
// first answer; other bytes under the same name are a conflict that a person
// looks at.
func (q *request) transaction(b *r4.Bundle) (reply, error) {
	if err := q.granted(b); err != nil {
		return reply{}, err
	}
	q.digest() // before the commit: others wait for that
	key := q.nameOf(b)
	var out reply
	var first []byte
	err := q.act("transaction", func(w *desk.Writing) (err error) {
		var again bool
		if key != "" {
			first, again, err = w.Tx.Receive(q.who.Client, key, q.digest())
		}
		if err != nil {
			return err
		}
		if again && len(first) > 0 {
			return json.Unmarshal(first, &out)
		}
		t := &deal{q: q, w: w, b: b, to: make([]string, len(b.Entries)), had: map[int]reply{}, task: map[int]string{}, made: map[string]bool{}, npi: map[string]string{}, key: key, upserts: map[int]bool{}, twice: map[int]bool{}}
		list, err := t.do()
		if err != nil {
			return err
		}
		out = reply{status: http.StatusOK, body: r4.Responses("transaction-response", list)}
		if key == "" {
			return nil
		}
		kept, err := json.Marshal(reply{status: http.StatusOK, body: r4.Responses("transaction-response", withoutReads(b, list))})
		if err != nil {
			return err
		}
		return q.heard(w, key, store.Kept{}, kept)
	})
	if fault.Of(err) == fault.Conflict && err != nil && len(first) > 0 {
		q.exception(first)
	}
	return out, err
}

// withoutReads is an answer to be given again, without what was read: who asks twice
// reads twice, and only what they may see by then.
func withoutReads(b *r4.Bundle, list []r4.Done) []r4.Done {
	out := slices.Clone(list)
	for i := range out {
		if read, _ := reads(&b.Entries[i]); read {
			out[i].Resource = nil
		}
	}
	return out
}

// granted refuses a transaction of which one entry is beyond the client's
// scopes, before anything is done.
func (q *request) granted(b *r4.Bundle) error {
	for i := range b.Entries {
		e := &b.Entries[i]
		kind, rest := e.Target()
		v := take.Verbs[kind]
		if v == nil {
			return outcome.Inside(&outcome.Issue{Status: http.StatusNotFound, Code: "not-supported", Words: "This type is not served here. /metadata lists what is.", Expression: "request.url"}, e)
		}
		letter, can := byte(0), true
		switch {
		case e.Method == http.MethodPost && strings.HasPrefix(rest, "/"):
			can = false
		case e.Method == http.MethodPost:
			letter, can = 'c', v.Create != nil
		case e.Method == http.MethodPut || e.Method == http.MethodPatch:
			letter, can = 'u', v.Update != nil && strings.HasPrefix(rest, "/") || e.Method == http.MethodPut && take.Upserts(kind)
		case e.Method == http.MethodGet || e.Method == http.MethodHead:
			if letter = 's'; strings.HasPrefix(rest, "/") {
				letter = 'r'
			}
		default:
			can = false
		}
		if !can {
			return outcome.Inside(&outcome.Issue{Status: http.StatusMethodNotAllowed, Code: "not-supported", Words: "This interaction is not served here. Nothing is deleted: use a status.", Expression: "request.method"}, e)
		}
		if err := q.may(kind, letter); err != nil {
			return q.barred(kind, err)
		}
		if kind == "AuditEvent" { // a commit sees the record of acts alone, and an audit with holes is none
			return outcome.Inside(&outcome.Issue{Status: http.StatusUnprocessableEntity, Code: "not-supported", Words: "The audit is not read inside a transaction. Read it by itself or in a batch.", Expression: "request.url"}, e)
		}
	}
	return nil
}

// batch does each entry by itself: one that fails harms no other.
func (q *request) batch(b *r4.Bundle) (reply, error) {
	list, size, wrong := make([]r4.Done, len(b.Entries)), 0, false
	for i := range b.Entries {
		p, err := reply{}, costly("The answer is too large. Send the rest in another bundle.")
		if size < sated {
			p, err = q.each(&b.Entries[i])
		}
		if err != nil {
			if p = failed(outcome.Inside(err, &b.Entries[i])); p.status >= 500 {
				q.s.Log.Error("fhir batch", "err", err)
			}
			if read, _ := reads(&b.Entries[i]); !read && lacking(p.status) {
				wrong = true
			}
		}
		read, _ := reads(&b.Entries[i])
		list[i], size = q.done(p, !read, true), size+len(p.body)
	}
	if wrong {
		q.refused()
	}
	return reply{status: http.StatusOK, body: r4.Responses("batch-response", list)}, nil
}

// each does one entry of a batch as if it had come by itself.
func (q *request) each(e *r4.Entry) (reply, error) {
	one := &request{s: q.s, r: q.r.Clone(q.ctx()), who: q.who, inner: true}
	one.r.Method, one.r.Header = e.Method, http.Header{}
	for name, v := range map[string]string{"If-Match": e.IfMatch, "If-None-Match": e.IfNoneMatch, "If-Modified-Since": e.IfModifiedSince, "If-None-Exist": e.IfNoneExist, "Prefer": q.r.Header.Get("Prefer")} {
		if v != "" {
			one.r.Header.Set(name, v)
		}
	}
	kind, rest := e.Target()
	path, query, _ := strings.Cut(kind+rest, "?")
	one.r.URL.Path, one.r.URL.RawQuery = path, query
	if e.Resource.Exists() {
		one.body = e.Resource.Raw()
	}
	if e.Method == http.MethodPatch {
		var err error
		if one.body, err = patchOf(e); err != nil {
			return reply{}, err
		}
		one.media = patch.Media
	}
	if path == "" {
		return reply{}, outcome.Invalid("request.url", "Say what is asked for.")
	}
	return one.route(strings.Split(strings.Trim(path, "/"), "/"))
}

// done is a reply as an entry of an answer. What was written is shown as its
// sender prefers; else only where it would be by itself.
func (q *request) done(p reply, written, alone bool) r4.Done {
	d := r4.Done{Status: strconv.Itoa(p.status) + " " + http.StatusText(p.status), Location: p.location, Modified: p.stamp}
	if p.version > 0 {
		d.ETag = `W/"` + strconv.Itoa(p.version) + `"`
	}
	switch written = written && p.version > 0; {
	case p.status >= 400:
		d.Outcome = p.body
	case written && prefers(q.r, "OperationOutcome"):
		d.Outcome = informed(p.losses).Bytes()
	case written && prefers(q.r, "minimal"):
	case alone && p.status != http.StatusNotModified || prefers(q.r, "representation"):
		d.Resource = p.body
	}
	return d
}

// exception lets a person know that a sender said two things under one name:
// neither is taken for the other. first is what was answered the first time.
func (q *request) exception(first []byte) {
	var was reply
	if json.Unmarshal(first, &was) != nil {
		return
	}
	of := loopIn(was, q.s.Public+base+"/ServiceRequest/")
	if of == "" {
		return
	}
	if err := q.s.Desk.Write(q.ctx(), q.who, "ServiceRequest.conflict", func(w *desk.Writing) error { return take.Conflicting(w, of, q.digest()) }); err != nil {
		q.s.Log.Error("fhir exception", "err", err)
	}
}

// loopIn is the first ServiceRequest an answer made.
func loopIn(was reply, prefix string) string {
	for _, s := range []string{was.location, string(was.body)} {
		if _, rest, ok := strings.Cut(s, prefix); ok {
			id, _, _ := strings.Cut(rest, "/")
			return id
		}
	}
	return ""
}
