package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// rebuild measures `referd rebuild`: a million loops, copies of the demo's
// three hundred in all their phases, are folded again and compared with their
// rows, what is owed, their tasks and their relations.
func (b *bench) rebuild() error {
	dir := cmp.Or(b.loops, filepath.Join(b.dir, "rebuild"))
	if _, err := os.Stat(filepath.Join(dir, "referd.db")); err != nil {
		if err := b.makeLoops(dir, false); err != nil {
			return err
		}
	}
	began := time.Now()
	cmd := exec.Command(b.binary, "rebuild", "-data", dir)
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	took := time.Since(began)
	used := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	fmt.Printf("rebuild: %s (%s of processor time)\n%s", took.Round(time.Second), used.Round(time.Second), out)
	n := 0
	if _, err := fmt.Sscanf(string(out), "%d", &n); err != nil {
		return fmt.Errorf("rebuild does not say how many: %q", out)
	}
	return b.sheet.put("rebuild.million", took.Seconds()*1e6/float64(n), "")
}

func (b *bench) makeLoops(dir string, people bool) error {
	p, err := b.house("small", dir)
	if err != nil {
		return err
	}
	p.end()
	began := time.Now()
	n, err := multiply(context.Background(), filepath.Join(dir, "referd.db"), b.million, people)
	fmt.Printf("rebuild: %d referrals made in %s\n", n, time.Since(began).Round(time.Second))
	return err
}
