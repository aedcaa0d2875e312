package web_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// A form that does not come in time is answered with a page that says so, and
// never as if it had been taken.
func TestAFormThatDoesNotCome(t *testing.T) {
	s := open(t)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.NewResponseController(w).SetReadDeadline(time.Now().Add(50 * time.Millisecond))
		s.web.ServeHTTP(w, r)
	}))
	defer srv.Close()
	for _, path := range []string{"/session", "/session/end"} {
		c, err := net.Dial("tcp", srv.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: referd.example.org\r\nOrigin: https://referd.example.org\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nemail=riv", path)
		r, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatalf("%s: no answer: %v", path, err)
		}
		b, _ := io.ReadAll(r.Body)
		if r.StatusCode < 400 && r.StatusCode != http.StatusSeeOther || len(b) == 0 && r.StatusCode != http.StatusSeeOther || path == "/session" && (r.StatusCode != http.StatusRequestTimeout || !strings.Contains(string(b), "did not come in time")) {
			t.Errorf("%s: %d: %.300s", path, r.StatusCode, b)
		}
		c.Close()
	}
}
