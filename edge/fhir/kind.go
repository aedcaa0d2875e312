package fhir

import (
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
	create  func(a *act, o r4.Object) (store.Kept, error)
	update  func(a *act, o r4.Object, k store.Kept) (store.Kept, error)
	project func(r *desk.Reading, k store.Kept, o r4.Object) (r4.Object, error)
	strict  bool // an update needs If-Match
	raw     bool // kept byte for byte
	mute    bool // read by id, never searched
}

// searched reports whether a type answers searches.
func (v *verb) searched() bool { return !v.mute }

// methods are what the type itself, or one of it, answers.
func (v *verb) methods(whole bool) (out []string) {
	switch {
	case !whole:
		if out = []string{"GET", "HEAD"}; v.update != nil {
			out = append(out, "PUT")
		}
		return out
	case v.searched():
		out = []string{"GET", "HEAD"}
	}
	if v.create != nil {
		out = append(out, "POST")
	}
	return out
}

// act is one write under way, alone or as an entry of a transaction.
type act struct {
	w       *desk.Writing
	refs    map[string]string // fullUrl → Type/id, of a transaction
	id      string            // the id the resource gets, where it was named before
	raw     []byte            // the resource as it came
	media   string            // of bytes that are no FHIR
	before  []byte            // what the client that updates finds
	version int
	had     bool // it was here already: nothing was made
}

var verbs map[string]*verb

func init() {
	verbs = map[string]*verb{
		"Patient":           {create: createPatient, update: updatePatient},
		"Practitioner":      {create: createPractitioner, update: updatePractitioner},
		"PractitionerRole":  {create: createRole, update: updateRole},
		"Organization":      {create: createOrg, update: updateOrg},
		"Location":          {create: createLocation, update: updateLocation},
		"HealthcareService": {create: createService, update: updateService},
		"ServiceRequest":    {create: createRequest, update: updateRequest, project: projectRequest, strict: true},
		"Task":              {create: createTask, update: updateTask, project: projectTask, strict: true},
		"DocumentReference": {create: createDocument},
		"DiagnosticReport":  {create: createReport},
		"Appointment":       {create: createAppointment, update: updateAppointment, project: projectAppointment},
		"Communication":     {create: createCommunication},
		"Binary":            {create: createBinary, mute: true},
		"Provenance":        {},
		"AuditEvent":        {},
	}
	for _, name := range others {
		verbs[name] = &verb{create: createOther, update: updateOther, raw: true, mute: true}
	}
}

// keep keeps what a client wrote, found again by its identifiers.
func (a *act) keep(o r4.Object, k store.Kept) (store.Kept, error) {
	k.Type = o.Type()
	if k.Body == nil {
		k.Body = o.Bytes()
	}
	if k.Version == 0 {
		k.Version = a.version
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
		return party.Patient{}, required(expression, "A reference to a Patient is needed here.")
	}
	p, err := a.w.Patient(party.PatientID(id))
	if err != nil {
		return p, absent(expression, "The Patient it refers to is not here, or none you may see.")
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
// over it. A version that was shown before is not made again; what the house
// makes of itself (version 0) always is.
func show(r *desk.Reading, k *store.Kept) ([]byte, int, error) {
	v, version := verbs[k.Type], max(k.Version, 1)
	owned := k.Referral != "" && v.project != nil
	if owned {
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
	if k.Version == 0 && !owned {
		b, err := face(r, v, *k, version)
		return b, version, err
	}
	key := k.Type + "/" + k.ID + "/" + itoa(version) + "/" + itoa(k.At) + "/" + k.Updated.Format("150405.000000")
	if b := cache.take(key); b != nil {
		return b, version, nil
	}
	if k.Lean {
		whole, _, err := r.Kept(k.Type, k.ID, 0)
		if err != nil {
			return nil, 0, err
		}
		k.Body, k.Client = whole.Body, whole.Client
	}
	b, err := face(r, v, *k, version)
	if err == nil {
		cache.put(key, b)
	}
	return b, version, err
}

// face makes what is read of a resource.
func face(r *desk.Reading, v *verb, k store.Kept, version int) ([]byte, error) {
	if v.raw {
		return whole(k, version)
	}
	o := r4.Object{"resourceType": k.Type}
	var err error
	if len(k.Body) > 0 {
		if o, err = r4.Read(k.Body); err != nil {
			return nil, err
		}
	}
	if v.project != nil && k.Referral != "" {
		if o, err = v.project(r, k, o); err != nil {
			return nil, err
		}
	}
	return stamp(o, k, version).Bytes(), nil
}

// stamp sets id and meta, which are ours.
func stamp(o r4.Object, k store.Kept, version int) r4.Object {
	o = o.Clone()
	meta := o.Sub("meta").Clone()
	meta["versionId"] = itoa(version)
	if delete(meta, "lastUpdated"); !k.Updated.IsZero() {
		meta["lastUpdated"] = k.Updated.Format(stampForm)
	}
	o["id"], o["meta"] = k.ID, meta
	return o
}

// checked refuses a resource that is not of its type.
func checked(o r4.Object, kind string) error {
	if o.Type() != kind {
		return invalid("resourceType", "The resource is not a "+kind+".")
	}
	return nil
}
