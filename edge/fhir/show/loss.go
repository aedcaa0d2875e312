package show

import (
	"maps"
	"slices"
	"strings"

	"referd/wire/r4"
)

// Loss is what a sender said that our people are not shown: it is kept with the
// resource and comes back to the client as it came. Why says so in words.
type Loss struct {
	Path string // FHIRPath: ServiceRequest.patientInstruction
	Why  string
}

// mapped are the elements of each type that the house reads; * is all below.
var mapped = map[string]string{
	"Patient":           "identifier active name.family name.given name.prefix telecom gender birthDate address.line address.city address.state address.postalCode address.country communication.language managingOrganization deceasedDateTime",
	"Practitioner":      "identifier active name.family name.given name.prefix",
	"PractitionerRole":  "active practitioner organization specialty",
	"Organization":      "identifier active name telecom address.line address.city address.state address.postalCode address.country",
	"Location":          "status name telecom address.line address.city address.state address.postalCode address.country managingOrganization",
	"HealthcareService": "active providedBy specialty location name telecom",
	"ServiceRequest":    "identifier status intent priority subject occurrencePeriod.end authoredOn requester performer reasonCode note.text",
	"Task":              "status statusReason businessStatus intent priority focus basedOn for owner requester restriction.period.end executionPeriod note.text groupIdentifier",
	"DocumentReference": "status docStatus type subject date author description relatesTo content.attachment.contentType content.attachment.data content.attachment.url content.attachment.title context.related",
	"DiagnosticReport":  "status subject basedOn issued conclusion performer resultsInterpreter presentedForm.contentType presentedForm.data presentedForm.url presentedForm.title",
	"Appointment":       "status basedOn start end participant.actor participant.status cancelationReason",
	"Communication":     "status basedOn about subject recipient medium sent payload.contentString",
	"Binary":            "contentType data",
}

// quiet are elements nobody misses: what they say is the house's own, or is
// said by the resource itself.
var quiet = []string{"resourceType", "id", "meta", "implicitRules", "language", "text"}

// Losses lists what of a resource the house does not read, in the order of
// their names.
func Losses(o r4.Object) []Loss {
	kind := o.Type()
	known, ok := mapped[kind]
	if kind == "Observation" {
		return []Loss{{Path: kind, Why: "Kept as it came and readable by its id; people are shown what of it answers a need of the service."}}
	}
	if !ok {
		return []Loss{{Path: kind, Why: "Kept as it came and readable by its id; nothing of it is shown to people."}}
	}
	var out []Loss
	unread(o, kind, "", strings.Fields(known), &out)
	return out
}

// unread walks the elements a map does not name.
func unread(o r4.Object, kind, at string, known []string, out *[]Loss) {
	for _, name := range slices.Sorted(maps.Keys(o)) {
		path := strings.TrimPrefix(at+"."+name, ".")
		below := slices.ContainsFunc(known, func(k string) bool { return strings.HasPrefix(k, path+".") })
		switch {
		case at == "" && slices.Contains(quiet, name), slices.Contains(known, path):
		case below:
			for _, v := range list(o[name]) {
				if sub, ok := v.(r4.Object); ok {
					unread(sub, kind, path, known, out)
				}
			}
		case !slices.ContainsFunc(*out, func(l Loss) bool { return l.Path == kind+"."+path }):
			*out = append(*out, Loss{Path: kind + "." + path, Why: "Kept as it came; not shown to people here."})
		}
	}
}

func list(v any) []any {
	if l, ok := v.([]any); ok {
		return l
	}
	return []any{v}
}
