package fhir_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"referd/desk/desktest"
)

func numbered(name, number, more string) string {
	return `{"resourceType":"Patient",` + more + `"identifier":[{"system":"urn:mrn","value":"` + number + `"}],"name":[{"family":"` + name + `"}]}`
}

// What is put by its number is made once and then changed, as by its id.
func TestAConditionalUpdate(t *testing.T) {
	e := newEHR(t)
	const at = "/Patient?identifier=urn:mrn|21"
	made := e.call(201, "PUT", at, numbered("First", "21", ""))
	id := made["id"].(string)
	if got := e.call(200, "PUT", at, numbered("Second", "21", `"maritalStatus":{"text":"kept"},`)); got["id"] != id || e.etag != `W/"2"` || !strings.Contains(fmt.Sprint(got), "Second") {
		t.Errorf("put again it is %v, %s", got, e.etag)
	}
	e.call(200, "PUT", at+"&_format=json", numbered("Third", "21", `"id":"`+id+`",`), "If-Match", `W/"2"`)
	for name, x := range map[string]struct {
		want       int
		path, body string
		headers    []string
	}{
		"another id":                  {400, at, numbered("X", "21", `"id":"`+nobody+`",`), nil},
		"another number":              {400, at, numbered("X", "22", ""), nil},
		"of no value":                 {400, "/Patient?identifier=urn:mrn|", numbered("X", "21", ""), nil},
		"by a name":                   {400, "/Patient?name=Third", numbered("X", "21", ""), nil},
		"by a number and a name":      {400, at + "&name=Third", numbered("X", "21", ""), nil},
		"a stale version":             {412, at, numbered("X", "21", ""), []string{"If-Match", `W/"2"`}},
		"a version of what is not":    {412, "/Patient?identifier=urn:mrn|23", numbered("X", "23", ""), []string{"If-Match", `W/"1"`}},
		"an id of its own":            {405, "/Patient?identifier=urn:mrn|23", numbered("X", "23", `"id":"`+nobody+`",`), nil},
		"without a condition":         {405, "/Patient", numbered("X", "21", ""), nil},
		"what is not searched":        {405, "/Observation?identifier=urn:o|1", `{"resourceType":"Observation","status":"final","code":{"text":"x"},"identifier":[{"system":"urn:o","value":"1"}]}`, nil},
		"what is not changed":         {405, "/DocumentReference?identifier=urn:o|1", `{"resourceType":"DocumentReference","status":"current","content":[{"attachment":{"title":"x"}}]}`, nil},
		"a referral, without a match": {428, "/ServiceRequest?identifier=urn:o|1", `{"resourceType":"ServiceRequest","identifier":[{"system":"urn:o","value":"1"}],"status":"active","intent":"order","subject":{"reference":"Patient/pat00000000000000001"},"performer":[{"reference":"HealthcareService/cardio"}]}`, nil},
	} {
		if strings.HasPrefix(name, "a referral") {
			e.call(201, "PUT", x.path, x.body) // there is none yet
		}
		e.call(x.want, "PUT", x.path, x.body, x.headers...)
	}
	if got := fmt.Sprint(e.call(200, "GET", "/Patient/"+id, "")); e.etag != `W/"3"` || !strings.Contains(got, "Third") {
		t.Errorf("what was refused has changed it: %s %s", e.etag, got)
	}
	e.call(201, "POST", "/Patient", numbered("Twin", "21", ""))
	e.call(412, "PUT", at, numbered("X", "21", ""))
}

// It is a search, a creation and an update, and whoever may not do one of them
// is told nothing by it.
func TestAConditionalUpdateNeedsItsScopes(t *testing.T) {
	e := newEHR(t)
	e.call(201, "POST", "/Patient", numbered("Here", "31", ""))
	for scope, want := range map[string][2]int{"system/Patient.cu": {403, 403}, "system/Patient.us": {200, 403}, "system/Patient.cs": {403, 403}, "system/Patient.cus": {200, 201}} {
		c := e.scoped(scope)
		for i, number := range []string{"31", "32" + scope[len("system/Patient."):]} {
			for _, send := range [][2]string{{"/Patient?identifier=urn:mrn|" + number, numbered(scope, number, "")}, {"", in("transaction", entry("", "PUT", "Patient?identifier=urn:mrn|"+number, numbered(scope, number, ""), ""))}} {
				method, ok := map[bool]string{true: "POST", false: "PUT"}[send[0] == ""], want[i]
				if send[0] == "" && ok < 300 {
					ok = 200
				}
				if code, b := c.send(method, send[0], []byte(send[1])); code != ok && !(ok == 201 && code == 200) {
					t.Errorf("%s, %s %s: %d, want %d: %.200s", scope, method, number, code, ok, b)
				}
			}
		}
	}
}

// A bundle puts its patient by number, as many systems do: its referral is of
// that one, whether they were here or not, and a refused bundle changes nobody.
func TestABundlePutsItsPatientByNumber(t *testing.T) {
	e := newEHR(t)
	bundle := func(name, order, performer string) string {
		return in("transaction",
			entry("urn:uuid:2", "POST", "ServiceRequest", `{"resourceType":"ServiceRequest","identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:o","value":"`+order+`"}],"status":"active","intent":"order","subject":{"reference":"urn:uuid:1"},"performer":[{"reference":"`+performer+`"}]}`, ""),
			entry("urn:uuid:1", "PUT", "Patient?identifier=urn:mrn|41", numbered(name, "41", ""), ""))
	}
	e.call(400, "POST", "", bundle("Refused", "c0", "HealthcareService/"+nobody))
	if got := e.found("/Patient?identifier=urn:mrn|41"); len(got) != 0 {
		t.Fatalf("a refused bundle has made %v", got)
	}
	first := ids(t, e.call(200, "POST", "", bundle("First", "c1", "HealthcareService/cardio")))
	second := ids(t, e.call(200, "POST", "", bundle("Second", "c2", "HealthcareService/cardio")))
	e.call(400, "POST", "", bundle("Refused", "c3", "HealthcareService/"+nobody))
	if first[1] != second[1] {
		t.Errorf("the patient was %s and is %s", first[1], second[1])
	}
	if got := fmt.Sprint(e.call(200, "GET", "/"+first[1], "")); !strings.Contains(got, "Second") || e.etag != `W/"2"` {
		t.Errorf("they are %s %s", e.etag, got)
	}
	if got := e.found("/ServiceRequest?patient=" + first[1]); len(got) != 2 {
		t.Errorf("they have the referrals %v", got)
	}
	e.call(400, "POST", "", in("transaction", entry("", "PUT", "Patient?identifier=urn:mrn|42", numbered("A", "42", ""), ""), entry("", "PUT", "Patient?identifier=urn:mrn|42", numbered("B", "42", ""), "")))
	out := e.call(200, "POST", "", in("batch", entry("", "PUT", "Patient?identifier=urn:mrn|43", numbered("A", "43", ""), ""), entry("", "PUT", "Patient?identifier=urn:mrn|43", numbered("B", "43", ""), "")))["entry"].([]any)
	for i, want := range []string{"201 Created", "200 OK"} {
		if got := out[i].(map[string]any)["response"].(map[string]any)["status"]; got != want {
			t.Errorf("entry %d of a batch: %v", i, got)
		}
	}
}

// Many that put the same by its number at once make one.
func TestManyPutTheSameAtOnce(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		e := newEHROn(t, h)
		by := []*ehr{e.admit("one", false, "home"), e.admit("two", false, "home")}
		var all sync.WaitGroup
		for i := range 12 {
			all.Go(func() {
				method, path, body, more := "PUT", "/Patient?identifier=urn:mrn%7C51", numbered("X", "51", ""), []string(nil)
				if i%3 == 2 {
					method, path, more = "POST", "/Patient", []string{"If-None-Exist", "identifier=urn:mrn|51"}
				}
				if code, b := by[i%2].send(method, path, []byte(body), more...); code != 200 && code != 201 {
					t.Errorf("%d: %d %.200s", i, code, b)
				}
			})
		}
		all.Wait()
		if got := e.found("/Patient?identifier=urn:mrn|51"); len(got) != 1 {
			t.Errorf("they are %v", got)
		}
	})
}

// Nothing is deleted, by whatever way it is asked for, nor patched by a
// condition; the answer says so and nothing has changed.
func TestNothingIsDeleted(t *testing.T) {
	e := newEHR(t)
	p := "Patient/" + e.call(201, "POST", "/Patient", numbered("Stays", "61", ""))["id"].(string)
	for _, path := range []string{p, "Patient?identifier=urn:mrn|61"} {
		e.call(405, "DELETE", "/"+path, "")
		del := `{"request":{"method":"DELETE","url":"` + path + `"}}`
		wrote := entry("", "POST", "Patient", numbered("Made", "62", ""), "")
		e.call(405, "POST", "", in("transaction", wrote, del))
		out := e.call(200, "POST", "", in("batch", del))["entry"].([]any)[0].(map[string]any)["response"].(map[string]any)
		if s := fmt.Sprint(out); !strings.Contains(s, "405") || !strings.Contains(s, "Nothing is deleted") {
			t.Errorf("a batch that deletes %s: %s", path, s)
		}
	}
	e.call(405, "PATCH", "/Patient?identifier=urn:mrn|61", `[]`, "Content-Type", "application/json-patch+json")
	if e.call(200, "GET", "/"+p, ""); e.etag != `W/"1"` || len(e.found("/Patient?identifier=urn:mrn|62")) != 0 {
		t.Errorf("something has changed: %s", e.etag)
	}
}
