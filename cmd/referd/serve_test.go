package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// What an operator's tools ask.
func TestTheHouseSaysHowItIs(t *testing.T) {
	base := start(t)
	ask := func(path string) string {
		r, err := http.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		b, err := io.ReadAll(r.Body)
		if err != nil || r.StatusCode != http.StatusOK {
			t.Errorf("%s answers %d, %v", path, r.StatusCode, err)
		}
		return string(b)
	}
	if got := ask("/healthz") + ask("/readyz"); got != "ok\nready\n" {
		t.Errorf("%q", got)
	}
	v := visit(t, base)
	v.signIn("rivera@lakeside.example")
	v.open("/waiting")
	v.link("TRAN, Minh")
	loop := strings.TrimPrefix(v.at.Path, "/referrals/")
	m := ask("/metrics")
	for _, want := range []string{"referd_orphans 0\n", `referd_http_requests_total{code="200",method="GET",route="GET /waiting"} `, `referd_referrals{phase="booked"} `, `referd_jobs{state="given-up"} 0`, "referd_http_seconds_bucket", "go_goroutines "} {
		if !strings.Contains(m, want) {
			t.Errorf("/metrics has no %s", want)
		}
	}
	for _, never := range []string{"Tran", "TRAN", "Minh", loop, "rivera", "LK "} {
		if strings.Contains(m, never) {
			t.Errorf("/metrics names %q", never)
		}
	}
}

// A house told to stop answers what it has begun to hear, and then ends well.
func TestAStoppingHouseFinishesItsAnswers(t *testing.T) {
	if testing.Short() {
		t.Skip("a whole house")
	}
	dir := filepath.Join(t.TempDir(), "house")
	if err := furnished(dir); err != nil {
		t.Fatal(err)
	}
	addr, err := free()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, &call{args: []string{"demo", "-addr", addr, "-data", dir}, env: func(string) string { return "" }, out: io.Discard, err: io.Discard})
	}()
	if !ready(addr) {
		t.Fatal("the house did not open")
	}
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	body := "email=moss%40lakeside.example&password=referd-demo"
	fmt.Fprintf(c, "POST /session HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", addr, len(body), body[:10])
	for { // until the house has taken the request
		if n := inFlight(t, addr); n > 0 {
			break
		}
	}
	stop()
	for { // until it takes no more
		x, err := net.Dial("tcp", addr)
		if err != nil {
			break
		}
		x.Close()
	}
	io.WriteString(c, body[10:])
	c.SetReadDeadline(time.Now().Add(20 * time.Second))
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusSeeOther || len(r.Cookies()) == 0 {
		t.Errorf("what was under way was answered with %d", r.StatusCode)
	}
	if code := <-done; code != 0 {
		t.Errorf("the house ended with %d", code)
	}
}

var underWay = regexp.MustCompile(`(?m)^referd_http_under_way (\d+)`)

// inFlight is how many requests are being answered beside the one that asks.
func inFlight(t *testing.T, addr string) int {
	r, err := http.Get("http://" + addr + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	m := underWay.FindSubmatch(b)
	if m == nil {
		t.Fatal("/metrics does not say what is under way")
	}
	n := 0
	fmt.Sscan(string(m[1]), &n)
	return n - 1
}
