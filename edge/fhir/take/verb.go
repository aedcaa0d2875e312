package take

import (
	"referd/edge/fhir/show"
	"referd/store"
	"referd/wire/r4"
)

// Verb is what a type can do here beside being read. The CapabilityStatement is
// made from the same list that serves.
type Verb struct {
	Create func(a *Act, o r4.Object) (store.Kept, error)
	Update func(a *Act, o r4.Object, k store.Kept) (store.Kept, error)
	Strict bool // an update needs If-Match
}

var Verbs = map[string]*Verb{
	"Patient":           {Create: createPatient, Update: updatePatient},
	"Practitioner":      {Create: createPractitioner, Update: updatePractitioner},
	"PractitionerRole":  {Create: createRole, Update: updateRole},
	"Organization":      {Create: createOrg, Update: updateOrg},
	"Location":          {Create: createLocation, Update: updateLocation},
	"HealthcareService": {Create: createService, Update: updateService},
	"ServiceRequest":    {Create: createRequest, Update: updateRequest, Strict: true},
	"Task":              {Create: createTask, Update: updateTask, Strict: true},
	"DocumentReference": {Create: createDocument},
	"DiagnosticReport":  {Create: createReport},
	"Appointment":       {Create: createAppointment, Update: updateAppointment},
	"Communication":     {Create: createCommunication},
	"Binary":            {Create: createBinary},
	"Provenance":        {Create: createOther},
	"AuditEvent":        {},
}

func init() {
	for _, name := range show.Others {
		Verbs[name] = &Verb{Create: createOther, Update: updateOther}
	}
	Verbs["Observation"] = &Verb{Create: createObservation, Update: updateObservation}
}

// Methods are what a type itself, or one of it, answers.
func Methods(kind string, whole bool) (out []string) {
	v := Verbs[kind]
	switch {
	case !whole:
		if out = []string{"GET", "HEAD"}; v.Update != nil {
			out = append(out, "PUT", "PATCH")
		}
		return out
	case !show.Kinds[kind].Mute:
		out = []string{"GET", "HEAD"}
	}
	if v.Create != nil {
		out = append(out, "POST")
	}
	if Upserts(kind) {
		out = append(out, "PUT")
	}
	return out
}

// Upserts reports whether a type is updated by a condition: it can be found by
// an identifier.
func Upserts(kind string) bool {
	v := Verbs[kind]
	return v != nil && v.Create != nil && v.Update != nil && !show.Kinds[kind].Mute
}
