// Package take is what resources ask of the house: each type's create and
// update as verbs of the desk.
package take

import (
	"bytes"
	"strings"

	"referd/base/code"
	"referd/base/id"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/kept"
	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/show"
	"referd/store"
	"referd/wire/r4"
)

// Act is one write under way, alone or as an entry of a transaction.
type Act struct {
	Door    element.Door
	W       *desk.Writing
	ID      string   // the id the resource gets, where it was named before
	Task    string   // the same of a referral's Task
	Message string   // what the message is called that the resource comes with
	Raw     []byte   // the resource as it came
	Media   string   // of bytes that are no FHIR
	Before  []byte   // what the client that updates finds (Finds)
	Found   *[]Found // what the transaction it is of has measured
	version int
	old     r4.Object
	Had     bool // it was here already: nothing was made
}

// keep keeps what a client wrote, found again by its identifiers.
func (a *Act) keep(o r4.Object, k store.Kept) (store.Kept, error) {
	k.Type = o.Type()
	if k.Body == nil {
		if k.Body = a.Raw; a.Raw == nil || a.Media != "" {
			k.Body = o.Bytes()
		}
	}
	if k.Message = a.Message; k.Version == 0 {
		k.Version = a.version
	}
	if err := a.count(&k); err != nil {
		return k, err
	}
	var before []store.Mark
	if k.Version > 1 {
		was, ok, err := a.W.Kept(k.Type, k.ID, 0)
		if err != nil {
			return k, err
		}
		if ok {
			if !bytes.Equal(a.Before, was.Body) {
				a.Finds(was.Body)
			}
			if old := a.before(); old != nil { // what is no resource is found by nothing
				before = a.marks(old)
			}
		}
	}
	return kept.Put(a.W, k, a.marks(o), before)
}

// Finds says what the client that updates finds.
func (a *Act) Finds(b []byte) { a.Before, a.old = b, nil }

// before is Before as an object, read once; nil where it is none.
func (a *Act) before() r4.Object {
	if a.old == nil {
		a.old, _ = r4.Read(a.Before)
	}
	return a.old
}

// marks are what a resource is found by.
func (a *Act) marks(o r4.Object) (marks []store.Mark) {
	for _, i := range append(o.List("identifier"), o.Sub("masterIdentifier")) {
		if i != nil {
			marks = append(marks, store.Mark{Param: "identifier", Value: i.Text("system") + "|" + i.Text("value")})
		}
	}
	if o.Type() == "Provenance" {
		for _, s := range element.References(o, "target") {
			if kind, id, ok := a.ref(s); ok {
				marks = append(marks, store.Mark{Param: "target", Value: kind + "/" + id})
			}
		}
	}
	return marks
}

// count gives a loop's resource its version: the one it was found at, if it was
// found, and one more for each entry that has shown since, at least one.
func (a *Act) count(k *store.Kept) error {
	if k.Referral == "" || show.Kinds[k.Type].Project == nil {
		return nil
	}
	tip, err := a.W.Tip(k.Referral)
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
func (a *Act) ref(s string) (kind, id string, ok bool) { return a.Door.Local(s) }

// loopOf is the referral of a ServiceRequest's or a Task's reference.
func (a *Act) loopOf(refs ...string) (referral.ID, bool) {
	for _, s := range refs {
		kind, id, ok := a.ref(s)
		switch {
		case ok && kind == "ServiceRequest":
			return referral.ID(id), true
		case ok && kind == "Task":
			if of, _, err := a.W.TaskLoop(id); err == nil {
				return of, true
			}
		}
	}
	return "", false
}

// patientOf is the patient of a reference, if the client may see it.
func (a *Act) patientOf(s, expression string) (party.Patient, error) {
	kind, id, ok := a.ref(s)
	if !ok || kind != "Patient" {
		return party.Patient{}, outcome.Required(expression, "A reference to a Patient is needed here.")
	}
	p, err := a.W.Patient(party.PatientID(id))
	if err != nil {
		return p, outcome.Absent(expression, "The Patient it refers to is not here, or none you may see.")
	}
	return p, nil
}

// NPI is the National Provider Identifier of a resource. Ten digits that begin
// with 1 or 2 are one, and their check digit is held to; what test systems write
// in its place (interop.md, pitfalls) is an identifier like any other.
func NPI(o r4.Object) string {
	for _, i := range o.List("identifier") {
		n := i.Text("value")
		if i.Text("system") == code.NPI && len(n) == 10 && (n[0] == '1' || n[0] == '2') && strings.Trim(n, "0123456789") == "" {
			return n
		}
	}
	return ""
}

// ByIdentifier finds whom an identifier names in the directory, where a
// reference carries no address: "Organization/…", "Practitioner/…".
func ByIdentifier(dir *desk.Directory, o r4.Object) string {
	if o.Text("system") != code.NPI {
		return ""
	}
	kind, id, ok := strings.Cut(dir.ByNPI(o.Text("value")), "/")
	if !ok {
		return ""
	}
	return map[string]string{"org": "Organization", "practitioner": "Practitioner"}[kind] + "/" + id
}

func newID(a *Act) string { return id.New(a.W.Now()) }

// name is the id a resource gets: the one its transaction gave it, else a new one.
func (a *Act) name() string {
	if a.ID != "" {
		return a.ID
	}
	return newID(a)
}

// named is the address of a reference; one that leads elsewhere and carries an
// identifier too is found by that.
func (a *Act) named(o r4.Object) string {
	s := o.Text("reference")
	if _, _, ok := a.ref(s); ok || o == nil {
		return s
	}
	if is := ByIdentifier(a.W.Directory(), o.Sub("identifier")); is != "" {
		return is
	}
	return s
}

// just reports whether something of the directory was made in this commit.
func (a *Act) just(kind, id string) bool {
	_, here, err := a.W.Kept(kind, id, 0)
	return err == nil && here
}

// role is a clinician at work somewhere, as this commit sees it.
func (a *Act) role(id string) (x party.Role, known bool) {
	known, err := a.W.Thing(desk.KindRole, id, &x)
	return x, known && err == nil
}
