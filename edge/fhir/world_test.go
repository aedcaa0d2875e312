package fhir_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// world is one resource of every type that is searched, each with something in
// every element a search looks at.
func (e *ehr) world() map[string]string {
	e.t.Helper()
	w := map[string]string{}
	fill := func(s string) string {
		for name, id := range w {
			s = strings.ReplaceAll(s, "$"+name+"$", id)
		}
		return s
	}
	add := func(name, body string) {
		e.t.Helper()
		var head struct{ ResourceType string }
		if err := json.Unmarshal([]byte(body), &head); err != nil {
			e.t.Fatal(name, err)
		}
		w[name] = head.ResourceType + "/" + e.call(201, "POST", "/"+head.ResourceType, fill(body))["id"].(string)
	}
	add("Organization", `{"resourceType":"Organization","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}],"active":true,"type":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/organization-type","code":"prov"}]}],"name":"Maple Street Heart","alias":["MSH"],"address":[{"line":["1 Maple St"],"city":"Springfield","state":"MA","postalCode":"01101"}]}`)
	add("Practitioner", `{"resourceType":"Practitioner","identifier":[{"system":"urn:staff","value":"44"}],"active":true,"name":[{"family":"Okafor","given":["Ngozi"]}]}`)
	add("Location", `{"resourceType":"Location","identifier":[{"system":"urn:place","value":"B2"}],"status":"active","name":"Second Floor","alias":["Blue wing"],"address":{"line":["1 Maple St"],"city":"Springfield"},"managingOrganization":{"reference":"$Organization$"}}`)
	add("PractitionerRole", `{"resourceType":"PractitionerRole","identifier":[{"system":"urn:role","value":"r1"}],"active":true,"practitioner":{"reference":"$Practitioner$"},"organization":{"reference":"$Organization$"},"specialty":[{"coding":[{"system":"http://nucc.org/provider-taxonomy","code":"207RC0000X"}]}]}`)
	add("HealthcareService", `{"resourceType":"HealthcareService","identifier":[{"system":"urn:service","value":"s1"}],"active":true,"providedBy":{"reference":"$Organization$"},"type":[{"coding":[{"system":"urn:type","code":"cons"}]}],"specialty":[{"coding":[{"system":"http://nucc.org/provider-taxonomy","code":"207RC0000X"}]}],"location":[{"reference":"$Location$"}],"name":"Rhythm clinic"}`)
	add("other", `{"resourceType":"Patient","identifier":[{"system":"urn:mrn","value":"P-2"}],"name":[{"family":"Elsewhere"}]}`)
	add("Patient", `{"resourceType":"Patient","identifier":[{"system":"urn:mrn","value":"P-1"}],"active":true,"name":[{"family":"Quintero","given":["Luz"]}],"telecom":[{"system":"phone","value":"(555) 010-7788"}],"gender":"female","birthDate":"1961-11-12","address":[{"postalCode":"01107"}],"managingOrganization":{"reference":"Organization/home"},"link":[{"other":{"reference":"$other$"},"type":"seealso"}]}`)
	order := `"status":"active","intent":"order","category":[{"coding":[{"system":"http://snomed.info/sct","code":"3457005"}]}],"priority":"asap","code":{"coding":[{"system":"http://snomed.info/sct","code":"103696004"}]},"subject":{"reference":"$Patient$"},"authoredOn":"2026-05-20T09:00:00Z","requester":{"reference":"$Practitioner$"},"performer":[{"reference":"$HealthcareService$"}]`
	add("first", `{"resourceType":"ServiceRequest","identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:order","value":"O-0"}],`+order+`}`)
	add("ServiceRequest", `{"resourceType":"ServiceRequest","identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:order","value":"O-1"}],"basedOn":[{"reference":"$first$"}],"replaces":[{"reference":"$first$"}],"requisition":{"system":"urn:req","value":"Q-1"},`+order+`}`)
	sr := w["ServiceRequest"]
	firstTask := e.found("/Task?focus=" + w["first"])[0]
	w["firstTask"], w["Task"] = firstTask, e.found("/Task?focus=" + sr)[0]
	e.call(200, "GET", "/"+w["Task"], "")
	e.call(200, "PUT", "/"+w["Task"], fill(`{"resourceType":"Task","id":"`+w["Task"][5:]+`","identifier":[{"system":"urn:task","value":"T-1"}],"groupIdentifier":{"system":"urn:group","value":"G-1"},"partOf":[{"reference":"$firstTask$"}],"status":"received","businessStatus":{"coding":[{"system":"https://referd.org/fhir/CodeSystem/business-status","code":"in-review"}]},"intent":"order","priority":"asap","code":{"coding":[{"system":"http://hl7.org/fhir/CodeSystem/task-code","code":"fulfill"}]},"basedOn":[{"reference":"$ServiceRequest$"}],"focus":{"reference":"$ServiceRequest$"},"for":{"reference":"$Patient$"},"executionPeriod":{"start":"2026-05-21T09:00:00Z","end":"2026-05-22T09:00:00Z"},"requester":{"reference":"$Practitioner$"},"owner":{"reference":"$Organization$"}}`), "If-Match", e.etag)
	add("slot", `{"resourceType":"Slot","schedule":{"display":"Rhythm clinic"},"status":"free","start":"2026-06-09T13:00:00Z","end":"2026-06-09T13:30:00Z"}`)
	add("Appointment", `{"resourceType":"Appointment","identifier":[{"system":"urn:visit","value":"V-1"}],"status":"booked","serviceType":[{"coding":[{"system":"urn:type","code":"cons"}]}],"basedOn":[{"reference":"$ServiceRequest$"}],"slot":[{"reference":"$slot$"}],"start":"2026-06-09T13:00:00Z","end":"2026-06-09T13:30:00Z","participant":[{"actor":{"reference":"$Patient$"},"status":"accepted"},{"actor":{"reference":"$Practitioner$"},"status":"accepted"}]}`)
	add("before", `{"resourceType":"DocumentReference","status":"current","subject":{"reference":"$Patient$"},"content":[{"attachment":{"contentType":"text/plain","data":"T2xkZXI="}}]}`)
	add("DocumentReference", `{"resourceType":"DocumentReference","masterIdentifier":{"system":"urn:doc","value":"D-1"},"status":"current","type":{"coding":[{"system":"http://loinc.org","code":"57133-1"}]},"category":[{"coding":[{"system":"http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category","code":"clinical-note"}]}],"subject":{"reference":"$Patient$"},"date":"2026-05-20T10:00:00Z","relatesTo":[{"code":"appends","target":{"reference":"$before$"}}],"securityLabel":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"N"}]}],"content":[{"attachment":{"contentType":"text/plain","data":"QSBsZXR0ZXI="}}],"context":{"period":{"start":"2026-05-19","end":"2026-05-20"},"related":[{"reference":"$ServiceRequest$"}]}}`)
	add("DiagnosticReport", `{"resourceType":"DiagnosticReport","identifier":[{"system":"urn:report","value":"R-1"}],"basedOn":[{"reference":"$ServiceRequest$"}],"status":"preliminary","category":[{"coding":[{"system":"http://loinc.org","code":"LP29708-2"}]}],"code":{"coding":[{"system":"http://loinc.org","code":"11488-4"}]},"subject":{"reference":"$Patient$"},"effectiveDateTime":"2026-05-30T11:00:00Z","issued":"2026-05-31T12:00:00Z","conclusion":"So far so good."}`)
	add("earlier", `{"resourceType":"Communication","status":"completed","basedOn":[{"reference":"$ServiceRequest$"}],"payload":[{"contentString":"Hello"}]}`)
	add("Communication", `{"resourceType":"Communication","identifier":[{"system":"urn:msg","value":"M-1"}],"basedOn":[{"reference":"$ServiceRequest$"}],"partOf":[{"reference":"$earlier$"}],"status":"completed","subject":{"reference":"$Patient$"},"recipient":[{"reference":"$Organization$"}],"sender":{"reference":"$Practitioner$"},"sent":"2026-05-30T10:00:00Z","payload":[{"contentString":"When can you see her?"}]}`)
	add("Provenance", `{"resourceType":"Provenance","target":[{"reference":"$Patient$"}],"recorded":"2026-05-20T10:00:00Z","agent":[{"who":{"reference":"$Practitioner$"}}]}`)
	w["AuditEvent"] = e.found("/AuditEvent?patient=" + w["Patient"])[0]
	return w
}

// found are the resources a search finds, each as Type/id, with those it includes.
func (e *ehr) found(query string) (out []string) {
	e.t.Helper()
	b := e.call(200, "GET", query, "")
	list, _ := b["entry"].([]any)
	for _, x := range list {
		r := x.(map[string]any)["resource"].(map[string]any)
		out = append(out, r["resourceType"].(string)+"/"+r["id"].(string))
	}
	return out
}

func TestTheWorldIsWhole(t *testing.T) {
	e := newEHR(t)
	for name, id := range e.world() {
		e.call(200, "GET", "/"+id, "")
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

// canonical is JSON with its members in order of name and its numbers as they
// were written.
func canonical(b []byte) string {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return string(b)
	}
	out, err := json.Marshal(v)
	if err != nil {
		return string(b)
	}
	return string(out)
}
