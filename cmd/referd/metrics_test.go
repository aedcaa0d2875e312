package main

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"referd/store"
)

// What takes long to count is given again for a while: whoever asks every second
// does not have a million referrals counted each time.
func TestMetricsRestBetweenCounts(t *testing.T) {
	dir := t.TempDir()
	db, err := store.Open(t.Context(), store.Options{DSN: filepath.Join(dir, "referd.db"), Dir: dir, Read: 1})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- db.Run(context.Background()) }()
	t.Cleanup(func() { db.Stop(); <-ended; db.Close() })
	s := stateOf(db).(*state)
	for _, x := range []struct {
		took, ago time.Duration
		orphans   int
	}{{0, 0, 0}, {time.Minute, 19 * time.Minute, 7}, {time.Minute, 21 * time.Minute, 0}} {
		s.last.orphans, s.took, s.counted = 7, x.took, time.Now().Add(-x.ago)
		err := db.View(t.Context(), store.Scope{System: true}, func(v *store.View) error {
			is, err := s.standing(v)
			if is.orphans != x.orphans {
				t.Errorf("%v after a count of %v: %d", x.ago, x.took, is.orphans)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
