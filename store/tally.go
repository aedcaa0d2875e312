package store

import (
	"fmt"
	"slices"
	"sync"
	"time"
)

// tally keeps what was found since the last act, of one kind: every page has the
// same few badges, a team the same list, and while nobody acts they are the same.
// What is late, and what comes first, is a matter of time too: that is kept for the
// ten seconds it was found in. It is SQLite's alone, where one process sees
// every act.
type tally[T any] struct {
	mu   sync.Mutex
	act  int64
	seen map[string]T
}

// mostKept is how many are kept at once, and span for how long.
const (
	mostKept = 1024
	span     = 10 * time.Second
)

// of gives what was found at an act, if nothing has happened since.
func (t *tally[T]) of(act int64, key string) (x T, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.act == act {
		x, ok = t.seen[key]
	}
	return x, ok
}

// put keeps what a snapshot begun after an act has found.
func (t *tally[T]) put(act int64, key string, x T) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if act < t.act {
		return
	}
	if act > t.act || len(t.seen) >= mostKept || t.seen == nil {
		t.act, t.seen = act, map[string]T{}
	}
	t.seen[key] = x
}

// still reports whether no list has changed since before a snapshot began, nor is
// being changed: what it shows is what everybody sees.
func (v *View) still() bool { return v.acted%2 == 0 && v.db.acted.Load() == v.acted }

// tallied is what a question is kept by, of whoever asks; empty where nothing is.
func (v *View) tallied(now time.Time, question string, with []any) string {
	if v.s.pg || v.writing || !v.still() {
		return ""
	}
	with = slices.Clone(with)
	if timeless(with, now) {
		with = append(with, now.Truncate(span).Unix())
	}
	return fmt.Sprint(question, with)
}

// timeless takes the moment something is asked at out of what it is asked with, and
// reports whether it was there.
func timeless(with []any, now time.Time) (asked bool) {
	for i, a := range with {
		if a == now.UnixMicro() {
			with[i], asked = "now", true
		}
	}
	return asked
}
