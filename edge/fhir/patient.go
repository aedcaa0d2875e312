package fhir

import (
	"time"

	"referd/core/party"
	"referd/desk/kept"
	"referd/store"
	"referd/wire/r4"
)

// patientIn maps a Patient; what is not modelled stays in its JSON.
func (a *act) patientIn(o r4.Object) (party.Patient, error) {
	p := party.Patient{Identifiers: identifiers(o), Name: humanName(o), Sex: o.Text("gender"), Active: true, Language: o.Text("communication", "language", "coding", "code")}
	if p.Name.Family == "" && len(p.Name.Given) == 0 && len(p.Identifiers) == 0 {
		return p, invalid("Patient.name", "A name or an identifier is needed.")
	}
	if b := o.Text("birthDate"); b != "" {
		if err := date(b); err != nil {
			return p, invalid("Patient.birthDate", "This is no date of the calendar.")
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
	if ad := o.Sub("address"); ad != nil {
		p.Address = party.Address{Lines: ad.Texts("line"), City: ad.Text("city"), State: ad.Text("state"), PostalCode: ad.Text("postalCode"), Country: ad.Text("country")}
	}
	if s := o.Text("managingOrganization", "reference"); s != "" {
		org, err := a.orgOf(s, "Patient.managingOrganization")
		if err != nil {
			return p, err
		}
		p.Org = org
	}
	return p, nil
}

// date checks a FHIR date: a year, a month, or a day that exists.
func date(s string) error {
	for _, form := range []string{"2006", "2006-01", "2006-01-02"} {
		if len(s) == len(form) {
			_, err := time.Parse(form, s)
			return err
		}
	}
	return invalid("", "no date")
}

func createPatient(a *act, o r4.Object) (store.Kept, error) {
	p, err := a.patientIn(o)
	if err != nil {
		return store.Kept{}, err
	}
	id, err := kept.AddPatient(a.w, p)
	if err != nil {
		return store.Kept{}, err
	}
	return a.keep(o, store.Kept{ID: string(id), Patient: id})
}

func updatePatient(a *act, o r4.Object, k store.Kept) (store.Kept, error) {
	p, err := a.patientIn(o)
	if err != nil {
		return k, err
	}
	was, err := a.w.Patient(party.PatientID(k.ID))
	if err != nil {
		return k, err
	}
	p.ID, p.Org = was.ID, was.Org
	if _, err := kept.AddPatient(a.w, p); err != nil {
		return k, err
	}
	return a.keep(o, store.Kept{ID: k.ID, Version: k.Version + 1, Patient: was.ID})
}

// patient is a record of ours as FHIR says it.
func patient(p party.Patient) r4.Object {
	o := r4.Object{"resourceType": "Patient", "active": p.Active, "name": []any{name(p.Name)}, "identifier": idents(p.Identifiers)}
	if p.Born != "" {
		o["birthDate"] = string(p.Born)
	}
	if p.Sex != "" {
		o["gender"] = p.Sex
	}
	var telecom []any
	for _, t := range p.Phones {
		telecom = append(telecom, r4.Object{"system": "phone", "value": t.Number})
	}
	o["telecom"] = telecom
	return o
}
