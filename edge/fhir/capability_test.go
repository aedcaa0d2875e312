package fhir_test

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"referd/wire/r4"
)

// asks are, for each parameter of each type, a value that finds the world's
// resource and one that does not. $X$ is the world's X.
var asks = map[string]map[string][2]string{
	"Patient": {"identifier": {"urn:mrn|P-1", "urn:mrn|P-2"}, "name": {"Quintero", "Nobody"}, "family": {"Quintero", "Luz"}, "given": {"Luz", "Quintero"}, "birthdate": {"1961-11-12", "1961-11-13"}, "gender": {"female", "male"},
		"telecom": {"phone|(555) 010-7788", "phone|(555) 010-7789"}, "address-postalcode": {"01107", "02139"}, "active": {"true", "false"}, "link": {"$other$", "Patient/none"}, "organization": {"Organization/home", "Organization/far"}},
	"Practitioner":     {"identifier": {"urn:staff|44", "urn:staff|45"}, "name": {"Okafor", "Nobody"}, "family": {"Okafor", "Ngozi"}, "given": {"Ngozi", "Okafor"}, "active": {"true", "false"}},
	"PractitionerRole": {"identifier": {"urn:role|r1", "urn:role|r2"}, "practitioner": {"$Practitioner$", "Practitioner/none"}, "organization": {"$Organization$", "Organization/home"}, "specialty": {"207RC0000X", "207N00000X"}, "active": {"true", "false"}},
	"Organization":     {"identifier": {"http://hl7.org/fhir/sid/us-npi|1234567893", "http://hl7.org/fhir/sid/us-npi|1"}, "name": {"Maple Street Heart", "Nowhere"}, "address": {"Springfield", "Boston"}, "active": {"true", "false"}, "type": {"prov", "dept"}},
	"Location":         {"identifier": {"urn:place|B2", "urn:place|B3"}, "name": {"Second Floor", "Third Floor"}, "address": {"Springfield", "Boston"}, "status": {"active", "inactive"}, "organization": {"$Organization$", "Organization/home"}},
	"HealthcareService": {"identifier": {"urn:service|s1", "urn:service|s2"}, "name": {"Rhythm clinic", "Rash clinic"}, "organization": {"$Organization$", "Organization/home"}, "specialty": {"http://nucc.org/provider-taxonomy|207RC0000X", "207N00000X"},
		"service-type": {"cons", "surg"}, "active": {"true", "false"}, "location": {"$Location$", "Location/none"}},
	"ServiceRequest": {"identifier": {"urn:order|O-1", "urn:order|O-0"}, "patient": {"$Patient$", "$other$"}, "subject": {"$Patient$", "$other$"}, "status": {"active", "revoked"}, "intent": {"order", "plan"}, "category": {"http://snomed.info/sct|3457005", "1"},
		"code": {"103696004", "1"}, "authored": {"2026-05-20", "2026-05-21"}, "requester": {"$Practitioner$", "Practitioner/none"}, "performer": {"$HealthcareService$", "HealthcareService/cardio"}, "priority": {"asap", "routine"},
		"requisition": {"urn:req|Q-1", "urn:req|Q-2"}, "based-on": {"$first$", "$ServiceRequest$"}, "replaces": {"$first$", "$ServiceRequest$"}},
	"Task": {"identifier": {"urn:task|T-1", "urn:task|T-2"}, "group-identifier": {"urn:group|G-1", "urn:group|G-2"}, "patient": {"$Patient$", "$other$"}, "subject": {"$Patient$", "$other$"}, "focus": {"$ServiceRequest$", "$first$"}, "based-on": {"$ServiceRequest$", "$first$"},
		"code": {"fulfill", "abort"}, "status": {"in-progress", "rejected"}, "business-status": {"preliminary-outcome", "sent"}, "intent": {"order", "plan"}, "owner": {"$Organization$", "Organization/home"}, "requester": {"$Practitioner$", "Practitioner/none"}, "priority": {"asap", "routine"},
		"period": {"ge2026-05-21", "lt2026-05-21"}, "authored-on": {"2026-05-20", "2026-05-19"}, "modified": {"ge2026-06-01", "lt2026-06-01"}, "part-of": {"$firstTask$", "$Task$"}},
	"Appointment": {"identifier": {"urn:visit|V-1", "urn:visit|V-2"}, "patient": {"$Patient$", "$other$"}, "actor": {"$Practitioner$", "Practitioner/none"}, "date": {"2026-06-09", "2026-06-10"}, "status": {"booked", "cancelled"}, "service-type": {"urn:type|cons", "surg"}, "slot": {"$slot$", "Slot/none"}, "based-on": {"$ServiceRequest$", "$first$"}},
	"DocumentReference": {"identifier": {"urn:doc|D-1", "urn:doc|D-2"}, "patient": {"$Patient$", "$other$"}, "subject": {"$Patient$", "$other$"}, "category": {"clinical-note", "imaging"}, "type": {"http://loinc.org|57133-1", "11488-4"}, "date": {"2026-05-20", "2026-05-21"}, "period": {"2026-05", "2026-06"},
		"related": {"$ServiceRequest$", "$first$"}, "relatesto": {"$before$", "DocumentReference/none"}, "security-label": {"N", "R"}, "status": {"current", "superseded"}},
	"DiagnosticReport": {"identifier": {"urn:report|R-1", "urn:report|R-2"}, "patient": {"$Patient$", "$other$"}, "subject": {"$Patient$", "$other$"}, "category": {"LP29708-2", "LAB"}, "code": {"11488-4", "1"}, "date": {"2026-05-30", "2026-05-31"}, "issued": {"2026-05-31", "2026-05-30"}, "status": {"preliminary", "final"}, "based-on": {"$ServiceRequest$", "$first$"}},
	"Communication":    {"identifier": {"urn:msg|M-1", "urn:msg|M-2"}, "patient": {"$Patient$", "$other$"}, "subject": {"$Patient$", "$other$"}, "based-on": {"$ServiceRequest$", "$first$"}, "part-of": {"$earlier$", "Communication/none"}, "sent": {"2026-05-30", "2026-05-31"}, "sender": {"$Practitioner$", "Practitioner/none"}, "recipient": {"$Organization$", "Organization/home"}, "status": {"completed", "stopped"}},
	"Provenance":       {"target": {"$Patient$", "$other$"}, "patient": {"$Patient$", "$other$"}, "recorded": {"2026-05-20", "2026-05-21"}, "agent": {"$Practitioner$", "Practitioner/none"}},
	"AuditEvent":       {"patient": {"$Patient$", "Patient/none"}, "date": {"ge2020-01-01", "lt2020-01-01"}, "agent": {"Practitioner/none", "Practitioner/none"}, "entity": {"$Patient$", "Patient/none"}, "type": {"rest", "login"}, "subtype": {"create,update,search-type,read", "transaction"}, "action": {"C,R,U", "D"}, "outcome": {"0", "12"}},
}

// The CapabilityStatement is R4, names what is served, each thing it names is
// served, and what it does not name is not.
func TestMetadataIsTrue(t *testing.T) {
	e := newEHR(t)
	w := e.world()
	code, raw := e.send("GET", "/metadata", nil)
	if _, err := r4.Accept(raw, 0); err != nil || code != 200 {
		t.Fatalf("the CapabilityStatement is no R4: %v", err)
	}
	rest := e.call(200, "GET", "/metadata", "")["rest"].([]any)[0].(map[string]any)
	named := map[string]bool{}
	for _, x := range rest["resource"].([]any) {
		c := x.(map[string]any)
		kind := c["type"].(string)
		named[kind] = true
		if id := w[kind]; id != "" {
			t.Run(kind, func(t *testing.T) {
				e := *e
				e.t = t
				e.interactions(c, kind, id)
				e.parameters(c, kind, w)
				e.includes(c, kind, w)
			})
		} else if kind != "Binary" {
			e.keepsAsItCame(c, kind)
		}
	}
	for kind := range asks {
		if !named[kind] {
			t.Errorf("%s is served and not named", kind)
		}
	}
	for _, path := range []string{"/Patient/$match", "/Patient/" + nobody + "/_history", "/_history", "/Patient/" + nobody + "/$everything", "/Nothing"} {
		if code, _ := e.send("GET", path, nil); code != 404 && code != 405 {
			t.Errorf("%s is not named and answers %d", path, code)
		}
	}
	for _, i := range rest["interaction"].([]any) {
		e.call(200, "POST", "", `{"resourceType":"Bundle","type":"`+i.(map[string]any)["code"].(string)+`","entry":[{"request":{"method":"GET","url":"`+w["Patient"]+`"}}]}`)
	}
}

const nobody = "00000000000000000000"

func codes(c map[string]any) (out []string) {
	for _, i := range c["interaction"].([]any) {
		out = append(out, i.(map[string]any)["code"].(string))
	}
	return out
}

// interactions tries every interaction of a type: those named succeed, the
// others are refused as what they are.
func (e *ehr) interactions(c map[string]any, kind, id string) {
	e.t.Helper()
	have := codes(c)
	can := func(name string) bool { return slices.Contains(have, name) }
	_, body := e.send("GET", "/"+id, nil)
	tries := map[string]func() int{
		"read":        func() int { code, _ := e.send("GET", "/"+id, nil); return code },
		"vread":       func() int { code, _ := e.send("GET", "/"+id+"/_history/1", nil); return code },
		"search-type": func() int { code, _ := e.send("GET", "/"+kind+"?_id="+id[len(kind)+1:], nil); return code },
		"create": func() int {
			code, _ := e.send("POST", "/"+kind, body)
			if code == 409 || code == 422 || code == 400 {
				return 201 // served: what it says of this one is another test's matter
			}
			return code
		},
		"update": func() int {
			_, now := e.send("GET", "/"+id, nil)
			code, _ := e.send("PUT", "/"+id, now, "If-Match", e.etag)
			return code
		},
		"patch": func() int {
			e.send("GET", "/"+id, nil)
			code, _ := e.send("PATCH", "/"+id, []byte(`[]`), "If-Match", e.etag, "Content-Type", "application/json-patch+json")
			return code
		},
		"delete": func() int { code, _ := e.send("DELETE", "/"+id, nil); return code },
	}
	for _, name := range slices.Sorted(maps.Keys(tries)) {
		switch code := tries[name](); {
		case can(name) && code != 200 && code != 201:
			e.t.Errorf("%s is named and answers %d", name, code)
		case !can(name) && code != 405:
			e.t.Errorf("%s is not named and answers %d", name, code)
		}
	}
	if can("search-type") {
		if code, _ := e.send("POST", "/"+kind+"/_search", []byte("_id="+id[len(kind)+1:]), "Content-Type", "application/x-www-form-urlencoded"); code != 200 {
			e.t.Errorf("_search by POST answers %d", code)
		}
	}
	if c["conditionalRead"] == "full-support" {
		if code, _ := e.send("GET", "/"+id, nil, "If-None-Match", e.tagOf(id)); code != 304 {
			e.t.Errorf("a conditional read answers %d", code)
		}
	}
	if code, _ := e.send("PUT", "/"+kind+"?identifier=urn:none|none", body); (code == 405) == (c["conditionalUpdate"] == true) {
		e.t.Errorf("a conditional update is named: %v, and answers %d", c["conditionalUpdate"], code)
	}
	if c["versioning"] == "versioned-update" {
		if code, _ := e.send("PUT", "/"+id, body); code != 428 {
			e.t.Errorf("an update without If-Match answers %d", code)
		}
	}
}

func (e *ehr) tagOf(id string) string { e.send("GET", "/"+id, nil); return e.etag }

// parameters asks by every parameter and every modifier and chain it documents.
func (e *ehr) parameters(c map[string]any, kind string, w map[string]string) {
	e.t.Helper()
	id := w[kind]
	own := id[len(kind)+1:]
	table := map[string][2]string{"_id": {own, nobody}, "_lastUpdated": {"ge2026-05-01", "lt2026-05-01"}}
	if kind == "AuditEvent" {
		table["_lastUpdated"] = [2]string{"ge2020-01-01", "lt2020-01-01"}
	}
	maps.Copy(table, asks[kind])
	fill := func(s string) string {
		for name, id := range w {
			s = strings.ReplaceAll(s, "$"+name+"$", id)
		}
		return s
	}
	finds := func(name, value string, want bool) {
		e.t.Helper()
		q := url.Values{name: {value}, "_count": {"200"}}
		if !strings.HasPrefix(name, "_id") && strings.Contains(name, ":") && want && kind != "AuditEvent" {
			q.Set("_id", own)
		}
		b := e.call(200, "GET", "/"+kind+"?"+q.Encode(), "", "Prefer", "handling=strict")
		self := b["link"].([]any)[0].(map[string]any)["url"].(string)
		if !strings.Contains(self, url.QueryEscape(name)+"=") {
			e.t.Errorf("%s=%s was not understood: %s", name, value, self)
		}
		list, _ := b["entry"].([]any)
		there := slices.ContainsFunc(list, func(x any) bool {
			return x.(map[string]any)["resource"].(map[string]any)["id"] == own
		})
		if there != want {
			e.t.Errorf("%s?%s=%s: found %v, want %v", kind, name, value, there, want)
		}
	}
	declared := map[string]bool{}
	for _, x := range c["searchParam"].([]any) {
		p := x.(map[string]any)
		name := p["name"].(string)
		declared[name] = true
		a, ok := table[name]
		if !ok {
			e.t.Errorf("%s is named and nobody has tried it", name)
			continue
		}
		hit, miss := fill(a[0]), fill(a[1])
		if kind == "AuditEvent" && name == "agent" { // its agents are clients, who are no resources
			finds(name, miss, false)
			continue
		}
		if name != "_lastUpdated" || kind != "Provenance" {
			finds(name, hit, true)
		}
		finds(name, miss, false)
		e.modified(p, hit, miss, finds)
		if kind != "AuditEvent" && kind != "Provenance" {
			e.call(200, "GET", "/"+kind+"?_sort=-"+name+"&_id="+own, "", "Prefer", "handling=strict")
		}
	}
	for name := range table {
		if !declared[name] {
			e.t.Errorf("%s is served and not named", name)
		}
	}
	e.call(400, "GET", "/"+kind+"?frobnicate=1&_id="+own, "", "Prefer", "handling=strict")
	lenient := e.call(200, "GET", "/"+kind+"?frobnicate=1&_id="+own, "")
	if self := lenient["link"].([]any)[0].(map[string]any)["url"].(string); strings.Contains(self, "frobnicate") {
		e.t.Errorf("what was not understood stands in the self link")
	}
	if first, ok := table["identifier"]; ok {
		e.call(400, "GET", "/"+kind+"?identifier:frobnicate="+url.QueryEscape(first[0]), "")
	}
}

// modified tries the modifiers and the chains a parameter documents.
func (e *ehr) modified(p map[string]any, hit, miss string, finds func(string, string, bool)) {
	e.t.Helper()
	name, kind := p["name"].(string), p["type"].(string)
	mods, chain, _ := strings.Cut(strings.TrimSuffix(p["documentation"].(string), "."), ". Chain: ")
	for _, m := range strings.Split(strings.TrimPrefix(mods, "Modifiers: "), ", ") {
		switch {
		case m == "missing" && name != "_id":
			finds(name+":missing", "false", true)
			finds(name+":missing", "true", false)
		case m == "missing":
		case m == "not" && name != "_id":
			finds(name+":not", miss, true)
			finds(name+":not", hit, false)
		case m == "not":
			finds(name+":not", hit, false)
		case m == "exact":
			finds(name+":exact", hit, true)
			finds(name+":exact", strings.ToUpper(hit)+"x", false)
		case m == "contains":
			finds(name+":contains", hit[1:len(hit)-1], true)
			finds(name+":contains", "zz"+hit, false)
		case kind == "reference":
			of, id, _ := strings.Cut(hit, "/")
			finds(name+":"+m, id, of == m)
		default:
			e.t.Errorf("%s:%s is documented and nobody has tried it", name, m)
		}
	}
	for c := range strings.SplitSeq(chain, ". Chain: ") {
		switch c {
		case "":
		case "patient.identifier", "subject.identifier":
			finds(c, "urn:mrn|P-1", true)
			finds(c, "urn:mrn|P-2", false)
		case "owner.identifier":
			finds(c, "http://hl7.org/fhir/sid/us-npi|1234567893", true)
			finds(c, "http://hl7.org/fhir/sid/us-npi|1", false)
		case "requester.identifier":
			if e.t.Name() == "TestMetadataIsTrue/ServiceRequest" {
				finds(c, "urn:staff|44", true)
			}
			finds(c, "urn:staff|45", false)
		default:
			e.t.Errorf("the chain %s is documented and nobody has tried it", c)
		}
	}
}

// includes follows every include both ways.
func (e *ehr) includes(c map[string]any, kind string, w map[string]string) {
	e.t.Helper()
	own := w[kind][len(kind)+1:]
	target := func(of, name string) string {
		s := asks[of][name][0]
		for n, id := range w {
			s = strings.ReplaceAll(s, "$"+n+"$", id)
		}
		return s
	}
	list, _ := c["searchInclude"].([]any)
	for _, x := range list {
		name := strings.TrimPrefix(x.(string), kind+":")
		got := e.found("/" + kind + "?_id=" + own + "&_include=" + x.(string))
		if name == "*" || kind == "AuditEvent" {
			continue
		}
		if to := target(kind, name); !slices.Contains(got, to) {
			e.t.Errorf("_include=%s does not bring %s: %v", x, to, got)
		}
	}
	back, _ := c["searchRevInclude"].([]any)
	for _, x := range back {
		of, name, _ := strings.Cut(x.(string), ":")
		got := e.found("/" + kind + "?_id=" + own + "&_revinclude=" + x.(string))
		if to := target(of, name); to == w[kind] && of != "AuditEvent" && !slices.Contains(got, w[of]) {
			e.t.Errorf("_revinclude=%s does not bring %s: %v", x, w[of], got)
		}
	}
}

// keepsAsItCame holds the types that are not served to what is said of them.
func (e *ehr) keepsAsItCame(c map[string]any, kind string) {
	e.t.Helper()
	if have := codes(c); !slices.Equal(have, []string{"read", "vread", "create", "update", "patch"}) {
		e.t.Errorf("%s: %v", kind, have)
	}
	for _, x := range []struct {
		want         int
		method, path string
		body         string
	}{{404, "GET", "/" + nobody, ""}, {404, "GET", "/" + nobody + "/_history/1", ""}, {405, "GET", "?_id=" + nobody, ""}, {405, "DELETE", "/" + nobody, ""}} {
		if code, _ := e.send(x.method, "/"+kind+x.path, []byte(x.body)); code != x.want {
			e.t.Errorf("%s %s%s: %d, want %d", x.method, kind, x.path, code, x.want)
		}
	}
	code, body := e.send("POST", "/"+kind, []byte(`{"resourceType":"`+kind+`"}`))
	if code != 201 && (code != 400 || !strings.Contains(string(body), `"required"`) && !strings.Contains(string(body), `"invariant"`)) {
		e.t.Errorf("POST %s: %d %.200s", kind, code, body)
	}
}
