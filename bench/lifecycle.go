package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// lifecycle is one referral from sending to the closed loop, in 22 requests,
// each by a party that may make it: the transaction; the recipient takes it,
// accepts, books, sees, reports with a note, tells the patient; the referrer
// acknowledges; and both look as often as they would.
func (w *world) lifecycle(k *caller) error {
	n, o := w.name(), rand.IntN(20)
	doctor, service, org := w.doctors[o], w.services[o], w.orgs[o]
	ids, err := send(k, sending(n, doctor, service, org)) // 1
	if err != nil {
		return err
	}
	if len(ids) < 4 {
		return fmt.Errorf("%s: a transaction of four gave %d", k.p.name, len(ids))
	}
	p, s, t := ids[0], ids[1], ids[2]
	taskTag, askTag := "", ""
	look := func(path string) func() error {
		return func() error {
			code, err := k.ask("GET", path, "", "")
			if err != nil || code != 200 {
				return fmt.Errorf("%s: GET %s %d %v", k.p.name, path, code, err)
			}
			return nil
		}
	}
	own := func() error { err := look("/" + s)(); askTag = k.etag; return err }
	to := func(status, business string) func() error {
		return func() error {
			if taskTag == "" { // its version is read again after anything else was told
				if err := look("/" + t)(); err != nil {
					return err
				}
				taskTag = k.etag
			}
			err := put(k, t, taskTag, task(n, t[len("Task/"):], p, s, doctor, org, status, business))
			taskTag = k.etag
			return err
		}
	}
	tell := func(body string) func() error {
		return func() error { taskTag = ""; _, err := post(k, body); return err }
	}
	find, queue := look("/ServiceRequest?patient="+p), look(w.queue(o))
	for _, do := range []func() error{
		queue, to("received", "received"), find, to("accepted", "accepted"), tell(appointment(s, p, doctor)), // 2 to 7, a version read among them
		to("in-progress", "scheduled"), own, find, to("in-progress", "visit-complete"), tell(report(s, p)), tell(document("11488-4", p, s)),
		to("completed", "report-received"), tell(told(s, p)), own,
		func() error {
			return put(k, s, askTag, request(n, s[strings.IndexByte(s, '/')+1:], "completed", p, doctor, service))
		},
		own, find, queue,
	} {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// queue is a clinic's work queue: 20 of what it has received, oldest first.
func (w *world) queue(clinic int) string {
	return "/Task?status=received&owner=" + w.orgs[clinic] + "&_sort=authored-on&_count=20"
}

// name is a number nothing on this server was named by.
func (w *world) name() int { return int(w.next.Add(1)) + 10_000_000 }
