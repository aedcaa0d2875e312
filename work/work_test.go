package work_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"referd/store"
	"referd/work"
)

// A job is tried, put off further each time, and given up out loud.
func TestAJobIsGivenUpOutLoud(t *testing.T) {
	now := time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)
	db, err := store.Open(t.Context(), store.Options{DSN: filepath.Join(t.TempDir(), "r.db"), Dir: t.TempDir(), Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- db.Run(context.Background()) }()
	t.Cleanup(func() { db.Stop(); <-done; db.Close() })
	if err := db.Commit(t.Context(), func(tx *store.Tx) error { return tx.Enqueue(store.Job{Kind: "mail", Referral: "r", Due: now}) }); err != nil {
		t.Fatal(err)
	}
	tried, told := 0, 0
	r := &work.Runner{DB: db, Log: slog.New(slog.DiscardHandler),
		Kinds:  map[string]func(context.Context, work.Job) error{"mail": func(context.Context, work.Job) error { tried++; return errors.New("no answer") }},
		GiveUp: func(context.Context, work.Job, error) error { told++; return nil }}
	for range 10 {
		if _, err := r.Once(t.Context(), []string{"mail"}); err != nil {
			t.Fatal(err)
		}
		now = now.Add(2 * time.Hour)
	}
	if tried != 5 || told != 1 {
		t.Errorf("tried %d times, told %d times; want 5 and 1", tried, told)
	}
}

func TestBackOffGrowsToAnHour(t *testing.T) {
	last := time.Duration(0)
	for n := 1; n < 12; n++ {
		d := work.Back(n)
		if d > time.Hour || n < 6 && d <= last {
			t.Errorf("the %dth wait is %s after %s", n, d, last)
		}
		last = d
	}
}
