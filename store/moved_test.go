package store

import (
	"path/filepath"
	"testing"
	"time"
)

// What is found is kept until something is written that lists are made of: a job, a
// letter or nothing at all is not; a relation, a star or the end of what lay aside is.
func TestWhatIsKeptIsKeptUntilAListChanges(t *testing.T) {
	db, err := Open(t.Context(), Options{DSN: filepath.Join(t.TempDir(), "r.db"), Dir: t.TempDir(), Read: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	go db.Run(t.Context())
	day := time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)
	for name, x := range map[string]struct {
		moves int64
		do    func(tx *Tx) error
	}{
		"nothing":        {0, func(*Tx) error { return nil }},
		"a job":          {0, func(tx *Tx) error { return tx.Enqueue(Job{Kind: "mail", Due: day}) }},
		"a star":         {2, func(tx *Tx) error { return tx.Pin("u", "a", true, day) }},
		"a relation":     {2, func(tx *Tx) error { return tx.Relate("a", Relation{Org: "home", Patient: "p", Kind: "referring"}) }},
		"what lay aside": {2, func(tx *Tx) error { return tx.ForgetAsides(day) }},
		"what climbed":   {2, func(tx *Tx) error { return tx.Climbed("a", "", 1, day) }},
	} {
		for range 2 { // prepared, and known
			before := db.acted.Load()
			if err := db.Commit(t.Context(), x.do); err != nil {
				t.Fatal(err)
			}
			if n := db.acted.Load() - before; n != x.moves {
				t.Errorf("%s: %d, want %d", name, n, x.moves)
			}
		}
	}
}
