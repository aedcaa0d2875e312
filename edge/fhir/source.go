package fhir

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
	"referd/wire/r4"
)

// idOf is the id of a searched reference to a type: an id by itself, or an
// address at this door. One that leads elsewhere names nobody here.
func (q *asker) idOf(kind, v string) string {
	if !strings.Contains(v, "/") {
		return v
	}
	if of, id, ok := q.door.local(v); ok && of == kind {
		return id
	}
	return nobody
}

// nobody is an id that nothing has.
const nobody = "none"

// source chooses where a search begins: the narrowest thing it names. whole is
// set when all candidates are at hand already.
func (q *asker) source(r *desk.Reading, x *asked) (source, []store.Kept, error) {
	if v := x.one("_id"); v != nil {
		return q.ids(r, v)
	}
	if q.kind == "Patient" {
		return q.patients(r, x)
	}
	if directory[q.kind] {
		return q.listed(r, x)
	}
	if v := x.one("identifier"); v != nil {
		var ids []string
		for _, one := range v {
			found, err := identified(r, q.kind, one)
			if err != nil {
				return nil, nil, err
			}
			ids = append(ids, found...)
		}
		return q.ids(r, ids)
	}
	switch q.kind {
	case "Task":
		return q.tasks(r, x)
	case "ServiceRequest":
		return q.requests(r, x)
	case "Provenance":
		return q.provenances(r, x)
	case "AuditEvent":
		return q.audits(r, x)
	}
	return q.belonging(r, x)
}

// all is a source of what is at hand.
func all(list []store.Kept) (source, []store.Kept, error) {
	if list == nil {
		list = []store.Kept{}
	}
	return func(after string, limit int) ([]store.Kept, func(int) (string, error), error) {
		from, _ := strconv.Atoi(after)
		from = min(max(from, 0), len(list))
		return list[from:min(from+limit, len(list))], func(i int) (string, error) { return strconv.Itoa(from + i + 1), nil }, nil
	}, list, nil
}

// ids are resources by id; what is not here, or not for this client, is left out.
func (q *asker) ids(r *desk.Reading, ids []string) (source, []store.Kept, error) {
	var list []store.Kept
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if len(list) == most {
			break
		}
		if k, err := find(r, q.kind, id, 0); err == nil {
			list = append(list, k)
		}
	}
	return all(list)
}

// identified gives the ids of a type that carry an identifier, as system|value
// or value.
func identified(r *desk.Reading, kind, want string) (ids []string, err error) {
	defer func() {
		slices.Sort(ids)
		ids = slices.Compact(ids)
	}()
	ids, err = r.Marked(kind, "identifier", want)
	if err != nil {
		return nil, err
	}
	system, value, both := strings.Cut(want, "|")
	if !both {
		system, value = "", want
	}
	switch {
	case kind == "Patient":
		list, err := r.FindPatients(store.Find{System: system, Value: value, Limit: most})
		for _, p := range list {
			ids = append(ids, string(p.ID))
		}
		return ids, err
	case directory[kind]:
		for _, e := range entriesOf(r.Directory(), kind) {
			if slices.ContainsFunc(e.identifiers, func(i r4.Object) bool { return isToken(i, want) }) {
				ids = append(ids, e.id)
			}
		}
	case kind == "ServiceRequest" && (system == "" || system == numbers):
		if _, err := r.Tip(referral.ID(value)); err == nil {
			ids = append(ids, value)
		}
	}
	return ids, nil
}

// unchain turns patient.identifier and its like into the references they mean.
func (q *asker) unchain(r *desk.Reading, x *asked) error {
	for i := range x.terms {
		t := &x.terms[i]
		kind, ok := strings.CutPrefix(t.modifier, ".")
		if !ok {
			continue
		}
		out := []string{}
		for _, v := range t.values {
			ids, err := identified(r, kind, v)
			if err != nil {
				return err
			}
			for _, id := range ids {
				out = append(out, kind+"/"+id)
			}
		}
		if len(out) == 0 {
			out = []string{kind + "/none"}
		}
		t.modifier, t.values = "", out
	}
	return nil
}

// patients finds by what the store knows of people, in order of id.
func (q *asker) patients(r *desk.Reading, x *asked) (source, []store.Kept, error) {
	f := store.Find{}
	single := func(name string) string {
		for i := range x.terms {
			t := &x.terms[i]
			if t.name == name && t.modifier == "" && len(t.values) == 1 && !t.done {
				t.done = true
				return t.values[0]
			}
		}
		return ""
	}
	f.Name, f.Family, f.Given = single("name"), single("family"), single("given")
	f.Sex, f.PostalCode = single("gender"), single("address-postalcode")
	if v := single("identifier"); v != "" {
		var both bool
		if f.System, f.Value, both = strings.Cut(v, "|"); !both {
			f.System, f.Value = "", v
		}
	}
	if v := single("telecom"); v != "" {
		if _, value, both := strings.Cut(v, "|"); both {
			v = value
		}
		if strings.Contains(v, "@") {
			f.Email = v
		} else {
			f.Phone = v
		}
	}
	bornWhen(&f, x)
	return func(after string, limit int) ([]store.Kept, func(int) (string, error), error) {
		f.After, f.Limit = party.PatientID(cmp.Or(after, "0")), limit
		list, err := r.FindPatients(f)
		var out []store.Kept
		for _, p := range list {
			k, e := find(r, "Patient", string(p.ID), 0)
			if e != nil {
				return nil, nil, e
			}
			out = append(out, k)
		}
		return out, func(i int) (string, error) { return string(list[i].ID), nil }, err
	}, nil, nil
}

// bornWhen takes the birth dates a query can see to.
func bornWhen(f *store.Find, x *asked) {
	for i := range x.terms {
		t := &x.terms[i]
		if t.name != "birthdate" || t.modifier != "" || len(t.values) != 1 {
			continue
		}
		prefix, from, to, err := span(t.values[0])
		if err != nil {
			continue
		}
		switch prefix {
		case "", "eq":
			f.BornFrom, f.BornTo = party.Date(from.Format("2006-01-02")), party.Date(to.Format("2006-01-02"))
		case "ge", "gt", "sa":
			f.BornFrom = party.Date(from.Format("2006-01-02"))
		case "le", "lt", "eb":
			f.BornTo = party.Date(to.Format("2006-01-02"))
		}
	}
}

// tasks is the wire of a work queue: by owner and status, in order of authorship.
func (q *asker) tasks(r *desk.Reading, x *asked) (source, []store.Kept, error) {
	var t store.TaskQuery
	for i := range x.terms {
		w := &x.terms[i]
		if w.modifier != "" || w.done {
			continue
		}
		kind, _, typed := r4.Reference(w.values[0])
		if len(w.values) > 1 && w.name != "status" {
			continue
		}
		switch {
		case w.name == "status":
			t.Statuses, w.done = w.values, true
			for i, v := range t.Statuses {
				t.Statuses[i] = v[strings.LastIndexByte(v, '|')+1:]
			}
		case w.name == "owner" && (!typed || kind == "Organization"):
			t.Owner, w.done = party.OrgID(q.idOf("Organization", w.values[0])), true
		case (w.name == "focus" || w.name == "based-on") && t.Referral == "":
			t.Referral, w.done = referral.ID(q.idOf("ServiceRequest", w.values[0])), true
		case (w.name == "patient" || w.name == "subject") && t.Patient == "":
			t.Patient, w.done = party.PatientID(q.idOf("Patient", w.values[0])), true
		case w.name == "group-identifier" && strings.HasPrefix(w.values[0], numbers+"|") && t.Referral == "":
			t.Referral, w.done = referral.ID(w.values[0][len(numbers)+1:]), true
		}
	}
	if len(x.sort) == 1 && (x.sort[0] == "authored-on" || x.sort[0] == "-authored-on") {
		t.Newest, x.sort = x.sort[0][0] == '-', nil
	}
	if len(x.sort) > 0 || t.Referral != "" {
		t.Limit = 2000
		rows, _, err := r.FindTasks(t)
		if err == nil {
			rows, err = faces(r, rows)
		}
		if err != nil {
			return nil, nil, err
		}
		if len(rows) == t.Limit {
			return nil, nil, status(http.StatusForbidden, "too-costly", "Too many tasks to put in that order. Narrow it, or use _sort=authored-on.")
		}
		return all(rows)
	}
	return q.taskPages(r, t), nil, nil
}

// taskPages reads tasks some at a time.
func (q *asker) taskPages(r *desk.Reading, t store.TaskQuery) source {
	return func(after string, limit int) ([]store.Kept, func(int) (string, error), error) {
		if after != "" {
			fmt.Sscanf(after, "%d %s", &t.AfterTime, &t.AfterID)
		}
		t.Limit = limit
		rows, end, err := r.FindTasks(t)
		if err != nil {
			return nil, nil, err
		}
		place := func(i int) (string, error) {
			at := end
			if i < len(rows)-1 {
				t.Limit = i + 1
				if _, at, err = r.FindTasks(t); err != nil {
					return "", err
				}
			}
			return fmt.Sprintf("%d %s", at, rows[i].ID), nil
		}
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
		if b, ok := born(k.Referral); ok {
			rows[i].Version, rows[i].Seq, rows[i].Shown, rows[i].Updated, rows[i].Lean = 1, b.seq, b.shown, b.at, false
			continue
		}
		whole, err := loopKept(r, k.Type, k.ID, 0)
		if err != nil {
			return nil, err
		}
		rows[i] = whole
	}
	return rows, nil
}

// requests finds ServiceRequests of a patient; else of every task the client
// may see.
func (q *asker) requests(r *desk.Reading, x *asked) (source, []store.Kept, error) {
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
			if out[i], err = loopKept(r, "ServiceRequest", string(t.Referral), 0); err != nil {
				return nil, nil, err
			}
			if t.Leg > 0 {
				out[i].Type = "" // its first leg has shown it
			}
		}
		return out, place, nil
	}, nil, nil
}

// belonging finds what belongs to a patient or a referral: what clients wrote
// and what the house made.
func (q *asker) belonging(r *desk.Reading, x *asked) (source, []store.Kept, error) {
	var of []referral.ID
	for _, v := range x.one("based-on", "related") {
		id, err := q.loopNamed(r, v)
		if err != nil {
			return nil, nil, err
		}
		of = append(of, id)
	}
	var patients []party.PatientID
	if len(of) == 0 {
		for _, v := range x.one("patient", "subject") {
			patients = append(patients, party.PatientID(q.idOf("Patient", v)))
		}
	}
	if len(of)+len(patients) == 0 {
		return q.everyones(r)
	}
	var out []store.Kept
	for _, id := range of {
		list, err := r.KeptOf(q.kind, id, "", 1000)
		if err != nil {
			return nil, nil, err
		}
		ours, err := ofLoop(r, q.kind, id, list)
		if err != nil {
			return nil, nil, err
		}
		out = append(append(out, list...), ours...)
	}
	for _, p := range patients {
		list, err := r.KeptOf(q.kind, "", p, 1000)
		if err != nil {
			return nil, nil, err
		}
		loops, err := r.FindRequests(p, nil, 200)
		if err != nil {
			return nil, nil, err
		}
		for _, l := range loops {
			ours, err := ofLoop(r, q.kind, l.Referral, list)
			if err != nil {
				return nil, nil, err
			}
			list = append(list, ours...)
		}
		out = append(out, list...)
	}
	return all(out)
}

// loopNamed is the loop of a reference to a ServiceRequest or a Task; one that
// is not here is nobody's.
func (q *asker) loopNamed(r *desk.Reading, s string) (referral.ID, error) {
	if kind, id, ok := q.door.local(s); ok && kind == "Task" {
		of, _, err := r.TaskLoop(id)
		if err != nil {
			return nobody, nil
		}
		return of, nil
	}
	return referral.ID(q.idOf("ServiceRequest", s)), nil
}

// wide is how much of a type a search that names nobody looks through.
const wide = 1000

// whole is all of a type that clients wrote and this one may see, and every
// loop it may see; too much of either is refused.
func (q *asker) whole(r *desk.Reading) (list []store.Kept, loops []referral.ID, err error) {
	if list, err = r.KeptOf(q.kind, "", "", wide+1); err != nil {
		return nil, nil, err
	}
	tasks, _, err := r.FindTasks(store.TaskQuery{Limit: wide + 1})
	if err != nil {
		return nil, nil, err
	}
	if len(list) > wide || len(tasks) > wide {
		return nil, nil, status(http.StatusForbidden, "too-costly", "That looks at too much. Say whose or of what: patient, based-on, related, target, identifier or _id.")
	}
	for _, t := range tasks {
		if !slices.Contains(loops, t.Referral) {
			loops = append(loops, t.Referral)
		}
	}
	return list, loops, nil
}

// everyones is all of a type that the client may see: what clients wrote, and
// what the house made of each loop.
func (q *asker) everyones(r *desk.Reading) (source, []store.Kept, error) {
	list, loops, err := q.whole(r)
	if err != nil {
		return nil, nil, err
	}
	out := slices.Clone(list)
	for _, of := range loops {
		ours, err := ofLoop(r, q.kind, of, list)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, ours...)
	}
	return all(out)
}
