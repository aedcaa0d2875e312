package fhir

import (
	"referd/store"
	"referd/wire/r4"
)

// verb is what a type can do here beside being read. The CapabilityStatement is
// made from the same list that serves.
type verb struct {
	create func(a *act, o r4.Object) (store.Kept, error)
	update func(a *act, o r4.Object, k store.Kept) (store.Kept, error)
	strict bool // an update needs If-Match
}

var verbs = map[string]*verb{
	"Patient":           {create: createPatient, update: updatePatient},
	"Practitioner":      {create: createPractitioner, update: updatePractitioner},
	"PractitionerRole":  {create: createRole, update: updateRole},
	"Organization":      {create: createOrg, update: updateOrg},
	"Location":          {create: createLocation, update: updateLocation},
	"HealthcareService": {create: createService, update: updateService},
	"ServiceRequest":    {create: createRequest, update: updateRequest, strict: true},
	"Task":              {create: createTask, update: updateTask, strict: true},
	"DocumentReference": {create: createDocument},
	"DiagnosticReport":  {create: createReport},
	"Appointment":       {create: createAppointment, update: updateAppointment},
	"Communication":     {create: createCommunication},
	"Binary":            {create: createBinary},
	"Provenance":        {create: createOther},
	"AuditEvent":        {},
}

func init() {
	for _, name := range others {
		verbs[name] = &verb{create: createOther, update: updateOther}
	}
}

// methods are what a type itself, or one of it, answers.
func methods(kind string, whole bool) (out []string) {
	v := verbs[kind]
	switch {
	case !whole:
		if out = []string{"GET", "HEAD"}; v.update != nil {
			out = append(out, "PUT")
		}
		return out
	case !kinds[kind].mute:
		out = []string{"GET", "HEAD"}
	}
	if v.create != nil {
		out = append(out, "POST")
	}
	return out
}
