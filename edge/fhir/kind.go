package fhir

import (
	"strconv"
	"strings"

	"referd/base/code"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/kept"
	"referd/store"
	"referd/wire/r4"
)

// kind is how a type is read.
type kind struct {
	project func(r *desk.Reading, k store.Kept, o r4.Object) (r4.Object, error)
	owns    []string // elements project sets; all others are the client's
	raw     bool     // kept byte for byte
	mute    bool     // read by id, never searched
}

// kinds are the types that are served.
var kinds = map[string]*kind{
	"ServiceRequest": {project: projectRequest, owns: owned("status priority intent subject performer requester authoredOn identifier note reasonCode occurrencePeriod")},
	"Task":           {project: projectTask, owns: owned("status businessStatus intent priority focus for basedOn code owner requester lastModified authoredOn groupIdentifier statusReason output")},
	"Appointment":    {project: projectAppointment, owns: owned("status")},
	"Binary":         {mute: true},
}

func init() {
	for _, name := range strings.Fields("Patient Practitioner PractitionerRole Organization Location HealthcareService DocumentReference DiagnosticReport Communication Provenance AuditEvent") {
		kinds[name] = &kind{}
	}
	for _, name := range others {
		kinds[name] = &kind{raw: true, mute: true}
	}
}

// owned are elements the house says, with those it says of every resource.
func owned(elements string) []string { return append(strings.Fields(elements), stamped...) }

// act is one write under way, alone or as an entry of a transaction.
type act struct {
	door    door
	w       *desk.Writing
	id      string // the id the resource gets, where it was named before
	task    string // the same of a referral's Task
	raw     []byte // the resource as it came
	media   string // of bytes that are no FHIR
	before  []byte // what the client that updates finds
	version int
	had     bool // it was here already: nothing was made
}

// keep keeps what a client wrote, found again by its identifiers.
func (a *act) keep(o r4.Object, k store.Kept) (store.Kept, error) {
	k.Type = o.Type()
	if k.Body == nil {
		if k.Body = a.raw; a.raw == nil || a.media != "" {
			k.Body = o.Bytes()
		}
	}
	if k.Version == 0 {
		k.Version = a.version
	}
	if err := a.count(&k); err != nil {
		return k, err
	}
	var marks []store.Mark
	for _, i := range append(o.List("identifier"), o.Sub("masterIdentifier")) {
		if i == nil {
			continue
		}
		marks = append(marks, store.Mark{Param: "identifier", Value: i.Text("system") + "|" + i.Text("value")})
	}
	if k.Type == "Provenance" {
		for _, s := range references(o, "target") {
			if kind, id, ok := a.ref(s); ok {
				marks = append(marks, store.Mark{Param: "target", Value: kind + "/" + id})
			}
		}
	}
	return kept.Put(a.w, k, marks)
}

// count gives a loop's resource its version: the one it was found at, if it was
// found, and one more for each entry that has shown since, at least one.
func (a *act) count(k *store.Kept) error {
	if k.Referral == "" || kinds[k.Type].project == nil {
		return nil
	}
	tip, err := a.w.Tip(k.Referral)
	if err != nil {
		return err
	}
	if k.Version > 0 {
		k.Version += max(1, tip.Shown-k.Now.Shown)
	}
	k.Seq, k.Shown, k.Now = tip.Seq, tip.Shown, tip
	return nil
}

// ref is what a reference at this door names.
func (a *act) ref(s string) (kind, id string, ok bool) { return a.door.local(s) }

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

// npi is the National Provider Identifier of a resource. Ten digits that begin
// with 1 or 2 are one, and their check digit is held to; what test systems write
// in its place (interop.md, pitfalls) is an identifier like any other.
func npi(o r4.Object) string {
	for _, i := range o.List("identifier") {
		n := i.Text("value")
		if i.Text("system") == code.NPI && len(n) == 10 && (n[0] == '1' || n[0] == '2') && strings.Trim(n, "0123456789") == "" {
			return n
		}
	}
	return ""
}

// show is a resource as it is read: the client's own JSON with what we own laid
// over it. A version that was shown before is not made again; what the house
// makes of itself (version 0) always is.
func show(r *desk.Reading, k *store.Kept) ([]byte, int, error) {
	v, version := kinds[k.Type], max(k.Version, 1)
	owned := k.Referral != "" && v.project != nil
	if owned {
		if k.Now.Seq == 0 {
			var err error
			if k.Now, err = r.Tip(k.Referral); err != nil {
				return nil, 0, err
			}
		}
		if version = kept.Version(*k, k.Now.Shown); k.Now.Shown > k.Shown {
			k.Updated = latest(k.Updated, k.Now.At)
		}
		r.SawLoop(k.Referral, k.Now.Seq)
	}
	if k.Patient != "" {
		r.Saw(k.Patient)
	}
	if k.Version == 0 && !owned {
		b, err := face(r, v, *k, version)
		return b, version, err
	}
	key := k.Type + "/" + k.ID + "/" + strconv.Itoa(version) + "/" + strconv.Itoa(k.At) + "/" + k.Updated.Format("150405.000000")
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
func face(r *desk.Reading, v *kind, k store.Kept, version int) ([]byte, error) {
	if v.raw {
		return whole(k, version)
	}
	theirs, o := r4.Node{}, r4.New(k.Type)
	if len(k.Body) > 0 {
		d, err := r4.Parse(k.Body, 0)
		if err != nil {
			return nil, err
		}
		theirs = d.Root()
	}
	meta := r4.Object{"versionId": strconv.Itoa(version)}
	if !k.Updated.IsZero() {
		meta["lastUpdated"] = k.Updated.Format(stampForm)
	}
	owned := stamped
	if v.project != nil && k.Referral != "" {
		if theirs.Exists() {
			o = theirs.Object()
		}
		var err error
		if o, err = v.project(r, k, o); err != nil {
			return nil, err
		}
		owned = v.owns
	}
	o["id"], o["meta"] = k.ID, meta
	return r4.Overlay(o, theirs, owned), nil
}

// stamped is what the house owns of every resource.
var stamped = []string{"id", "meta.versionId", "meta.lastUpdated"}
