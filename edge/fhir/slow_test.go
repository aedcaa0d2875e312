package fhir_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"referd/edge/fhir"
)

// A body that does not come in time is answered with what happened, and the
// connection is closed; it is never taken for done.
func TestABodyThatDoesNotCome(t *testing.T) {
	e := newEHR(t)
	door := &fhir.Server{Desk: e.house.Desk, Log: e.house.Desk.Log, Public: "http://house"}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.NewResponseController(w).SetReadDeadline(time.Now().Add(50 * time.Millisecond))
		door.ServeHTTP(w, r)
	}))
	defer srv.Close()
	for path, kind := range map[string]string{"/fhir/R4/Patient": "application/fhir+json", "/fhir/R4/Binary": "text/plain", "/fhir/R4/Patient/_search": "application/x-www-form-urlencoded", "/fhir/R4/": "application/fhir+json", "/oauth/token": "application/x-www-form-urlencoded"} {
		c, err := net.Dial("tcp", srv.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: house\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nContent-Length: 1000\r\n\r\n{\"resource", path, e.token, kind)
		r, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatalf("%s: no answer: %v", path, err)
		}
		if r.StatusCode != http.StatusRequestTimeout || !r.Close || r.ContentLength == 0 {
			t.Errorf("%s: %d, closed %v, %d bytes", path, r.StatusCode, r.Close, r.ContentLength)
		}
		c.Close()
	}
}
