package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"referd/core/access"
	"referd/core/party"
	"referd/core/referral"
	"referd/store"
)

// What was read is found by loop, by patient and by who, at once and after it
// has been put in its place, beside the acts and in one order with them.
func TestWhatWasReadIsFound(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		dir := t.TempDir()
		db := opened(t, dsn, dir)
		const n = 2500 // more than wait to be put in their place
		var wg sync.WaitGroup
		for w := range 10 {
			wg.Go(func() {
				for i := w; i < n; i += 10 {
					r := access.Record{User: party.UserID(fmt.Sprint("u", i%7)), Org: "home", Action: access.Read, Kind: "loop.read", Referral: referral.ID(fmt.Sprint("r", i)), Patients: []party.PatientID{party.PatientID(fmt.Sprint("p", i%50))}, N: 1, Outcome: access.Success}
					if i%50 == 0 { // a list: found by its record alone
						r.Patients = []party.PatientID{"p0", "p1", "p2", "p3"}
					}
					if err := db.Seen(t.Context(), r); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		must(t, db.Commit(t.Context(), func(tx *store.Tx) error {
			return tx.Audit(access.Record{User: "u1", Org: "home", Action: access.Update, Kind: "accept", Referral: "r7", Patients: []party.PatientID{"p7"}, Outcome: access.Success})
		}))
		look := func(db *store.DB, q access.Query) []access.Record {
			var out []access.Record
			must(t, view(t, db, store.Scope{System: true}, func(v *store.View) (err error) {
				out, err = v.Audits(q)
				return err
			}))
			if !slices.IsSortedFunc(out, func(a, b access.Record) int { return int(b.ID - a.ID) }) {
				t.Errorf("%+v: not the newest first", q)
			}
			return out
		}
		check := func(db *store.DB) {
			for _, c := range []struct {
				q    access.Query
				want int
			}{
				{access.Query{Referral: "r7", Limit: 9}, 2}, {access.Query{Referral: "r2499", Limit: 9}, 1},
				{access.Query{Patient: "p7", Limit: 99}, 51}, {access.Query{Patient: "p0", Limit: 99}, 0},
				{access.Query{User: "u3", Limit: 999}, 357}, {access.Query{Limit: 9999}, n + 1}, {access.Query{Limit: 11}, 11},
			} {
				if got := look(db, c.q); len(got) != c.want {
					t.Errorf("%+v finds %d, want %d", c.q, len(got), c.want)
				}
			}
		}
		check(db)
		newest := look(db, access.Query{Limit: 1})[0].ID
		must(t, db.Close())
		db = opened(t, dsn, dir)
		check(db)
		must(t, db.Seen(t.Context(), access.Record{User: "u", Kind: "after"}))
		if got := look(db, access.Query{Limit: 1})[0]; got.Kind != "after" || got.ID <= newest {
			t.Errorf("after a restart %d %q comes after %d", got.ID, got.Kind, newest)
		}
	})
}

// A reader's pages stay where they are while others read: what was read goes to
// a file of its own, and the file of the charts does not change.
func TestReadingLeavesTheChartsAlone(t *testing.T) {
	dir := t.TempDir()
	db := opened(t, filepath.Join(dir, "r.db"), dir)
	sizes := func() (charts, reads int64) {
		for path, n := range map[string]*int64{"r.db-wal": &charts, "r.reads.db-wal": &reads} {
			info, err := os.Stat(filepath.Join(dir, path))
			must(t, err)
			*n = info.Size()
		}
		return charts, reads
	}
	charts, reads := sizes()
	for range 20 {
		must(t, db.Seen(t.Context(), access.Record{User: "u", Kind: "loop.read"}))
	}
	if c, r := sizes(); c != charts || r <= reads {
		t.Errorf("the charts' log went from %d to %d, that of what was read from %d to %d", charts, c, reads, r)
	}
}
