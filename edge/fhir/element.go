package fhir

import (
	"referd/wire/r4"
)

// door is the address of a FHIR server: https://clinic.example/fhir/R4.
type door string

// local is the type and id of a reference to something at this door; one to
// another server, to an entry or to a part of the resource is none.
func (d door) local(ref string) (kind, id string, ok bool) {
	r := r4.ParseReference(ref)
	if r.ID == "" || r.Type == "" || r.Way != r4.Relative && (r.Way != r4.Absolute || r.Base != string(d)) {
		return "", "", false
	}
	return r.Type, r.ID, true
}

// at is the address of a resource, or of a type, at this door.
func (d door) to(path string) string { return string(d) + "/" + path }
