package fhir_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"

	"referd/desk/desktest"
)

// A sender whose record has no number writes "system|": that names nobody, and
// least of all the one patient this client sees.
func TestAnIdentifierWithoutAValueIsNobodys(t *testing.T) {
	e := newEHR(t).admit("lone", false, "other")
	p := "Patient/" + e.call(201, "POST", "/Patient", `{"resourceType":"Patient","identifier":[{"system":"urn:mrn","value":"7"}],"name":[{"family":"Onlyone"}]}`)["id"].(string)
	for _, cond := range []string{"identifier=urn:mrn|", "identifier=|", "identifier=urn:else|", "identifier="} {
		e.call(400, "POST", "/Patient", `{"resourceType":"Patient","name":[{"family":"Somebody"}]}`, "If-None-Exist", cond)
		e.call(400, "POST", "/Observation", `{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient?`+cond+`"}}`)
		e.call(400, "POST", "", in("transaction", entry("urn:uuid:1", "POST", "Patient", `{"resourceType":"Patient","name":[{"family":"Somebody"}]}`, `,"ifNoneExist":"`+cond+`"`)))
	}
	for query, want := range map[string]int{"urn:mrn|": 1, "urn:mrn|7": 1, "7": 1, "urn:else|": 0, "urn:else|7": 0, "|7": 0, "|": 0} {
		if got := e.found("/Patient?identifier=" + query); len(got) != want || want == 1 && got[0] != p {
			t.Errorf("identifier=%s finds %v", query, got)
		}
	}
	e.call(400, "GET", "/ServiceRequest?patient.identifier=urn:mrn|", "")
	made := e.call(201, "POST", "/Patient", `{"resourceType":"Patient","name":[{"family":"Unnumbered"}]}`, "If-None-Exist", "identifier=|7")
	if "Patient/"+made["id"].(string) == p {
		t.Error("a number of no system is taken for one of a system")
	}
}

// A system that acts for both sides refers the same patient again: the record
// the house made for the receiver is the same person, and no second match.
func TestWhoActsForBothSidesRefersAPatientTwice(t *testing.T) {
	e := newEHR(t).admit("both", false, "home", "clinic")
	send := func(n int) (patient, task string) {
		out := e.call(200, "POST", "", in("transaction",
			entry("urn:uuid:1", "POST", "Patient", `{"resourceType":"Patient","identifier":[{"system":"urn:mrn","value":"8"}],"name":[{"family":"Again"}],"birthDate":"1970-01-01"}`, `,"ifNoneExist":"identifier=urn:mrn|8"`),
			entry("urn:uuid:2", "POST", "ServiceRequest", fmt.Sprintf(`{"resourceType":"ServiceRequest","identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:o","value":"b%d"}],"status":"active","intent":"order","subject":{"reference":"urn:uuid:1"},"requester":{"reference":"Practitioner/dr-doc"},"performer":[{"reference":"HealthcareService/cardio"}]}`, n), ""),
			entry("urn:uuid:3", "POST", "Task", `{"resourceType":"Task","status":"requested","intent":"order","focus":{"reference":"urn:uuid:2"}}`, "")))["entry"].([]any)
		at := func(i int) string {
			s := out[i].(map[string]any)["response"].(map[string]any)["location"].(string)
			s, _, _ = strings.Cut(strings.TrimPrefix(s, "http://house/fhir/R4/"), "/_history")
			return s
		}
		return at(0), at(2)
	}
	first, task := send(1)
	was := e.call(200, "GET", "/"+task, "")
	was["status"] = "accepted"
	b, err := json.Marshal(was)
	if err != nil {
		t.Fatal(err)
	}
	e.call(200, "PUT", "/"+task, string(b), "If-Match", e.etag)
	if got := e.found("/Patient?identifier=urn:mrn|8"); len(got) != 2 {
		t.Fatalf("the receiver has no record of its own: %v", got)
	}
	if again, _ := send(2); again != first {
		t.Errorf("referred again, %s is %s", first, again)
	}
	got := e.call(201, "POST", "/Observation", `{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient?identifier=urn:mrn|8"}}`)
	if s := got["subject"].(map[string]any)["reference"]; s != first {
		t.Errorf("a reference by number is %v, want %s", s, first)
	}
	e.call(201, "POST", "/Patient", `{"resourceType":"Patient","identifier":[{"system":"urn:mrn","value":"8"}],"name":[{"family":"Stranger"}]}`)
	e.call(412, "POST", "/Patient", `{"resourceType":"Patient","name":[{"family":"Again"}]}`, "If-None-Exist", "identifier=urn:mrn|8")
}

// Who prefers an OperationOutcome gets one for each entry that wrote, and who
// prefers nothing gets nothing; what was read is read all the same.
func TestEachEntryIsAnsweredAsPreferred(t *testing.T) {
	e := newEHR(t)
	for _, kind := range []string{"transaction", "batch"} {
		for _, prefer := range []string{"OperationOutcome", "minimal", "representation"} {
			out := e.call(200, "POST", "", in(kind, entry("", "POST", "Patient", `{"resourceType":"Patient","name":[{"family":"`+prefer+`"}],"photo":[{"title":"x"}]}`, ""), entry("", "GET", "Organization/home", "", "")), "Prefer", "return="+prefer)["entry"].([]any)
			wrote, read := out[0].(map[string]any), out[1].(map[string]any)
			oo, _ := wrote["response"].(map[string]any)["outcome"].(map[string]any)
			if (oo["resourceType"] == "OperationOutcome") != (prefer == "OperationOutcome") || (wrote["resource"] != nil) != (prefer == "representation") {
				t.Errorf("%s, %s: %v", kind, prefer, wrote)
			}
			if prefer == "OperationOutcome" && !strings.Contains(fmt.Sprint(oo), "Patient.photo") {
				t.Errorf("%s: it does not say what is kept and not read: %v", kind, oo)
			}
			if read["resource"] == nil {
				t.Errorf("%s, %s: nothing was read: %v", kind, prefer, read)
			}
		}
	}
}

// A commit sees the record of acts alone: rather than an audit with holes, a
// transaction is refused one. A batch reads it.
func TestATransactionIsRefusedTheAudit(t *testing.T) {
	e := newEHR(t)
	p := e.call(201, "POST", "/Patient", `{"resourceType":"Patient","name":[{"family":"P"}]}`)["id"].(string)
	e.call(200, "GET", "/Patient/"+p, "")
	seen := e.found("/AuditEvent?patient=Patient/" + p)[0]
	for _, url := range []string{seen, "AuditEvent?patient=Patient/" + p} {
		got := e.call(422, "POST", "", in("transaction", entry("", "GET", url, "", "")))
		if s := fmt.Sprint(got); !strings.Contains(s, "batch") || !strings.Contains(s, "Bundle.entry[0]") {
			t.Errorf("%s: %s", url, s)
		}
		out := e.call(200, "POST", "", in("batch", entry("", "GET", url, "", "")))["entry"].([]any)[0].(map[string]any)
		if s := fmt.Sprint(out["response"]); !strings.Contains(s, "200") {
			t.Errorf("a batch: %s", s)
		}
	}
}

// An entry of a batch that is not valid is refused by itself, and says where;
// the others are done. Of a transaction it refuses all.
func TestAnInvalidEntryOfABatchHarmsNoOther(t *testing.T) {
	e := newEHR(t)
	bad := entry("", "POST", "Patient", `{"resourceType":"Patient","birthDate":"soon","name":[{"family":"Bad"}]}`, "")
	good := entry("", "POST", "Patient", `{"resourceType":"Patient","name":[{"family":"Good"}]}`, "")
	strange := entry("", "POST", "Patient", `{"resourceType":"Patient","strange":1}`, "")
	out := e.call(200, "POST", "", in("batch", bad, good, strange))["entry"].([]any)
	for i, want := range []string{"400", "201", "400"} {
		r := out[i].(map[string]any)["response"].(map[string]any)
		if got := r["status"].(string); !strings.HasPrefix(got, want) {
			t.Errorf("entry %d: %s, want %s", i, got, want)
		}
		if s := fmt.Sprint(r["outcome"]); want == "400" && !strings.Contains(s, fmt.Sprintf("Bundle.entry[%d].resource.%s", i, []string{"birthDate", "", "strange"}[i])) {
			t.Errorf("entry %d does not say where: %s", i, s)
		}
	}
	if got := e.found("/Patient?name=Bad"); len(got) != 0 {
		t.Errorf("what is not valid is here: %v", got)
	}
	e.call(400, "POST", "", in("batch", good, `{"request":{"method":"SEND","url":"Patient"}}`))
	e.call(400, "POST", "", in("transaction", bad, good))
	if got := e.found("/Patient?name=Good"); len(got) != 1 {
		t.Errorf("a refused bundle has written: %v", got)
	}
}

// The same organization, clinician and patient told of by two systems many times
// at the same moment are one each, whatever each of them had read before.
func TestManyTellOfTheSameAtOnce(t *testing.T) {
	desktest.Both(t, manyTell)
}

func manyTell(t *testing.T, h *desktest.House) {
	e := newEHROn(t, h)
	by := []*ehr{e.admit("one", false, "home"), e.admit("two", false, "home")}
	for _, x := range []struct{ kind, body, cond string }{
		{"Organization", `{"resourceType":"Organization","name":"Once","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}]}`, ""},
		{"Practitioner", `{"resourceType":"Practitioner","name":[{"family":"Once"}],"identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1245319599"}]}`, ""},
		{"Patient", `{"resourceType":"Patient","name":[{"family":"Once"}],"identifier":[{"system":"urn:mrn","value":"11"}]}`, "identifier=urn:mrn|11"},
	} {
		var all sync.WaitGroup
		var mu sync.Mutex
		got := map[string]int{}
		for i := range 16 {
			all.Go(func() {
				path, send, more := "/"+x.kind, []byte(x.body), []string{"If-None-Exist", x.cond}
				if i%4 > 1 {
					also := entry("", "POST", "Basic", fmt.Sprintf(`{"resourceType":"Basic","code":{"text":"%d"},"author":{"reference":"urn:uuid:1"}}`, i), "")
					path, send, more = "", []byte(in("transaction", entry("urn:uuid:1", "POST", x.kind, x.body, `,"ifNoneExist":"`+x.cond+`"`), also)), nil
				}
				if x.cond == "" {
					more, send = nil, bytes.Replace(send, []byte(`,"ifNoneExist":""`), nil, 1)
				}
				code, b := by[i%2].send("POST", path, send, more...)
				id := regexp.MustCompile(`(?:` + x.kind + `/|^\{"resourceType":"[A-Za-z]+","id":")([a-z0-9]{20})`).FindSubmatch(b)
				mu.Lock()
				defer mu.Unlock()
				if code >= 300 || id == nil {
					t.Errorf("%d: %d %.300s", i, code, b)
					return
				}
				got[string(id[1])]++
			})
		}
		if all.Wait(); len(got) != 1 {
			t.Errorf("%s: %d of one: %v", x.kind, len(got), got)
		}
	}
}

// A reference by number is what it finds, also where the house acts on it and
// the resource comes by itself.
func TestAReferralByItselfNamesItsPatientByNumber(t *testing.T) {
	e := newEHR(t)
	p := e.call(201, "POST", "/Patient", `{"resourceType":"Patient","identifier":[{"system":"urn:mrn","value":"9"}],"name":[{"family":"Numbered"}]}`)["id"].(string)
	got := e.call(201, "POST", "/ServiceRequest", `{"resourceType":"ServiceRequest","status":"active","intent":"order","subject":{"reference":"Patient?identifier=urn:mrn|9"},"requester":{"reference":"Practitioner/dr-doc"},"performer":[{"reference":"HealthcareService/cardio"}]}`)
	if s := got["subject"].(map[string]any)["reference"]; s != "Patient/"+p {
		t.Errorf("it is of %v, want Patient/%s", s, p)
	}
	if list := e.found("/ServiceRequest?patient=Patient/" + p); len(list) != 1 {
		t.Errorf("the patient has %v", list)
	}
}

// A system may act for two organizations at once: who reads the audit of one is
// not told whom it saw for the other.
func TestTheAuditNamesNobodyOfAnotherOrganization(t *testing.T) {
	e := newEHR(t)
	both, home := e.admit("two-sides", false, "home", "far"), e.admit("home-only", false, "home")
	far := both.call(201, "POST", "/Patient", `{"resourceType":"Patient","name":[{"family":"Faraway"}],"managingOrganization":{"reference":"Organization/far"}}`)["id"].(string)
	near := both.call(201, "POST", "/Patient", `{"resourceType":"Patient","name":[{"family":"Nearby"}],"managingOrganization":{"reference":"Organization/home"}}`)["id"].(string)
	sr := both.call(201, "POST", "/ServiceRequest", `{"resourceType":"ServiceRequest","status":"active","intent":"order","subject":{"reference":"Patient/`+far+`"},"requester":{"reference":"Organization/far"},"performer":[{"reference":"HealthcareService/cardio"}]}`)["id"].(string)
	for _, id := range []string{"/Patient/" + far, "/Patient/" + near, "/ServiceRequest/" + sr} {
		both.call(200, "GET", id, "")
	}
	home.call(404, "GET", "/Patient/"+far, "")
	list := home.call(200, "GET", "/AuditEvent?agent.identifier=two-sides&_count=100", "")
	all := fmt.Sprint(list)
	if strings.Contains(all, "two-sides") == false || !strings.Contains(all, "Patient/"+near) {
		t.Fatalf("the audit of home has nothing of its own: %.500s", all)
	}
	for _, x := range list["entry"].([]any) {
		a := x.(map[string]any)["resource"].(map[string]any)
		one := fmt.Sprint(home.call(200, "GET", "/AuditEvent/"+a["id"].(string), ""))
		for _, s := range []string{fmt.Sprint(a), one} {
			if strings.Contains(s, "two-sides") && (strings.Contains(s, far) || strings.Contains(s, sr)) {
				t.Errorf("it tells of another organization's: %s", s)
			}
		}
	}
	if got := home.found("/AuditEvent?entity=ServiceRequest/" + sr); len(got) != 0 {
		t.Errorf("a foreign referral is on record here: %v", got)
	}
	if got := both.found("/AuditEvent?entity=ServiceRequest/" + sr); len(got) < 2 {
		t.Errorf("who did it does not find it: %v", got)
	}
}

// Who gets another number is found by it, and no longer by the old one.
func TestARenumberedResourceIsFoundByItsNewNumber(t *testing.T) {
	e := newEHR(t).admit("numbers", false, "home")
	of := func(id, number string) string {
		return `{"resourceType":"Location",` + id + `"identifier":[{"system":"urn:site","value":"` + number + `"},{"system":"urn:other","value":"9"}],"name":"Annex","managingOrganization":{"reference":"Organization/home"}}`
	}
	id := e.call(201, "POST", "/Location", of("", "old"))["id"].(string)
	e.call(200, "PUT", "/Location/"+id, of(`"id":"`+id+`",`, "new"), "If-Match", `W/"1"`)
	for number, want := range map[string]int{"urn:site|old": 0, "old": 0, "urn:site|new": 1, "new": 1, "urn:other|9": 1, "9": 1} {
		if got := e.found("/Location?identifier=" + number); len(got) != want {
			t.Errorf("identifier=%s finds %v", number, got)
		}
	}
}
