package fhir

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"

	"referd/desk"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/search"
)

func parseForm(b []byte) (url.Values, error) { return url.ParseQuery(string(b)) }

// search answers a searchset of what the client may see.
func (q *request) search(f url.Values) (reply, error) {
	if err := q.may(q.kind, 's'); err != nil {
		return reply{}, q.barred(q.kind, err)
	}
	after := ""
	if s := f.Get("_page"); s != "" {
		p, err := q.asker().Turned(s)
		if err != nil {
			return reply{}, err
		}
		f, after = p.Query, p.After
	}
	x, err := q.asked(f, strings.Contains(q.r.Header.Get("Prefer"), "handling=strict"))
	if err != nil {
		return reply{}, err
	}
	x.After = after
	var out reply
	err = q.look(q.kind+".search", func(r *desk.Reading) (err error) {
		out, err = q.searchIn(r, x)
		return err
	})
	return out, err
}

// asker is this client as a search knows it.
func (q *request) asker() *search.Asker {
	return &search.Asker{Door: q.s.door(), Kind: q.kind, Method: q.r.Method, Key: q.s.Desk.DB.Hash([]byte("fhir page of " + string(q.who.Client))), May: q.may}
}

// asked is a search as it is understood here.
func (q *request) asked(f url.Values, strict bool) (*search.Asked, error) {
	x, err := search.Understand(q.kind, f, strict)
	if err == nil {
		x.Base = string(q.s.door())
	}
	return x, err
}

// searchIn searches a snapshot.
func (q *request) searchIn(r *desk.Reading, x *search.Asked) (reply, error) {
	var out bytes.Buffer
	err := q.asker().Searchset(r, &out, x)
	return reply{status: http.StatusOK, body: out.Bytes()}, err
}

// posted is a search whose words are in the body, and perhaps the address.
func (q *request) posted() (reply, error) {
	f, err := parseForm(q.body)
	if err != nil {
		return reply{}, outcome.Invalid("", "The search could not be read.")
	}
	for name, v := range q.r.URL.Query() {
		f[name] = append(f[name], v...)
	}
	return q.search(f)
}
