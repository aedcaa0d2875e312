package fhir_test

import (
	"slices"
	"strings"
	"testing"
)

// A client of another organization finds nothing: what is foreign answers like
// what is absent, by every type, search and reference.
func TestForeignIsAbsentOfEveryType(t *testing.T) {
	e := newEHR(t)
	w := e.world()
	bin := "Binary/" + e.call(201, "POST", "/Binary", `{"resourceType":"Binary","contentType":"text/plain","data":"QQ=="}`)["id"].(string)
	obs := "Observation/" + e.call(201, "POST", "/Observation", `{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"`+w["Patient"]+`"}}`)["id"].(string)
	s := e.admit("stranger-ehr", false, "other")
	shared := []string{"Organization", "Practitioner", "PractitionerRole", "Location", "HealthcareService"}
	foreign := map[string]string{"Binary": bin, "Observation": obs, "Slot": w["slot"]}
	for name, ref := range w {
		if kind, _, _ := strings.Cut(ref, "/"); name == kind && !slices.Contains(shared, kind) {
			foreign[kind] = ref
		}
	}
	for kind, ref := range foreign {
		for _, tail := range []string{"", "/_history/1"} {
			code, got := s.send("GET", "/"+ref+tail, nil)
			_, absent := s.send("GET", "/"+kind+"/"+nobody+tail, nil)
			if code != 404 || string(got) != string(absent) {
				t.Errorf("GET %s%s: %d %s, and an absent one %s", kind, tail, code, got, absent)
			}
		}
		_, body := e.send("GET", "/"+ref, nil, "Accept", "application/fhir+json")
		if kind == "Binary" || kind == "DocumentReference" || kind == "DiagnosticReport" || kind == "Communication" || kind == "Provenance" || kind == "AuditEvent" {
			continue // nobody changes them
		}
		code, got := s.send("PUT", "/"+ref, body, "If-Match", e.etag)
		if code != 404 && code != 400 { // 400: what it refers to is not there for a stranger
			t.Errorf("PUT %s: %d %s", kind, code, got)
		}
	}
	for _, q := range []string{"Patient?identifier=urn:mrn|P-1", "Patient?name=Quintero", "Patient?birthdate=1961-11-12", "Patient", "ServiceRequest?patient=" + w["Patient"], "ServiceRequest?identifier=urn:order|O-1", "ServiceRequest", "Task?owner=" + w["Organization"],
		"Task?focus=" + w["ServiceRequest"], "Task?patient.identifier=urn:mrn|P-1", "Task", "Appointment?patient=" + w["Patient"], "Appointment", "DocumentReference?patient=" + w["Patient"], "DocumentReference?related=" + w["ServiceRequest"], "DiagnosticReport?patient=" + w["Patient"],
		"DiagnosticReport?identifier=urn:report|R-1", "Communication?based-on=" + w["ServiceRequest"], "Provenance?target=" + w["ServiceRequest"], "Provenance?target=" + w["Patient"], "AuditEvent?patient=" + w["Patient"], "AuditEvent?entity=" + w["ServiceRequest"]} {
		if got := s.found("/" + q); len(got) > 0 && !strings.HasPrefix(q, "AuditEvent?entity") {
			t.Errorf("%s finds %v", q, got)
		}
	}
	if got := s.found("/Organization?_id=" + w["Organization"][13:] + "&_revinclude=Task:owner"); slices.ContainsFunc(got, func(r string) bool { return strings.HasPrefix(r, "Task/") }) {
		t.Errorf("what refers to the organization: %v", got)
	}
	for _, body := range []string{`{"resourceType":"ServiceRequest","status":"active","intent":"order","subject":{"reference":"$"},"performer":[{"reference":"HealthcareService/cardio"}]}`,
		`{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"$"}}`, `{"resourceType":"DocumentReference","status":"current","subject":{"reference":"$"},"content":[{"attachment":{"contentType":"text/plain","data":"QQ=="}}]}`} {
		refers := func(to string) string {
			code, b := s.send("POST", "/"+strings.Split(body, `"`)[3], []byte(strings.ReplaceAll(body, "$", to)))
			if code != 400 {
				t.Errorf("refers to %s: %d", to, code)
			}
			return string(b)
		}
		if refers(w["Patient"]) != refers("Patient/"+nobody) {
			t.Errorf("a reference to a foreign patient tells that they are here: %s", body)
		}
	}
	for _, body := range []string{`{"resourceType":"Task","status":"requested","intent":"order","focus":{"reference":"$"}}`, `{"resourceType":"Communication","status":"completed","basedOn":[{"reference":"$"}],"payload":[{"contentString":"x"}]}`,
		`{"resourceType":"DiagnosticReport","status":"final","code":{"text":"x"},"basedOn":[{"reference":"$"}]}`, `{"resourceType":"Appointment","status":"proposed","basedOn":[{"reference":"$"}],"participant":[{"actor":{"display":"x"},"status":"accepted"}]}`} {
		kind := strings.Split(body, `"`)[3]
		_, a := s.send("POST", "/"+kind, []byte(strings.ReplaceAll(body, "$", w["ServiceRequest"])))
		code, b := s.send("POST", "/"+kind, []byte(strings.ReplaceAll(body, "$", "ServiceRequest/"+nobody)))
		if code != 400 || string(a) != string(b) {
			t.Errorf("%s of a foreign referral: %d\n%s\n%s", kind, code, a, b)
		}
	}
}

// A client does only what its side may: each crossing is refused and changes
// nothing.
func TestEachSideKeepsToItself(t *testing.T) {
	p := newParties(t)
	sr, task := p.sent(t, 1)
	p.sender.t, p.recipient.t = t, t
	before := p.sender.is(sr, task)
	about := `"basedOn":[{"reference":"` + sr + `"}]`
	for name, x := range map[string]struct {
		by         *ehr
		want       int
		path, body string
	}{
		"the sender books":                            {p.sender, 403, "/Appointment", `{"resourceType":"Appointment","status":"booked",` + about + `,"start":"2026-06-09T13:00:00Z","end":"2026-06-09T13:30:00Z","participant":[{"actor":{"reference":"Patient/pat00000000000000001"},"status":"accepted"}]}`},
		"the sender reports":                          {p.sender, 403, "/DiagnosticReport", `{"resourceType":"DiagnosticReport","status":"final",` + about + `,"code":{"text":"x"},"conclusion":"x"}`},
		"the recipient refers for the sender":         {p.recipient, 403, "/ServiceRequest", `{"resourceType":"ServiceRequest","status":"active","intent":"order","subject":{"reference":"Patient/pat00000000000000001"},"requester":{"reference":"Organization/home"},"performer":[{"reference":"HealthcareService/cardio"}]}`},
		"the sender registers at another's":           {p.sender, 403, "/HealthcareService", `{"resourceType":"HealthcareService","name":"x","providedBy":{"reference":"Organization/far"}}`},
		"the sender staffs another's":                 {p.sender, 403, "/PractitionerRole", `{"resourceType":"PractitionerRole","practitioner":{"reference":"Practitioner/dr-doc"},"organization":{"reference":"Organization/far"}}`},
		"the recipient tells the patient for another": {p.recipient, 400, "/Communication", `{"resourceType":"Communication","status":"completed","basedOn":[{"reference":"ServiceRequest/` + nobody + `"}],"payload":[{"contentString":"x"}]}`},
	} {
		if code, b := x.by.send("POST", x.path, []byte(x.body)); code != x.want {
			t.Errorf("%s: %d, want %d: %s", name, code, x.want, b)
		}
	}
	if code, b := p.sender.send("PUT", "/Organization/far", []byte(`{"resourceType":"Organization","id":"far","name":"Taken over"}`)); code != 403 {
		t.Errorf("another organization is renamed: %d %s", code, b)
	}
	known := p.recipient.call(201, "POST", "/Organization", `{"resourceType":"Organization","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}],"name":"Known"}`)
	again := p.sender.call(200, "POST", "/Organization", `{"resourceType":"Organization","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}],"name":"Mine now"}`)
	if again["id"] != known["id"] || again["name"] != "Known" {
		t.Errorf("a known NPI is another organization: %v", again)
	}
	if code, _ := p.sender.send("POST", "/HealthcareService", []byte(`{"resourceType":"HealthcareService","name":"x","providedBy":{"reference":"Organization/`+known["id"].(string)+`"}}`)); code != 403 {
		t.Errorf("to name an NPI grants its organization: %d", code)
	}
	if after := p.sender.is(sr, task); after != before {
		t.Errorf("%s has become %s", before, after)
	}
}
