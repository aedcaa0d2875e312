package main

import (
	"io"
	"net/http"
	"time"
)

// pace is how slowly somebody may send or take: a connection that stands still,
// or trickles so that it never ends, is closed, so that a few patient strangers
// cannot use up the house.
type pace struct {
	grace time.Duration // until the first byte of a body, and beside its due time
	least int64         // bytes a second of a body, after that
	whole time.Duration // to take an answer, a stream of events excepted
}

// usual lets 50 MB through a line of 64 KB/s.
var usual = pace{grace: 15 * time.Second, least: 16 << 10, whole: 15 * time.Minute}

// watch sets the deadlines of each request. Where a connection has none (a test's
// recorder), nothing is watched.
func (p pace) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		line := http.NewResponseController(w)
		end := time.Time{}
		if r.URL.Path != "/events" { // open as long as its page is
			end = time.Now().Add(p.whole)
		}
		line.SetWriteDeadline(end)
		if r.ContentLength != 0 { // also for a body nobody reads: the server reads it away
			line.SetReadDeadline(time.Now().Add(p.grace))
			r.Body = &paced{ReadCloser: r.Body, pace: p, line: line, began: time.Now()}
		}
		next.ServeHTTP(w, r)
	})
}

// paced is a body whose time grows with what has come of it.
type paced struct {
	io.ReadCloser
	pace  pace
	line  *http.ResponseController
	began time.Time
	came  int64
}

func (b *paced) Read(p []byte) (int, error) {
	due := b.began.Add(b.pace.grace + time.Duration(b.came/b.pace.least)*time.Second)
	b.line.SetReadDeadline(due)
	n, err := b.ReadCloser.Read(p)
	b.came += int64(n)
	if err == io.EOF {
		b.line.SetReadDeadline(time.Time{}) // what follows is the next request's to wait for
	}
	return n, err
}
