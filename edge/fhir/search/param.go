package search

import (
	"maps"
	"slices"
	"strings"

	"referd/edge/fhir/element"
	"referd/wire/r4"
)

// Param is a search parameter: its type and where in a resource its values
// are. The same list finds, follows includes and is shown by /metadata.
type Param struct {
	Name, Kind string
	paths      []string // elements, dots between; lists are all looked at
	Targets    []string // of a reference
}

func tok(name string, paths ...string) Param { return Param{name, "token", paths, nil} }

func str(name string, paths ...string) Param { return Param{name, "string", paths, nil} }

func day(name string, paths ...string) Param { return Param{name, "date", paths, nil} }

func refs(name, paths, targets string) Param {
	return Param{name, "reference", strings.Fields(paths), strings.Fields(targets)}
}

// everywhere are the parameters every type has.
var everywhere = []Param{tok("_id", "id"), day("_lastUpdated", "meta.lastUpdated")}

const anybodys = "Practitioner PractitionerRole Organization HealthcareService Patient Location"

// Params are interop's search parameters by type (FHIR R4, the search tables
// of each resource).
var Params = map[string][]Param{
	"Patient": {tok("identifier", "identifier"), str("name", "name"), str("family", "name.family"), str("given", "name.given"), day("birthdate", "birthDate"), tok("gender", "gender"),
		tok("telecom", "telecom"), str("address-postalcode", "address.postalCode"), tok("active", "active"), refs("link", "link.other", "Patient"), refs("organization", "managingOrganization", "Organization")},
	"Practitioner":     {tok("identifier", "identifier"), str("name", "name"), str("family", "name.family"), str("given", "name.given"), tok("active", "active")},
	"PractitionerRole": {tok("identifier", "identifier"), refs("practitioner", "practitioner", "Practitioner"), refs("organization", "organization", "Organization"), tok("specialty", "specialty"), tok("active", "active")},
	"Organization":     {tok("identifier", "identifier"), str("name", "name alias"), str("address", "address"), tok("active", "active"), tok("type", "type")},
	"Location":         {tok("identifier", "identifier"), str("name", "name alias"), str("address", "address"), tok("status", "status"), refs("organization", "managingOrganization", "Organization")},
	"HealthcareService": {tok("identifier", "identifier"), str("name", "name"), refs("organization", "providedBy", "Organization"), tok("specialty", "specialty"), tok("service-type", "type"),
		tok("active", "active"), refs("location", "location", "Location")},
	"ServiceRequest": {tok("identifier", "identifier"), refs("patient", "subject", "Patient"), refs("subject", "subject", "Patient"), tok("status", "status"), tok("intent", "intent"), tok("category", "category"),
		tok("code", "code"), day("authored", "authoredOn"), refs("requester", "requester", anybodys), refs("performer", "performer", anybodys), tok("priority", "priority"),
		tok("requisition", "requisition"), refs("based-on", "basedOn", "ServiceRequest"), refs("replaces", "replaces", "ServiceRequest")},
	"Task": {tok("identifier", "identifier"), tok("group-identifier", "groupIdentifier"), refs("patient", "for", "Patient"), refs("subject", "for", "Patient"), refs("focus", "focus", "ServiceRequest"),
		refs("based-on", "basedOn", "ServiceRequest"), tok("code", "code"), tok("status", "status"), tok("business-status", "businessStatus"), tok("intent", "intent"), refs("owner", "owner", anybodys),
		refs("requester", "requester", anybodys), tok("priority", "priority"), day("period", "executionPeriod"), day("authored-on", "authoredOn"), day("modified", "lastModified"), refs("part-of", "partOf", "Task")},
	"Appointment": {tok("identifier", "identifier"), refs("patient", "participant.actor", "Patient"), refs("actor", "participant.actor", anybodys), day("date", "start"), tok("status", "status"),
		tok("service-type", "serviceType"), refs("slot", "slot", "Slot"), refs("based-on", "basedOn", "ServiceRequest")},
	"DocumentReference": {tok("identifier", "identifier masterIdentifier"), refs("patient", "subject", "Patient"), refs("subject", "subject", "Patient"), tok("category", "category"), tok("type", "type"),
		day("date", "date"), day("period", "context.period"), refs("related", "context.related", "ServiceRequest Task"), refs("relatesto", "relatesTo.target", "DocumentReference"),
		tok("security-label", "securityLabel"), tok("status", "status")},
	"DiagnosticReport": {tok("identifier", "identifier"), refs("patient", "subject", "Patient"), refs("subject", "subject", "Patient"), tok("category", "category"), tok("code", "code"),
		day("date", "effectiveDateTime effectivePeriod"), day("issued", "issued"), tok("status", "status"), refs("based-on", "basedOn", "ServiceRequest")},
	"Communication": {tok("identifier", "identifier"), refs("patient", "subject", "Patient"), refs("subject", "subject", "Patient"), refs("based-on", "basedOn", "ServiceRequest Task"), refs("part-of", "partOf", "Communication"),
		day("sent", "sent"), refs("sender", "sender", anybodys), refs("recipient", "recipient", anybodys), tok("status", "status")},
	"Provenance": {refs("target", "target", "ServiceRequest Task Patient DocumentReference"), refs("patient", "target", "Patient"), day("recorded", "recorded"), refs("agent", "agent.who", "")},
	"AuditEvent": {refs("patient", "entity.what", "Patient"), day("date", "recorded"), refs("agent", "agent.who", ""), refs("entity", "entity.what", "ServiceRequest DocumentReference Patient"),
		tok("type", "type"), tok("subtype", "subtype"), tok("action", "action"), tok("outcome", "outcome")},
}

func init() {
	for kind, list := range Params {
		for i, p := range list { // one string may name several elements
			if len(p.paths) == 1 {
				list[i].paths = strings.Fields(p.paths[0])
			}
		}
		Params[kind] = append(slices.Clone(everywhere), list...)
	}
	Params["Binary"] = nil
}

// paramOf finds a parameter of a type.
func paramOf(kind, name string) (Param, bool) {
	for _, p := range Params[kind] {
		if p.Name == name {
			return p, true
		}
	}
	return Param{}, false
}

// chains are the chained parameters that are followed.
var chains = map[string]string{"patient.identifier": "Patient", "subject.identifier": "Patient", "owner.identifier": "Organization", "requester.identifier": "Practitioner"}

// Chained lists the chains a type takes.
func Chained(kind string) (out []string) {
	for _, c := range slices.Sorted(maps.Keys(chains)) {
		name, _, _ := strings.Cut(c, ".")
		if _, ok := paramOf(kind, name); ok {
			out = append(out, c)
		}
	}
	return out
}

// values are all values of a parameter in a resource.
func (p Param) values(o r4.Object) (out []any) {
	for _, path := range p.paths {
		out = append(out, element.At(o, path)...)
	}
	return out
}
