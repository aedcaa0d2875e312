package search

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/show"
	"referd/store"
	"referd/wire/r4"
)

// tasks is the wire of a work queue: by owner and status, in order of authorship.
func (q *Asker) tasks(r *desk.Reading, x *Asked) (source, []store.Kept, error) {
	var t store.TaskQuery
	for i := range x.terms {
		w := &x.terms[i]
		if w.modifier != "" || w.done {
			continue
		}
		kind, _, typed := r4.Reference(w.values[0])
		if len(w.values) > 1 && w.Name != "status" {
			continue
		}
		switch {
		case w.Name == "status":
			t.Statuses, w.done = w.values, true
			for i, v := range t.Statuses {
				t.Statuses[i] = v[strings.LastIndexByte(v, '|')+1:]
			}
		case w.Name == "owner" && (!typed || kind == "Organization"):
			t.Owner, w.done = party.OrgID(q.idOf("Organization", w.values[0])), true
		case (w.Name == "focus" || w.Name == "based-on") && t.Referral == "":
			t.Referral, w.done = referral.ID(q.idOf("ServiceRequest", w.values[0])), true
		case (w.Name == "patient" || w.Name == "subject") && t.Patient == "":
			t.Patient, w.done = party.PatientID(q.idOf("Patient", w.values[0])), true
		case w.Name == "group-identifier" && strings.HasPrefix(w.values[0], element.Numbers+"|") && t.Referral == "":
			t.Referral, w.done = referral.ID(w.values[0][len(element.Numbers)+1:]), true
		}
	}
	if len(x.sort) == 1 && (x.sort[0] == "authored-on" || x.sort[0] == "-authored-on") {
		t.Newest, x.sort = x.sort[0][0] == '-', nil
	}
	if len(x.sort) > 0 || t.Referral != "" {
		t.Limit = 2000
		rows, err := r.FindTasks(t)
		if err == nil {
			rows, err = faces(r, rows)
		}
		if err != nil {
			return nil, nil, err
		}
		if len(rows) == t.Limit {
			return nil, nil, outcome.Status(http.StatusForbidden, "too-costly", "Too many tasks to put in that order. Narrow it, or use _sort=authored-on.")
		}
		return all(rows)
	}
	return q.taskPages(r, t), nil, nil
}

// taskPages reads tasks some at a time.
func (q *Asker) taskPages(r *desk.Reading, t store.TaskQuery) source {
	return func(after string, limit int) ([]store.Kept, func(int) (string, error), error) {
		if after != "" {
			fmt.Sscanf(after, "%d %s", &t.AfterTime, &t.AfterID)
		}
		t.Limit = limit
		rows, err := r.FindTasks(t)
		if err != nil {
			return nil, nil, err
		}
		places := make([]string, len(rows))
		for i, k := range rows {
			places[i] = strconv.FormatInt(k.Authored, 10) + " " + k.ID
		}
		place := func(i int) (string, error) { return places[i], nil }
		rows, err = faces(r, rows)
		return rows, place, err
	}
}

// faces makes what nobody wrote from the loop itself.
func faces(r *desk.Reading, rows []store.Kept) ([]store.Kept, error) {
	for i, k := range rows {
		if k.Version > 0 {
			continue
		}
		if b, ok := show.Born(k.Referral); ok {
			rows[i].Version, rows[i].Seq, rows[i].Shown, rows[i].Updated, rows[i].Lean = 1, b.Seq, b.Shown, b.At, false
			continue
		}
		whole, err := show.Loop(r, k.Type, k.ID, 0)
		if err != nil {
			return nil, err
		}
		rows[i] = whole
	}
	return rows, nil
}

// requests finds ServiceRequests of a patient; else of every task the client
// may see.
func (q *Asker) requests(r *desk.Reading, x *Asked) (source, []store.Kept, error) {
	if v := x.one("patient", "subject"); len(v) > 0 {
		var out []store.Kept
		statuses := x.one("status")
		for _, p := range v {
			rows, err := r.FindRequests(party.PatientID(q.idOf("Patient", p)), statuses, 1000)
			if err == nil {
				rows, err = faces(r, rows)
			}
			if err != nil {
				return nil, nil, err
			}
			out = append(out, rows...)
		}
		return all(out)
	}
	pages := q.taskPages(r, store.TaskQuery{})
	return func(after string, limit int) ([]store.Kept, func(int) (string, error), error) {
		tasks, place, err := pages(after, limit)
		if err != nil {
			return nil, nil, err
		}
		out := make([]store.Kept, len(tasks))
		for i, t := range tasks {
			if out[i], err = show.Loop(r, "ServiceRequest", string(t.Referral), 0); err != nil {
				return nil, nil, err
			}
			if t.Leg > 0 {
				out[i].Type = "" // its first leg has shown it
			}
		}
		return out, place, nil
	}, nil, nil
}
