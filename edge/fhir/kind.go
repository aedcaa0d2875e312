package fhir

import (
	"net/http"
	"slices"
	"strings"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/kept"
	"referd/store"
	"referd/wire/r4"
)

// verb is what a type can do here. The CapabilityStatement is made from the
// same list that serves.
type verb struct {
	create  func(q *act, o r4.Object) (store.Kept, error)
	update  func(q *act, o r4.Object, k store.Kept) (store.Kept, error)
	params  []string
	strict  bool // an update needs If-Match
	project func(r *desk.Reading, k store.Kept, o r4.Object) (r4.Object, error)
}

// act is one write under way, alone or as an entry of a transaction.
type act struct {
	w    *desk.Writing
	refs map[string]string // fullUrl → Type/id, of a transaction
	raw  []byte
}

var verbs map[string]*verb

func init() {
	verbs = map[string]*verb{
		"Patient":           {create: createPatient, update: updatePatient, params: []string{"_id", "identifier", "name", "family", "given", "birthdate", "gender", "telecom"}},
		"Practitioner":      {create: createPractitioner, params: []string{"_id", "identifier"}},
		"PractitionerRole":  {create: createRole, params: []string{"_id", "identifier"}},
		"Organization":      {create: createOrg, params: []string{"_id", "identifier"}},
		"Location":          {create: createLocation, params: []string{"_id", "identifier"}},
		"HealthcareService": {create: createService, params: []string{"_id", "identifier"}},
		"ServiceRequest":    {create: createRequest, update: updateRequest, strict: true, params: []string{"_id", "identifier", "patient", "subject", "status"}, project: projectRequest},
		"Task":              {create: createTask, update: updateTask, strict: true, params: []string{"_id", "patient", "focus", "based-on", "status", "owner"}, project: projectTask},
		"DocumentReference": {create: createDocument, params: []string{"_id", "identifier", "patient"}},
		"DiagnosticReport":  {create: createReport, params: []string{"_id", "identifier", "patient", "based-on"}},
		"Appointment":       {create: createAppointment, params: []string{"_id", "identifier", "patient", "based-on"}},
		"Communication":     {create: createCommunication, params: []string{"_id", "identifier", "patient", "based-on"}},
		"Binary":            {create: createBinary, params: []string{"_id"}},
	}
}

// keep keeps what a client wrote, found again by its identifiers.
func (a *act) keep(o r4.Object, k store.Kept) (store.Kept, error) {
	k.Type = o.Type()
	if k.Body == nil {
		k.Body = o.Bytes()
	}
	var marks []store.Mark
	for _, i := range o.List("identifier") {
		marks = append(marks, store.Mark{Param: "identifier", Value: i.Text("system") + "|" + i.Text("value")})
	}
	return kept.Put(a.w, k, marks)
}

// ref resolves a reference: to an entry of the same transaction, or to what is
// here and this client may see.
func (a *act) ref(s string) (kind, id string, ok bool) {
	if to := a.refs[s]; to != "" {
		s = to
	}
	return r4.Reference(s)
}

// loopOf is the referral of a ServiceRequest's or a Task's reference.
func (a *act) loopOf(refs ...string) (referral.ID, bool) {
	for _, s := range refs {
		kind, id, ok := a.ref(s)
		switch {
		case ok && kind == "ServiceRequest":
			return referral.ID(id), true
		case ok && kind == "Task":
			if of, _, err := a.w.TaskLoop(id); err == nil {
				return of, true
			}
		}
	}
	return "", false
}

// patientOf is the patient of a reference, if the client may see it.
func (a *act) patientOf(s, expression string) (party.Patient, error) {
	kind, id, ok := a.ref(s)
	if !ok || kind != "Patient" {
		return party.Patient{}, invalid(expression, "A reference to a Patient is needed here.")
	}
	p, err := a.w.Patient(party.PatientID(id))
	if err != nil {
		return p, invalid(expression, "The Patient it refers to is not here, or none you may see.")
	}
	return p, nil
}

// npi is the National Provider Identifier of a resource.
func npi(o r4.Object) string {
	for _, i := range o.List("identifier") {
		if i.Text("system") == "http://hl7.org/fhir/sid/us-npi" {
			return i.Text("value")
		}
	}
	return ""
}

// show is a resource as it is read: the client's own JSON with what we own laid
// over it. A version that was shown before is not made again.
func show(r *desk.Reading, k *store.Kept) ([]byte, int, error) {
	v, version := verbs[k.Type], k.Version
	if k.Referral != "" && v != nil && v.project != nil {
		if k.Now == 0 {
			var err error
			if k.Now, k.Updated, err = r.Seq(k.Referral); err != nil {
				return nil, 0, err
			}
		}
		version = kept.Version(*k, k.Now)
		if k.At > 0 { // vread: folded to the entry that version stands for
			version = kept.Version(*k, k.At)
		}
		r.SawLoop(k.Referral, k.Now)
	}
	if k.Patient != "" {
		r.Saw(k.Patient)
	}
	key := k.Type + "/" + k.ID + "/" + itoa(version) + "/" + itoa(k.At) + "/" + k.Updated.Format("150405.000000")
	if b := cache.take(key); b != nil {
		return b, version, nil
	}
	o := r4.Object{"resourceType": k.Type}
	var err error
	if k.Lean {
		whole, _, err := r.Kept(k.Type, k.ID, 0)
		if err != nil {
			return nil, 0, err
		}
		k.Body = whole.Body
	}
	if len(k.Body) > 0 {
		if o, err = r4.Read(k.Body); err != nil {
			return nil, 0, err
		}
	}
	if v != nil && v.project != nil {
		if o, err = v.project(r, *k, o); err != nil {
			return nil, 0, err
		}
	}
	b := stamp(o, *k, version).Bytes()
	cache.put(key, b)
	return b, version, nil
}

// stamp sets id and meta, which are ours.
func stamp(o r4.Object, k store.Kept, version int) r4.Object {
	o = o.Clone()
	meta := o.Sub("meta").Clone()
	meta["versionId"], meta["lastUpdated"] = itoa(version), k.Updated.Format("2006-01-02T15:04:05.000Z")
	o["id"], o["meta"] = k.ID, meta
	return o
}

func modified(k store.Kept) string { return k.Updated.UTC().Format(http.TimeFormat) }

// codes of a type that must be present and what they may be.
var statuses = map[string][]string{
	"ServiceRequest":    {"draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"},
	"Task":              {"draft", "requested", "received", "accepted", "rejected", "ready", "cancelled", "in-progress", "on-hold", "failed", "completed", "entered-in-error"},
	"DocumentReference": {"current", "superseded", "entered-in-error"},
	"DiagnosticReport":  {"registered", "partial", "preliminary", "final", "amended", "corrected", "appended", "cancelled", "entered-in-error", "unknown"},
	"Appointment":       {"proposed", "pending", "booked", "arrived", "fulfilled", "cancelled", "noshow", "entered-in-error", "checked-in", "waitlist"},
	"Communication":     {"preparation", "in-progress", "not-done", "on-hold", "stopped", "completed", "entered-in-error", "unknown"},
}

// checked refuses a resource that is not of its type, or whose status is none.
func checked(o r4.Object, kind string) error {
	if o.Type() != kind {
		return invalid("resourceType", "The resource is not a "+kind+".")
	}
	if list := statuses[kind]; list != nil && !slices.Contains(list, o.Text("status")) {
		return invalid(kind+".status", "A status is needed; it is one of "+strings.Join(list, ", ")+".")
	}
	return nil
}
