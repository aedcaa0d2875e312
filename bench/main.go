// Command bench measures the house beside the floor: a bare Go and SQLite
// server of the same requests, with group commit and one audit record committed
// before each read is answered, but no access rules and no ledger. Both run
// here, on loopback, one after the other, and end with it.
package main

import (
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// limits are the most server CPU a request may cost, in milliseconds, and the
// least of the floor's requests a second.
var limits = map[string][2]float64{"create": {3, .35}, "read": {.6, .4}, "queue": {1.2, .5}, "search": {1, .5}, "bundle": {5, .35}}

var workloads = []string{"create", "read", "queue", "search", "bundle"}

func main() {
	repeats := flag.Int("repeats", 3, "how often each is measured; the median counts")
	span := flag.Duration("span", 2*time.Second, "how long each time")
	patients := flag.Int("patients", 1000, "patients to seed, five referrals each")
	floor := flag.String("floor", "", "serve the floor at this address (the bench starts itself so)")
	flag.Parse()
	if *floor != "" {
		serveFloor(*floor)
		return
	}
	if err := measure(*repeats, *span, *patients); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func measure(repeats int, span time.Duration, patients int) error {
	dir, err := os.MkdirTemp("", "referd-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if out, err := exec.Command("go", "build", "-o", filepath.Join(dir, "referd"), "./cmd/referd").CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	house, err := begin(dir, "referd", free(), func(addr string) *exec.Cmd {
		return exec.Command(filepath.Join(dir, "referd"), "demo", "-addr", addr, "-data", filepath.Join(dir, "house"))
	})
	if err != nil {
		return err
	}
	defer house.end()
	self, err := os.Executable()
	if err != nil {
		return err
	}
	bare, err := begin(dir, "floor", free(), func(addr string) *exec.Cmd { return exec.Command(self, "-floor", addr) })
	if err != nil {
		return err
	}
	defer bare.end()
	for _, s := range []*server{house, bare} {
		if err := s.seed(patients); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	fmt.Printf("%-8s %28s %28s %10s\n", "", "referd: requests/s, CPU ms", "floor: requests/s, CPU ms", "of floor")
	for _, w := range workloads {
		a, b := house.median(w, repeats, span), bare.median(w, repeats, span)
		note := ""
		if a.cpu > limits[w][0] || a.rate < limits[w][1]*b.rate {
			note = fmt.Sprintf("  (at most %.1f ms, at least %.2f)", limits[w][0], limits[w][1])
		}
		fmt.Printf("%-8s %18.0f %9.2f %18.0f %9.2f %10.2f%s\n", w, a.rate, a.cpu, b.rate, b.cpu, a.rate/b.rate, note)
		if a.failed+b.failed > 0 {
			return fmt.Errorf("%s: %d and %d requests failed", w, a.failed, b.failed)
		}
	}
	fmt.Printf("\nmemory after it: %.0f MB\n", house.memory())
	return nil
}

// figure is one measurement.
type figure struct {
	rate, cpu float64
	failed    int
}

func (s *server) median(workload string, repeats int, span time.Duration) figure {
	var all []figure
	for range repeats {
		all = append(all, s.load(workload, span))
	}
	slices.SortFunc(all, func(a, b figure) int { return int(a.rate - b.rate) })
	return all[len(all)/2]
}

func free() string {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "127.0.0.1:18080"
	}
	defer ln.Close()
	return ln.Addr().String()
}
