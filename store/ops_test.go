package store_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"referd/core/chart"
	"referd/store"
)

// The documents are counted now and then and the count says when; what is held
// back, and the audit, are counted each time.
func TestDocumentsAreCountedNowAndThen(t *testing.T) {
	now := day0
	db, err := store.Open(t.Context(), store.Options{DSN: filepath.Join(t.TempDir(), "r.db"), Dir: t.TempDir(), Now: func() time.Time { return now }})
	must(t, err)
	ended := make(chan error, 1)
	go func() { ended <- db.Run(t.Context()) }()
	defer func() { db.Stop(); <-ended; db.Close() }()
	put := func(n int, held string) {
		t.Helper()
		must(t, commit(t, db, func(tx *store.Tx) error {
			return tx.PutDocument(chart.Document{ID: documentOf(fmt.Sprint(n)), Patient: "pat", Kind: chart.Attachment, Held: held}, "a", []byte("12345"))
		}))
	}
	for i, step := range []struct {
		wait            time.Duration
		held            string
		documents, back int
		counted         time.Time
	}{
		{0, "", 1, 0, day0},
		{9 * time.Minute, "virus", 1, 1, day0},
		{2 * time.Minute, "", 3, 1, day0.Add(11 * time.Minute)},
		{-time.Hour, "", 4, 1, day0.Add(-49 * time.Minute)}, // a clock that went back
	} {
		now = now.Add(step.wait)
		put(i, step.held)
		must(t, view(t, db, store.Scope{System: true}, func(v *store.View) error {
			k, err := v.Stored()
			if k.Documents != step.documents || k.Bytes != int64(5*step.documents) || k.Held != step.back || !k.Counted.Equal(step.counted) {
				t.Errorf("step %d: %+v", i, k)
			}
			return err
		}))
	}
}
