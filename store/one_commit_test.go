package store_test

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/stdlib"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/store"
)

// whole are the steps of one whole act, as the desk takes them: a message is
// heard, a document kept, entries with their row, what is owed, a task, the
// relations and the feed; a job, a resource, the answer, the audit.
func whole(id string) []func(*store.Tx) error {
	return []func(*store.Tx) error{
		func(tx *store.Tx) error { _, _, err := tx.Receive("ehr", id, "digest"); return err },
		func(tx *store.Tx) error {
			return tx.PutDocument(chart.Document{ID: documentOf(id), Patient: "pat", Kind: chart.Question}, referral.ID(id), []byte("Is it the heart? "+id))
		},
		func(tx *store.Tx) error {
			r := full(id, 2)
			r.Code = id
			return tx.Append([]referral.Entry{entry(1, referral.Sent{}), entry(2, referral.Opened{})}, r)
		},
		func(tx *store.Tx) error {
			return tx.Enqueue(store.Job{Kind: "x", Referral: referral.ID(id), Due: day0, Once: id})
		},
		func(tx *store.Tx) error {
			return tx.Keep(store.Kept{Type: "ServiceRequest", ID: id, Version: 1, Updated: day0, Referral: referral.ID(id), Body: []byte("{}")}, []store.Mark{{Param: "identifier", Value: "urn:x|" + id}}, nil)
		},
		func(tx *store.Tx) error { return tx.Answer("ehr", id, "digest", []byte("201 "+id), "") },
		func(tx *store.Tx) error {
			return tx.Audit(access.Record{Client: "ehr", Org: "home", Action: access.Create, Kind: "receive", Referral: referral.ID(id), Patients: []party.PatientID{"pat"}, Outcome: access.Success})
		},
	}
}

// documentOf is a document's name, made from a loop's so that each has its own.
func documentOf(id string) chart.DocumentID {
	sum := sha256.Sum256([]byte(id))
	return chart.DocumentID(hex.EncodeToString(sum[:])[:20])
}

// tables are all that one whole act writes.
var tables = map[string]int{"inbox": 1, "documents": 1, "blobs": 1, "entries": 2, "referrals": 1, "owed": 2, "tasks": 1, "relations": 2, "feed": 1, "jobs": 1, "resources": 1, "marks": 1, "audit": 1, "audit_patients": 1}

// All of an act is there or none, wherever it stops; and those who commit at
// the same moment are not touched by it.
func TestTheOneCommit(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		db, operator := open(t, dsn), &counter{t, raw(t, dsn)}
		boom := errors.New("boom")
		steps := len(whole("x"))
		var wg sync.WaitGroup
		for stop := range steps + 1 {
			for _, how := range []string{"error", "panic", "conflict"} {
				wg.Go(func() {
					id := fmt.Sprint("f", stop, how)
					err := db.Commit(t.Context(), func(tx *store.Tx) error {
						for i, step := range append(whole(id), nil) {
							if i == stop {
								switch how {
								case "panic":
									panic(boom)
								case "conflict":
									return fault.E("t", fault.Refused, "no", nil)
								}
								return boom
							}
							if err := step(tx); err != nil {
								return err
							}
						}
						return nil
					})
					if err == nil {
						t.Errorf("%s was acknowledged", id)
					}
				})
				wg.Go(func() {
					id := fmt.Sprint("k", stop, how)
					if err := db.Commit(t.Context(), func(tx *store.Tx) error {
						for _, step := range whole(id) {
							if err := step(tx); err != nil {
								return err
							}
						}
						return nil
					}); err != nil {
						t.Errorf("%s: %v", id, err)
					}
				})
			}
		}
		wg.Wait()
		for table, each := range tables {
			if n := operator.rows(table); n != each*3*(steps+1) {
				t.Errorf("%s has %d rows, want %d for each of %d", table, n, each, 3*(steps+1))
			}
		}
	})
}

// rows counts a table; on SQLite the newest of the audit waits beside it.
func (c *counter) rows(table string) int {
	n := c.count("select count(*) from " + table)
	if _, pg := c.db.Driver().(*stdlib.Driver); !pg {
		switch table {
		case "audit":
			n += c.count("select count(*) from fresh")
		case "audit_patients":
			n += c.count("select count(*) from fresh where patients <> ''")
		}
	}
	return n
}

// counter counts by SQL of its own.
type counter struct {
	t  testing.TB
	db *sql.DB
}

func (c *counter) count(q string) (n int) {
	c.t.Helper()
	if err := c.db.QueryRow(q).Scan(&n); err != nil {
		c.t.Fatalf("%s: %v", q, err)
	}
	return n
}
