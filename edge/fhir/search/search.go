// Package search finds resources: what is asked for, where to begin, what
// fits, page by page, and what goes along.
package search

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"referd/desk"
	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/show"
	"referd/store"
	"referd/wire/r4"
)

// Asker is who searches: where, for which type, and what they may.
type Asker struct {
	Door   element.Door
	Kind   string
	Method string
	Key    string // in hex: of the seal of this client's pages
	May    func(kind string, letter byte) error
}

// source gives what may fit, some at a time: candidates after a place, and the
// place after each of them.
type source func(after string, limit int) ([]store.Kept, func(i int) (string, error), error)

// scanned is how many candidates one search looks at, at most.
const scanned = 20_000

// found is a page of a search.
type found struct {
	list  []store.Kept
	next  string // the place after the page; empty is the end
	total int    // -1 where nobody counted
}

// find reads a page.
func (q *Asker) page(r *desk.Reading, x *Asked) (f found, err error) {
	if err := q.unchain(r, x); err != nil {
		return f, err
	}
	from, whole, err := q.source(r, x)
	if err != nil || from == nil {
		return f, err
	}
	if whole != nil && (x.counting || len(x.sort) > 0 || x.rest()) {
		return q.sorted(r, x, whole)
	}
	f.total = -1
	if x.counting {
		f.total = 0
	}
	chunk, after := x.count, x.After
	if x.rest() || x.counting {
		chunk = most
	}
	for n := 0; n < scanned; n += chunk {
		rows, place, err := from(after, chunk)
		if err != nil {
			return f, err
		}
		for i := range rows {
			if x.rest() {
				o, err := seen(r, &rows[i])
				if err != nil {
					return f, err
				}
				if !x.fits(o) {
					continue
				}
			}
			if x.counting {
				f.total++
				continue
			}
			f.list = append(f.list, rows[i])
			if len(f.list) == x.count && (i < len(rows)-1 || len(rows) == chunk) {
				f.next, err = place(i)
				return f, err
			}
		}
		if len(rows) < chunk {
			return f, nil
		}
		if after, err = place(len(rows) - 1); err != nil {
			return f, err
		}
	}
	return f, outcome.Status(http.StatusForbidden, "too-costly", "This search looks at too much. Narrow it: by patient, owner, status or identifier.")
}

// sorted sees to a search whose candidates are all at hand.
func (q *Asker) sorted(r *desk.Reading, x *Asked, whole []store.Kept) (f found, err error) {
	type row struct {
		k store.Kept
		o r4.Object
	}
	var rows []row
	for i := range whole {
		o, err := seen(r, &whole[i])
		if err != nil {
			return f, err
		}
		if x.fits(o) {
			rows = append(rows, row{whole[i], o})
		}
	}
	if f.total = len(rows); x.counting {
		return f, nil
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		for _, s := range x.sort {
			name, down := strings.CutPrefix(s, "-")
			p, _ := paramOf(x.kind, name)
			c := cmp.Compare(sortable(p.values(a.o)), sortable(p.values(b.o)))
			if down {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return 0
	})
	from, _ := strconv.Atoi(x.After)
	from = min(from, len(rows))
	for _, w := range rows[from:min(from+x.count, len(rows))] {
		f.list = append(f.list, w.k)
	}
	if from+len(f.list) < len(rows) {
		f.next = strconv.Itoa(from + len(f.list))
	}
	return f, nil
}

// sortable is the word a value is sorted by.
func sortable(v []any) string {
	if len(v) == 0 {
		return ""
	}
	switch x := v[0].(type) {
	case string:
		return x
	case r4.Object:
		return x.Text("start") + x.Text("reference") + x.Text("family") + x.Text("value") + x.Text("code") + x.Text("coding", "code")
	}
	return ""
}

// seen is a resource as this client sees it, read.
func seen(r *desk.Reading, k *store.Kept) (r4.Object, error) {
	b, _, err := show.JSON(r, k)
	if err != nil {
		return nil, err
	}
	return r4.Read(b)
}

// Searchset writes the bundle: what fits, then what goes with it.
func (q *Asker) Searchset(r *desk.Reading, out *bytes.Buffer, x *Asked) error {
	f, err := q.page(r, x)
	if err != nil {
		return err
	}
	out.WriteString(`{"resourceType":"Bundle","type":"searchset"`)
	if x.counting || f.total >= 0 {
		fmt.Fprintf(out, `,"total":%d`, max(f.total, 0))
	}
	fmt.Fprintf(out, `,"link":[{"relation":"self","url":%q}`, q.Door.To(q.Kind)+selfQuery(q.Method, x.used))
	if f.next != "" {
		link, err := q.next(place{Kind: q.Kind, Query: x.used, After: f.next})
		if err != nil {
			return err
		}
		fmt.Fprintf(out, `,{"relation":"next","url":%q}`, link)
	}
	out.WriteByte(']')
	w := entries{door: q.Door, out: out}
	for i := range f.list {
		if err := w.add(r, &f.list[i], "match"); err != nil {
			return err
		}
	}
	if err := q.included(r, x, &w); err != nil {
		return err
	}
	if w.n > 0 {
		out.WriteByte(']')
	}
	out.WriteByte('}')
	return nil
}

// selfQuery is what was understood; of a posted search nothing is shown in an
// address.
func selfQuery(method string, used url.Values) string {
	if method == http.MethodPost || len(used) == 0 {
		return ""
	}
	return "?" + used.Encode()
}

// entries writes the entries of a searchset.
type entries struct {
	door  element.Door
	out   *bytes.Buffer
	n     int
	there map[string]bool
	shown []shown
}

// shown is a resource of the page, for what goes with it.
type shown struct {
	kind, id string
	body     []byte
}

func (w *entries) add(r *desk.Reading, k *store.Kept, mode string) error {
	name := k.Type + "/" + k.ID
	if mode != "match" && w.there[name] {
		return nil
	}
	b, _, err := show.JSON(r, k)
	if err != nil {
		return err
	}
	if w.n++; w.n == 1 {
		w.out.WriteString(`,"entry":[`)
		w.there = map[string]bool{}
	} else {
		w.out.WriteByte(',')
	}
	w.there[name] = true
	w.shown = append(w.shown, shown{k.Type, k.ID, b})
	w.out.WriteString(`{"fullUrl":"` + w.door.To(name) + `","resource":`)
	w.out.Write(b)
	w.out.WriteString(`,"search":{"mode":"` + mode + `"}}`)
	return nil
}
