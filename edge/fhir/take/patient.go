package take

import (
	"slices"
	"time"

	"referd/core/party"
	"referd/desk/kept"
	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/store"
	"referd/wire/r4"
)

// patientIn maps a Patient; what is not modelled stays in its JSON.
func (a *Act) patientIn(o r4.Object) (party.Patient, error) {
	p := party.Patient{Identifiers: identifiers(o), Name: humanName(o), Sex: o.Text("gender"), Active: true, Language: o.Text("communication", "language", "coding", "code")}
	if p.Name.Family == "" && len(p.Name.Given) == 0 && len(p.Identifiers) == 0 {
		return p, outcome.Required("Patient.name", "A name or an identifier is needed.")
	}
	if b := o.Text("birthDate"); b != "" {
		if err := date(b); err != nil {
			return p, outcome.Invalid("Patient.birthDate", "This is no date of the calendar.")
		}
		p.Born = party.Date(b)
	}
	for _, t := range o.List("telecom") {
		switch t.Text("system") {
		case "phone":
			p.Phones = append(p.Phones, party.Phoned{Number: t.Text("value"), Use: t.Text("use")})
		case "email":
			p.Email = t.Text("value")
		}
	}
	p.Address = addressIn(o.Sub("address"))
	if at := element.Instant(o.Text("deceasedDateTime")); !at.IsZero() {
		p.Deceased = at
	}
	if s := a.named(o.Sub("managingOrganization")); s != "" && a.acting(s) {
		org, err := a.orgOf(s, "Patient.managingOrganization")
		if err != nil {
			return p, err
		}
		p.Org = org
	}
	return p, sound("Patient", p)
}

// acting reports whether a reference is to an organization the client acts
// for; a patient's record is registered by one of those.
func (a *Act) acting(s string) bool {
	kind, id, ok := a.ref(s)
	return !ok || kind != "Organization" || slices.Contains(a.W.Who().Orgs, party.OrgID(id)) || a.just(kind, id)
}

// date checks a FHIR date: a year, a month, or a day that exists.
func date(s string) error {
	for _, form := range []string{"2006", "2006-01", "2006-01-02"} {
		if len(s) == len(form) {
			_, err := time.Parse(form, s)
			return err
		}
	}
	return outcome.Invalid("", "no date")
}

func createPatient(a *Act, o r4.Object) (store.Kept, error) {
	p, err := a.patientIn(o)
	if err != nil {
		return store.Kept{}, err
	}
	p.ID = party.PatientID(a.ID)
	id, err := kept.AddPatient(a.W, p)
	if err != nil {
		return store.Kept{}, err
	}
	return a.keep(o, store.Kept{ID: string(id), Patient: id})
}

func updatePatient(a *Act, o r4.Object, k store.Kept) (store.Kept, error) {
	p, err := a.patientIn(o)
	if err != nil {
		return k, err
	}
	was, err := a.W.Patient(party.PatientID(k.ID))
	if err != nil {
		return k, err
	}
	if err := a.acts(was.Org, "Patient.id"); err != nil {
		return k, err
	}
	p.ID, p.Org, p.Interpreter, p.Access, p.Allergies, p.Safe = was.ID, was.Org, was.Interpreter, was.Access, was.Allergies, was.Safe
	if _, err := kept.AddPatient(a.W, p); err != nil {
		return k, err
	}
	return a.keep(o, store.Kept{ID: k.ID, Version: k.Version + 1, Patient: was.ID})
}
