package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"referd/bench/ear"
)

// streams is how many browsers listen, sessions how many each account has, commits
// how many changes they hear of, and atOnce how many referrals one press is for.
const streams, sessions, commits, atOnce = 2000, 5, 60, 500

// listeners are whose browsers they are: of both sides, and of houses that the
// changes are not of.
var listeners = []string{"intake@stluke.example", "nurse@stluke.example", "schedule@stluke.example", "chen@stluke.example", "quality@stluke.example", "rivera@lakeside.example", "moss@lakeside.example", "admin@stluke.example"}

// live measures 2,000 event streams: what memory they take while changes come,
// and how long after a commit was answered they hear of it, all of whoever's
// organization it is.
func (b *bench) live() error {
	p, err := b.house("small", filepath.Join(b.dir, "live"))
	if err != nil {
		return err
	}
	defer p.end()
	var all []*visitor
	for range sessions {
		for _, email := range listeners {
			v, err := p.person(email)
			if err != nil {
				return err
			}
			all = append(all, v)
		}
	}
	time.Sleep(5 * time.Second) // at rest: what is due at the start is done
	rest, ears := p.memory(), ear.New()
	defer ears.Close()
	var theirs []int // those of the organization the changes are of
	for i := range streams {
		n := i % len(all)
		k, err := ears.Open(p.addr, all[n].c.Jar)
		if err != nil {
			return fmt.Errorf("stream %d: %w", i, err)
		}
		if strings.HasSuffix(listeners[n%len(listeners)], "@stluke.example") {
			theirs = append(theirs, k)
		}
	}
	time.Sleep(5 * time.Second)
	most := p.memory()
	list, _, err := all[0].open("/queue?view=to-open")
	found := link.FindAllStringSubmatch(list, -1)
	if err != nil || len(found) == 0 {
		return fmt.Errorf("nothing to claim: %w", err)
	}
	act := http.Client{Jar: all[0].c.Jar, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	var after []float64 // ms
	for i := range commits {
		id := found[i/2%len(found)][1][len("/referrals/"):]
		ears.Forget(id)
		r, err := act.PostForm("http://"+p.addr+[]string{"/claims", "/releases"}[i%2], url.Values{"id": {id}})
		if err != nil {
			return err
		}
		answered := time.Now()
		r.Body.Close()
		heard, err := ears.Wait(id, theirs, answered, 10*time.Second)
		if err != nil {
			return fmt.Errorf("change %d: %w", i, err)
		}
		for _, d := range heard {
			after = append(after, float64(d.Microseconds())/1000)
		}
		most = max(most, p.memory())
		time.Sleep(time.Duration(rand.Int64N(int64(300 * time.Millisecond)))) // at no moment of its own
	}
	if err := b.sheet.put("live.memory", most-rest, fmt.Sprintf(" (%.0f MB at rest, %.0f with them)", rest, most)); err != nil {
		return err
	}
	slices.SortFunc(after, cmp.Compare)
	return b.sheet.put("live.p95", percentile(after, .95), fmt.Sprintf(" (%d commits, each to %d of %d streams; the slowest %.0f)", commits, len(theirs), streams, after[len(after)-1]))
}
