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

// pages measures the work queue and the referral page, whole, over HTTP: the
// time to the last byte, the median of the repeats' 95th percentiles.
func (b *bench) pages(p *process) error {
	var queue, one []figure
	for range b.repeats {
		q, r, err := visit(p, 3*b.span)
		if err != nil {
			return err
		}
		queue, one = append(queue, figure{rate: q}), append(one, figure{rate: r})
	}
	if err := b.sheet.put("page.queue.p95", median(queue).rate, ""); err != nil {
		return err
	}
	return b.sheet.put("page.referral.p95", median(one).rate, "")
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
		jar, err := cookiejar.New(nil)
		if err != nil {
			return 0, 0, err
		}
		v := &visitor{p, http.Client{Jar: jar, Timeout: 30 * time.Second}}
		if err := v.signIn(accounts[i%len(accounts)]); err != nil {
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
