package fhir_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// Every wrong thing somebody can send gets its status, its code, the place where
// it is wrong, and a sentence; and what stands in it is repeated nowhere.
func TestEveryErrorIsATrueOutcome(t *testing.T) {
	e := newEHR(t)
	w := e.world()
	p, task, sr := w["Patient"], w["Task"], w["ServiceRequest"]
	of := func(s string) string { return s[strings.IndexByte(s, '/')+1:] }
	deep := strings.Repeat(`{"url":"x","extension":[`, 70) + strings.Repeat(`]}`, 70)
	const canary = "Zanzibarov"
	order := func(more string) string {
		return `{"resourceType":"ServiceRequest","status":"active","intent":"order"` + more + `}`
	}
	in := func(entries ...string) string {
		return `{"resourceType":"Bundle","type":"transaction","entry":[` + strings.Join(entries, ",") + `]}`
	}
	post := func(full, kind, body string) string {
		return `{"fullUrl":"` + full + `","request":{"method":"POST","url":"` + kind + `"},"resource":` + body + `}`
	}
	for name, x := range map[string]struct {
		want               int
		code               string
		at                 string // the expression; "" is none
		method, path, body string
		headers            []string
	}{
		"not JSON":                  {400, "structure", "Resource", "POST", "/Patient", `{"resourceType":"Patient","name":` + canary, nil},
		"no object":                 {400, "structure", "Resource", "POST", "/Patient", `[]`, nil},
		"nothing":                   {400, "structure", "Resource", "POST", "/Patient", ``, nil},
		"a key twice":               {400, "structure", "Resource", "POST", "/Patient", `{"resourceType":"Patient","gender":"male","gender":"female"}`, nil},
		"text after the end":        {400, "structure", "Patient", "POST", "/Patient", `{"resourceType":"Patient"} ` + canary, nil},
		"bad UTF-8":                 {400, "structure", "Resource", "POST", "/Patient", "{\"resourceType\":\"Patient\",\"gender\":\"\xff\"}", nil},
		"half a surrogate":          {400, "structure", "", "POST", "/Patient", `{"resourceType":"Patient","name":[{"family":"\ud800"}]}`, nil},
		"too deep":                  {400, "structure", "", "POST", "/Patient", `{"resourceType":"Patient","extension":[` + deep + `]}`, nil},
		"a huge number":             {400, "value", "Observation.valueInteger", "POST", "/Observation", `{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueInteger":99999999999}`, nil},
		"an impossible date":        {400, "value", "Patient.birthDate", "POST", "/Patient", `{"resourceType":"Patient","name":[{"family":"` + canary + `"}],"birthDate":"2026-02-30"}`, nil},
		"another type":              {400, "invalid", "resourceType", "POST", "/Patient", `{"resourceType":"Basic","code":{"text":"x"}}`, nil},
		"no type":                   {400, "structure", "", "POST", "/Patient", `{"name":[{"family":"A"}]}`, nil},
		"no such element":           {400, "structure", "Patient.birthdate", "POST", "/Patient", `{"resourceType":"Patient","birthdate":"1970-01-01"}`, nil},
		"no such code":              {400, "code-invalid", "ServiceRequest.status", "POST", "/ServiceRequest", `{"resourceType":"ServiceRequest","status":"going","intent":"order","subject":{"reference":"` + p + `"}}`, nil},
		"missing":                   {400, "required", "ServiceRequest.subject", "POST", "/ServiceRequest", order(``), nil},
		"a subject that is not":     {400, "not-found", "ServiceRequest.subject.reference", "POST", "/ServiceRequest", order(`,"subject":{"reference":"Patient/` + canary + `"}`), nil},
		"a requester that is not":   {400, "not-found", "ServiceRequest.requester.reference", "POST", "/ServiceRequest", order(`,"subject":{"reference":"` + p + `"},"requester":{"reference":"Practitioner/none"}`), nil},
		"a performer that is not":   {400, "not-found", "ServiceRequest.performer[0].reference", "POST", "/ServiceRequest", order(`,"subject":{"reference":"` + p + `"},"performer":[{"reference":"HealthcareService/none"}]`), nil},
		"anything that is not":      {400, "not-found", "ServiceRequest.supportingInfo[1].reference", "POST", "/ServiceRequest", order(`,"subject":{"reference":"` + p + `"},"supportingInfo":[{"reference":"` + p + `"},{"reference":"Condition/none"}]`), nil},
		"a draft":                   {422, "business-rule", "ServiceRequest.status", "POST", "/ServiceRequest", `{"resourceType":"ServiceRequest","status":"draft","intent":"order","subject":{"reference":"` + p + `"}}`, nil},
		"do not":                    {422, "business-rule", "ServiceRequest.doNotPerform", "POST", "/ServiceRequest", order(`,"doNotPerform":true,"subject":{"reference":"` + p + `"}`), nil},
		"for another organization":  {403, "forbidden", "ServiceRequest.requester", "POST", "/ServiceRequest", order(`,"subject":{"reference":"` + p + `"},"requester":{"reference":"Organization/other"},"performer":[{"reference":"HealthcareService/cardio"}]`), nil},
		"a wrong NPI":               {422, "invalid", "Practitioner.identifier", "POST", "/Practitioner", `{"resourceType":"Practitioner","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567890"}],"name":[{"family":"A"}]}`, nil},
		"another patient":           {422, "business-rule", "", "POST", "/DiagnosticReport", `{"resourceType":"DiagnosticReport","status":"final","code":{"text":"x"},"basedOn":[{"reference":"` + sr + `"}],"subject":{"reference":"` + w["other"] + `"}}`, nil},
		"no base64":                 {400, "value", "Binary.data", "POST", "/Binary", `{"resourceType":"Binary","contentType":"text/plain","data":"@@@"}`, nil},
		"not its type":              {422, "invalid", "", "POST", "/DocumentReference", `{"resourceType":"DocumentReference","status":"current","subject":{"reference":"` + p + `"},"content":[{"attachment":{"contentType":"application/pdf","data":"PGh0bWw+PHNjcmlwdD4="}}]}`, nil},
		"an unknown type":           {404, "not-supported", "", "GET", "/Spaceship/1", "", nil},
		"an unknown id":             {404, "not-found", "", "GET", "/Patient/none", "", nil},
		"an unknown version":        {404, "not-found", "", "GET", "/" + p + "/_history/99", "", nil},
		"an unknown operation":      {404, "not-supported", "", "GET", "/" + p + "/$everything", "", nil},
		"delete":                    {405, "not-supported", "", "DELETE", "/" + sr, "", nil},
		"a patch of another kind":   {415, "not-supported", "", "PATCH", "/" + sr, "[]", nil},
		"a patch that is none":      {400, "invalid", "", "PATCH", "/" + sr, "{}", []string{"Content-Type", "application/json-patch+json"}},
		"a patch of nothing":        {422, "processing", "", "PATCH", "/" + p, `[{"op":"remove","path":"/photo"}]`, []string{"Content-Type", "application/json-patch+json"}},
		"a patch to another id":     {400, "invalid", "Patient.id", "PATCH", "/" + p, `[{"op":"replace","path":"/id","value":"x"}]`, []string{"Content-Type", "application/json-patch+json"}},
		"a patch to no patient":     {400, "code-invalid", "Patient.gender", "PATCH", "/" + p, `[{"op":"add","path":"/gender","value":"x"}]`, []string{"Content-Type", "application/json-patch+json"}},
		"a patch without If-Match":  {428, "required", "", "PATCH", "/" + task, "[]", []string{"Content-Type", "application/json-patch+json"}},
		"a patch of what is fixed":  {405, "not-supported", "", "PATCH", "/" + w["Communication"], "[]", []string{"Content-Type", "application/json-patch+json"}},
		"put to a type":             {405, "not-supported", "", "PUT", "/Patient", "{}", nil},
		"search of a kept type":     {405, "not-supported", "", "GET", "/Observation?patient=1", "", nil},
		"XML asked for":             {406, "not-supported", "", "GET", "/" + p, "", []string{"Accept", "application/fhir+xml"}},
		"XML asked for by _format":  {406, "not-supported", "", "GET", "/" + p + "?_format=xml", "", nil},
		"XML sent":                  {415, "not-supported", "", "POST", "/Patient", "<Patient/>", []string{"Content-Type", "application/fhir+xml"}},
		"another charset":           {415, "not-supported", "", "POST", "/Patient", "{}", []string{"Content-Type", "application/fhir+json; charset=latin1"}},
		"another version of FHIR":   {415, "not-supported", "", "POST", "/Patient", "{}", []string{"Content-Type", "application/fhir+json; fhirVersion=5.0"}},
		"packed":                    {415, "not-supported", "", "POST", "/Patient", "{}", []string{"Content-Encoding", "gzip"}},
		"no media type":             {415, "not-supported", "", "POST", "/Patient", "{}", []string{"Content-Type", ""}},
		"another owner":             {409, "conflict", "", "POST", "/Task", `{"resourceType":"Task","status":"requested","intent":"order","focus":{"reference":"` + sr + `"},"owner":{"reference":"Organization/far"}}`, nil},
		"without If-Match":          {428, "required", "", "PUT", "/" + task, `{"resourceType":"Task","id":"` + of(task) + `","status":"received","intent":"order"}`, nil},
		"a stale If-Match":          {412, "conflict", "", "PUT", "/" + task, `{"resourceType":"Task","id":"` + of(task) + `","status":"received","intent":"order"}`, []string{"If-Match", `W/"1"`}},
		"another id":                {400, "invalid", "Task.id", "PUT", "/" + task, `{"resourceType":"Task","id":"x","status":"received","intent":"order"}`, []string{"If-Match", `W/"1"`}},
		"two that fit":              {412, "multiple-matches", "", "POST", "/Patient", `{"resourceType":"Patient","name":[{"family":"A"}]}`, []string{"If-None-Exist", "identifier=urn:twice|1"}},
		"a condition we cannot":     {400, "not-supported", "", "POST", "/Patient", `{"resourceType":"Patient","name":[{"family":"A"}]}`, []string{"If-None-Exist", "name=A"}},
		"no bundle":                 {400, "not-supported", "Patient", "POST", "", `{"resourceType":"Patient"}`, nil},
		"a message":                 {400, "not-supported", "Bundle", "POST", "", `{"resourceType":"Bundle","type":"collection"}`, nil},
		"an entry to nothing":       {400, "not-found", "Bundle.entry[1].resource.subject.reference", "POST", "", in(post("urn:uuid:1", "Patient", `{"resourceType":"Patient","name":[{"family":"A"}]}`), post("urn:uuid:2", "Condition", `{"resourceType":"Condition","subject":{"reference":"urn:uuid:9"}}`)), nil},
		"an entry's business":       {422, "business-rule", "Bundle.entry[1].resource.status", "POST", "", in(post("urn:uuid:1", "Patient", `{"resourceType":"Patient","name":[{"family":"A"}]}`), post("urn:uuid:2", "ServiceRequest", `{"resourceType":"ServiceRequest","status":"draft","intent":"order","subject":{"reference":"urn:uuid:1"}}`)), nil},
		"an entry that deletes":     {405, "not-supported", "Bundle.entry[0].request.method", "POST", "", in(`{"request":{"method":"DELETE","url":"Patient/1"}}`), nil},
		"an entry without its body": {400, "invalid", "Bundle.entry[0]", "POST", "", in(`{"request":{"method":"POST","url":"Patient"}}`), nil},
		"a condition that finds no": {400, "not-found", "Bundle.entry[0].resource.subject.reference", "POST", "", in(post("urn:uuid:2", "Condition", `{"resourceType":"Condition","subject":{"reference":"Patient?identifier=urn:none|1"}}`)), nil},
		"a bad date searched":       {400, "value", "", "GET", "/Patient?birthdate=soon", "", nil},
		"a bad count":               {400, "value", "", "GET", "/Patient?_count=x", "", nil},
		"a page of nobody":          {400, "value", "", "GET", "/Patient?_page=abc", "", nil},
		"an unknown parameter":      {400, "not-supported", "", "GET", "/Patient?shoe=44", "", []string{"Prefer", "handling=strict"}},
		"no token":                  {401, "login", "", "GET", "/" + p, "", []string{"Authorization", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "two that fit" {
				for range 2 {
					e.call(201, "POST", "/Patient", `{"resourceType":"Patient","identifier":[{"system":"urn:twice","value":"1"}],"name":[{"family":"A"}]}`)
				}
			}
			e := *e
			e.t = t
			code, body := e.send(x.method, x.path, []byte(x.body), x.headers...)
			var out struct {
				ResourceType string
				Issue        []issueOf
			}
			if err := json.Unmarshal(body, &out); err != nil || out.ResourceType != "OperationOutcome" || len(out.Issue) == 0 {
				t.Fatalf("%d without an OperationOutcome: %.300s", code, body)
			}
			i := out.Issue[0]
			if at := strings.Join(i.Expression, " "); code != x.want || i.Code != x.code || x.at != "" && at != x.at {
				t.Errorf("%d %s at %q, want %d %s at %q: %s", code, i.Code, at, x.want, x.code, x.at, i.Diagnostics)
			}
			if bytes.Contains(body, []byte(canary)) || bytes.Contains(body, []byte("Quintero")) {
				t.Errorf("the answer repeats what was sent or what is kept: %s", body)
			}
		})
	}
}

// Bodies beyond the limits are refused as such, by their announced length and by
// their own, and nothing of them is kept.
func TestLargeBodies(t *testing.T) {
	e := newEHR(t)
	pad := func(n int) []byte {
		return []byte(`{"resourceType":"Patient","name":[{"family":"A","text":"` + strings.Repeat("x", n) + `"}]}`)
	}
	for _, x := range []struct {
		path, media string
		body        []byte
		want        int
	}{
		{"/Patient", "application/fhir+json", pad(17 << 20), 413}, {"/Binary", "application/octet-stream", make([]byte, 50<<20+1), 413}, {"/Patient", "application/octet-stream", make([]byte, 50<<20), 415},
		{"/Binary", "application/octet-stream", make([]byte, 9<<20), 201}, {"/Patient/_search", "application/x-www-form-urlencoded", []byte("name=" + strings.Repeat("x", 70<<10)), 413},
	} {
		if code, b := e.send("POST", x.path, x.body, "Content-Type", x.media); code != x.want {
			t.Errorf("%s of %d bytes: %d, want %d: %.200s", x.path, len(x.body), code, x.want, b)
		}
		req, err := http.NewRequest("POST", e.url+"/fhir/R4"+x.path, struct{ *bytes.Reader }{bytes.NewReader(x.body)}) // of no announced length
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+e.token)
		req.Header.Set("Content-Type", x.media)
		r, err := http.DefaultClient.Do(req)
		if err != nil {
			continue // shut in our face while we were still sending: refused all the same
		}
		r.Body.Close()
		if r.StatusCode != x.want {
			t.Errorf("%s of no announced length: %d, want %d", x.path, r.StatusCode, x.want)
		}
	}
	var entries []string
	for i := range 5001 {
		entries = append(entries, fmt.Sprintf(`{"fullUrl":"urn:uuid:%d","request":{"method":"POST","url":"Basic"},"resource":{"resourceType":"Basic","code":{"text":"x"}}}`, i))
	}
	of := func(n int) []byte {
		return []byte(`{"resourceType":"Bundle","type":"transaction","entry":[` + strings.Join(entries[:n], ",") + `]}`)
	}
	if code, b := e.send("POST", "", of(5001)); code != 413 {
		t.Errorf("5,001 entries: %d %.200s", code, b)
	}
	if code, b := e.send("POST", "", of(5000)); code != 200 {
		t.Errorf("5,000 entries: %d %.200s", code, b)
	}
}
