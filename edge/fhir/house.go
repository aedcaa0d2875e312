package fhir

import (
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/kept"
	"referd/store"
	"referd/wire/r4"
)

// numbers is the system of our own referral numbers.
const numbers = "https://referd.org/fhir/NamingSystem/referral"

// What nobody wrote over FHIR is made from what the house knows: somebody of
// the directory, a patient registered here, a report, a visit, a message. It
// has version 1 and is made anew each time it is read.

// made makes a resource of the house's own.
func made(r *desk.Reading, kind, id string) (store.Kept, error) {
	o, k, err := r4.Object(nil), store.Kept{Type: kind, ID: id}, error(nil)
	switch {
	case directory[kind]:
		o = listing(r.Directory(), kind, id)
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
		return k, gone()
	}
	if err != nil {
		return k, err
	}
	r.SawObject(kind + "/" + id)
	k.Body = tidy(o).Bytes()
	return k, nil
}

// tidy drops what is empty: FHIR has no empty lists or strings.
func tidy(o r4.Object) r4.Object {
	for n, v := range o {
		list, isList := v.([]any)
		sub, isSub := v.(r4.Object)
		if v == nil || v == "" || isList && len(list) == 0 || isSub && len(tidy(sub)) == 0 {
			delete(o, n)
		}
	}
	return o
}

// listing is an entry of the directory.
func listing(dir *desk.Directory, kind, id string) r4.Object {
	o := r4.Object{"resourceType": kind}
	switch kind {
	case "Organization":
		x, ok := dir.Orgs[party.OrgID(id)]
		if !ok {
			return nil
		}
		o["name"], o["active"], o["identifier"], o["telecom"], o["address"] = x.Name, x.Active, idents(x.Identifiers), phone(x.Phone), address(x.Address)
	case "Practitioner":
		x, ok := dir.Practitioners[party.PractitionerID(id)]
		if !ok {
			return nil
		}
		o["name"], o["active"], o["identifier"] = []any{name(x.Name)}, x.Active, idents(x.Identifiers)
	case "HealthcareService":
		x, ok := dir.ServicesByID[party.ServiceID(id)]
		if !ok {
			return nil
		}
		o["name"], o["active"], o["providedBy"], o["telecom"] = x.Name, x.Active, ref("Organization", string(x.Org)), phone(x.Phone)
		if o["specialty"] = coded(x.Specialty.System, x.Specialty.Code, x.Specialty.Display); x.Specialty.Code == "" {
			delete(o, "specialty")
		}
		if x.Location != "" {
			o["location"] = []any{ref("Location", string(x.Location))}
		}
	case "Location":
		x, ok := dir.Locations[party.LocationID(id)]
		if !ok {
			return nil
		}
		o["name"], o["telecom"], o["managingOrganization"] = x.Name, phone(x.Phone), ref("Organization", string(x.Org))
		if list := address(x.Address); len(list) > 0 {
			o["address"] = list[0]
		}
	case "PractitionerRole":
		x, ok := dir.Roles[party.RoleID(id)]
		if !ok {
			return nil
		}
		o["active"], o["practitioner"], o["organization"] = x.Active, ref("Practitioner", string(x.Practitioner)), ref("Organization", string(x.Org))
		if o["specialty"] = coded(x.Specialty.System, x.Specialty.Code, x.Specialty.Display); x.Specialty.Code == "" {
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
	o := tidy(r4.Object{"line": lines, "city": a.City, "state": a.State, "postalCode": a.PostalCode, "country": a.Country})
	if len(o) == 0 {
		return nil
	}
	return []any{o}
}

// coded is a list of one CodeableConcept.
func coded(system, code, display string) []any {
	return []any{r4.Object{"coding": []any{tidy(r4.Object{"system": system, "code": code, "display": display})}}}
}

// shownKinds are the documents of a loop that are documents to a system too;
// words beside an act are not.
var shownKinds = map[chart.Kind][3]string{chart.Report: {"11488-4", "Consult note", "report"}, chart.Letter: {"57133-1", "Referral note", "letter"}, chart.Attachment: {"34133-9", "Summary of episode note", "attachment"},
	chart.Advice: {"34133-9", "Summary of episode note", "advice"}}

// fromDocument makes a DocumentReference, its Binary, or the Communication a
// message is.
func fromDocument(r *desk.Reading, k *store.Kept) (r4.Object, error) {
	docs, err := r.Documents([]chart.DocumentID{chart.DocumentID(k.ID)})
	if err != nil {
		return nil, err
	}
	d, ok := docs[chart.DocumentID(k.ID)]
	if !ok || d.Held != "" {
		return nil, nil
	}
	k.Updated, k.Patient = d.Received, d.Patient
	r.Saw(d.Patient)
	switch _, shown := shownKinds[d.Kind]; {
	case k.Type == "Communication" && d.Kind == chart.Message:
		words, err := r.TextsOf([]chart.DocumentID{d.ID})
		return r4.Object{"resourceType": "Communication", "status": "completed", "subject": ref("Patient", string(d.Patient)), "sent": d.Written.Format(time.RFC3339),
			"payload": []any{r4.Object{"contentString": words[d.ID]}}}, err
	case k.Type == "DocumentReference" && shown:
		return documentReference(d), nil
	case k.Type == "Binary" && (shown || d.Kind == chart.Inbound):
		return binaryOf(r, d)
	}
	return nil, nil
}

func documentReference(d chart.Document) r4.Object {
	t := shownKinds[d.Kind]
	system, of, display := d.Type.System, d.Type.Code, d.Type.Display
	if of == "" {
		system, of, display = "http://loinc.org", t[0], t[1]
	}
	o := r4.Object{"resourceType": "DocumentReference", "status": "current", "type": coded(system, of, display)[0], "date": d.Received.Format(time.RFC3339),
		"content": []any{r4.Object{"attachment": tidy(r4.Object{"contentType": d.Media, "url": "Binary/" + string(d.ID), "size": d.Size, "title": d.Title})}}}
	if d.Size == 0 {
		delete(o["content"].([]any)[0].(r4.Object)["attachment"].(r4.Object), "size")
	}
	if d.Patient != "" {
		o["subject"] = ref("Patient", string(d.Patient))
	}
	if d.Author != "" {
		o["author"] = []any{ref("Practitioner", string(d.Author))}
	}
	if d.Org != "" {
		o["custodian"] = ref("Organization", string(d.Org))
	}
	return o
}

// fromVisit makes an Appointment of a booking: its id is the loop's and the
// visit's with a dash between.
func fromVisit(r *desk.Reading, k *store.Kept) (r4.Object, error) {
	of, visit, ok := strings.Cut(k.ID, "-")
	if !ok {
		return nil, nil
	}
	s, err := kept.Loop(r, referral.ID(of), 0)
	if err != nil {
		return nil, err
	}
	for _, a := range s.Appointments {
		if string(a.ID) == visit {
			k.Referral, k.Patient = "", s.Patient
			k.Updated = latest(a.Booked, a.Confirmed, a.Unbooked, a.Missed, a.Arrived, a.Seen)
			return appointment(&s, a), nil
		}
	}
	return nil, nil
}

func latest(list ...time.Time) (out time.Time) {
	for _, t := range list {
		if t.After(out) {
			out = t
		}
	}
	return out
}

func appointment(s *referral.State, a referral.Appointment) r4.Object {
	who := []any{r4.Object{"actor": ref("Patient", string(s.Patient)), "status": "accepted"}}
	if a.Clinician != "" {
		who = append(who, r4.Object{"actor": ref("Practitioner", string(a.Clinician)), "status": "accepted"})
	}
	if a.Location != "" {
		who = append(who, r4.Object{"actor": ref("Location", string(a.Location)), "status": "accepted"})
	}
	o := r4.Object{"resourceType": "Appointment", "status": visitStatus(a), "basedOn": []any{ref("ServiceRequest", string(s.ID))}, "participant": who}
	if !a.Start.IsZero() {
		o["start"] = a.Start.Format(time.RFC3339)
		o["end"] = latest(a.Start, a.End).Format(time.RFC3339) // as its start where nobody said
	}
	return o
}

// visitStatus is what became of a booking.
func visitStatus(a referral.Appointment) string {
	switch {
	case !a.Seen.IsZero():
		return "fulfilled"
	case a.Missed.After(a.Booked):
		return "noshow"
	case a.Unbooked.After(a.Booked):
		return "cancelled"
	case !a.Arrived.IsZero():
		return "arrived"
	}
	return "booked"
}

// ofLoop makes what a loop has of a type that no client wrote.
func ofLoop(r *desk.Reading, kind string, of referral.ID, have []store.Kept) (out []store.Kept, err error) {
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
			if k, err := made(r, kind, string(d.ID)); err == nil {
				out = append(out, k)
			}
		}
	}
	return out, nil
}
