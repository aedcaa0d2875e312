package fhir_test

import (
	"strings"
	"testing"
)

// A system that gives its own organization, or a clinician, the NPI of another's
// is refused, whichever way: else it would get what is sent to that number.
func TestAnNPIIsNotTakenOver(t *testing.T) {
	e := newEHR(t)
	const number, person = `{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}`, `{"system":"http://hl7.org/fhir/sid/us-npi","value":"1245319599"}`
	victim := e.call(201, "POST", "/Organization", `{"resourceType":"Organization","name":"Victim","identifier":[`+number+`]}`)["id"].(string)
	e.call(201, "POST", "/Practitioner", `{"resourceType":"Practitioner","name":[{"family":"Victim"}],"identifier":[`+person+`]}`)
	thief := e.admit("thief", false, "other")
	own := thief.call(201, "POST", "/Practitioner", `{"resourceType":"Practitioner","name":[{"family":"Thief"}]}`)["id"].(string)
	org := thief.call(201, "POST", "/Organization", `{"resourceType":"Organization","name":"Thief"}`)["id"].(string)
	for name, x := range map[string][3]string{
		"an organization updated":            {"PUT", "/Organization/" + org, `{"resourceType":"Organization","id":"` + org + `","name":"Thief","identifier":[` + number + `]}`},
		"as its second number":               {"POST", "/Organization", `{"resourceType":"Organization","name":"Thief","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1356789010"},` + number + `]}`},
		"a clinician with an organization's": {"POST", "/Practitioner", `{"resourceType":"Practitioner","name":[{"family":"Thief"}],"identifier":[` + number + `]}`},
		"a clinician updated":                {"PUT", "/Practitioner/" + own, `{"resourceType":"Practitioner","id":"` + own + `","name":[{"family":"Thief"}],"identifier":[` + person + `]}`},
		"an organization with a clinician's": {"POST", "/Organization", `{"resourceType":"Organization","name":"Thief","identifier":[` + person + `]}`},
	} {
		if code, b := thief.send(x[0], x[1], []byte(x[2])); code != 409 || !strings.Contains(string(b), "NPI") {
			t.Errorf("%s: %d %s", name, code, b)
		}
	}
	e.call(200, "PUT", "/Organization/"+victim, `{"resourceType":"Organization","id":"`+victim+`","name":"Victim, renamed","identifier":[`+number+`]}`)
	sr := thief.call(201, "POST", "/ServiceRequest", `{"resourceType":"ServiceRequest","status":"active","intent":"order","subject":{"reference":"Patient/`+thief.call(201, "POST", "/Patient", `{"resourceType":"Patient","name":[{"family":"P"}]}`)["id"].(string)+`"},"requester":{"reference":"Organization/other"},"performer":[{"type":"Organization","identifier":`+number+`}]}`)["id"].(string)
	if got := thief.found("/Task?focus=ServiceRequest/" + sr + "&owner=Organization/" + victim); len(got) != 1 {
		t.Errorf("what names the victim by its number is not the victim's: %v", got)
	}
}
