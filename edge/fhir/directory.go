package fhir

import (
	"encoding/base64"

	"referd/base/code"
	"referd/core/party"
	"referd/desk"
	"referd/desk/kept"
	"referd/store"
	"referd/wire/r4"
)

func identifiers(o r4.Object) (out []code.Identifier) {
	for _, i := range o.List("identifier") {
		if i.Text("value") != "" {
			out = append(out, code.Identifier{System: i.Text("system"), Value: i.Text("value"), Type: i.Text("type", "coding", "code")})
		}
	}
	return out
}

func concept(o r4.Object) code.Concept {
	return code.Concept{System: o.Text("coding", "system"), Code: o.Text("coding", "code"), Display: o.Text("coding", "display")}
}

func humanName(o r4.Object) party.Name {
	n := o.Sub("name")
	return party.Name{Family: n.Text("family"), Given: n.Texts("given"), Prefix: n.Text("prefix")}
}

func createOrg(a *act, o r4.Object) (store.Kept, error) {
	if o.Text("name") == "" && len(o.List("identifier")) == 0 {
		return store.Kept{}, invalid("Organization.name", "A name or an identifier is needed.")
	}
	org := party.Org{Name: o.Text("name"), Identifiers: identifiers(o), Phone: o.Text("telecom", "value"), Zone: "America/New_York", Channel: party.FHIR, Active: true}
	id, had, err := kept.AddOrg(a.w, org, npi(o))
	if err != nil {
		return store.Kept{}, err
	}
	if had {
		return directoryKept(a.w.Reading, "Organization", string(id))
	}
	return a.keep(o, store.Kept{ID: string(id)})
}

func createPractitioner(a *act, o r4.Object) (store.Kept, error) {
	id, had, err := kept.AddPractitioner(a.w, party.Practitioner{Name: humanName(o), Identifiers: identifiers(o), Active: true}, npi(o))
	if err != nil {
		return store.Kept{}, err
	}
	if had {
		return directoryKept(a.w.Reading, "Practitioner", string(id))
	}
	return a.keep(o, store.Kept{ID: string(id)})
}

func (a *act) orgOf(s, expression string) (party.OrgID, error) {
	kind, id, ok := a.ref(s)
	if !ok || kind != "Organization" {
		return "", invalid(expression, "A reference to an Organization is needed here.")
	}
	if _, known := a.w.Directory().Orgs[party.OrgID(id)]; !known {
		if _, here, err := a.w.Kept("Organization", id, 0); err != nil || !here {
			return "", invalid(expression, "The Organization it refers to is not here.")
		}
	}
	return party.OrgID(id), nil
}

func createService(a *act, o r4.Object) (store.Kept, error) {
	org, err := a.orgOf(o.Text("providedBy", "reference"), "HealthcareService.providedBy")
	if err != nil {
		return store.Kept{}, err
	}
	id, err := kept.AddService(a.w, party.Service{Org: org, Name: o.Text("name"), Specialty: concept(o.Sub("specialty")), Phone: o.Text("telecom", "value"), Active: true})
	if err != nil {
		return store.Kept{}, err
	}
	return a.keep(o, store.Kept{ID: string(id)})
}

func createLocation(a *act, o r4.Object) (store.Kept, error) {
	l := party.Location{Name: o.Text("name"), Phone: o.Text("telecom", "value"), Active: true}
	if s := o.Text("managingOrganization", "reference"); s != "" {
		org, err := a.orgOf(s, "Location.managingOrganization")
		if err != nil {
			return store.Kept{}, err
		}
		l.Org = org
	}
	id, err := kept.AddLocation(a.w, l)
	if err != nil {
		return store.Kept{}, err
	}
	return a.keep(o, store.Kept{ID: string(id)})
}

func createRole(a *act, o r4.Object) (store.Kept, error) {
	org, err := a.orgOf(o.Text("organization", "reference"), "PractitionerRole.organization")
	if err != nil {
		return store.Kept{}, err
	}
	_, dr, ok := a.ref(o.Text("practitioner", "reference"))
	if !ok {
		return store.Kept{}, invalid("PractitionerRole.practitioner", "A reference to a Practitioner is needed here.")
	}
	id, err := kept.AddRole(a.w, party.Role{Practitioner: party.PractitionerID(dr), Org: org, Specialty: concept(o.Sub("specialty")), Active: true})
	if err != nil {
		return store.Kept{}, err
	}
	return a.keep(o, store.Kept{ID: string(id)})
}

// directoryKept is what stands in the directory for a resource.
func directoryKept(r *desk.Reading, kind, id string) (store.Kept, error) {
	k, err := kept.Of(r, kind, id, 0)
	if err == nil {
		return k, nil
	}
	return made(r, kind, id)
}

// made is a resource of the house's own: somebody of the directory, a patient
// registered here.
func made(r *desk.Reading, kind, id string) (store.Kept, error) {
	dir := r.Directory()
	o := r4.Object{"resourceType": kind}
	k := store.Kept{Type: kind, ID: id, Version: 1, Updated: r.Now()}
	switch kind {
	case "Organization":
		x, ok := dir.Orgs[party.OrgID(id)]
		if !ok {
			return k, gone()
		}
		o["name"], o["active"], o["identifier"] = x.Name, x.Active, idents(x.Identifiers)
	case "Practitioner":
		x, ok := dir.Practitioners[party.PractitionerID(id)]
		if !ok {
			return k, gone()
		}
		o["name"], o["active"], o["identifier"] = []any{name(x.Name)}, x.Active, idents(x.Identifiers)
	case "HealthcareService":
		x, ok := dir.ServicesByID[party.ServiceID(id)]
		if !ok {
			return k, gone()
		}
		o["name"], o["active"], o["providedBy"] = x.Name, x.Active, ref("Organization", string(x.Org))
	case "Location":
		x, ok := dir.Locations[party.LocationID(id)]
		if !ok {
			return k, gone()
		}
		o["name"], o["managingOrganization"] = x.Name, ref("Organization", string(x.Org))
	case "PractitionerRole":
		x, ok := dir.Roles[party.RoleID(id)]
		if !ok {
			return k, gone()
		}
		o["practitioner"], o["organization"] = ref("Practitioner", string(x.Practitioner)), ref("Organization", string(x.Org))
	case "Patient":
		p, err := r.Patient(party.PatientID(id))
		if err != nil {
			return k, gone()
		}
		r.Saw(p.ID)
		o, k.Patient = patient(p), p.ID
	default:
		return k, gone()
	}
	for n, v := range o {
		if list, ok := v.([]any); ok && len(list) == 0 {
			delete(o, n)
		}
	}
	k.Body = o.Bytes()
	return k, nil
}

func ref(kind, id string) r4.Object { return r4.Object{"reference": kind + "/" + id} }

func idents(list []code.Identifier) (out []any) {
	for _, i := range list {
		x := r4.Object{"value": i.Value}
		if i.System != "" {
			x["system"] = i.System
		}
		out = append(out, x)
	}
	return out
}

func name(n party.Name) r4.Object {
	o := r4.Object{}
	if n.Family != "" {
		o["family"] = n.Family
	}
	var given []any
	for _, g := range n.Given {
		given = append(given, g)
	}
	if len(given) > 0 {
		o["given"] = given
	}
	if n.Prefix != "" {
		o["prefix"] = []any{n.Prefix}
	}
	return o
}

// createBinary keeps bytes; posted raw, they are wrapped in the resource.
func createBinary(a *act, o r4.Object) (store.Kept, error) {
	if o.Text("contentType") == "" {
		o = r4.Object{"resourceType": "Binary", "contentType": "application/octet-stream", "data": base64.StdEncoding.EncodeToString(a.raw)}
	}
	k := store.Kept{}
	if orgs := a.w.Who().Orgs; len(orgs) > 0 {
		k.Org = orgs[0]
	}
	return a.keep(o, k)
}
