package fhir

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"referd/core/access"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
	"referd/wire/r4"
)

// Systems of the names people and clients have here.
const (
	users   = "https://referd.org/fhir/NamingSystem/user"
	clients = "https://referd.org/fhir/NamingSystem/client"
	acts    = "https://referd.org/fhir/CodeSystem/act"
)

// A Provenance is made from the ledger, one for each entry of a loop (its id is
// the loop's and the entry's number), and from what clients wrote, one for each
// version (its id is the type, the id and the version). What was kept and not
// read of an inbound resource is said in its extension.

// provenance reads one.
func provenance(r *desk.Reading, id string) (store.Kept, error) {
	part := strings.Split(id, "-")
	n, err := strconv.Atoi(part[len(part)-1])
	if err != nil || n < 1 {
		return store.Kept{}, gone()
	}
	switch len(part) {
	case 2:
		entries, err := r.Ledger(referral.ID(part[0]))
		if err != nil || n > len(entries) {
			return store.Kept{}, gone()
		}
		return ofEntry(referral.ID(part[0]), entries[n-1]), nil
	case 3:
		k, ok, err := r.Kept(part[0], part[1], n)
		if err != nil || !ok || k.Version != n {
			return store.Kept{}, gone()
		}
		return ofVersion(k), nil
	}
	return store.Kept{}, gone()
}

// provenances finds them by what they are about.
func (q *asker) provenances(r *desk.Reading, x *asked) (source, []store.Kept, error) {
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
				out = append(out, ofEntry(of, e))
			}
		}
		k, ok, err := r.Kept(kind, id, 0)
		for n := k.Version; err == nil && ok && n > 0; n-- {
			if was, here, err := r.Kept(kind, id, n); err == nil && here && was.Version == n {
				out = append(out, ofVersion(was))
			}
		}
	}
	return all(out)
}

// ofEntry is the Provenance of one thing that happened.
func ofEntry(of referral.ID, e referral.Entry) store.Kept {
	id := string(of) + "-" + strconv.Itoa(e.Seq)
	o := r4.Object{"resourceType": "Provenance", "target": []any{ref("ServiceRequest", string(of))}, "recorded": e.Noted.Format(stampForm), "occurredDateTime": e.At.Format(stampForm),
		"activity": coded(acts, referral.KindOf(e.What), "")[0], "agent": []any{agent(e.By)}}
	return store.Kept{Type: "Provenance", ID: id, Updated: e.Noted, Body: o.Bytes()}
}

// agent says who did it, and for whom.
func agent(by referral.By) r4.Object {
	who := r4.Object{"display": "the house: " + cmp.Or(by.Rule, "its own rule")}
	switch {
	case by.User != "":
		who = r4.Object{"identifier": r4.Object{"system": users, "value": string(by.User)}}
	case by.Client != "":
		who = r4.Object{"identifier": r4.Object{"system": clients, "value": string(by.Client)}}
	}
	a := r4.Object{"type": coded("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "performer", "")[0], "who": who}
	switch {
	case by.For != "":
		a["onBehalfOf"] = ref("Practitioner", string(by.For))
	case by.Org != "":
		a["onBehalfOf"] = ref("Organization", string(by.Org))
	}
	return a
}

// ofVersion is the Provenance of what a client wrote, with what of it the
// house's people are not shown.
func ofVersion(k store.Kept) store.Kept {
	o := r4.Object{"resourceType": "Provenance", "target": []any{r4.Object{"reference": k.Type + "/" + k.ID + "/_history/" + strconv.Itoa(k.Version)}}, "recorded": k.Updated.Format(stampForm),
		"activity": coded("http://terminology.hl7.org/CodeSystem/v3-DataOperation", map[bool]string{true: "CREATE", false: "UPDATE"}[k.Version == 1], "")[0],
		"agent":    []any{r4.Object{"type": coded("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "transmitter", "")[0], "who": r4.Object{"identifier": r4.Object{"system": clients, "value": string(k.Client)}}}}}
	if was, err := r4.Read(k.Body); err == nil {
		var list []any
		for _, l := range losses(was) {
			list = append(list, r4.Object{"url": "https://referd.org/fhir/StructureDefinition/kept-not-shown", "valueString": l.Path})
		}
		if len(list) > 0 {
			o["extension"] = list
		}
	}
	return store.Kept{Type: "Provenance", ID: k.Type + "-" + k.ID + "-" + strconv.Itoa(k.Version), Updated: k.Updated, Body: o.Bytes()}
}

// auditEvent reads one line of the audit, of an act of the client's own
// organizations.
func auditEvent(r *desk.Reading, id string) (store.Kept, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil || n < 1 || len(r.Who().Orgs) == 0 {
		return store.Kept{}, gone()
	}
	list, err := r.Audits(access.Query{Orgs: r.Who().Orgs, Before: n + 1, Limit: 1})
	if err != nil || len(list) == 0 || list[0].ID != n {
		return store.Kept{}, gone()
	}
	return ofRecord(list[0]), nil
}

// audits finds them, newest first: who of the client's organizations looked at
// whom.
func (q *asker) audits(r *desk.Reading, x *asked) (source, []store.Kept, error) {
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
		case t.name == "patient", t.name == "entity" && kind == "Patient":
			w.Patient, t.done = party.PatientID(q.idOf("Patient", t.values[0])), true
			if _, err := r.Patient(w.Patient); err != nil {
				return all(nil)
			}
		case t.name == "entity" && kind == "ServiceRequest":
			w.Referral, t.done = referral.ID(id), true
		case t.name == "date":
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
			out[i] = ofRecord(a)
		}
		return out, func(i int) (string, error) { return out[i].ID, nil }, nil
	}, nil, nil
}

// rest names the interactions an act's kind may end in.
var rest = map[string]string{"read": "read", "search": "search-type", "create": "create", "update": "update"}

// ofRecord is an AuditEvent (BALP 1.1: a RESTful act) of a line of the audit.
func ofRecord(a access.Record) store.Kept {
	who := r4.Object{"identifier": r4.Object{"system": users, "value": string(a.User)}}
	if a.Client != "" {
		who = r4.Object{"identifier": r4.Object{"system": clients, "value": string(a.Client)}}
	} else if a.User == "" {
		who = r4.Object{"display": "the house"}
	}
	sub := r4.Object{"system": acts, "code": a.Kind}
	if code := rest[a.Kind[strings.LastIndexByte(a.Kind, '.')+1:]]; code != "" {
		sub = r4.Object{"system": "http://hl7.org/fhir/restful-interaction", "code": code}
	}
	o := r4.Object{"resourceType": "AuditEvent", "type": r4.Object{"system": "http://terminology.hl7.org/CodeSystem/audit-event-type", "code": "rest"}, "subtype": []any{sub}, "action": string(a.Action),
		"recorded": a.Recorded.Format(time.RFC3339Nano), "outcome": string(a.Outcome), "agent": []any{r4.Object{"who": who, "requestor": true}}, "source": r4.Object{"observer": r4.Object{"display": "referd"}}}
	if a.Purpose != "" {
		o["purposeOfEvent"] = coded("http://terminology.hl7.org/CodeSystem/v3-ActReason", a.Purpose, "")
	}
	var list []any
	entity := func(reference, kind, role string) {
		list = append(list, r4.Object{"what": r4.Object{"reference": reference}, "type": r4.Object{"system": "http://terminology.hl7.org/CodeSystem/audit-entity-type", "code": kind},
			"role": r4.Object{"system": "http://terminology.hl7.org/CodeSystem/object-role", "code": role}})
	}
	for _, p := range a.Patients {
		entity("Patient/"+string(p), "1", "1")
	}
	if a.Referral != "" {
		entity("ServiceRequest/"+string(a.Referral), "2", "4")
	}
	if _, _, ok := r4.Reference(a.Object); ok {
		entity(a.Object, "2", "4")
	}
	if len(list) > 0 {
		o["entity"] = list
	}
	return store.Kept{Type: "AuditEvent", ID: strconv.FormatInt(a.ID, 10), Updated: a.Recorded, Body: o.Bytes()}
}
