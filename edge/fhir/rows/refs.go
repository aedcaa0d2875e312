package rows

import (
	"net/url"
	"strings"

	"referd/wire/r4"
)

// keys are what a reference may be called by, of the types it may lead to: its
// type and id, also where it is urn:uuid: or the address of another server; the
// identifier it says instead.
func keys(ref r4.Node, of ...string) (out []string) {
	return called(ref.Get("reference").String(), ref.Get("type").String(), ref.Get("identifier", "system").String(), ref.Get("identifier", "value").String(), of)
}

func called(s, kind, system, value string, of []string) (out []string) {
	r := r4.ParseReference(s)
	if kind != "" {
		of = []string{kind}
	}
	switch {
	case r.Way == r4.URN && strings.HasPrefix(r.ID, "urn:uuid:"):
		for _, k := range of {
			out = append(out, k+"/"+strings.TrimPrefix(r.ID, "urn:uuid:"), k+"?urn:ietf:rfc:3986|"+r.ID)
		}
	case r.Way == r4.Conditional:
		if q, err := url.ParseQuery(r.Query); err == nil && q.Get("identifier") != "" {
			id := q.Get("identifier")
			if !strings.Contains(id, "|") {
				id = "|" + id
			}
			out = append(out, r.Type+"?"+id)
		}
	case r.Type != "" && r.ID != "":
		out = append(out, r.Type+"/"+r.ID)
	}
	if value != "" {
		for _, k := range of {
			out = append(out, k+"?"+system+"|"+value)
		}
	}
	return out
}

// to is what a reference of a resource leads to: a resource contained in it or one
// of the file, with its type. A resource that is not there is nil; key is then
// what it is called by.
type to struct {
	is      r4.Object
	kind    string
	id      string // as FHIR has it; empty for one that is contained
	display string
	key     string // of what is not there: Patient/1, Patient?system|value
	dangles string // why, where it can lead nowhere
}

// follow finds what a reference leads to, of the types it may lead to.
func (f *file) follow(within, ref r4.Object, of ...string) (t to, err error) {
	t.display = ref.Text("display")
	s := ref.Text("reference")
	if id, ok := strings.CutPrefix(s, "#"); ok {
		for _, c := range within.List("contained") {
			if c.Text("id") == id {
				t.is, t.kind = c, c.Type()
				return t, nil
			}
		}
		t.dangles = "Nothing contained in it has the id this refers to."
		return t, nil
	}
	list := called(s, ref.Text("type"), ref.Text("identifier", "system"), ref.Text("identifier", "value"), of)
	for _, key := range list {
		p, ok := f.at[key]
		if !ok {
			continue
		}
		if p.n == 0 {
			t.dangles = "Two resources of the file have the identifier this refers to."
			return t, nil
		}
		if t.is, err = f.read(p); err != nil {
			return t, err
		}
		t.kind, t.id = t.is.Type(), t.is.Text("id")
		return t, nil
	}
	if len(list) > 0 {
		t.key = list[0]
		if k, id, ok := strings.Cut(t.key, "/"); ok && !strings.Contains(k, "?") {
			t.kind, t.id = k, id
		} else {
			t.kind, _, _ = strings.Cut(t.key, "?")
		}
	} else if s != "" {
		t.dangles = "This is no reference to a resource: Type/id, urn:uuid:, #id or an identifier is expected."
	}
	return t, nil
}

// first is the one a list of references names of some types, in the order of
// those.
func (f *file) first(within r4.Object, list []r4.Object, of ...string) (out map[string]to, display string, err error) {
	out = map[string]to{}
	for _, ref := range list {
		t, err := f.follow(within, ref, of...)
		if err != nil {
			return nil, "", err
		}
		if display == "" {
			display = t.display
		}
		if _, had := out[t.kind]; !had && t.kind != "" {
			out[t.kind] = t
		}
	}
	return out, display, nil
}
