package main

import (
	"encoding/base64"
	"fmt"
	"strings"
)

func patient(n int) string {
	return fmt.Sprintf(`{"resourceType":"Patient","identifier":[{"system":"urn:bench","value":"B%06d"}],"active":true,"name":[{"family":"Bench%d","given":["Ada"]}],"telecom":[{"system":"phone","value":"(555) 010-%04d"}],"gender":"female","birthDate":"%04d-%02d-%02d","address":[{"line":["%d Main St"],"city":"Springfield","postalCode":"01101"}]}`, n, n%997, n%10000, 1930+n%80, 1+n%12, 1+n%28, n)
}

func request(n int, patient, service, doctor string) string {
	return fmt.Sprintf(`{"resourceType":"ServiceRequest","identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"PLAC"}]},"system":"urn:bench:ref","value":"R%09d"}],"status":"active","intent":"order","category":[{"coding":[{"system":"http://snomed.info/sct","code":"3457005"}]}],"priority":"routine","subject":{"reference":%q},"occurrencePeriod":{"end":"2030-12-01"},"authoredOn":"2026-%02d-%02dT08:00:00Z","requester":{"reference":%q},"performer":[{"reference":%q}],"reasonCode":[{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"I48.91"}],"text":"Found at the yearly check, worse for six weeks"}],"note":[{"text":"Please look and advise on treatment. Medicines and last laboratory results are attached. Is a procedure needed, and how soon?"}],"patientInstruction":"Bring the list of medicines."}`,
		n, patient, 1+n%9, 1+n%28, doctor, service)
}

var letter = base64.StdEncoding.EncodeToString([]byte(strings.Repeat("Dear colleague, thank you for seeing this patient. ", 30)))

func bundle(n int, service, doctor string) string {
	entry := func(full, kind, body string) string {
		return fmt.Sprintf(`{"fullUrl":"urn:uuid:%s","resource":%s,"request":{"method":"POST","url":%q}}`, full, body, kind)
	}
	return `{"resourceType":"Bundle","type":"transaction","entry":[` + strings.Join([]string{
		entry("p", "Patient", patient(n)),
		entry("s", "ServiceRequest", request(n, "urn:uuid:p", service, doctor)),
		entry("t", "Task", `{"resourceType":"Task","status":"requested","intent":"order","focus":{"reference":"urn:uuid:s"},"for":{"reference":"urn:uuid:p"}}`),
		entry("d", "DocumentReference", `{"resourceType":"DocumentReference","status":"current","subject":{"reference":"urn:uuid:p"},"content":[{"attachment":{"contentType":"text/plain","title":"Letter","data":"`+letter+`"}}],"context":{"related":[{"reference":"urn:uuid:s"}]}}`),
	}, ",") + `]}`
}
