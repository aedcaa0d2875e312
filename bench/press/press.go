// Package press presses one button for many referrals, as somebody at a work
// queue does, and says how long the answer took.
package press

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"
)

var (
	box  = regexp.MustCompile(`name="id" value="([0-9a-z]{20})"`) // what is owed beside a referral has another
	once = regexp.MustCompile(`name="once" value="([^"]+)"`)
	done = regexp.MustCompile(`role="status">(?s:.*?)<b>(\d+) \w+\.`)
)

// Queue is a work queue somebody is signed in to.
type Queue struct {
	Client *http.Client
	Base   string // http://host:port
}

// Rows lists referrals of a view until there are so many.
func (q *Queue) Rows(view string, n int) (ids []string, err error) {
	known := map[string]bool{}
	for page := 1; len(ids) < n; page++ {
		body, _, err := q.ask(http.MethodGet, "/queue?view="+view+"&page="+strconv.Itoa(page), nil)
		if err != nil {
			return nil, err
		}
		before := len(ids)
		for _, m := range box.FindAllStringSubmatch(body, -1) {
			if !known[m[1]] && len(ids) < n {
				known[m[1]], ids = true, append(ids, m[1])
			}
		}
		if len(ids) == before {
			return nil, fmt.Errorf("the view %s has %d referrals, not %d", view, len(ids), n)
		}
	}
	return ids, nil
}

// Free is Rows, with what the reader has of them given back to its team: it is not
// claimed anew.
func (q *Queue) Free(view string, n int) ([]string, error) {
	ids, err := q.Rows(view, n)
	if err == nil {
		_, _, err = q.ask(http.MethodPost, "/releases", url.Values{"id": ids})
	}
	return ids, err
}

// Once presses a button that asks nothing more, and gives how many were done.
func (q *Queue) Once(at string, ids []string) (n int, took time.Duration, err error) {
	return q.press(at, url.Values{"id": ids})
}

// Form opens a button's form, fills it in and presses it.
func (q *Queue) Form(at string, ids []string, with url.Values) (n int, took time.Duration, err error) {
	body, _, err := q.ask(http.MethodPost, at, url.Values{"id": ids})
	if err != nil {
		return 0, 0, err
	}
	m := once.FindStringSubmatch(body)
	if m == nil {
		return 0, 0, fmt.Errorf("%s shows no form", at)
	}
	f := url.Values{"once": {m[1]}}
	for _, b := range box.FindAllStringSubmatch(body, -1) {
		f.Add("id", b[1])
	}
	for k, v := range with {
		f[k] = v
	}
	return q.press(at, f)
}

func (q *Queue) press(at string, f url.Values) (int, time.Duration, error) {
	body, took, err := q.ask(http.MethodPost, at, f)
	if err != nil {
		return 0, 0, err
	}
	m := done.FindStringSubmatch(body)
	if m == nil {
		return 0, 0, fmt.Errorf("%s does not say what came of it", at)
	}
	n, err := strconv.Atoi(m[1])
	return n, took, err
}

// ask gives a page whole and how long that took.
func (q *Queue) ask(method, at string, f url.Values) (string, time.Duration, error) {
	began := time.Now()
	var r *http.Response
	var err error
	if method == http.MethodGet {
		r, err = q.Client.Get(q.Base + at)
	} else {
		r, err = q.Client.PostForm(q.Base+at, f)
	}
	if err != nil {
		return "", 0, err
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err == nil && r.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %d", at, r.StatusCode)
	}
	return string(b), time.Since(began), err
}
