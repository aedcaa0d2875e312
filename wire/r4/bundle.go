package r4

import (
	"slices"
	"strconv"
	"strings"
)

// Entry is one act of a transaction or a batch.
type Entry struct {
	Index    int // its place in the bundle, from 0
	FullURL  string
	Resource Node // absent for GET and DELETE
	Method   string
	URL      string // as sent: Patient, Patient/1, Patient?identifier=…

	IfMatch, IfNoneMatch, IfModifiedSince, IfNoneExist string
}

// Bundle is a transaction or a batch.
type Bundle struct {
	Type       string // transaction or batch
	Identifier Node   // of the bundle; absent when it has none
	Entries    []Entry

	by map[string]int // entries by fullUrl
}

// ReadBundle reads what is posted to the root of a server. The document must
// have passed Check; what is asked of each entry beyond that is refused here,
// with an *Issue: a method with its resource, and a URL that fits both.
func ReadBundle(d *Doc) (Bundle, error) {
	n := d.Root()
	b := Bundle{Type: n.Get("type").String(), Identifier: n.Get("identifier"), by: map[string]int{}}
	if n.Type() != "Bundle" || b.Type != "transaction" && b.Type != "batch" {
		return b, d.about(0, "not-supported", "A Bundle of type transaction or batch is taken here.")
	}
	for e := range n.Get("entry").Each() {
		q := e.Get("request")
		x := Entry{
			Index: len(b.Entries), FullURL: e.Get("fullUrl").String(), Resource: e.Get("resource"),
			Method: q.Get("method").String(), URL: q.Get("url").String(),
			IfMatch: q.Get("ifMatch").String(), IfNoneMatch: q.Get("ifNoneMatch").String(),
			IfModifiedSince: q.Get("ifModifiedSince").String(), IfNoneExist: q.Get("ifNoneExist").String(),
		}
		if words := x.wrong(); words != "" {
			return b, d.about(e.i, "invalid", words)
		}
		if x.FullURL != "" && x.Resource.Exists() {
			if _, twice := b.by[x.FullURL]; twice && b.Type == "transaction" {
				return b, d.about(e.i, "invalid", "Two entries have this fullUrl.")
			}
			b.by[x.FullURL] = x.Index
		}
		b.Entries = append(b.Entries, x)
	}
	return b, nil
}

// wrong says what an entry lacks to be done.
func (e *Entry) wrong() string {
	kind, rest := e.Target()
	if e.Method == "POST" && (rest == "/_search" || strings.Contains(e.URL, "$")) {
		return "" // a search or an operation: for the server to take or not
	}
	switch e.Method {
	case "POST":
		switch {
		case !e.Resource.Exists():
			return "A POST has its resource in the entry."
		case kind != e.Resource.Type() || rest != "":
			return "A POST is to the type of its resource."
		}
	case "PUT":
		switch {
		case !e.Resource.Exists():
			return "A PUT has its resource in the entry."
		case kind != e.Resource.Type() || rest == "":
			return "A PUT is to an id or a search of the type of its resource."
		case rest[0] == '/' && !e.Resource.Get("id").Is(rest[1:]):
			return "A PUT to an id has that id in its resource."
		}
	case "PATCH", "DELETE":
		if rest == "" {
			return "A change or a deletion is of an id, or of what a search finds."
		}
	}
	if e.Method != "GET" && e.Method != "HEAD" && !IsType(kind) {
		return "A request is to a type of FHIR R4."
	}
	return ""
}

// Target is the type a request is to, and what stands behind it: "/id",
// "?query", or nothing.
func (e *Entry) Target() (kind, rest string) {
	u := strings.TrimPrefix(e.URL, "/")
	if r := ParseReference(u); r.Way == Absolute && r.Type != "" {
		return r.Type, "/" + r.ID
	}
	i := strings.IndexAny(u, "/?")
	if i < 0 {
		return u, ""
	}
	return u[:i], u[i:]
}

// InOrder gives the entries as a transaction does them: deletions, creations,
// changes, reads (R4, transaction processing rules), each in their own order.
func (b *Bundle) InOrder() []Entry {
	rank := map[string]int{"DELETE": 0, "POST": 1, "PUT": 2, "PATCH": 2, "GET": 3, "HEAD": 3}
	return slices.SortedStableFunc(slices.Values(b.Entries), func(x, y Entry) int { return rank[x.Method] - rank[y.Method] })
}

// Resolve finds the entry a reference in another entry means: by its fullUrl;
// or, for Type/id, by the address beside the fullUrl of the entry it stands in
// (R4, resolving references in Bundles).
func (b *Bundle) Resolve(from *Entry, ref string) (Entry, bool) {
	r := ParseReference(ref)
	if r.Way == Relative && r.Type != "" {
		if base := ParseReference(from.FullURL); base.Way == Absolute && base.Base != "" && base.ID != "" {
			ref = base.Base + "/" + r.Type + "/" + r.ID
		}
	}
	ref, _, _ = strings.Cut(ref, "/_history/")
	if i, ok := b.by[ref]; ok {
		return b.Entries[i], true
	}
	return Entry{}, false
}

// Version is the number in W/"3", as IfMatch has it; 0 when it is none.
func Version(etag string) int {
	s := strings.TrimPrefix(strings.TrimSpace(etag), "W/")
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		s = s[1 : len(s)-1]
	}
	v, err := strconv.Atoi(s)
	if err != nil || v < 1 {
		return 0
	}
	return v
}
