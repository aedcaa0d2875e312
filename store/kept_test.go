package store

import (
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// asker asks one question of a store and notes the moments it was looked up for.
type asker struct {
	db   *DB
	of   tally[time.Time]
	mu   sync.Mutex
	at   []time.Time
	fail error

	breaks bool
}

func (a *asker) ask(t *testing.T, now time.Time) (got time.Time, err error) {
	err = a.db.View(t.Context(), Scope{System: true}, func(v *View) error {
		got, err = kept(v, now, question[time.Time]{&a.of, "late by ?", []any{now.UnixMicro()}, func(v *View, at time.Time) (time.Time, error) {
			a.mu.Lock()
			defer a.mu.Unlock()
			a.at = append(a.at, at)
			if a.breaks {
				panic("it breaks")
			}
			return at, a.fail
		}})
		return err
	})
	return got, err
}

// looked gives the moments it was looked up for, once there are so many.
func (a *asker) looked(n int) []time.Time {
	for range 500 {
		a.mu.Lock()
		have := slices.Clone(a.at)
		a.mu.Unlock()
		if len(have) >= n {
			return have
		}
		time.Sleep(10 * time.Millisecond)
	}
	return nil
}

func asking(t *testing.T) *asker {
	dir := t.TempDir()
	db, err := Open(t.Context(), Options{DSN: filepath.Join(dir, "r.db"), Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &asker{db: db}
}

// However many ask at once, one looks; and again after an act.
func TestOneLooksForAll(t *testing.T) {
	a := asking(t)
	now := time.Date(2026, 3, 2, 9, 0, 1, 0, time.UTC)
	for round := range 2 {
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				if got, err := a.ask(t, now); err != nil || got != now {
					t.Errorf("it answers %v, %v", got, err)
				}
			})
		}
		wg.Wait()
		if n := len(a.looked(1)); n != round+1 {
			t.Errorf("after %d acts it was looked up %d times", round, n)
		}
		a.db.acted.Add(2)
	}
}

// What is asked towards the end of a stretch is there when the next begins, as of
// its beginning; and a stretch that nobody asked in has nothing.
func TestTheNextStretchIsThere(t *testing.T) {
	a := asking(t)
	began := time.Date(2026, 3, 2, 9, 0, 30, 0, time.UTC)
	next, after := began.Add(span), began.Add(2*span)
	for _, at := range []time.Time{began.Add(time.Second), began.Add(15 * time.Second), next.Add(-time.Second)} {
		if got, err := a.ask(t, at); err != nil || got != began.Add(time.Second) {
			t.Fatalf("at %v it answers %v, %v", at, got, err)
		}
	}
	if have := a.looked(2); len(have) != 2 || have[1] != next {
		t.Fatalf("it was looked up for %v", have)
	}
	for !a.db.ahead.TryAcquire(1) { // whoever looked has said so
		time.Sleep(time.Millisecond)
	}
	a.db.ahead.Release(1)
	if got, err := a.ask(t, next.Add(time.Second)); err != nil || got != next {
		t.Errorf("in the next stretch it answers %v, %v", got, err)
	}
	if got, err := a.ask(t, after.Add(time.Second)); err != nil || got != after.Add(time.Second) {
		t.Errorf("in the one after, for which nobody looked, it answers %v, %v", got, err)
	}
}

// Who asks after somebody broke off in the middle is answered, and what breaks while
// the next stretch is found ends nothing but that.
func TestNobodyWaitsForWhoBroke(t *testing.T) {
	a := asking(t)
	began := time.Date(2026, 3, 2, 9, 0, 30, 0, time.UTC)
	ask := func(at time.Time) (got time.Time, broke bool) {
		defer func() { broke = recover() != nil }()
		got, _ = a.ask(t, at)
		return got, false
	}
	a.breaks = true
	if _, broke := ask(began); !broke {
		t.Error("it did not break")
	}
	a.breaks = false
	if got, broke := ask(began); broke || got != began {
		t.Errorf("then it answers %v", got)
	}
	a.breaks = true
	ask(began.Add(span - time.Second)) // kept; the next is looked for
	if a.looked(3) == nil {
		t.Fatal("nobody looked ahead")
	}
	for !a.db.ahead.TryAcquire(1) {
		time.Sleep(time.Millisecond)
	}
	a.db.ahead.Release(1)
	a.breaks = false
	if got, broke := ask(began.Add(span)); broke || got != began.Add(span) {
		t.Errorf("in the next stretch it answers %v", got)
	}
}

// What failed is nobody else's answer.
func TestAFailureIsNotKept(t *testing.T) {
	a := asking(t)
	now := time.Date(2026, 3, 2, 9, 0, 1, 0, time.UTC)
	a.fail = errors.New("the disk is gone")
	if _, err := a.ask(t, now); !errors.Is(err, a.fail) {
		t.Errorf("it fails with %v", err)
	}
	a.fail = nil
	if got, err := a.ask(t, now.Add(time.Second)); err != nil || got != now.Add(time.Second) {
		t.Errorf("then it answers %v, %v", got, err)
	}
}
