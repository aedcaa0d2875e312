package main

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

// Made-up resources of the size real ones have.

// npi is a valid National Provider Identifier: nine digits and the Luhn check
// digit over 80840 and them.
func npi(n int) string {
	d := fmt.Sprintf("1%08d", n)
	sum, double := 0, true
	for i := len("80840"+d) - 1; i >= 0; i-- {
		v := int(("80840" + d)[i] - '0')
		if double {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum, double = sum+v, !double
	}
	return d + strconv.Itoa((10-sum%10)%10)
}

func practitioner(n int) string {
	return fmt.Sprintf(`{"resourceType":"Practitioner","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"%s"}],"name":[{"family":"Bench%d","given":["Eva"]}]}`, npi(n), n)
}

func organization(n int) string {
	return fmt.Sprintf(`{"resourceType":"Organization","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"%s"}],"active":true,"name":"Bench Clinic %d"}`, npi(5000+n), n)
}

func healthcareService(n int, org string) string {
	return fmt.Sprintf(`{"resourceType":"HealthcareService","active":true,"providedBy":{"reference":%q},"name":"Bench consultations %d"}`, org, n)
}

func patient(n int) string {
	return fmt.Sprintf(`{"resourceType":"Patient","identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]},"system":"urn:oid:2.16.840.1.113883.19.5","value":"B%09d"}],"active":true,"name":[{"use":"official","family":"Bench%d","given":["Ada"]}],"telecom":[{"system":"phone","value":"(555) %03d-%04d","use":"home"}],"gender":"female","birthDate":"%04d-%02d-%02d","address":[{"use":"home","line":["%d Main St"],"city":"Springfield","state":"MA","postalCode":"%05d","country":"US"}],"communication":[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"en"}]}}]}`,
		n, n%997, n%1000, n%10000, 1930+n%80, 1+n%12, 1+n%28, n%9999, n%99999)
}

// reasons are five, so that a patient's five referrals are five different ones.
var reasons = [5]string{"I48.91", "G43.909", "D22.9", "K62.5", "M25.561"}

func request(n int, id, status, patient, doctor, service string) string {
	return fmt.Sprintf(`{"resourceType":"ServiceRequest",%s"identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"PLAC"}]},"system":"https://bench.example/referral","value":"R%012d"}],"status":%q,"intent":"order","category":[{"coding":[{"system":"http://snomed.info/sct","code":"3457005","display":"Patient referral"}]}],"priority":%q,"code":{"coding":[{"system":"http://snomed.info/sct","code":"103696004","display":"Patient referral to specialist"}],"text":"Consult"},"subject":{"reference":%q},"occurrencePeriod":{"end":"2030-12-%02d"},"authoredOn":"2026-0%d-%02dT%02d:%02d:00Z","requester":{"reference":%q},"performer":[{"reference":%q}],"reasonCode":[{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":%q}],"text":"Found at the yearly check, worse for six weeks"}],"note":[{"text":"Please look and advise on treatment. Medicines and last laboratory results are attached; a daughter drives, afternoons are best. Is a procedure needed, and how soon?"}],"patientInstruction":"Bring the list of medicines and the last tracing."}`,
		idPart(id), n, status, []string{"routine", "urgent", "asap"}[n%3], patient, 1+n%28, 1+n%9, 1+n%28, n%24, n%60, doctor, service, reasons[n%5])
}

func task(n int, id, patient, focus, doctor, owner, status, business string) string {
	why := ""
	if status == "rejected" {
		why = `"statusReason":{"text":"No capacity before the date asked for"},`
	}
	return fmt.Sprintf(`{"resourceType":"Task",%s"identifier":[{"system":"https://bench.example/task","value":"T%012d"}],"status":%q,%s"businessStatus":{"coding":[{"code":%q}],"text":%q},"intent":"order","code":{"coding":[{"system":"http://hl7.org/fhir/CodeSystem/task-code","code":"fulfill"}]},"description":"The deal with the recipient","basedOn":[{"reference":%q}],"focus":{"reference":%q},"for":{"reference":%q},"authoredOn":"2026-0%d-%02dT%02d:%02d:00Z","requester":{"reference":%q},"owner":{"reference":%q},"note":[{"text":"Called the patient, left a message; the second call is planned."}]}`,
		idPart(id), n, status, why, business, business, focus, focus, patient, 1+n%9, 1+n%28, n%24, n%60, doctor, owner)
}

func idPart(id string) string {
	if id == "" {
		return ""
	}
	return fmt.Sprintf(`"id":%q,`, id)
}

// letter is two kilobytes of text.
var letter = base64.StdEncoding.EncodeToString([]byte(strings.Repeat("Dear colleague, thank you for seeing this patient. ", 30)))

func document(kind, patient, about string) string {
	return fmt.Sprintf(`{"resourceType":"DocumentReference","status":"current","type":{"coding":[{"system":"http://loinc.org","code":%q}]},"subject":{"reference":%q},"date":"2026-09-01T10:00:00Z","content":[{"attachment":{"contentType":"text/plain","title":"Letter","data":%q}}],"context":{"related":[{"reference":%q}]}}`, kind, patient, letter, about)
}

func appointment(about, patient, doctor string) string {
	return fmt.Sprintf(`{"resourceType":"Appointment","status":"booked","basedOn":[{"reference":%q}],"start":"2026-10-01T10:00:00Z","end":"2026-10-01T10:30:00Z","participant":[{"actor":{"reference":%q},"status":"accepted"},{"actor":{"reference":%q},"status":"accepted"}]}`, about, patient, doctor)
}

func report(about, patient string) string {
	return fmt.Sprintf(`{"resourceType":"DiagnosticReport","status":"final","basedOn":[{"reference":%q}],"code":{"coding":[{"system":"http://loinc.org","code":"11488-4","display":"Consult note"}]},"subject":{"reference":%q},"effectiveDateTime":"2026-10-01T10:30:00Z","issued":"2026-10-01T12:00:00Z","conclusion":"The rhythm is steady. Carry on with the medicine; no procedure is needed."}`, about, patient)
}

func told(about, patient string) string {
	return fmt.Sprintf(`{"resourceType":"Communication","status":"completed","basedOn":[{"reference":%q}],"subject":{"reference":%q},"recipient":[{"reference":%q}],"sent":"2026-10-02T10:00:00Z","payload":[{"contentString":"Your visit is done and the report is with your doctor. Carry on with your medicine."}]}`, about, patient, patient)
}

// bundle is a transaction of what is posted, each under its own name.
func bundle(entries ...[2]string) string {
	var b strings.Builder
	b.WriteString(`{"resourceType":"Bundle","type":"transaction","entry":[`)
	for i, e := range entries {
		if i > 0 {
			b.WriteByte(',')
		}
		kind := e[1][len(`{"resourceType":"`):]
		kind = kind[:strings.IndexByte(kind, '"')]
		fmt.Fprintf(&b, `{"fullUrl":%q,"resource":%s,"request":{"method":"POST","url":%q}}`, e[0], e[1], kind)
	}
	b.WriteString("]}")
	return b.String()
}

// sending is what an EHR sends: the patient, the order, the task, the letter.
func sending(n int, doctor, service, org string) string {
	name := func(k int) string { return fmt.Sprintf("urn:uuid:00000000-0000-4%03x-8000-%012x", k, n) }
	return bundle([2]string{name(1), patient(n)}, [2]string{name(2), request(n, "", "active", name(1), doctor, service)},
		[2]string{name(3), task(n, "", name(1), name(2), doctor, org, "requested", "sent")}, [2]string{name(4), document("57133-1", name(1), name(2))})
}
