package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"sync"
	"time"
)

// users is how many people use the pages at once, each looking for a while at
// what they opened.
const users = 32

// pause is how long somebody looks at a page before the next.
const pause = 400 * time.Millisecond

var accounts = []string{"intake@stluke.example", "nurse@stluke.example", "schedule@stluke.example", "chen@stluke.example"}

// pages measures the work queue and the referral page: what the server takes for
// each, by its own /metrics, and beside it what passes until the last byte is
// with a client that has the same two cores; medians of the repeats' 95th
// percentiles.
func (b *bench) pages(p *process) error {
	routes := []string{"GET /queue", "GET /referrals/{id}"}
	names := []string{"page.queue.p95", "page.referral.p95"}
	server, client := [2][]figure{}, [2][]figure{}
	for range b.repeats {
		before, err := p.took()
		if err != nil {
			return err
		}
		q, r, err := visit(p, 3*b.span)
		if err != nil {
			return err
		}
		after, err := p.took()
		if err != nil {
			return err
		}
		for i, ms := range []float64{q, r} {
			client[i] = append(client[i], figure{rate: ms})
			server[i] = append(server[i], figure{rate: after.since(before, routes[i]).quantile(.95) * 1000})
		}
	}
	for i, name := range names {
		if err := b.sheet.put(name, median(server[i]).rate, fmt.Sprintf(" (%.0f ms at the client)", median(client[i]).rate)); err != nil {
			return err
		}
	}
	return nil
}

// visitor is somebody signed in.
type visitor struct {
	p *process
	c http.Client
}

var link = regexp.MustCompile(`href="(/referrals/[0-9a-z]{20})["?]`)

// visit has everybody open the queue and a referral of it by turns; it gives
// both 95th percentiles, in ms.
func visit(p *process, span time.Duration) (queue, one float64, err error) {
	var mu sync.Mutex
	var queues, ones []float64
	var wg sync.WaitGroup
	for i := range users {
		v, err := p.person(accounts[i%len(accounts)])
		if err != nil {
			return 0, 0, err
		}
		wg.Go(func() {
			time.Sleep(time.Duration(rand.Int64N(int64(pause))))
			for began := time.Now(); time.Since(began) < span; {
				list, took, e := v.open("/queue")
				found := link.FindAllStringSubmatch(list, -1)
				if e == nil && len(found) == 0 {
					e = fmt.Errorf("the queue of %s is empty", accounts[i%len(accounts)])
				}
				mu.Lock()
				queues = append(queues, took)
				mu.Unlock()
				if e == nil {
					time.Sleep(pause)
					_, took, e = v.open(found[rand.IntN(len(found))][1])
					mu.Lock()
					ones = append(ones, took)
					mu.Unlock()
				}
				if e != nil {
					mu.Lock()
					err = e
					mu.Unlock()
					return
				}
				time.Sleep(pause)
			}
		})
	}
	wg.Wait()
	return percentile(queues, .95), percentile(ones, .95), err
}

// person signs somebody in.
func (p *process) person(email string) (*visitor, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	v := &visitor{p, http.Client{Jar: jar, Timeout: time.Minute}}
	return v, v.signIn(email)
}

func (v *visitor) signIn(email string) error {
	r, err := v.c.PostForm("http://"+v.p.addr+"/session", url.Values{"email": {email}, "password": {"referd-demo"}})
	if err != nil {
		return err
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK || r.Request.URL.Path == "/session" || r.Request.URL.Path == "/" {
		return fmt.Errorf("%s is not signed in: %d at %s", email, r.StatusCode, r.Request.URL.Path)
	}
	return nil
}

// open gives a page and how long it took, in ms.
func (v *visitor) open(path string) (string, float64, error) {
	began := time.Now()
	r, err := v.c.Get("http://" + v.p.addr + path)
	if err != nil {
		return "", 0, err
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	took := float64(time.Since(began).Microseconds()) / 1000
	if err == nil && r.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %d", path, r.StatusCode)
	}
	return string(b), took, err
}

func percentile(list []float64, q float64) float64 {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[min(len(list)-1, int(q*float64(len(list))))]
}
