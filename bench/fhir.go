package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// workloads are the requests that are measured; each names itself in the sheet.
var workloads = []struct {
	name string
	one  func(w *world, k *caller) error
}{
	{"create", func(w *world, k *caller) error {
		o := rand.IntN(20)
		_, err := post(k, request(w.name(), "", "active", w.patients[rand.IntN(len(w.patients))], w.doctors[o], w.services[o]))
		return err
	}},
	{"read", func(w *world, k *caller) error {
		return expect(k, "/"+w.asks[rand.IntN(len(w.asks))], "ServiceRequest", 1)
	}},
	{"queue", func(w *world, k *caller) error { return expect(k, w.queue(rand.IntN(20)), `"fullUrl"`, 20) }},
	{"search", func(w *world, k *caller) error {
		return expect(k, "/ServiceRequest?patient="+w.patients[rand.IntN(len(w.patients))], `"fullUrl"`, 5)
	}},
	{"bundle", func(w *world, k *caller) error {
		o := rand.IntN(20)
		ids, err := send(k, sending(w.name(), w.doctors[o], w.services[o], w.orgs[o]))
		if err == nil && len(ids) != 4 {
			err = fmt.Errorf("%s: four entries gave %d", k.p.name, len(ids))
		}
		return err
	}},
	{"lifecycle", func(w *world, k *caller) error { return w.lifecycle(k) }},
}

// expect asks and wants a word at least so often in the answer.
func expect(k *caller, path, word string, least int) error {
	code, err := k.ask("GET", path, "", "")
	if n := bytes.Count(k.body, []byte(word)); err != nil || code != 200 || n < least {
		return fmt.Errorf("%s: GET %s %d %v, %d of %d", k.p.name, path, code, err, n, least)
	}
	return nil
}

// figure is one measurement: requests a second, server CPU in ms a request.
type figure struct{ rate, cpu float64 }

// fhir measures each workload on the house and on the floor, turn by turn.
func (b *bench) fhir() error {
	house, err := b.house("small", filepath.Join(b.dir, "house"))
	if err != nil {
		return err
	}
	defer house.end()
	floor, err := b.bare()
	if err != nil {
		return err
	}
	defer floor.end()
	var w [2]*world
	for i, p := range []*process{house, floor} {
		if w[i], err = seed(p, b.patients); err != nil {
			return err
		}
	}
	fmt.Printf("%d callers, %d repeats of %v, %d referrals\n%-10s %26s %26s\n", callers, b.repeats, b.span, 5*b.patients, "", "referd: /s, CPU ms", "floor: /s, CPU ms")
	for _, x := range workloads {
		var got [2][]figure
		for range b.repeats {
			for i := range w {
				f, err := w[i].load(x.one, b.span)
				if err != nil {
					return err
				}
				got[i] = append(got[i], f)
			}
		}
		ours, bare := median(got[0]), median(got[1])
		fmt.Printf("%-10s %16.0f %9.2f %16.0f %9.2f\n", x.name, ours.rate, ours.cpu, bare.rate, bare.cpu)
		if err := b.sheet.put(x.name+".cpu", ours.cpu, fmt.Sprintf(" (floor %.2f)", bare.cpu)); err != nil {
			return err
		}
		if err := b.sheet.put(x.name+".share", ours.rate/bare.rate, ""); err != nil {
			return err
		}
	}
	fmt.Printf("memory after it: %.0f MB, the floor %.0f MB\n", house.memory(), floor.memory())
	return nil
}

// load asks for a while. A request that fails ends it: a wrong answer is not
// measured.
func (w *world) load(one func(*world, *caller) error, span time.Duration) (figure, error) {
	var done atomic.Int64
	var failed atomic.Value
	var wg sync.WaitGroup
	cpu, began := w.p.cpu(), time.Now()
	for range callers {
		wg.Go(func() {
			k := &caller{p: w.p}
			defer k.close()
			for time.Since(began) < span && failed.Load() == nil {
				if err := one(w, k); err != nil {
					failed.CompareAndSwap(nil, err)
					return
				}
				done.Add(1)
			}
		})
	}
	wg.Wait()
	if err, ok := failed.Load().(error); ok {
		return figure{}, err
	}
	n := float64(done.Load())
	return figure{rate: n / time.Since(began).Seconds(), cpu: (w.p.cpu() - cpu) * 1000 / n}, nil
}

func median(all []figure) figure {
	by := func(f func(figure) float64) float64 {
		list := make([]float64, len(all))
		for i, x := range all {
			list[i] = f(x)
		}
		slices.Sort(list)
		return list[len(list)/2]
	}
	return figure{rate: by(func(f figure) float64 { return f.rate }), cpu: by(func(f figure) float64 { return f.cpu })}
}

// house starts the demo of a size and signs its client in.
func (b *bench) house(size, dir string) (*process, error) {
	addr, err := free()
	if err != nil {
		return nil, err
	}
	p, err := begin("referd", "/fhir/R4", exec.Command(b.binary, "demo", "-size", size, "-addr", addr, "-data", dir), addr, "/readyz")
	if err != nil {
		return nil, err
	}
	return p, p.signIn()
}

// bare starts the floor, which is this program.
func (b *bench) bare() (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	addr, err := free()
	if err != nil {
		return nil, err
	}
	p, err := begin("floor", "/fhir/R4", exec.Command(self, "-floor", addr, filepath.Join(b.dir, "floor.db")), addr, "/readyz")
	if err != nil {
		return nil, err
	}
	p.token = "floor"
	return p, nil
}
