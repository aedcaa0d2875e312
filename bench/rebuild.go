package main

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"
)

// rebuild measures `referd rebuild`: a million loops, copies of the demo's
// three hundred in all their phases, are folded again and compared with their
// rows, what is owed, their tasks and their relations.
func (b *bench) rebuild() error {
	dir := filepath.Join(b.dir, "rebuild")
	p, err := b.house("small", dir)
	if err != nil {
		return err
	}
	p.end()
	began := time.Now()
	n, err := multiply(context.Background(), filepath.Join(dir, "referd.db"), b.million)
	if err != nil {
		return err
	}
	fmt.Printf("rebuild: %d referrals made in %s\n", n, time.Since(began).Round(time.Second))
	began = time.Now()
	cmd := exec.Command(b.binary, "rebuild", "-data", dir)
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	took := time.Since(began)
	used := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	fmt.Printf("rebuild: %s (%s of processor time)\n%s", took.Round(time.Second), used.Round(time.Second), out)
	return b.sheet.put("rebuild.million", took.Seconds()*1e6/float64(n), "")
}
