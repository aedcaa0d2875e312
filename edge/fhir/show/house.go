package show

import (
	"slices"
	"time"

	"referd/base/code"
	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/kept"
	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/store"
	"referd/wire/r4"
)

// What nobody wrote over FHIR is made from what the house knows: somebody of
// the directory, a patient registered here, a report, a visit, a message. It
// has version 1 and is made anew each time it is read.

// Made makes a resource of the house's own.
func Made(r *desk.Reading, kind, id string) (store.Kept, error) {
	o, k, err := r4.Object(nil), store.Kept{Type: kind, ID: id}, error(nil)
	switch {
	case Directory[kind]:
		o = Listing(r.Directory(), kind, id)
	case kind == "Patient":
		var p party.Patient
		if p, err = r.Patient(party.PatientID(id)); err == nil {
			r.Saw(p.ID)
			o, k.Patient = patient(p), p.ID
		}
	case kind == "DocumentReference" || kind == "Communication" || kind == "Binary":
		o, err = fromDocument(r, &k)
	case kind == "Appointment":
		o, err = fromVisit(r, &k)
	case kind == "Provenance":
		return provenance(r, id)
	case kind == "AuditEvent":
		return auditEvent(r, id)
	}
	if o == nil && err == nil || fault.Of(err) == fault.Missing && err != nil {
		return k, outcome.Gone()
	}
	if err != nil {
		return k, err
	}
	r.SawObject(kind + "/" + id)
	k.Body = element.Tidy(o).Bytes()
	return k, nil
}

// Listed reports whether the directory has an entry.
func Listed(dir *desk.Directory, kind, id string) (ok bool) {
	switch kind {
	case "Organization":
		_, ok = dir.Orgs[party.OrgID(id)]
	case "Practitioner":
		_, ok = dir.Practitioners[party.PractitionerID(id)]
	case "HealthcareService":
		_, ok = dir.ServicesByID[party.ServiceID(id)]
	case "Location":
		_, ok = dir.Locations[party.LocationID(id)]
	case "PractitionerRole":
		_, ok = dir.Roles[party.RoleID(id)]
	}
	return ok
}

// Listing is an entry of the directory.
func Listing(dir *desk.Directory, kind, id string) r4.Object {
	if !Listed(dir, kind, id) {
		return nil
	}
	o := r4.Object{"resourceType": kind}
	switch kind {
	case "Organization":
		x := dir.Orgs[party.OrgID(id)]
		o["name"], o["active"], o["identifier"], o["telecom"], o["address"] = x.Name, x.Active, element.Identifiers(x.Identifiers), phone(x.Phone), address(x.Address)
		if x.Fax != "" {
			o["telecom"] = append(phone(x.Phone), r4.Object{"system": "fax", "value": x.Fax})
		}
	case "Practitioner":
		x := dir.Practitioners[party.PractitionerID(id)]
		o["name"], o["active"], o["identifier"] = []any{element.Name(x.Name)}, x.Active, element.Identifiers(x.Identifiers)
	case "HealthcareService":
		x := dir.ServicesByID[party.ServiceID(id)]
		o["name"], o["active"], o["providedBy"], o["telecom"] = x.Name, x.Active, element.Ref("Organization", string(x.Org)), phone(x.Phone)
		if o["specialty"] = element.Coded(x.Specialty.System, x.Specialty.Code, x.Specialty.Display); x.Specialty.Code == "" {
			delete(o, "specialty")
		}
		if x.Location != "" {
			o["location"] = []any{element.Ref("Location", string(x.Location))}
		}
	case "Location":
		x := dir.Locations[party.LocationID(id)]
		o["name"], o["telecom"], o["managingOrganization"] = x.Name, phone(x.Phone), element.Ref("Organization", string(x.Org))
		if list := address(x.Address); len(list) > 0 {
			o["address"] = list[0]
		}
	case "PractitionerRole":
		x := dir.Roles[party.RoleID(id)]
		o["active"], o["practitioner"], o["organization"] = x.Active, element.Ref("Practitioner", string(x.Practitioner)), element.Ref("Organization", string(x.Org))
		if o["specialty"] = element.Coded(x.Specialty.System, x.Specialty.Code, x.Specialty.Display); x.Specialty.Code == "" {
			delete(o, "specialty")
		}
	}
	return o
}

func phone(n string) []any {
	if n == "" {
		return nil
	}
	return []any{r4.Object{"system": "phone", "value": n}}
}

func address(a party.Address) []any {
	var lines []any
	for _, l := range a.Lines {
		lines = append(lines, l)
	}
	o := element.Tidy(r4.Object{"line": lines, "city": a.City, "state": a.State, "postalCode": a.PostalCode, "country": a.Country})
	if len(o) == 0 {
		return nil
	}
	return []any{o}
}

// OfLoop makes what a loop has of a type that no client wrote.
func OfLoop(r *desk.Reading, kind string, of referral.ID, have []store.Kept) (out []store.Kept, err error) {
	there := func(id string) bool {
		return slices.ContainsFunc(have, func(k store.Kept) bool { return k.ID == id })
	}
	switch kind {
	case "Appointment":
		s, err := kept.Loop(r, of, 0)
		if err != nil {
			return nil, nil // absent or foreign: nothing
		}
		for _, a := range s.Appointments {
			if there(string(a.ID)) {
				continue
			}
			k := store.Kept{Type: kind, ID: string(of) + "-" + string(a.ID), Patient: s.Patient, Body: appointment(&s, a).Bytes(), Updated: latest(a.Booked, a.Confirmed, a.Unbooked, a.Missed, a.Arrived, a.Seen)}
			out = append(out, k)
		}
	case "DocumentReference", "Communication":
		docs, err := r.DocumentsOf(of)
		if err != nil {
			return nil, err
		}
		for _, d := range docs {
			if there(string(d.ID)) || d.Held != "" || kind == "Communication" != (d.Kind == chart.Message) {
				continue
			}
			if k, err := Made(r, kind, string(d.ID)); err == nil {
				out = append(out, k)
			}
		}
	}
	return out, nil
}

// patient is a record of ours as FHIR says it.
func patient(p party.Patient) r4.Object {
	o := r4.Object{"resourceType": "Patient", "active": p.Active, "name": []any{element.Name(p.Name)}, "identifier": element.Identifiers(p.Identifiers), "birthDate": string(p.Born), "gender": p.Sex, "address": address(p.Address)}
	var telecom []any
	for _, t := range p.Phones {
		telecom = append(telecom, element.Tidy(r4.Object{"system": "phone", "value": t.Number, "use": use(t.Use)}))
	}
	if p.Email != "" {
		telecom = append(telecom, r4.Object{"system": "email", "value": p.Email})
	}
	if o["telecom"] = telecom; p.Language != "" {
		o["communication"] = []any{r4.Object{"language": r4.Object{"coding": []any{r4.Object{"system": code.Language, "code": p.Language}}}}}
	}
	if p.Interpreter {
		o["extension"] = []any{r4.Extension("http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired", "valueBoolean", true)}
	}
	if !p.Deceased.IsZero() {
		o["deceasedDateTime"] = p.Deceased.Format(time.RFC3339)
	}
	if p.Org != "" {
		o["managingOrganization"] = element.Ref("Organization", string(p.Org))
	}
	return o
}

// use is a telephone's use, where it is one of FHIR's (contact-point-use).
func use(s string) string {
	if slices.Contains([]string{"home", "work", "temp", "old", "mobile"}, s) {
		return s
	}
	return ""
}
