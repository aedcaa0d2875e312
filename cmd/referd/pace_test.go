package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// A body that stands still ends its connection, whether anybody reads it or not;
// one that comes is heard whole, and the connection lives on.
func TestBodiesThatStandStill(t *testing.T) {
	read := http.NewServeMux()
	read.HandleFunc("/read", func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, "slow", http.StatusBadRequest)
			return
		}
		fmt.Fprint(w, len(b))
	})
	read.HandleFunc("/refused", func(w http.ResponseWriter, r *http.Request) { http.Error(w, "no", http.StatusUnauthorized) })
	srv := httptest.NewServer(pace{grace: 100 * time.Millisecond, least: 1 << 20, whole: time.Minute}.watch(read))
	defer srv.Close()
	for _, path := range []string{"/read", "/refused"} {
		c, err := net.Dial("tcp", srv.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: house\r\nContent-Length: 1000\r\n\r\nonly this", path)
		c.SetReadDeadline(time.Now().Add(20 * time.Second)) // it hangs without the house's own
		if _, err := io.ReadAll(c); err != nil {
			t.Errorf("%s: the connection stays open: %v", path, err)
		}
		c.Close()
	}
	for range 2 { // on one connection
		r, err := srv.Client().Post(srv.URL+"/read", "text/plain", strings.NewReader(strings.Repeat("x", 3<<20)))
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(r.Body)
		r.Body.Close()
		if string(b) != "3145728" {
			t.Errorf("an honest body: %d %s", r.StatusCode, b)
		}
	}
}
