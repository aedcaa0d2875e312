package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// hospital measures the house of 20,000 referrals: from start to ready, memory
// at rest, and its pages.
func (b *bench) hospital() error {
	dir := b.made
	if dir == "" {
		dir = filepath.Join(b.dir, "hospital")
	}
	began := time.Now()
	p, err := b.house("hospital", dir) // the first start makes the histories
	if err != nil {
		return err
	}
	fmt.Printf("hospital: 20,000 histories made and open in %.0f s\n", time.Since(began).Seconds())
	p.cmd.Process.Signal(os.Interrupt)
	<-p.over
	var ready []figure
	for range b.repeats {
		if p != nil {
			p.end()
		}
		if p, err = b.house("hospital", dir); err != nil {
			return err
		}
		ready = append(ready, figure{rate: p.ready.Seconds()})
	}
	defer p.end()
	time.Sleep(5 * time.Second) // at rest: what is due at the start is done
	if err := b.sheet.put("hospital.ready", median(ready).rate, ""); err != nil {
		return err
	}
	if err := b.sheet.put("hospital.memory", p.memory(), ""); err != nil {
		return err
	}
	if err := b.pages(p); err != nil {
		return err
	}
	if err := b.paint(p); err != nil {
		return err
	}
	return b.keys(p)
}

// keys times the keyboard of the queue in a real browser. It decides referrals,
// and therefore comes last.
func (b *bench) keys(p *process) error {
	cmd := exec.Command("node", "bench/keys.mjs", "http://"+p.addr)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("keys.mjs (make tools installs what it needs): %w", err)
	}
	var got struct{ Next, Form, Act float64 } // ms
	if err := json.Unmarshal(out, &got); err != nil {
		return err
	}
	for _, x := range []struct {
		name string
		ms   float64
	}{{"key.next", got.Next}, {"key.form", got.Form}, {"key.act", got.Act}} {
		if err := b.sheet.put(x.name, x.ms, ""); err != nil {
			return err
		}
	}
	return nil
}

// paint loads pages in a real browser: what went over the wire with an empty
// cache, and the first contentful paint beside that of a static page and of the same
// page as files, from page to page in a tab, in the same browser.
func (b *bench) paint(p *process) error {
	cmd := exec.Command("node", "bench/paint.mjs", "http://"+p.addr)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("paint.mjs (make tools installs what it needs): %w", err)
	}
	var got struct {
		KB    float64 // the largest page, on the wire
		Page  string
		Ratio float64 // of the same page's as a file, the slowest page
		Paint string
		Bare  float64 // of a bare static page's of fifty rows, the slowest page
		Heavy string
		First float64 // of the same page's as a file, opened first, the slowest
	}
	if err := json.Unmarshal(out, &got); err != nil {
		return err
	}
	if err := b.sheet.put("page.first.load", got.KB, " ("+got.Page+")"); err != nil {
		return err
	}
	if err := b.sheet.put("page.first.paint", got.Bare, " ("+got.Heavy+")"); err != nil {
		return err
	}
	return b.sheet.put("page.own.paint", got.Ratio, fmt.Sprintf(" (%s; opened first %.2f)", got.Paint, got.First))
}
