package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

var (
	choice = regexp.MustCompile(`(?s)<select id="f-(\w+)".*?</select>`)
	value  = regexp.MustCompile(`<option value="([^"]+)"`)
)

// enough is what passes for a million: what is kept between two runs may be another
// house by now.
const enough = 900_000

// counted waits until a house has counted its measures, and gives who looks at them
// and their page.
func (p *process) counted() (v *visitor, page string, err error) {
	if v, err = p.person("quality@stluke.example"); err != nil {
		return nil, "", err
	}
	for page == "" || strings.Contains(page, "are being counted") {
		time.Sleep(200 * time.Millisecond)
		if page, _, err = v.open("/measures"); err != nil {
			return nil, "", err
		}
	}
	return v, page, nil
}

// measures measures the pages of the measures over a million loops, all of them
// and each segment they offer: what the server takes, its 95th percentile over
// both pages. Beside it, how long all were being counted after the start.
func (b *bench) measures() error {
	dir := cmp.Or(b.loops, filepath.Join(b.dir, "rebuild"))
	if _, err := os.Stat(filepath.Join(dir, "referd.db")); err != nil {
		if err := b.makeLoops(dir, false); err != nil {
			return err
		}
	}
	p, err := b.house("small", dir)
	if err != nil {
		return err
	}
	defer p.end()
	if n, err := p.referrals(); err != nil || n < enough {
		return fmt.Errorf("bench: %s holds %.0f referrals, which is no million: %w", dir, n, err)
	}
	began := time.Now()
	v, page, err := p.counted()
	if err != nil {
		return err
	}
	counted, cpu := time.Since(began), p.cpu()
	time.Sleep(2 * time.Second)
	memory := p.memory()
	paths := []string{"/measures", "/measures/closed-loop", "/measures/time-to-accept?by=sender", "/measures/overdue?by=owner"}
	for _, s := range choice.FindAllStringSubmatch(page, -1) {
		for _, o := range value.FindAllStringSubmatch(s[0], -1) {
			paths = append(paths, "/measures?"+s[1]+"="+o[1], "/measures/time-to-schedule?by=service&"+s[1]+"="+o[1])
		}
	}
	before, err := p.took()
	if err != nil {
		return err
	}
	for range b.repeats {
		for _, at := range paths {
			if _, _, err := v.open(at); err != nil {
				return err
			}
		}
	}
	after, err := p.took()
	if err != nil {
		return err
	}
	worst := max(after.since(before, "GET /measures").quantile(.95), after.since(before, "GET /measures/{name}").quantile(.95))
	return b.sheet.put("measures.page", worst*1000, fmt.Sprintf(" (%d pages; all counted %.0f s after the start, %.0f s of processor; %.0f MB)", b.repeats*len(paths), counted.Seconds(), cpu, memory))
}
