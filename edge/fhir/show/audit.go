package show

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/store"
	"referd/wire/r4"
)

// auditEvent reads one line of the audit, of an act of the client's own
// organizations.
func auditEvent(r *desk.Reading, id string) (store.Kept, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil || n < 1 || len(r.Who().Orgs) == 0 {
		return store.Kept{}, outcome.Gone()
	}
	list, err := r.Audits(access.Query{Orgs: r.Who().Orgs, Before: n + 1, Limit: 1})
	if err != nil {
		return store.Kept{}, err
	}
	if len(list) == 0 || list[0].ID != n {
		return store.Kept{}, outcome.Gone()
	}
	return Recorded(r, list[0]), nil
}

// Recorded is a line of the audit as this client may read it.
func Recorded(r *desk.Reading, a access.Record) store.Kept { return ofRecord(theirs(r, a)) }

// theirs is a record with what this client may see. Another system may act for
// more organizations than this one, and one record may be of several of them:
// whom it saw for the others is not told.
func theirs(r *desk.Reading, a access.Record) access.Record {
	if a.Client == "" || a.Client == r.Who().Client {
		return a
	}
	n := len(a.Patients)
	a.Patients = slices.DeleteFunc(slices.Clone(a.Patients), func(p party.PatientID) bool { _, err := r.Patient(p); return err != nil })
	hidden := len(a.Patients) < n
	if a.Referral != "" {
		if _, err := r.Tip(a.Referral); err != nil {
			a.Referral, hidden = "", true
		}
	}
	kind, _, _ := strings.Cut(a.Object, "/")
	if hidden || !Directory[kind] && len(a.Patients) == 0 && a.Referral == "" {
		a.Object = ""
	}
	return a
}

// rest names the interactions an act's kind may end in.
var rest = map[string]string{"read": "read", "search": "search-type", "create": "create", "update": "update", "patch": "patch"}

// user is somebody who acts: a colleague by their account, a patient as themself.
func user(u party.UserID) r4.Object {
	if p, self := u.Patient(); self {
		return r4.Object{"reference": "Patient/" + string(p)}
	}
	return r4.Object{"identifier": r4.Object{"system": element.Users, "value": string(u)}}
}

// ofRecord is an AuditEvent (BALP 1.1: a RESTful act) of a line of the audit.
func ofRecord(a access.Record) store.Kept {
	who := user(a.User)
	if a.Client != "" {
		who = r4.Object{"identifier": r4.Object{"system": element.Clients, "value": string(a.Client)}}
	} else if a.User == "" {
		who = r4.Object{"display": "the house"}
	}
	sub := r4.Object{"system": element.Acts, "code": a.Kind}
	if code := rest[a.Kind[strings.LastIndexByte(a.Kind, '.')+1:]]; code != "" {
		sub = r4.Object{"system": "http://hl7.org/fhir/restful-interaction", "code": code}
	}
	o := r4.Object{"resourceType": "AuditEvent", "type": r4.Object{"system": "http://terminology.hl7.org/CodeSystem/audit-event-type", "code": "rest"}, "subtype": []any{sub}, "action": string(a.Action),
		"recorded": a.Recorded.Format(time.RFC3339Nano), "outcome": string(a.Outcome), "agent": []any{r4.Object{"who": who, "requestor": true}}, "source": r4.Object{"observer": r4.Object{"display": "referd"}}}
	if a.Purpose != "" {
		o["purposeOfEvent"] = element.Coded("http://terminology.hl7.org/CodeSystem/v3-ActReason", a.Purpose, "")
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
