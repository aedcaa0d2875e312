package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// The machine's clock jumps: the operations page says so to everybody, an
// administrator confirms the time there, and the house goes on.
func TestAnOperatorConfirmsTheClock(t *testing.T) {
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
	var out bytes.Buffer
	c := &call{args: []string{"-addr", addr, "-data", dir}, env: func(string) string { return "" }, out: &out, err: &out}
	cfg, err := configure("serve", c, nil)
	if err != nil {
		t.Fatal(err)
	}
	var off atomic.Int64
	h, err := open(t.Context(), cfg, c, func() time.Time { return time.Now().Add(time.Duration(off.Load())) })
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		h.db.Close()
	})
	if !ready(addr) {
		t.Fatal("the house did not open")
	}
	const jumped, button = "clock has jumped", "The time is right"
	v := visit(t, "http://"+addr)
	v.signIn("admin@stluke.example")
	if v.open("/ops"); strings.Contains(v.text, jumped) {
		t.Fatal("it doubts a clock that has not jumped")
	}
	off.Store(int64(40 * 24 * time.Hour))
	v.signIn("nurse@stluke.example") // the sessions of before have ended
	for range 300 {
		if v.open("/ops"); strings.Contains(v.text, jumped) {
			break
		}
		time.Sleep(20 * time.Millisecond) // the runner looks each second
	}
	if !strings.Contains(v.text, jumped) || strings.Contains(v.text, button) {
		t.Errorf("a nurse reads that it has jumped: %v; may confirm it: %v", strings.Contains(v.text, jumped), strings.Contains(v.text, button))
	}
	v.post("/ops/clock", nil)
	if v.open("/ops"); !strings.Contains(v.text, jumped) {
		t.Error("a nurse confirmed the clock")
	}
	v.signIn("admin@stluke.example")
	v.open("/ops")
	v.form("/ops/clock", nil)
	if v.at.Path != "/ops" || strings.Contains(v.text, jumped) {
		t.Errorf("confirmed, %s still doubts it", v.at)
	}
}
