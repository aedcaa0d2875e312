package take

import (
	"cmp"
	"slices"

	"referd/base/code"
	"referd/base/fault"
	"referd/base/id"
	"referd/core/party"
	"referd/desk"
	"referd/desk/kept"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/show"
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
func (a *Act) acts(org party.OrgID, expression string) error {
	if slices.Contains(a.W.Who().Orgs, org) {
		a.W.ActedFor(org)
		return nil
	}
	return fault.About("fhir.acts", expression, fault.Denied, "This client does not act for that organization.")
}

func orgIn(o r4.Object) (party.Org, error) {
	x := party.Org{Name: o.Text("name"), Identifiers: identifiers(o), Phone: number(o, "phone"), Fax: number(o, "fax"), Address: addressIn(o.Sub("address")), Zone: "America/New_York", Channel: party.FHIR, Active: o["active"] != false}
	return x, sound("Organization", x)
}

// number is the first of a kind that is not an old one; of no kind it is a telephone's.
func number(o r4.Object, system string) string {
	for _, t := range o.List("telecom") {
		if cmp.Or(t.Text("system"), "phone") == system && t.Text("use") != "old" && t.Text("value") != "" {
			return t.Text("value")
		}
	}
	return ""
}

func addressIn(ad r4.Object) party.Address {
	return party.Address{Lines: ad.Texts("line"), City: ad.Text("city"), State: ad.Text("state"), PostalCode: ad.Text("postalCode"), Country: ad.Text("country")}
}

// createOrg: one whose NPI is known is that one, and grants nothing.
func createOrg(a *Act, o r4.Object) (store.Kept, error) {
	if o.Text("name") == "" && len(o.List("identifier")) == 0 {
		return store.Kept{}, outcome.Required("Organization.name", "A name or an identifier is needed.")
	}
	x, err := orgIn(o)
	if err != nil {
		return store.Kept{}, err
	}
	x.ID = party.OrgID(a.ID)
	id, had, err := kept.AddOrg(a.W, x, NPI(o))
	if err != nil {
		return store.Kept{}, err
	}
	if had {
		a.Had = true
		return directoryKept(a.W.Reading, "Organization", string(id))
	}
	return a.keep(o, store.Kept{ID: string(id)})
}

// updateOrg changes what a resource says, and nothing that people set up beside it
// here: how it is reached, its nurse line, who shows a code at sign-in. A fax is
// taken where one is said; a system that says none may not know of ours.
func updateOrg(a *Act, o r4.Object, k store.Kept) (store.Kept, error) {
	if err := a.acts(party.OrgID(k.ID), "Organization.id"); err != nil {
		return k, err
	}
	x, err := orgIn(o)
	if err != nil {
		return k, err
	}
	was := x
	if _, err := a.W.Thing(desk.KindOrg, k.ID, &was); err != nil {
		return k, err
	}
	was.ID, was.Name, was.Identifiers, was.Phone, was.Address, was.Active = party.OrgID(k.ID), x.Name, x.Identifiers, x.Phone, x.Address, x.Active
	was.Fax = cmp.Or(x.Fax, was.Fax)
	if n := NPI(o); n != "" && !id.NPI(n) {
		return k, outcome.Status(422, "value", "Organization.identifier: the NPI's check digit is wrong.")
	}
	if err := kept.OwnNPI(a.W, "Organization", k.ID, x.Identifiers); err != nil {
		return k, err
	}
	return a.thing(desk.KindOrg, k, was.ID, was, o)
}

// thing changes an entry of the directory and keeps what the client wrote.
func (a *Act) thing(kind string, k store.Kept, org party.OrgID, x any, o r4.Object) (store.Kept, error) {
	if err := a.W.Tx.PutThing(kind, k.ID, org, x); err != nil {
		return k, err
	}
	return a.keep(o, store.Kept{ID: k.ID, Version: k.Version + 1})
}

func practitionerIn(o r4.Object) (party.Practitioner, error) {
	x := party.Practitioner{Name: humanName(o), Identifiers: identifiers(o), Active: o["active"] != false}
	return x, sound("Practitioner", x)
}

// createPractitioner: one whose NPI is known is that one.
func createPractitioner(a *Act, o r4.Object) (store.Kept, error) {
	if n := humanName(o); n.Family == "" && len(n.Given) == 0 && len(o.List("identifier")) == 0 {
		return store.Kept{}, outcome.Required("Practitioner.name", "A name or an identifier is needed.")
	}
	x, err := practitionerIn(o)
	if err != nil {
		return store.Kept{}, err
	}
	x.ID = party.PractitionerID(a.ID)
	id, had, err := kept.AddPractitioner(a.W, x, NPI(o))
	if err != nil {
		return store.Kept{}, err
	}
	if had {
		a.Had = true
		return directoryKept(a.W.Reading, "Practitioner", string(id))
	}
	return a.keep(o, store.Kept{ID: string(id)})
}

// updatePractitioner: whoever registered a clinician keeps the entry true.
func updatePractitioner(a *Act, o r4.Object, k store.Kept) (store.Kept, error) {
	if k.Client == "" || k.Client != a.W.Who().Client {
		return k, outcome.Status(403, "forbidden", "Only who registered a Practitioner changes the entry.")
	}
	x, err := practitionerIn(o)
	if err != nil {
		return k, err
	}
	if err := kept.OwnNPI(a.W, "Practitioner", k.ID, x.Identifiers); err != nil {
		return k, err
	}
	x.ID = party.PractitionerID(k.ID)
	return a.thing(desk.KindPractitioner, k, "", x, o)
}

func (a *Act) orgOf(s, expression string) (party.OrgID, error) {
	kind, id, ok := a.ref(s)
	if !ok || kind != "Organization" {
		return "", outcome.Required(expression, "A reference to an Organization is needed here.")
	}
	if _, known := a.W.Directory().Orgs[party.OrgID(id)]; !known {
		if _, here, err := a.W.Kept("Organization", id, 0); err != nil || !here {
			return "", outcome.Absent(expression, "The Organization it refers to is not here.")
		}
	}
	return party.OrgID(id), nil
}

// directoryKept is what stands in the directory for a resource.
func directoryKept(r *desk.Reading, kind, id string) (store.Kept, error) {
	k, err := kept.Of(r, kind, id, 0)
	if err == nil {
		return k, nil
	}
	return show.Made(r, kind, id)
}
