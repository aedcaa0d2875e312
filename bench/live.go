package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
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

// live measures 2,000 event streams: what memory and processor they take while
// changes come, and how long after a commit was answered the new badges are at
// each of whoever's organization it is. What the streams said last is what each
// account's page is told that asks, and it is not what was before.
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
	act, err := p.person("nurse@stluke.example")
	if err != nil {
		return err
	}
	time.Sleep(5 * time.Second) // at rest: what is due at the start is done
	rest, ears := p.memory(), ear.New()
	defer ears.Close()
	var theirs []int // those of the organization the changes are of
	of := map[int]*visitor{}
	for i := range streams {
		n := i % len(all)
		k, err := ears.Open(p.addr, all[n].c.Jar)
		if err != nil {
			return fmt.Errorf("stream %d: %w", i, err)
		}
		if strings.HasSuffix(listeners[n%len(listeners)], "@stluke.example") {
			theirs, of[k] = append(theirs, k), all[n%len(listeners)]
		}
	}
	time.Sleep(5 * time.Second)
	most := p.memory()
	quiet := p.cpu()
	time.Sleep(5 * time.Second)
	quiet = (p.cpu() - quiet) / 5
	found, err := act.undecided()
	if err != nil {
		return err
	}
	var after []float64 // ms
	used := 0.0
	for i := range commits {
		press, err := act.decides(found, i%2 == 1)
		if err != nil {
			return fmt.Errorf("change %d: %w", i, err)
		}
		time.Sleep(400 * time.Millisecond) // what opening the form did is told
		ears.Forget(found)
		before, began := ears.Says(theirs[0]), p.cpu()
		if err := press(); err != nil {
			return fmt.Errorf("change %d: %w", i, err)
		}
		heard, err := ears.Wait(found, theirs, time.Now(), 10*time.Second)
		if err != nil {
			return fmt.Errorf("change %d: %w", i, err)
		}
		used += p.cpu() - began
		for _, d := range heard {
			after = append(after, float64(d.Microseconds())/1000)
		}
		most = max(most, p.memory())
		if before == ears.Says(theirs[0]) {
			return fmt.Errorf("change %d changed no number: %s", i, before)
		}
		for tries := range 5 { // the house acts too: what it told somebody meanwhile is on its way
			if err = agree(ears, theirs, of); err == nil {
				break
			}
			time.Sleep(time.Duration(tries) * 200 * time.Millisecond)
		}
		if err != nil {
			return fmt.Errorf("change %d: %w", i, err)
		}
		time.Sleep(time.Duration(rand.Int64N(int64(300 * time.Millisecond)))) // at no moment of its own
	}
	if err := b.sheet.put("live.memory", most-rest, fmt.Sprintf(" (%.0f MB at rest, %.0f with them)", rest, most)); err != nil {
		return err
	}
	slices.SortFunc(after, cmp.Compare)
	return b.sheet.put("live.p95", percentile(after, .95), fmt.Sprintf(" (%d commits, each to %d of %d streams; half within %.0f, the slowest %.0f; %.0f ms of processor a commit with its act, %.0f ms a second while nothing changed)",
		commits, len(theirs), streams, percentile(after, .5), after[len(after)-1], 1000*used/commits, 1000*quiet))
}

// agree checks that the badges the streams said last are those a page of the same
// person is told that asks now.
func agree(ears *ear.Ears, theirs []int, of map[int]*visitor) error {
	asked := map[*visitor]string{}
	for _, k := range theirs {
		if asked[of[k]] == "" {
			counts, _, err := of[k].open("/counts")
			if err != nil {
				return err
			}
			asked[of[k]] = `{"/counts":` + strings.TrimSpace(counts) + `}`
		}
		if said := ears.Says(k); said != asked[of[k]] {
			return fmt.Errorf("a stream says %s, and a page that asks is told %s", said, asked[of[k]])
		}
	}
	return nil
}

// undecided is a referral a decision is owed on.
func (v *visitor) undecided() (string, error) {
	list, _, err := v.open("/queue?view=team")
	if err != nil {
		return "", err
	}
	for _, m := range link.FindAllStringSubmatch(list, -1) {
		one, _, err := v.open(m[1])
		if err != nil {
			return "", err
		}
		if strings.Contains(one, m[1]+"/decision") {
			return m[1][len("/referrals/"):], nil
		}
	}
	return "", fmt.Errorf("nothing is to be decided")
}

var field = regexp.MustCompile(`name="(seq|once|by|fact|urgency)" value="([^"]*)"( checked)?`)

// decides opens the form that accepts a referral, or what undoes that, and gives
// the press.
func (v *visitor) decides(id string, undo bool) (press func() error, err error) {
	at := "/referrals/" + id
	noun := map[bool]string{false: "/decision", true: "/undo"}[undo]
	page := at + map[bool]string{false: "/decision"}[undo]
	html, _, err := v.open(page)
	if err != nil {
		return nil, err
	}
	_, html, there := strings.Cut(html, `action="`+at+noun+`"`)
	html, _, _ = strings.Cut(html, "</form>")
	form := url.Values{"how": {"accept"}}
	for _, m := range field.FindAllStringSubmatch(html, -1) {
		if m[1] != "urgency" || m[3] != "" {
			form.Set(m[1], m[2])
		}
	}
	if !there {
		return nil, fmt.Errorf("there is no form of %s", at+noun)
	}
	c := http.Client{Jar: v.c.Jar, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return func() error {
		r, err := c.PostForm("http://"+v.p.addr+at+noun, form)
		if err != nil {
			return err
		}
		defer r.Body.Close()
		if r.StatusCode != http.StatusSeeOther {
			return fmt.Errorf("%s is answered %d", at+noun, r.StatusCode)
		}
		return nil
	}, nil
}
