package store

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// tally keeps what was found since the last act, of one kind: every page has the
// same few badges, a team the same list, and while nobody acts they are the same.
// Who asks while another looks waits for what that one finds. What is late, and what
// comes first, is a matter of time too: that is kept for the half minute it was found
// in, and towards its end, when somebody still asks, it is found for the one that
// follows, by one reader beside them.
type tally[T any] struct {
	mu   sync.Mutex
	act  int64
	seen map[string]*finding[T]
}

// finding is what somebody finds, or has found, once done is closed. none is that it
// is nobody else's: it failed, or somebody acted meanwhile.
type finding[T any] struct {
	done chan struct{}
	is   T
	none bool
}

// mostKept is how many are kept at once, span for how long, and early how long
// before its end the next begins.
const (
	mostKept = 1024
	span     = 30 * time.Second
	early    = 10 * time.Second
)

// begin gives what is found at an act under a key; it is the asker's own to find
// where mine says so. Whoever read before that act finds for themselves.
func (t *tally[T]) begin(act int64, key string) (f *finding[T], mine bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if f := t.seen[key]; f != nil && act == t.act {
		return f, false
	}
	f = &finding[T]{done: make(chan struct{})}
	if act < t.act {
		return f, true
	}
	if act > t.act || len(t.seen) >= mostKept || t.seen == nil {
		t.act, t.seen = act, map[string]*finding[T]{}
	}
	t.seen[key] = f
	return f, true
}

// end says what was found.
func (t *tally[T]) end(key string, f *finding[T], is T, whole bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if f.is, f.none = is, !whole; f.none && t.seen[key] == f {
		delete(t.seen, key)
	}
	close(f.done)
}

// lacks reports whether nobody finds or has found what has a key.
func (t *tally[T]) lacks(act int64, key string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return act == t.act && t.seen[key] == nil
}

// question is what is asked of a store, in such words that two with the same words
// and values have the same answer for both readers until a list changes.
type question[T any] struct {
	of    *tally[T]
	words string
	with  []any
	find  func(v *View, now time.Time) (T, error)
}

// kept answers a question of this moment, from what is kept where it is.
func kept[T any](v *View, now time.Time, q question[T]) (T, error) {
	if !v.keeps() {
		return q.find(v, now)
	}
	key := q.words + fmt.Sprint(q.with)
	with, timed := timeless(q.with, now)
	if timed = timed || v.s.pg; timed { // a database that others may write by hand is looked at again
		key = q.at(with, now)
	}
	f, mine := q.of.begin(v.acted, key)
	if mine {
		return q.answer(v, key, f, now)
	}
	<-f.done
	if f.none {
		return q.find(v, now)
	}
	if next := now.Truncate(span).Add(span); timed && next.Sub(now) < early {
		ahead(v, q, q.at(with, next), next)
	}
	return f.is, nil
}

// answer finds what others wait for. However it ends, nobody waits for ever.
func (q question[T]) answer(v *View, key string, f *finding[T], now time.Time) (is T, err error) {
	whole := false
	defer func() { q.of.end(key, f, is, whole) }()
	is, err = q.find(v, now)
	whole = err == nil && v.still()
	return is, err
}

// at is the key of the stretch a moment is in.
func (q question[T]) at(with []any, now time.Time) string {
	return q.words + fmt.Sprint(with, now.Truncate(span).Unix())
}

// ahead finds the answer of a stretch to come before anybody waits for it, unless
// somebody does already. It reads before it says so: who waits for it has a reader
// that it might need.
func ahead[T any](v *View, q question[T], key string, next time.Time) {
	if !q.of.lacks(v.acted, key) || !v.db.ahead.TryAcquire(1) {
		return
	}
	act, scope, db := v.acted, v.scope, v.db
	go func() {
		defer db.ahead.Release(1)
		defer func() { recover() }() // whoever asks then meets it themselves, and it is said there
		db.View(context.Background(), scope, func(v *View) error {
			if !v.keeps() || v.acted != act {
				return nil
			}
			f, mine := q.of.begin(act, key)
			if !mine {
				return nil
			}
			q.answer(v, key, f, next)
			return nil // who asks then asks again
		})
	}()
}

// keeps reports whether anything is kept of what it finds. On PostgreSQL others may
// have acted, and the snapshot itself says which acts it has: the newest of what every
// act leaves (moved), added up, since they do not appear in the order of their numbers.
// Of so many none is still to come.
func (v *View) keeps() bool {
	switch {
	case v.writing:
		return false
	case v.s.pg && !v.asked:
		ok, err := v.s.one("select coalesce(sum(id), 0) from (select id from moved order by id desc limit 200) m", nil, &v.acted)
		if !ok || err != nil {
			return false
		}
		v.asked = true
	}
	return v.still()
}

// still reports whether no list has changed since before a snapshot began, nor is
// being changed: what it shows is what everybody sees. A snapshot of PostgreSQL is of
// one moment whatever happens, and known by it.
func (v *View) still() bool { return v.s.pg || v.acted%2 == 0 && v.db.acted.Load() == v.acted }

// timeless takes the moment something is asked at out of what it is asked with, and
// the one its stretch began at, and reports whether they were there.
func timeless(with []any, now time.Time) (out []any, asked bool) {
	out = slices.Clone(with)
	for i, a := range out {
		switch a {
		case now.UnixMicro():
			out[i], asked = "now", true
		case now.Truncate(span).UnixMicro():
			out[i], asked = "stretch", true
		}
	}
	return out, asked
}
