package fhir

import (
	"cmp"
	"slices"

	"referd/base/code"
	"referd/base/fault"
	"referd/base/id"
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

// acts refuses a change at an organization the client does not act for.
func (a *act) acts(org party.OrgID, expression string) error {
	if slices.Contains(a.w.Who().Orgs, org) {
		return nil
	}
	return fault.About("fhir.acts", expression, fault.Denied, "This client does not act for that organization.")
}

func orgIn(o r4.Object) party.Org {
	return party.Org{Name: o.Text("name"), Identifiers: identifiers(o), Phone: o.Text("telecom", "value"), Address: addressIn(o.Sub("address")), Zone: "America/New_York", Channel: party.FHIR, Active: o["active"] != false}
}

func addressIn(ad r4.Object) party.Address {
	return party.Address{Lines: ad.Texts("line"), City: ad.Text("city"), State: ad.Text("state"), PostalCode: ad.Text("postalCode"), Country: ad.Text("country")}
}

// createOrg: one whose NPI is known is that one, and grants nothing.
func createOrg(a *act, o r4.Object) (store.Kept, error) {
	if o.Text("name") == "" && len(o.List("identifier")) == 0 {
		return store.Kept{}, required("Organization.name", "A name or an identifier is needed.")
	}
	x := orgIn(o)
	x.ID = party.OrgID(a.id)
	id, had, err := kept.AddOrg(a.w, x, npi(o))
	if err != nil {
		return store.Kept{}, err
	}
	if had {
		a.had = true
		return directoryKept(a.w.Reading, "Organization", string(id))
	}
	return a.keep(o, store.Kept{ID: string(id)})
}

func updateOrg(a *act, o r4.Object, k store.Kept) (store.Kept, error) {
	if err := a.acts(party.OrgID(k.ID), "Organization.id"); err != nil {
		return k, err
	}
	was, x := a.w.Directory().Orgs[party.OrgID(k.ID)], orgIn(o)
	x.ID, x.Zone, x.Channel = party.OrgID(k.ID), cmp.Or(was.Zone, x.Zone), party.Channel(cmp.Or(string(was.Channel), string(x.Channel)))
	if n := npi(o); n != "" && !id.NPI(n) {
		return k, status(422, "value", "Organization.identifier: the NPI's check digit is wrong.")
	}
	return a.thing(desk.KindOrg, k, x.ID, x, o)
}

// thing changes an entry of the directory and keeps what the client wrote.
func (a *act) thing(kind string, k store.Kept, org party.OrgID, x any, o r4.Object) (store.Kept, error) {
	if err := a.w.Tx.PutThing(kind, k.ID, org, x); err != nil {
		return k, err
	}
	return a.keep(o, store.Kept{ID: k.ID, Version: k.Version + 1})
}

func practitionerIn(o r4.Object) party.Practitioner {
	return party.Practitioner{Name: humanName(o), Identifiers: identifiers(o), Active: o["active"] != false}
}

// createPractitioner: one whose NPI is known is that one.
func createPractitioner(a *act, o r4.Object) (store.Kept, error) {
	if n := humanName(o); n.Family == "" && len(n.Given) == 0 && len(o.List("identifier")) == 0 {
		return store.Kept{}, required("Practitioner.name", "A name or an identifier is needed.")
	}
	x := practitionerIn(o)
	x.ID = party.PractitionerID(a.id)
	id, had, err := kept.AddPractitioner(a.w, x, npi(o))
	if err != nil {
		return store.Kept{}, err
	}
	if had {
		a.had = true
		return directoryKept(a.w.Reading, "Practitioner", string(id))
	}
	return a.keep(o, store.Kept{ID: string(id)})
}

// updatePractitioner: whoever registered a clinician keeps the entry true.
func updatePractitioner(a *act, o r4.Object, k store.Kept) (store.Kept, error) {
	if k.Client == "" || k.Client != a.w.Who().Client {
		return k, status(403, "forbidden", "Only who registered a Practitioner changes the entry.")
	}
	x := practitionerIn(o)
	x.ID = party.PractitionerID(k.ID)
	return a.thing(desk.KindPractitioner, k, "", x, o)
}

func (a *act) orgOf(s, expression string) (party.OrgID, error) {
	kind, id, ok := a.ref(s)
	if !ok || kind != "Organization" {
		return "", required(expression, "A reference to an Organization is needed here.")
	}
	if _, known := a.w.Directory().Orgs[party.OrgID(id)]; !known {
		if _, here, err := a.w.Kept("Organization", id, 0); err != nil || !here {
			return "", absent(expression, "The Organization it refers to is not here.")
		}
	}
	return party.OrgID(id), nil
}

func (a *act) serviceIn(o r4.Object) (x party.Service, err error) {
	x = party.Service{Name: o.Text("name"), Specialty: concept(o.Sub("specialty")), Phone: o.Text("telecom", "value"), Active: o["active"] != false}
	if kind, id, ok := a.ref(o.Text("location", "reference")); ok && kind == "Location" {
		x.Location = party.LocationID(id)
	}
	x.Org, err = a.orgOf(a.named(o.Sub("providedBy")), "HealthcareService.providedBy")
	return x, err
}

func createService(a *act, o r4.Object) (store.Kept, error) {
	x, err := a.serviceIn(o)
	if err != nil {
		return store.Kept{}, err
	}
	x.ID = party.ServiceID(a.id)
	id, err := kept.AddService(a.w, x)
	if err != nil {
		return store.Kept{}, err
	}
	return a.keep(o, store.Kept{ID: string(id)})
}

// updateService changes what FHIR says of a service; its teams, needs and
// promises stay as the house set them.
func updateService(a *act, o r4.Object, k store.Kept) (store.Kept, error) {
	x, err := a.serviceIn(o)
	if err != nil {
		return k, err
	}
	var was party.Service
	if _, err := a.w.Thing(desk.KindService, k.ID, &was); err != nil {
		return k, err
	}
	if err := a.acts(was.Org, "HealthcareService.id"); err != nil {
		return k, err
	}
	if x.Org != was.Org {
		return k, status(409, "business-rule", "A service does not change its organization. Register another.")
	}
	was.Name, was.Specialty, was.Phone, was.Active, was.Location = x.Name, x.Specialty, x.Phone, x.Active, party.LocationID(cmp.Or(string(x.Location), string(was.Location)))
	return a.thing(desk.KindService, k, was.Org, was, o)
}

func (a *act) locationIn(o r4.Object) (x party.Location, err error) {
	x = party.Location{Name: o.Text("name"), Phone: o.Text("telecom", "value"), Address: addressIn(o.Sub("address")), Active: o.Text("status") != "inactive"}
	s := a.named(o.Sub("managingOrganization"))
	if _, _, ok := a.ref(s); ok {
		if x.Org, err = a.orgOf(s, "Location.managingOrganization"); err == nil {
			err = a.acts(x.Org, "Location.managingOrganization")
		}
	}
	return x, err
}

func createLocation(a *act, o r4.Object) (store.Kept, error) {
	x, err := a.locationIn(o)
	if err != nil {
		return store.Kept{}, err
	}
	if orgs := a.w.Who().Orgs; x.Org == "" && len(orgs) > 0 {
		x.Org = orgs[0] // a place of nobody named is of who registers it
	}
	x.ID = party.LocationID(a.id)
	id, err := kept.AddLocation(a.w, x)
	if err != nil {
		return store.Kept{}, err
	}
	return a.keep(o, store.Kept{ID: string(id)})
}

func updateLocation(a *act, o r4.Object, k store.Kept) (store.Kept, error) {
	x, err := a.locationIn(o)
	if err != nil {
		return k, err
	}
	var was party.Location
	if _, err := a.w.Thing(desk.KindLocation, k.ID, &was); err != nil {
		return k, err
	}
	if was.Org != "" || k.Client != a.w.Who().Client {
		if err := a.acts(was.Org, "Location.id"); err != nil {
			return k, err
		}
	}
	if x.ID = party.LocationID(k.ID); x.Org == "" {
		x.Org = was.Org
	}
	return a.thing(desk.KindLocation, k, x.Org, x, o)
}

func (a *act) roleIn(o r4.Object) (x party.Role, err error) {
	x = party.Role{Specialty: concept(o.Sub("specialty")), Active: o["active"] != false}
	if x.Org, err = a.orgOf(a.named(o.Sub("organization")), "PractitionerRole.organization"); err != nil {
		return x, err
	}
	if err = a.acts(x.Org, "PractitionerRole.organization"); err != nil {
		return x, err
	}
	kind, id, ok := a.ref(a.named(o.Sub("practitioner")))
	if !ok || kind != "Practitioner" {
		return x, required("PractitionerRole.practitioner", "A reference to a Practitioner is needed here.")
	}
	if _, known := a.w.Directory().Practitioners[party.PractitionerID(id)]; !known && !a.just("Practitioner", id) {
		return x, absent("PractitionerRole.practitioner", "The Practitioner it refers to is not here.")
	}
	x.Practitioner = party.PractitionerID(id)
	return x, nil
}

func createRole(a *act, o r4.Object) (store.Kept, error) {
	x, err := a.roleIn(o)
	if err != nil {
		return store.Kept{}, err
	}
	x.ID = party.RoleID(a.id)
	id, err := kept.AddRole(a.w, x)
	if err != nil {
		return store.Kept{}, err
	}
	return a.keep(o, store.Kept{ID: string(id)})
}

func updateRole(a *act, o r4.Object, k store.Kept) (store.Kept, error) {
	x, err := a.roleIn(o)
	if err != nil {
		return k, err
	}
	var was party.Role
	if _, err := a.w.Thing(desk.KindRole, k.ID, &was); err != nil {
		return k, err
	}
	if err := a.acts(was.Org, "PractitionerRole.id"); err != nil {
		return k, err
	}
	x.ID = party.RoleID(k.ID)
	return a.thing(desk.KindRole, k, x.Org, x, o)
}

// directoryKept is what stands in the directory for a resource.
func directoryKept(r *desk.Reading, kind, id string) (store.Kept, error) {
	k, err := kept.Of(r, kind, id, 0)
	if err == nil {
		return k, nil
	}
	return made(r, kind, id)
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
