package fhir_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A system that acts for two organizations is on record under the one it acted
// for: each finds in its audit what was seen and done of its own, and nothing
// of the other's.
func TestTheAuditIsOfWhomItWasFor(t *testing.T) {
	e := newEHR(t)
	two := e.admit("two", false, "home", "other")
	home, other := e.admit("only-home", false, "home"), e.admit("only-other", false, "other")
	patient := func(org string) string {
		return "Patient/" + two.call(201, "POST", "/Patient", `{"resourceType":"Patient","identifier":[{"system":"urn:mrn","value":"`+org+`"}],"name":[{"family":"Shared"}],"managingOrganization":{"reference":"Organization/`+org+`"}}`)["id"].(string)
	}
	mine, theirs := patient("home"), patient("other")
	sr := "ServiceRequest/" + two.call(201, "POST", "/ServiceRequest", `{"resourceType":"ServiceRequest","status":"active","intent":"order","subject":{"reference":"`+theirs+`"},"requester":{"reference":"Organization/other"},"performer":[{"reference":"HealthcareService/far-cardio"}]}`)["id"].(string)
	obs := "Observation/" + two.call(201, "POST", "/Observation", `{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"`+theirs+`"}}`)["id"].(string)
	for _, path := range []string{mine, theirs, sr, obs, "Patient?name=Shared"} {
		two.call(200, "GET", "/"+path, "")
	}
	found := func(by *ehr, query string) (out []string) {
		for _, x := range by.call(200, "GET", "/AuditEvent?agent.identifier=two&_count=100&"+query, "")["entry"].([]any) {
			a := x.(map[string]any)["resource"].(map[string]any)
			out = append(out, a["action"].(string)+" "+fmt.Sprint(a["subtype"].([]any)[0].(map[string]any)["code"]))
		}
		slices.Sort(out)
		return out
	}
	for _, x := range []struct {
		by    *ehr
		query string
		want  string
	}{
		{other, "entity=" + theirs, "C create,C create,C create,R read,R read,R read,R search-type"}, {home, "entity=" + mine, "C create,R read,R search-type"},
		{other, "entity=" + sr, "C create,R read"}, {other, "entity=" + obs, "C create,R read"},
	} {
		if got := strings.Join(found(x.by, x.query), ","); got != x.want {
			t.Errorf("%s finds %s, want %s", x.query, got, x.want)
		}
	}
	for by, foreign := range map[*ehr][]string{home: {theirs, sr, obs}, other: {mine}} {
		all := fmt.Sprint(by.call(200, "GET", "/AuditEvent?agent.identifier=two&_count=100", ""))
		for _, s := range foreign {
			if strings.Contains(all, s) {
				t.Errorf("an audit names another organization's %s", s)
			}
		}
	}
}

// Who acts for both sides of a referral acts for one of them at a time: the
// audit and the ledger say for which.
func TestAnActIsForOneSide(t *testing.T) {
	e := newEHR(t)
	both := e.admit("both", false, "home", "clinic")
	sr := "ServiceRequest/" + both.call(201, "POST", "/ServiceRequest", `{"resourceType":"ServiceRequest","status":"active","intent":"order","subject":{"reference":"Patient/pat00000000000000001"},"requester":{"reference":"Practitioner/dr-doc"},"performer":[{"reference":"HealthcareService/cardio"}]}`)["id"].(string)
	task := both.found("/Task?focus=" + sr)[0]
	acts := func() (orgs string) {
		r := both.audits(1)[0]
		return fmt.Sprint(r.Org, r.Also)
	}
	for _, x := range []struct{ status, want string }{{"accepted", "clinic[]"}, {"cancelled", "home[]"}} {
		if code, why := both.put(task, x.status, "", ""); code != 200 {
			t.Fatal(x.status, code, why)
		}
		if got := acts(); got != x.want {
			t.Errorf("%s was for %s, want %s", x.status, got, x.want)
		}
	}
	if both.call(200, "GET", "/"+sr, ""); acts() != "clinic[home]" {
		t.Errorf("a read was for %s", acts())
	}
	told := map[string]string{}
	for _, x := range both.call(200, "GET", "/Provenance?target="+sr, "")["entry"].([]any) {
		p := x.(map[string]any)["resource"].(map[string]any)
		agent := p["agent"].([]any)[0].(map[string]any)
		if act, ok := p["activity"].(map[string]any)["coding"].([]any)[0].(map[string]any)["code"].(string); ok && agent["onBehalfOf"] != nil {
			told[act] = agent["onBehalfOf"].(map[string]any)["reference"].(string)
		}
	}
	for act, want := range map[string]string{"sent": "Organization/home", "accepted": "Organization/clinic", "cancelled": "Organization/home"} {
		if told[act] != want {
			t.Errorf("%s was for %q, want %s", act, told[act], want)
		}
	}
}
