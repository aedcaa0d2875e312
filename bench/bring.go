package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// bring measures `referd import`: 100,000 open referrals of a hospital's list,
// each with a patient of its own, with report, preview and apply; and the most
// memory that takes beside a tenth of the list.
func (b *bench) bring() error {
	dir := filepath.Join(b.dir, "import")
	p, err := b.house("small", dir)
	if err != nil {
		return err
	}
	p.end()
	_, few, err := b.brought(dir, 0, b.rows/10)
	if err != nil {
		return err
	}
	took, many, err := b.brought(dir, b.rows/10, b.rows)
	if err != nil {
		return err
	}
	if err := b.sheet.put("import.seconds", took.Seconds()*100_000/float64(b.rows), ""); err != nil {
		return err
	}
	return b.sheet.put("import.memory", many/few, fmt.Sprintf(" (%.0f MB; a tenth of the list %.0f MB)", many, few))
}

// brought imports n referrals whose numbers begin after some, and gives the
// most memory the process had, in MB.
func (b *bench) brought(dir string, after, n int) (took time.Duration, peak float64, err error) {
	file := filepath.Join(b.dir, fmt.Sprintf("list%d.csv", n))
	if err := list(file, after, n); err != nil {
		return 0, 0, err
	}
	began := time.Now()
	cmd := exec.Command(b.binary, "import", "-data", dir, "-as", "intake@stluke.example", "-kind", "referrals", "-in", file, "-apply")
	out, err := cmd.Output()
	if err != nil {
		return 0, 0, fmt.Errorf("%w\n%s", err, out)
	}
	took = time.Since(began)
	if r, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		peak = float64(r.Maxrss) / 1024
	}
	fmt.Printf("import: %d referrals in %s, %.0f MB at most\n", n, took.Round(time.Second), peak)
	return took, peak, nil
}

// list writes a list as a hospital's system does: referrals that came from a
// partner, at every step of their way.
func list(file string, after, n int) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "Referral ID,Referral Status,MRN,Patient Name,DOB,Gender,Home Phone,Street Address,City,State,Zip,Refer To Department,Referring Practice,Referring Provider,Priority,Referral Date,Status Date,Appt Date,Diagnosis Code,Reason for Referral")
	steps := []string{"New", "In Review", "Ready to Schedule", "Scheduled", "Waitlist", "Awaiting consult note"}
	now := time.Now()
	for i := after; i < after+n; i++ {
		day := func(ago int) string { return now.AddDate(0, 0, -ago).Format("01/02/2006") }
		visit := ""
		switch i % len(steps) {
		case 3:
			visit = now.AddDate(0, 0, 10).Format("01/02/2006 15:04")
		case 5:
			visit = now.AddDate(0, 0, -3).Format("01/02/2006 15:04")
		}
		fmt.Fprintf(w, "R%d,%s,B%d,\"Bench%d, Ada%d\",%02d/%02d/19%02d,F,(555) 01%d-%04d,%d Main Street,Milltown,MA,021%02d,St Luke Cardiology,City Heart Group,\"Okafor, Ben MD\",Routine,%s,%s,%s,I20.9,\"Chest pressure on hills since March, gone at rest. Is this ischemia?\"\n",
			i, steps[i%len(steps)], i, i%5000, i, 1+i%12, 1+i%28, 30+i%60, i%10, i%10000, i%900, i%100, day(10+i%80), day(5+i%5), visit)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
