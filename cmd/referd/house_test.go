package main

import (
	"bytes"
	"context"
	"database/sql"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the scripts start the binary: this one, as the command referd.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"referd": main})
}

// free is an address nobody listens at.
func free() (string, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer ln.Close()
	return ln.Addr().String(), nil
}

// ready waits until a house answers that it can commit.
func ready(addr string) bool {
	for range 600 {
		if r, err := http.Get("http://" + addr + "/readyz"); err == nil {
			r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return true
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	return false
}

// made is a small demo, built once for every test of this package.
var made = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "referd-demo-")
	if err != nil {
		return "", err
	}
	addr, err := free()
	if err != nil {
		return "", err
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, &call{args: []string{"demo", "-addr", addr, "-data", dir}, env: func(string) string { return "" }, out: io.Discard, err: io.Discard})
	}()
	ready(addr)
	stop()
	<-ended
	return dir, nil
})

// furnished gives a directory a demo of its own.
func furnished(into string) error {
	from, err := made()
	if err != nil {
		return err
	}
	if err := os.RemoveAll(filepath.Join(from, "referd.db.lock")); err != nil {
		return err
	}
	return os.CopyFS(into, os.DirFS(from))
}

// start opens the demo house on a free port and waits until it is ready.
func start(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("a whole house")
	}
	addr, err := free()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "house")
	if err := furnished(dir); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var out bytes.Buffer
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, &call{args: []string{"demo", "-addr", addr, "-data", dir}, env: func(string) string { return "" }, out: io.Discard, err: &out})
	}()
	t.Cleanup(func() {
		stop()
		if code := <-done; code != 0 {
			t.Errorf("the house ended with %d:\n%.2000s", code, out.String())
		}
	})
	if !ready(addr) {
		t.Fatal("the house did not open")
	}
	return "http://" + addr
}

// visit is a reader at a house of a test.
func visit(t *testing.T, base string) *reader {
	return &reader{base: base, fail: t.Fatalf, client: http.DefaultClient}
}

// A house that closes ends what it has begun before its store does.
func TestAHouseThatClosesLeavesNothingBegun(t *testing.T) {
	if testing.Short() {
		t.Skip("a whole house")
	}
	dir := filepath.Join(t.TempDir(), "house")
	if err := furnished(dir); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, "referd.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var begun, all int
	if err := db.QueryRow("select coalesce(sum(leased > 0), 0), count(*) from jobs").Scan(&begun, &all); err != nil || all == 0 || begun > 0 {
		t.Errorf("%d of %d jobs are leased by a process that ended: %v", begun, all, err)
	}
}
