// Package ear listens to event streams, many at once, as the browsers of people
// who are signed in do, and says when each had the badges that came after what.
package ear

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Ears are open streams of one house.
type Ears struct {
	mu    sync.Mutex
	heard map[string]map[int]time.Time // by what changed: which stream, and when it first had the badges after it
	says  map[int]string               // the badges a stream said last
	ended map[int]error
	conns []net.Conn
	more  chan struct{} // something was heard
}

// New has none open yet.
func New() *Ears {
	return &Ears{heard: map[string]map[int]time.Time{}, says: map[int]string{}, ended: map[int]error{}, more: make(chan struct{}, 1)}
}

// Open opens one more stream with somebody's cookies, and gives its number once
// the house has answered it.
func (e *Ears) Open(addr string, jar http.CookieJar) (int, error) {
	var cookies []string
	for _, c := range jar.Cookies(&url.URL{Scheme: "http", Host: addr, Path: "/"}) {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return 0, err
	}
	if _, err := fmt.Fprintf(c, "GET /events HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nAccept: text/event-stream\r\n\r\n", addr, strings.Join(cookies, "; ")); err != nil {
		return 0, errors.Join(err, c.Close())
	}
	lines := bufio.NewReaderSize(c, 256)
	for n := 0; ; n++ {
		l, err := lines.ReadString('\n')
		switch {
		case err != nil:
			return 0, errors.Join(fmt.Errorf("a stream did not open: %w", err), c.Close())
		case n == 0 && !strings.Contains(l, " 200 "):
			return 0, errors.Join(fmt.Errorf("a stream was answered %q", strings.TrimSpace(l)), c.Close())
		case strings.HasPrefix(l, "retry:"):
			e.mu.Lock()
			e.conns = append(e.conns, c)
			k := len(e.conns) - 1
			e.mu.Unlock()
			go e.listen(k, lines)
			return k, nil
		}
	}
}

func (e *Ears) listen(k int, lines *bufio.Reader) {
	var changed []string // of which no badges came yet
	event := ""
	for {
		l, err := lines.ReadString('\n')
		if err != nil {
			e.mu.Lock()
			e.ended[k] = err
			e.mu.Unlock()
			return
		}
		l = strings.TrimSpace(l)
		name, named := strings.CutPrefix(l, "event: ")
		what, said := strings.CutPrefix(l, "data: ")
		switch {
		case l == "":
			event = ""
		case named:
			event = name
		case said && event == "referral":
			changed = append(changed, what)
		case said && event == "":
			e.hear(k, changed, what)
			changed = nil
		}
	}
}

// hear notes the badges that came after some changes.
func (e *Ears) hear(k int, changed []string, badges string) {
	at := time.Now()
	e.mu.Lock()
	defer e.mu.Unlock()
	e.says[k] = badges
	for _, what := range changed {
		if e.heard[what] == nil {
			e.heard[what] = map[int]time.Time{}
		}
		if _, known := e.heard[what][k]; !known {
			e.heard[what][k] = at
		}
	}
	select {
	case e.more <- struct{}{}:
	default:
	}
}

// Says is the badges a stream said last.
func (e *Ears) Says(k int) string { e.mu.Lock(); defer e.mu.Unlock(); return e.says[k] }

// Forget forgets what was heard of one thing.
func (e *Ears) Forget(what string) { e.mu.Lock(); defer e.mu.Unlock(); delete(e.heard, what) }

// Wait waits until some streams have the badges that came after something, and says
// how long after a moment each did. One of those that did not, in time or at all, is
// an error.
func (e *Ears) Wait(what string, who []int, from time.Time, patience time.Duration) (after []time.Duration, err error) {
	end := time.After(patience)
	for {
		e.mu.Lock()
		after = after[:0]
		for _, k := range who {
			if at, ok := e.heard[what][k]; ok {
				after = append(after, max(at.Sub(from), 0))
			}
		}
		ended := len(e.ended)
		e.mu.Unlock()
		switch {
		case len(after) == len(who):
			return after, nil
		case ended > 0:
			return after, fmt.Errorf("%d streams have ended", ended)
		}
		select {
		case <-e.more:
		case <-time.After(5 * time.Millisecond):
		case <-end:
			return after, fmt.Errorf("%d of %d streams heard of a change within %s", len(after), len(who), patience)
		}
	}
}

// Close closes all.
func (e *Ears) Close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, c := range e.conns {
		c.Close()
	}
}
