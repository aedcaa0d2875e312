package search

import (
	"slices"
	"strings"

	"referd/desk"
	"referd/edge/fhir/show"
	"referd/wire/r4"
)

// included adds what the resources of the page refer to (_include), and what
// refers to them (_revinclude). What the client may not see is left out, as
// if it were not there.
func (q *Asker) included(r *desk.Reading, x *Asked, w *entries) error {
	if len(x.include)+len(x.revinclude) == 0 {
		return nil
	}
	page := slices.Clone(w.shown)
	for _, s := range page {
		o, err := r4.Read(s.body)
		if err != nil {
			return err
		}
		for _, name := range targets(s.kind, o, x.include) {
			kind, id, ok := q.Door.Local(name)
			if !ok || show.Kinds[kind] == nil || q.May(kind, 'r') != nil {
				continue
			}
			if k, err := show.Find(r, kind, id, 0); err == nil {
				if err := w.add(r, &k, "include"); err != nil {
					return err
				}
			}
		}
		if err := q.backwards(r, s, x.revinclude, w); err != nil {
			return err
		}
	}
	return nil
}

// targets are the references a page's includes ask to follow.
func targets(kind string, o r4.Object, include []string) (out []string) {
	for _, p := range Params[kind] {
		if p.Kind != "reference" || !slices.Contains(include, kind+":"+p.Name) && !slices.Contains(include, kind+":*") {
			continue
		}
		for _, v := range p.values(o) {
			if t, ok := v.(r4.Object); ok && !slices.Contains(out, t.Text("reference")) {
				out = append(out, t.Text("reference"))
			}
		}
	}
	return out
}

// backwards adds what refers to a resource of the page.
func (q *Asker) backwards(r *desk.Reading, s shown, revinclude []string, w *entries) error {
	for _, rev := range revinclude {
		kind, name, _ := strings.Cut(rev, ":")
		if show.Kinds[kind] == nil || q.May(kind, 's') != nil {
			continue
		}
		p, ok := paramOf(kind, name)
		if !ok || !slices.Contains(p.Targets, s.kind) {
			continue
		}
		of := *q
		of.Kind = kind
		x := &Asked{kind: kind, Base: string(q.Door), count: most, terms: []term{{Param: p, values: []string{s.kind + "/" + s.id}}}}
		f, err := of.page(r, x)
		if err != nil {
			return err
		}
		for i := range f.list {
			if err := w.add(r, &f.list[i], "include"); err != nil {
				return err
			}
		}
	}
	return nil
}
