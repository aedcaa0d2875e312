package show

import (
	"strings"

	"referd/desk"
	"referd/store"
	"referd/wire/r4"
)

// Kind is how a type is read.
type Kind struct {
	Project func(r *desk.Reading, k store.Kept, o r4.Object) (r4.Object, error)
	owns    []string // elements project sets; all others are the client's
	Raw     bool     // kept byte for byte
	Mute    bool     // read by id, never searched
}

// Kinds are the types that are served.
var Kinds = map[string]*Kind{
	"ServiceRequest": {Project: projectRequest, owns: owned("status priority intent subject performer requester authoredOn identifier note reasonCode occurrencePeriod")},
	"Task":           {Project: projectTask, owns: owned("status businessStatus intent priority focus for basedOn code owner requester lastModified authoredOn groupIdentifier statusReason output")},
	"Appointment":    {Project: projectAppointment, owns: owned("status")},
	"Binary":         {Mute: true},
}

func init() {
	for _, name := range strings.Fields("Patient Practitioner PractitionerRole Organization Location HealthcareService DocumentReference DiagnosticReport Communication Provenance AuditEvent") {
		Kinds[name] = &Kind{}
	}
	for _, name := range Others {
		Kinds[name] = &Kind{Raw: true, Mute: true}
	}
}

// owned are elements the house says, with those it says of every resource.
func owned(elements string) []string { return append(strings.Fields(elements), stamped...) }

// stamped is what the house owns of every resource.
var stamped = []string{"id", "meta.versionId", "meta.lastUpdated"}

// Directory are the types of the network's people and places: every client may
// read them.
var Directory = map[string]bool{"Organization": true, "Practitioner": true, "PractitionerRole": true, "Location": true, "HealthcareService": true}
