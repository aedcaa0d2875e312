package search

import (
	"slices"
	"strconv"

	"referd/core/access"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/edge/fhir/show"
	"referd/store"
	"referd/wire/r4"
)

// provenances finds them by what they are about.
func (q *Asker) provenances(r *desk.Reading, x *Asked) (source, []store.Kept, error) {
	targets := x.one("target", "patient")
	var out []store.Kept
	if targets == nil {
		list, loops, err := q.whole(r)
		if err != nil {
			return nil, nil, err
		}
		out = list
		for _, of := range loops {
			targets = append(targets, "ServiceRequest/"+string(of))
		}
	}
	for _, t := range targets {
		kind, id, ok := r4.Reference(t)
		if !ok {
			kind, id = "Patient", t
		}
		told, err := r.Marked("Provenance", "target", "|"+kind+"/"+id)
		if err != nil {
			return nil, nil, err
		}
		for _, one := range told {
			if k, ok, err := r.Kept("Provenance", one, 0); err == nil && ok && !slices.ContainsFunc(out, func(h store.Kept) bool { return h.ID == one }) {
				out = append(out, k)
			}
		}
		of := referral.ID(id)
		if kind == "Task" {
			if of, _, err = r.TaskLoop(id); err != nil {
				continue
			}
		}
		if kind == "ServiceRequest" || kind == "Task" {
			entries, err := r.Ledger(of)
			if err != nil {
				continue // absent, or not for this client
			}
			for _, e := range entries {
				out = append(out, show.OfEntry(of, e))
			}
		}
		k, ok, err := r.Kept(kind, id, 0)
		for n := k.Version; err == nil && ok && n > 0; n-- {
			was, here, err := r.Kept(kind, id, n)
			if err != nil || !here || was.Version != n {
				continue
			}
			p, err := show.OfVersion(r, was)
			if err != nil {
				return nil, nil, err
			}
			out = append(out, p)
		}
	}
	return all(out)
}

// audits finds them, newest first: who of the client's organizations looked at
// whom.
func (q *Asker) audits(r *desk.Reading, x *Asked) (source, []store.Kept, error) {
	w := access.Query{Orgs: r.Who().Orgs}
	if len(w.Orgs) == 0 {
		return all(nil)
	}
	for i := range x.terms {
		t := &x.terms[i]
		if t.modifier != "" || len(t.values) != 1 {
			continue
		}
		switch kind, id, _ := r4.Reference(t.values[0]); {
		case t.Name == "patient", t.Name == "entity" && kind == "Patient":
			w.Patient, t.done = party.PatientID(q.idOf("Patient", t.values[0])), true
			if _, err := r.Patient(w.Patient); err != nil {
				return all(nil)
			}
		case t.Name == "entity" && kind == "ServiceRequest":
			w.Referral = referral.ID(id) // and looked for in what is shown
		case t.Name == "date":
			if prefix, from, _, err := span(t.values[0]); err == nil && (prefix == "ge" || prefix == "gt" || prefix == "eq" || prefix == "") {
				w.Since = from
			}
		}
	}
	return func(after string, limit int) ([]store.Kept, func(int) (string, error), error) {
		w.Before, _ = strconv.ParseInt(after, 10, 64)
		w.Limit = limit
		list, err := r.Audits(w)
		if err != nil {
			return nil, nil, err
		}
		out := make([]store.Kept, len(list))
		for i, a := range list {
			out[i] = show.Recorded(r, a)
		}
		return out, func(i int) (string, error) { return out[i].ID, nil }, nil
	}, nil, nil
}
