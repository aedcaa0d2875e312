package take

import (
	"cmp"

	"referd/core/party"
	"referd/desk"
	"referd/desk/kept"
	"referd/edge/fhir/outcome"
	"referd/store"
	"referd/wire/r4"
)

func (a *Act) serviceIn(o r4.Object) (x party.Service, err error) {
	x = party.Service{Name: o.Text("name"), Specialty: concept(o.Sub("specialty")), Phone: o.Text("telecom", "value"), Active: o["active"] != false}
	if kind, id, ok := a.ref(o.Text("location", "reference")); ok && kind == "Location" {
		x.Location = party.LocationID(id)
	}
	if err = sound("HealthcareService", x); err != nil {
		return x, err
	}
	x.Org, err = a.orgOf(a.named(o.Sub("providedBy")), "HealthcareService.providedBy")
	return x, err
}

func createService(a *Act, o r4.Object) (store.Kept, error) {
	x, err := a.serviceIn(o)
	if err != nil {
		return store.Kept{}, err
	}
	x.ID = party.ServiceID(a.ID)
	id, err := kept.AddService(a.W, x)
	if err != nil {
		return store.Kept{}, err
	}
	return a.keep(o, store.Kept{ID: string(id)})
}

// updateService changes what FHIR says of a service; its teams, needs and
// promises stay as the house set them.
func updateService(a *Act, o r4.Object, k store.Kept) (store.Kept, error) {
	x, err := a.serviceIn(o)
	if err != nil {
		return k, err
	}
	var was party.Service
	if _, err := a.W.Thing(desk.KindService, k.ID, &was); err != nil {
		return k, err
	}
	if err := a.acts(was.Org, "HealthcareService.id"); err != nil {
		return k, err
	}
	if x.Org != was.Org {
		return k, outcome.Status(409, "business-rule", "A service does not change its organization. Register another.")
	}
	was.Name, was.Specialty, was.Phone, was.Active, was.Location = x.Name, x.Specialty, x.Phone, x.Active, party.LocationID(cmp.Or(string(x.Location), string(was.Location)))
	return a.thing(desk.KindService, k, was.Org, was, o)
}

func (a *Act) locationIn(o r4.Object) (x party.Location, err error) {
	x = party.Location{Name: o.Text("name"), Phone: o.Text("telecom", "value"), Address: addressIn(o.Sub("address")), Active: o.Text("status") != "inactive"}
	if err = sound("Location", x); err != nil {
		return x, err
	}
	s := a.named(o.Sub("managingOrganization"))
	if _, _, ok := a.ref(s); ok {
		if x.Org, err = a.orgOf(s, "Location.managingOrganization"); err == nil {
			err = a.acts(x.Org, "Location.managingOrganization")
		}
	}
	return x, err
}

func createLocation(a *Act, o r4.Object) (store.Kept, error) {
	x, err := a.locationIn(o)
	if err != nil {
		return store.Kept{}, err
	}
	if orgs := a.W.Who().Orgs; x.Org == "" && len(orgs) > 0 {
		x.Org = orgs[0] // a place of nobody named is of who registers it
	}
	x.ID = party.LocationID(a.ID)
	id, err := kept.AddLocation(a.W, x)
	if err != nil {
		return store.Kept{}, err
	}
	return a.keep(o, store.Kept{ID: string(id)})
}

func updateLocation(a *Act, o r4.Object, k store.Kept) (store.Kept, error) {
	x, err := a.locationIn(o)
	if err != nil {
		return k, err
	}
	var was party.Location
	if _, err := a.W.Thing(desk.KindLocation, k.ID, &was); err != nil {
		return k, err
	}
	if was.Org != "" || k.Client != a.W.Who().Client {
		if err := a.acts(was.Org, "Location.id"); err != nil {
			return k, err
		}
	}
	if x.ID = party.LocationID(k.ID); x.Org == "" {
		x.Org = was.Org
	}
	return a.thing(desk.KindLocation, k, x.Org, x, o)
}

func (a *Act) roleIn(o r4.Object) (x party.Role, err error) {
	x = party.Role{Specialty: concept(o.Sub("specialty")), Active: o["active"] != false}
	if x.Org, err = a.orgOf(a.named(o.Sub("organization")), "PractitionerRole.organization"); err != nil {
		return x, err
	}
	if err = a.acts(x.Org, "PractitionerRole.organization"); err != nil {
		return x, err
	}
	kind, id, ok := a.ref(a.named(o.Sub("practitioner")))
	if !ok || kind != "Practitioner" {
		return x, outcome.Required("PractitionerRole.practitioner", "A reference to a Practitioner is needed here.")
	}
	if _, known := a.W.Directory().Practitioners[party.PractitionerID(id)]; !known && !a.just("Practitioner", id) {
		return x, outcome.Absent("PractitionerRole.practitioner", "The Practitioner it refers to is not here.")
	}
	x.Practitioner = party.PractitionerID(id)
	return x, nil
}

func createRole(a *Act, o r4.Object) (store.Kept, error) {
	x, err := a.roleIn(o)
	if err != nil {
		return store.Kept{}, err
	}
	x.ID = party.RoleID(a.ID)
	id, err := kept.AddRole(a.W, x)
	if err != nil {
		return store.Kept{}, err
	}
	return a.keep(o, store.Kept{ID: string(id)})
}

func updateRole(a *Act, o r4.Object, k store.Kept) (store.Kept, error) {
	x, err := a.roleIn(o)
	if err != nil {
		return k, err
	}
	var was party.Role
	if _, err := a.W.Thing(desk.KindRole, k.ID, &was); err != nil {
		return k, err
	}
	if err := a.acts(was.Org, "PractitionerRole.id"); err != nil {
		return k, err
	}
	x.ID = party.RoleID(k.ID)
	return a.thing(desk.KindRole, k, x.Org, x, o)
}
