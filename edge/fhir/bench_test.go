package fhir_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"referd/edge/fhir"
)

// direct asks the door without a socket, so that a profile shows the door.
type direct struct {
	*ehr
	door *fhir.Server
	n    int
}

func newDirect(b *testing.B, loops int) *direct {
	e := newEHR(b)
	d := &direct{ehr: e, door: &fhir.Server{Desk: e.house.Desk, Log: slog.New(slog.DiscardHandler), Public: "http://house"}}
	for range loops {
		d.ask(b, 201, "POST", "/ServiceRequest", d.order())
	}
	return d
}

func (d *direct) order() string {
	d.n++
	return fmt.Sprintf(`{"resourceType":"ServiceRequest","identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:o","value":"%d"}],"status":"active","intent":"order","priority":"routine","category":[{"coding":[{"system":"http://snomed.info/sct","code":"3457005"}]}],"subject":{"reference":"Patient/pat00000000000000001"},"requester":{"reference":"Practitioner/dr-doc"},"performer":[{"reference":"HealthcareService/cardio"}],"reasonCode":[{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"I48.91"}],"text":"Found on annual exam"}],"note":[{"text":"Is it the heart?"}],"patientInstruction":"Bring the list."}`, d.n)
}

func (d *direct) ask(b *testing.B, want int, method, path, body string) []byte {
	req := httptest.NewRequest(method, "/fhir/R4"+path, strings.NewReader(body))
	req.Header.Set("Authorization", "Bearer "+d.token)
	req.Header.Set("Content-Type", "application/fhir+json")
	w := httptest.NewRecorder()
	d.door.ServeHTTP(w, req)
	out, _ := io.ReadAll(w.Body)
	if w.Code != want {
		b.Fatalf("%s %s: %d %.300s", method, path, w.Code, out)
	}
	return out
}

func BenchmarkCreate(b *testing.B) {
	d := newDirect(b, 50)
	for b.Loop() {
		d.ask(b, 201, "POST", "/ServiceRequest", d.order())
	}
}

func BenchmarkQueue(b *testing.B) {
	d := newDirect(b, 2000)
	for b.Loop() {
		d.ask(b, 200, "GET", "/Task?status=received&owner=Organization/clinic&_sort=authored-on&_count=20", "")
	}
}

func BenchmarkRead(b *testing.B) {
	d := newDirect(b, 200)
	id := d.found("/ServiceRequest?patient=pat00000000000000001&_count=1")[0]
	for b.Loop() {
		d.ask(b, 200, "GET", "/"+id, "")
	}
}
