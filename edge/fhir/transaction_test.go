package fhir_test

import (
	"fmt"
	"strings"
	"testing"

	"referd/desk"
	"referd/desk/lists"
)

func in(kind string, entries ...string) string {
	return `{"resourceType":"Bundle","type":"` + kind + `","entry":[` + strings.Join(entries, ",") + `]}`
}

func entry(full, method, url, resource, more string) string {
	s := `{"request":{"method":"` + method + `","url":"` + url + `"` + more + `}`
	if resource != "" {
		s += `,"resource":` + resource
	}
	if full != "" {
		s += `,"fullUrl":"` + full + `"`
	}
	return s + `}`
}

// A transaction creates, changes and reads, whatever order it is written in; its
// entries refer to one another by urn, by their sender's addresses, by search,
// and in circles.
func TestATransactionOfEveryKindOfEntry(t *testing.T) {
	e := newEHR(t)
	p := e.call(201, "POST", "/Patient", `{"resourceType":"Patient","identifier":[{"system":"urn:t","value":"1"}],"name":[{"family":"Before"}]}`)["id"].(string)
	const there = "https://ehr.example.org/fhir/"
	b := in("transaction",
		entry("", "GET", "Patient/"+p, "", ""),
		entry("", "GET", "Patient?identifier=urn:t|1", "", ""),
		entry(there+"Patient/"+p, "PUT", "Patient/"+p, `{"resourceType":"Patient","id":"`+p+`","identifier":[{"system":"urn:t","value":"1"}],"name":[{"family":"After"}]}`, `,"ifMatch":"W/\"1\""`),
		entry(there+"Condition/c", "POST", "Condition", `{"resourceType":"Condition","subject":{"reference":"Patient?identifier=urn:t|1"},"encounter":{"reference":"Encounter/e"}}`, ""),
		entry(there+"Encounter/e", "POST", "Encounter", `{"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/`+p+`"},"diagnosis":[{"condition":{"reference":"Condition/c"}}],"serviceProvider":{"reference":"Organization/x"}}`, ""),
		entry("urn:uuid:1", "POST", "Patient", `{"resourceType":"Patient","name":[{"family":"Twice"}]}`, `,"ifNoneExist":"identifier=urn:t|1"`),
		entry("urn:uuid:2", "POST", "Observation", `{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"urn:uuid:1"}}`, ""))
	out := e.call(200, "POST", "", b)["entry"].([]any)
	status := func(i int) string { return out[i].(map[string]any)["response"].(map[string]any)["status"].(string)[:3] }
	for i, want := range []string{"200", "200", "200", "201", "201", "200", "201"} {
		if status(i) != want {
			t.Errorf("entry %d: %s, want %s", i, status(i), want)
		}
	}
	if got := fmt.Sprint(out[0]); !strings.Contains(got, "After") {
		t.Errorf("it reads what was before: %s", got)
	}
	at := func(i int) string {
		l := out[i].(map[string]any)["response"].(map[string]any)["location"].(string)
		l, _, _ = strings.Cut(strings.TrimPrefix(l, "http://house/fhir/R4"), "/_history")
		return l
	}
	c, n := e.call(200, "GET", at(3), ""), e.call(200, "GET", at(4), "")
	for what, ok := range map[string]bool{
		"the search found the patient":         strings.Contains(fmt.Sprint(c["subject"]), "Patient/"+p),
		"the condition names the encounter":    strings.Contains(fmt.Sprint(c["encounter"]), at(4)[1:]),
		"the encounter names the condition":    strings.Contains(fmt.Sprint(n["diagnosis"]), at(3)[1:]),
		"what was there already is that":       strings.Contains(fmt.Sprint(e.call(200, "GET", at(6), "")["subject"]), "Patient/"+p),
		"what is not in it is its sender's":    strings.Contains(fmt.Sprint(n["serviceProvider"]), there+"Organization/x") || strings.Contains(fmt.Sprint(n["serviceProvider"]), "Organization/x"),
		"the one with a condition made no new": at(5) == "/Patient/"+p,
	} {
		if !ok {
			t.Errorf("not so: %s", what)
		}
	}
}

// All of it or none: one entry that cannot be done leaves nothing of the others.
func TestATransactionIsWholeOrNothing(t *testing.T) {
	e := newEHR(t)
	good := []string{entry("urn:uuid:1", "POST", "Patient", `{"resourceType":"Patient","identifier":[{"system":"urn:whole","value":"1"}],"name":[{"family":"A"}]}`, ""),
		entry("urn:uuid:2", "POST", "Organization", `{"resourceType":"Organization","identifier":[{"system":"urn:whole","value":"1"}],"name":"B"}`, ""),
		entry("urn:uuid:3", "POST", "ServiceRequest", `{"resourceType":"ServiceRequest","identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:whole","value":"1"}],"status":"active","intent":"order","subject":{"reference":"urn:uuid:1"},"performer":[{"reference":"HealthcareService/cardio"}]}`, "")}
	for name, x := range map[string]struct {
		bad  string
		want int
	}{
		"a change of what is not":    {entry("", "PUT", "Patient/none", `{"resourceType":"Patient","id":"none","name":[{"family":"C"}]}`, ""), 404},
		"a read of what is not":      {entry("", "GET", "Patient/none", "", ""), 404},
		"a stale change":             {entry("", "PUT", "Patient/pat00000000000000001", `{"resourceType":"Patient","id":"pat00000000000000001","name":[{"family":"C"}]}`, `,"ifMatch":"W/\"7\""`), 412},
		"a document of nobody":       {entry("urn:uuid:4", "POST", "DocumentReference", `{"resourceType":"DocumentReference","status":"current","subject":{"reference":"Patient/none"},"content":[{"attachment":{"contentType":"text/plain","data":"QQ=="}}]}`, ""), 400},
		"a report of another person": {entry("urn:uuid:4", "POST", "DiagnosticReport", `{"resourceType":"DiagnosticReport","status":"final","code":{"text":"x"},"basedOn":[{"reference":"urn:uuid:3"}],"subject":{"reference":"Patient/pat00000000000000001"}}`, ""), 422},
	} {
		if code, b := e.send("POST", "", []byte(in("transaction", append(good, x.bad)...))); code != x.want || !strings.Contains(string(b), "Bundle.entry[3]") {
			t.Errorf("%s: %d, want %d: %s", name, code, x.want, b)
		}
		for _, q := range []string{"/Patient?identifier=urn:whole|1", "/Organization?identifier=urn:whole|1", "/ServiceRequest?identifier=urn:whole|1"} {
			if got := e.found(q); len(got) > 0 {
				t.Errorf("%s: and yet %s finds %v", name, q, got)
			}
		}
	}
	// A batch does what can be done.
	out := e.call(200, "POST", "", in("batch", good[0], entry("", "GET", "Patient/none", "", ""), good[1]))["entry"].([]any)
	for i, want := range []string{"201", "404", "201"} {
		if got := out[i].(map[string]any)["response"].(map[string]any)["status"].(string); got[:3] != want {
			t.Errorf("batch entry %d: %s", i, got)
		}
	}
}

// The same again is the first answer; something else under the same name is a
// conflict, changes nothing, and a person is told.
func TestTheSameNameTwice(t *testing.T) {
	e := newEHR(t)
	sr := func(words string) string {
		return `{"resourceType":"ServiceRequest","identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:n","value":"1"}],"status":"active","intent":"order","subject":{"reference":"Patient/pat00000000000000001"},"performer":[{"reference":"HealthcareService/cardio"}],"note":[{"text":"` + words + `"}]}`
	}
	first := e.call(201, "POST", "/ServiceRequest", sr("One"))
	if again := e.call(201, "POST", "/ServiceRequest", sr("One")); again["id"] != first["id"] {
		t.Errorf("a second try made another")
	}
	e.call(409, "POST", "/ServiceRequest", sr("Two"))
	named := func(words, more string) string {
		return `{"resourceType":"Bundle","identifier":{"system":"urn:b","value":"1"},"type":"transaction","entry":[{"fullUrl":"urn:uuid:1","request":{"method":"POST","url":"ServiceRequest"},"resource":` + strings.Replace(strings.Replace(sr(words), `"identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:n","value":"1"}],`, "", 1), `}]}`, `}]`+more+`}`, 1) + `}]}`
	}
	made := ids(t, e.call(200, "POST", "", named("Three", "")))
	if again := ids(t, e.call(200, "POST", "", named("Three", ""))); again[0] != made[0] {
		t.Errorf("a second try of a bundle made another")
	}
	e.call(409, "POST", "", named("Four", ""))
	if got := e.found("/ServiceRequest?patient=pat00000000000000001"); len(got) != 2 {
		t.Errorf("there are %v", got)
	}
	exceptions := 0
	err := e.house.Desk.Read(t.Context(), e.house.As("intake"), "test", func(r *desk.Reading) error {
		list, err := lists.Lines(r, lists.Exceptions, 1, []lists.View{lists.Exceptions})
		exceptions = len(list.Rows)
		return err
	})
	if err != nil || exceptions != 2 {
		t.Errorf("%d exceptions for a person, want 2: %v", exceptions, err)
	}
}
