package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
)

// world is what a server was given before it is measured: 20 clinics, the
// patients, and five referrals each in four states.
type world struct {
	p                                       *process
	doctors, orgs, services, patients, asks []string
	next                                    atomic.Int64 // names nothing twice
}

// callers is how many ask at once.
const callers = 8

// each does n things, callers at once; the first error ends it.
func (w *world) each(n int, f func(k *caller, i int) error) error {
	var next atomic.Int64
	var failed atomic.Value
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			k := &caller{p: w.p}
			defer k.close()
			for i := int(next.Add(1)) - 1; i < n && failed.Load() == nil; i = int(next.Add(1)) - 1 {
				if err := f(k, i); err != nil {
					failed.CompareAndSwap(nil, err)
				}
			}
		})
	}
	wg.Wait()
	if err, ok := failed.Load().(error); ok {
		return err
	}
	return nil
}

// post creates a resource and gives its Type/id.
func post(k *caller, body string) (string, error) {
	kind := body[len(`{"resourceType":"`):]
	kind = kind[:strings.IndexByte(kind, '"')]
	code, err := k.ask("POST", "/"+kind, "", body)
	var x struct{ ID string }
	if err == nil && json.Unmarshal(k.body, &x) == nil && code == 201 && x.ID != "" {
		return kind + "/" + x.ID, nil
	}
	return "", fmt.Errorf("%s: %s %d %v %.300s", k.p.name, kind, code, err, k.body)
}

// send posts a transaction and gives what its entries became.
func send(k *caller, body string) (ids []string, err error) {
	code, err := k.ask("POST", "", "", body)
	if err != nil || code != 200 {
		return nil, fmt.Errorf("%s: transaction %d %v %.300s", k.p.name, code, err, k.body)
	}
	var b struct {
		Entry []struct{ Response struct{ Location string } }
	}
	if err := json.Unmarshal(k.body, &b); err != nil {
		return nil, err
	}
	for _, e := range b.Entry {
		at, _, _ := strings.Cut(e.Response.Location, "/_history")
		part := strings.Split(at, "/")
		if len(part) < 2 {
			return nil, fmt.Errorf("%s: a transaction's answer without a location: %.300s", k.p.name, k.body)
		}
		ids = append(ids, strings.Join(part[len(part)-2:], "/"))
	}
	return ids, nil
}

// steps are what a referral of each of the four states has been through.
var steps = [4][]string{{"received"}, {"received", "accepted"}, {"received", "accepted", "in-progress"}, {"received", "rejected"}}

var business = map[string]string{"requested": "sent", "received": "received", "accepted": "accepted", "in-progress": "scheduled", "rejected": "declined", "completed": "report-received"}

func seed(p *process, patients int) (*world, error) {
	w := &world{p: p, patients: make([]string, patients), asks: make([]string, 5*patients)}
	w.doctors, w.orgs, w.services = make([]string, 20), make([]string, 20), make([]string, 20)
	err := w.each(20, func(k *caller, i int) (err error) {
		if w.doctors[i], err = post(k, practitioner(i)); err == nil {
			w.orgs[i], err = post(k, organization(i))
		}
		if err == nil {
			w.services[i], err = post(k, healthcareService(i, w.orgs[i]))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if err = w.each(patients, func(k *caller, i int) (err error) { w.patients[i], err = post(k, patient(i)); return err }); err != nil {
		return nil, err
	}
	return w, w.each(len(w.asks), w.refer)
}

// refer sends the i-th referral and has its recipient move it.
func (w *world) refer(k *caller, i int) error {
	o, p := (i*7+i/20)%20, w.patients[i/5]
	s, t := fmt.Sprintf("urn:uuid:00000000-0000-4001-9000-%012x", i), fmt.Sprintf("urn:uuid:00000000-0000-4002-9000-%012x", i)
	ids, err := send(k, bundle([2]string{s, request(i, "", "active", p, w.doctors[o], w.services[o])},
		[2]string{t, task(i, "", p, s, w.doctors[o], w.orgs[o], "requested", "sent")}))
	if err != nil {
		return err
	}
	w.asks[i] = ids[0]
	for _, to := range steps[(i/3)%4] {
		if err := move(k, ids[1], func(id string) string {
			return task(i, id, p, ids[0], w.doctors[o], w.orgs[o], to, business[to])
		}); err != nil {
			return err
		}
	}
	return nil
}

// move reads a resource's version and updates it; once more when somebody else
// changed it in between, as a client does.
func move(k *caller, at string, body func(id string) string) (err error) {
	for range 2 {
		code, e := k.ask("GET", "/"+at, "", "")
		if e != nil || code != 200 {
			return fmt.Errorf("%s: GET %s %d %v", k.p.name, at, code, e)
		}
		if err = put(k, at, k.etag, body(at[strings.IndexByte(at, '/')+1:])); err == nil {
			return nil
		}
	}
	return err
}

func put(k *caller, at, match, body string) error {
	code, err := k.ask("PUT", "/"+at, match, body)
	if err != nil || code != 200 {
		return fmt.Errorf("%s: PUT %s %d %v %.300s", k.p.name, at, code, err, k.body)
	}
	return nil
}
