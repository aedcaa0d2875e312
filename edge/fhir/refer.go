package fhir

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/show"
	"referd/wire/r4"
)

// referrer finds what the references of a resource mean, alone or in a
// transaction: entries by their fullUrl, what is here by its address, and one
// thing by a search. A reference to nothing is refused where it stands.
type referrer struct {
	q    *request
	r    *desk.Reading
	deal *deal             // nil for a resource by itself
	seen map[string]string // what a search found, and "" for what is here

	kind, id string          // of what is updated
	shown    map[string]bool // what it refers to as it is read
}

// echoed reports whether what is updated refers to it already as it is read:
// what we show may be sent back, whether or not this client may follow it.
func (x *referrer) echoed(s string) bool {
	if x.kind == "" || show.Kinds[x.kind] == nil {
		return false
	}
	if x.shown == nil {
		x.shown = map[string]bool{}
		k, err := show.Find(x.r, x.kind, x.id, 0)
		if err != nil {
			return false
		}
		b, _, err := show.JSON(x.r, &k)
		if err != nil {
			return false
		}
		if d, err := r4.Parse(b, 0); err == nil {
			for ref := range d.Root().References() {
				x.shown[ref.String()] = true
			}
		}
	}
	return x.shown[s]
}

// resolve gives a resource with its references as they are kept, and what is
// wrong with them.
func (x *referrer) resolve(e *r4.Entry, n r4.Node) ([]byte, error) {
	var wrong r4.Issues
	changed := false
	for ref, targets := range n.References() {
		s := ref.String()
		became, err := x.one(e, n.Type(), s)
		if kind, _, _ := strings.Cut(became, "/"); err == nil && became != s && targets != nil && r4.IsType(kind) && !slices.Contains(targets, kind) {
			err = outcome.Status(http.StatusBadRequest, "value", "This element refers to "+strings.Join(targets, ", ")+"; not to "+kind+".")
		}
		if i, ok := err.(*outcome.Issue); ok && len(wrong) < 20 {
			where := ref.Issue(i.Code, i.Words)
			if i.Status == http.StatusPreconditionFailed {
				return nil, &outcome.Issue{Status: i.Status, Code: i.Code, Words: i.Words, Expression: where.Expression}
			}
			wrong = append(wrong, where)
		} else if err != nil {
			return nil, err
		}
		changed = changed || became != s
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	if !changed && x.deal == nil {
		return n.Raw(), nil
	}
	to := func(s string) (string, bool) {
		if i, ok := x.deal.entry(e, s); ok {
			return x.deal.to[i], true
		}
		if became, err := x.one(e, n.Type(), s); err == nil && became != s {
			return became, true
		}
		return s, false
	}
	return r4.Rewrite(n, to), nil
}

// whole is a resource by itself with its references as they are kept: its text,
// and as it is understood.
func (x *referrer) whole(n r4.Node) ([]byte, r4.Object, error) {
	raw, err := x.resolve(nil, n)
	if err != nil || bytes.Equal(raw, n.Raw()) {
		return raw, n.Object(), err
	}
	o, err := r4.Read(raw)
	return raw, o, err
}

// one is what a reference becomes.
func (x *referrer) one(e *r4.Entry, kind, s string) (string, error) {
	if i, ok := x.deal.entry(e, s); ok {
		return x.deal.to[i], nil
	}
	strict := show.Kinds[kind] != nil && !show.Kinds[kind].Raw
	r := r4.ParseReference(s)
	switch {
	case r.Way == r4.URN && (strict || x.deal != nil):
		return s, outcome.Absent("", "No entry has this fullUrl.")
	case r.Way == r4.Conditional:
		return x.searched(r, s)
	}
	there := x.elsewhere(e, r)
	if of, id, ok := x.q.s.door().Local(s); !ok || !strict && there == "" || x.here(of, id) {
		return s, nil
	}
	if x.echoed(s) {
		return s, nil
	}
	if there == "" {
		return s, outcome.Absent("", "What it refers to is not here, or nothing you may see.")
	}
	return there + "/" + s, nil
}

// elsewhere is the other server a relative reference is relative to: the one
// whose address its entry has (FHIR R4, resolving references in Bundles).
func (x *referrer) elsewhere(e *r4.Entry, r r4.Ref) string {
	if e == nil || r.Way != r4.Relative {
		return ""
	}
	if of := r4.ParseReference(e.FullURL); of.Way == r4.Absolute && of.ID != "" && of.Base != x.q.s.Public+base {
		return of.Base
	}
	return ""
}

// searched is the one resource a conditional reference finds.
func (x *referrer) searched(r r4.Ref, s string) (string, error) {
	if to := x.seen[s]; to != "" {
		return to, nil
	}
	f, err := parseForm([]byte(r.Query))
	if v := show.Kinds[r.Type]; err != nil || !whole(f.Get("identifier")) || len(f) != 1 || v == nil || v.Mute {
		return s, outcome.Invalid("", "A conditional reference is Type?identifier=system|value here.")
	}
	k, ok, err := x.q.sole(x.r, r.Type, f.Get("identifier"))
	switch {
	case err != nil:
		return s, err
	case !ok:
		return s, outcome.Absent("", "What it looks for is not here, or nothing you may see.")
	}
	x.remember(s, k.Type+"/"+k.ID)
	return k.Type + "/" + k.ID, nil
}

func (x *referrer) remember(s, to string) {
	if x.seen == nil {
		x.seen = map[string]string{}
	}
	x.seen[s] = to
}

// here reports whether this client can see a resource.
func (x *referrer) here(kind, id string) bool {
	name := kind + "/" + id
	if _, ok := x.seen[name]; ok || x.deal.makes(name) {
		return true
	}
	ok := false
	switch {
	case show.Listed(x.r.Directory(), kind, id):
		ok = true
	case kind == "Patient":
		_, err := x.r.Patient(party.PatientID(id))
		ok = err == nil
	case kind == "ServiceRequest":
		_, err := x.r.Tip(referral.ID(id))
		ok = err == nil
	case kind == "Task":
		_, _, err := x.r.TaskLoop(id)
		ok = err == nil
	case show.Kinds[kind] != nil:
		_, err := show.Find(x.r, kind, id, 0)
		ok = err == nil
	}
	if ok {
		x.remember(name, "")
	}
	return ok
}
