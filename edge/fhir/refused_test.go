package fhir_test

import (
	"net/url"
	"strings"
	"testing"

	"referd/core/access"
	"referd/store"
)

// scoped is the same client with a token of fewer scopes.
func (e *ehr) scoped(scope string) *ehr {
	e.t.Helper()
	_, _, out := e.ask(url.Values{"grant_type": {"client_credentials"}, "client_id": {"ehr"}, "client_secret": {"secret"}, "scope": {scope}})
	c := *e
	c.token, _ = out["access_token"].(string)
	return &c
}

// audits are the newest records of the audit, newest first.
func (e *ehr) audits(limit int) (out []access.Record) {
	e.t.Helper()
	err := e.house.DB.View(e.t.Context(), store.Scope{System: true}, func(v *store.View) (err error) { out, err = v.Audits(access.Query{Limit: limit}); return err })
	if err != nil {
		e.t.Fatal(err)
	}
	return out
}

// A condition is a search: who may create and not search is not told who is here.
func TestConditionNeedsASearch(t *testing.T) {
	e := newEHR(t)
	e.world()
	const patient = `{"resourceType":"Patient","name":[{"family":"New"}]}`
	c := e.scoped("system/Patient.c system/Observation.c")
	code, b := c.send("POST", "/Patient", []byte(patient), "If-None-Exist", "identifier=urn:mrn|P-1")
	if code != 403 || strings.Contains(string(b), "Quintero") {
		t.Errorf("a conditional create without search: %d %s", code, b)
	}
	for _, entry := range []string{`{"request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=urn:mrn|P-1"},"resource":` + patient + `}`,
		`{"request":{"method":"POST","url":"Observation"},"resource":{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient?identifier=urn:mrn|P-1"}}}`} {
		if code, b := c.send("POST", "", []byte(`{"resourceType":"Bundle","type":"transaction","entry":[`+entry+`]}`)); code != 403 && code != 400 || !strings.Contains(string(b), "Patient.s") {
			t.Errorf("in a transaction: %d %s", code, b)
		}
	}
	c = e.scoped("system/Patient.cs")
	if code, b := c.send("POST", "/Patient", []byte(patient), "If-None-Exist", "identifier=urn:mrn|P-1"); code != 200 {
		t.Errorf("with search: %d %s", code, b)
	}
}

// Who is turned away is on record, with what was tried, whether it is not
// theirs to know of or beyond their scopes.
func TestRefusalsAreOnRecord(t *testing.T) {
	e := newEHR(t)
	w := e.world()
	s := e.admit("stranger-ehr", false, "other")
	for _, x := range []struct {
		by         *ehr
		method, of string
		want       int
		object     string
	}{{s, "GET", "/" + w["Patient"], 404, w["Patient"]}, {s, "GET", "/" + w["ServiceRequest"], 404, w["ServiceRequest"]}, {s, "GET", "/" + w["DocumentReference"] + "/_history/1", 404, w["DocumentReference"]},
		{e.scoped("system/Task.rs"), "GET", "/" + w["Patient"], 403, ""}, {e.scoped("system/Task.rs"), "GET", "/Patient?name=Quintero", 403, ""}, {s, "GET", "/Patient/Quintero", 404, ""}} {
		if code, _ := x.by.send(x.method, x.of, nil); code != x.want {
			t.Errorf("%s: %d", x.of, code)
		}
		r := e.audits(1)[0]
		if r.Outcome != access.Minor || r.Client == "" || x.object != "" && r.Object != x.object || strings.Contains(r.Object, "Quintero") {
			t.Errorf("%s %s is on record as %+v", x.method, x.of, r)
		}
	}
}

// A name that cannot stand on one line beside others is refused, with its
// place, and the same by an update.
func TestNamesThatCannotBeShown(t *testing.T) {
	e := newEHR(t)
	long := strings.Repeat("x", 5000)
	for _, x := range []struct{ kind, body, where string }{
		{"Patient", `{"resourceType":"Patient","name":[{"family":"` + long + `"}]}`, "Patient.name.family"},
		{"Patient", `{"resourceType":"Patient","name":[{"family":"A","given":["evil\u202Egpj"]}]}`, "Patient.name.given"},
		{"Patient", `{"resourceType":"Patient","name":[{"family":"A"}],"telecom":[{"system":"phone","value":"1\u20662"}]}`, "Patient.telecom"},
		{"Patient", `{"resourceType":"Patient","name":[{"family":"A\nB"}]}`, "Patient.name.family"},
		{"Practitioner", `{"resourceType":"Practitioner","name":[{"family":"` + long + `"}]}`, "Practitioner.name.family"},
		{"Organization", `{"resourceType":"Organization","name":"a\u2028b"}`, "Organization.name"},
		{"Location", `{"resourceType":"Location","name":"` + long + `"}`, "Location.name"},
		{"HealthcareService", `{"resourceType":"HealthcareService","name":"a\u202Eb","providedBy":{"reference":"Organization/home"}}`, "HealthcareService.name"},
	} {
		code, b := e.send("POST", "/"+x.kind, []byte(x.body))
		if code != 422 || !strings.Contains(string(b), `"`+x.where+`"`) || strings.Contains(string(b), "xxx") {
			t.Errorf("%.60s: %d %.300s", x.body, code, b)
		}
	}
	p := e.call(201, "POST", "/Patient", `{"resourceType":"Patient","name":[{"family":"محمد"}]}`)["id"].(string)
	if code, b := e.send("PUT", "/Patient/"+p, []byte(`{"resourceType":"Patient","id":"`+p+`","name":[{"family":"\u202Ea"}]}`)); code != 422 {
		t.Errorf("by an update: %d %s", code, b)
	}
}

// A reference is to a type its element may refer to, by itself, in another
// server's words, contained, or as an entry of the same transaction.
func TestReferencesAreToWhatTheElementAllows(t *testing.T) {
	e := newEHR(t)
	w := e.world()
	observed := func(subject, more string) string {
		return `{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"` + subject + `"}` + more + `}`
	}
	wrong := func(what, path, body string) {
		t.Helper()
		if code, b := e.send("POST", path, []byte(body)); code != 400 || !strings.Contains(string(b), `"value"`) || !strings.Contains(string(b), "refers to") || !strings.Contains(string(b), ".reference") {
			t.Errorf("%s: %d %.400s", what, code, b)
		}
	}
	for _, to := range []string{w["AuditEvent"], w["Task"], "Binary/none", "https://ehr.example.org/fhir/Practitioner/1", "Practitioner?identifier=urn:staff|44"} {
		wrong(to, "/Observation", observed(to, ""))
	}
	wrong("contained", "/Observation", observed("#d", `,"contained":[{"resourceType":"Medication","id":"d"}]`))
	wrong("a beneficiary that is nobody", "/Coverage", `{"resourceType":"Coverage","status":"active","beneficiary":{"reference":"`+w["Organization"]+`"},"payor":[{"reference":"Organization/home"}]}`)
	org := entry("urn:uuid:1", "POST", "Organization", `{"resourceType":"Organization","name":"B"}`, "")
	wrong("an entry", "", in("transaction", org, entry("urn:uuid:2", "POST", "Observation", observed("urn:uuid:1", ""), "")))
	patient := entry("urn:uuid:1", "POST", "Patient", `{"resourceType":"Patient","name":[{"family":"B"}]}`, "")
	e.call(200, "POST", "", in("transaction", patient, entry("urn:uuid:2", "POST", "Observation", observed("urn:uuid:1", ""), "")))
	for _, to := range []string{w["Patient"], w["Location"], "urn:uuid:5a1d9c1e-1111-4222-8333-944455556666", "https://ehr.example.org/fhir/Group/1", "https://ehr.example.org/thing"} {
		e.call(201, "POST", "/Observation", observed(to, ""))
	}
}

// A chain is a search of what it goes through: a token without that is refused,
// whether somebody has the identifier or not.
func TestAChainNeedsTheScopeOfWhatItGoesThrough(t *testing.T) {
	e := newEHR(t)
	e.world()
	c := e.scoped("system/Task.rs system/ServiceRequest.rs")
	for _, q := range []string{"/Task?patient.identifier=urn:mrn|P-1", "/Task?patient.identifier=urn:mrn|none", "/ServiceRequest?subject.identifier=urn:mrn|P-1", "/ServiceRequest?subject:Patient.identifier=P-1", "/Task?owner.identifier=http://hl7.org/fhir/sid/us-npi|1234567893"} {
		if code, b := c.send("GET", q, nil); code != 403 || !strings.Contains(string(b), "system/") {
			t.Errorf("%s: %d %.200s", q, code, b)
		}
	}
	if got := e.scoped("system/Task.rs system/Patient.s").found("/Task?patient.identifier=urn:mrn|P-1"); len(got) == 0 {
		t.Errorf("with the scope nothing is found")
	}
}
