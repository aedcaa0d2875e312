// Command bench measures what the house costs and holds it against
// docs/budgets.txt: FHIR requests beside the floor (a bare server of the same
// requests, in the same run), the ledger, the pages of a hospital, a rebuild,
// an import, the measures of a million, streams that listen, many acts by one press, and the demo of a region. Everything is started here, on
// loopback, and ends with it. Figures are medians; machines are noisy, so
// compare CPU and shares, not seconds.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"referd/bench/floor"
)

// bench is one run.
type bench struct {
	dir      string // everything it makes is in here
	binary   string // the house
	repeats  int
	span     time.Duration
	patients int
	million  int
	rows     int
	made     string // a hospital made before
	loops    string // where the million are kept
	on       string // one of the two databases; empty is both
	regions  string // a region made before, or where it is kept
	sheet    *sheet
}

// parts are what is measured, in order.
var parts = []struct {
	name string
	run  func(*bench) error
}{
	{"fhir", (*bench).fhir}, {"ledger", (*bench).ledger}, {"hospital", (*bench).hospital}, {"rebuild", (*bench).rebuild}, {"import", (*bench).bring}, {"measures", (*bench).measures}, {"search", (*bench).search}, {"live", (*bench).live}, {"many", (*bench).many}, {"region", (*bench).region},
}

func main() {
	b := &bench{}
	flag.IntVar(&b.repeats, "repeats", 3, "how often each is measured; the median counts")
	flag.DurationVar(&b.span, "span", 3*time.Second, "how long each time")
	flag.IntVar(&b.patients, "patients", 2000, "patients to seed, five referrals each")
	flag.IntVar(&b.million, "rebuild", 1_000_000, "referrals to rebuild")
	flag.IntVar(&b.rows, "rows", 100_000, "open referrals to import")
	flag.StringVar(&b.made, "hospital", "", "measure the hospital kept in this folder instead of making one")
	flag.StringVar(&b.loops, "loops", "", "rebuild and measure the loops kept in this folder; they are made there when it is empty")
	flag.StringVar(&b.regions, "region", "", "measure the region of a million referrals kept in this folder; it is made there when it is empty")
	flag.StringVar(&b.on, "on", "", "measure the region on sqlite or on postgres alone")
	only := flag.String("only", "", "some parts, commas between: fhir, ledger, hospital, rebuild, import, measures, search, live, many, region")
	bare := flag.String("floor", "", "serve the floor at this address (the bench starts itself so)")
	flag.Parse()
	if *bare != "" {
		floor.Serve(*bare, flag.Arg(0))
		return
	}
	if err := b.all(*only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func (b *bench) all(only string) (err error) {
	if b.sheet, err = readSheet("docs/budgets.txt"); err != nil {
		return err
	}
	if b.dir, err = os.MkdirTemp("", "referd-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	b.binary = filepath.Join(b.dir, "referd")
	if out, err := exec.Command("go", "build", "-o", b.binary, "./cmd/referd").CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	for _, p := range parts {
		if only != "" && !slices.Contains(strings.Split(only, ","), p.name) {
			continue
		}
		if err := p.run(b); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	b.sheet.print(os.Stdout)
	return nil
}
