package fhir_test

import (
	"io"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"referd/edge/fhir"
	"referd/wire/r4"
)

// FuzzRequest: whatever is asked at the door, it answers; never with a fault of
// its own, and every error is a valid OperationOutcome.
func FuzzRequest(f *testing.F) {
	e := newEHR(f)
	w := e.world()
	door := &fhir.Server{Desk: e.house.Desk, Log: slog.New(slog.DiscardHandler), Public: "http://house"}
	for _, s := range [][3]string{
		{"POST", "Patient", `{"resourceType":"Patient","name":[{"family":"A"}]}`}, {"POST", "", strings.ReplaceAll(bundle, "SERVICE", "cardio")},
		{"POST", "", `{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"Patient/1"}}]}`},
		{"POST", "", `{"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":"urn:uuid:1","request":{"method":"PUT","url":"` + w["Patient"] + `","ifMatch":"W/\"1\""},"resource":{"resourceType":"Patient","id":"x"}}]}`},
		{"GET", w["Task"] + "?_format=json", ""}, {"GET", "Task?status:not=x&_sort=-period,status&_include=*&_page=zz", ""}, {"GET", "Patient/x/_history/0", ""},
		{"PUT", w["Task"], `{"resourceType":"Task","id":"` + w["Task"][5:] + `","status":"accepted","intent":"order"}`}, {"POST", "Task/_search", "owner=1&_count=-1"},
		{"POST", "Binary", `{"resourceType":"Binary","contentType":"a/b","data":"AA=="}`}, {"DELETE", "Patient/1", ""}, {"GET", ".well-known/smart-configuration", ""},
	} {
		f.Add(s[0], s[1], s[2])
	}
	if list, err := filepath.Glob("testdata/corpus/*.json"); err == nil {
		for _, name := range list {
			f.Add("POST", "Patient", string(unpacked(f, name)))
		}
	}
	f.Fuzz(func(t *testing.T, method, path, body string) {
		at, err := url.Parse("http://house/fhir/R4/" + path)
		if err != nil || strings.ContainsAny(method, " \r\n\t\x00/():,;<=>?@[]{}\\\"") || method == "" {
			return
		}
		req := httptest.NewRequest("GET", "/", strings.NewReader(body))
		req.Method, req.URL, req.ContentLength = method, at, int64(len(body))
		req.Header.Set("Authorization", "Bearer "+e.token)
		req.Header.Set("Content-Type", "application/fhir+json")
		if strings.HasSuffix(at.Path, "_search") {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		req.Header.Set("If-Match", `W/"1"`)
		w := httptest.NewRecorder()
		door.ServeHTTP(w, req)
		out, _ := io.ReadAll(w.Body)
		if w.Code >= 500 {
			t.Fatalf("%d for %s %q %q: %s", w.Code, method, path, body, out)
		}
		if w.Code >= 400 && method != "HEAD" {
			if d, err := r4.Accept(out, 0); err != nil || d.Root().Type() != "OperationOutcome" {
				t.Fatalf("%d without an OperationOutcome for %s %q: %v %.300s", w.Code, method, path, err, out)
			}
		}
	})
}

// FuzzToken: the token endpoint answers any form with JSON.
func FuzzToken(f *testing.F) {
	e := newEHR(f)
	door := &fhir.Server{Desk: e.house.Desk, Log: slog.New(slog.DiscardHandler), Public: "http://house"}
	f.Add("grant_type=client_credentials&client_id=ehr&client_secret=secret&scope=system/Task.rs", "")
	f.Add("grant_type=client_credentials&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion=eyJhbGciOiJFUzM4NCJ9.e30.AA", "Basic ZWhyOnNlY3JldA==")
	f.Fuzz(func(t *testing.T, form, header string) {
		req := httptest.NewRequest("POST", "/oauth/token", strings.NewReader(form))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Authorization", header)
		w := httptest.NewRecorder()
		door.ServeHTTP(w, req)
		if w.Code >= 500 || !strings.HasPrefix(strings.TrimSpace(w.Body.String()), "{") {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	})
}
