package store_test

import (
	"cmp"
	"fmt"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
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

// What is on its way is counted by who is to get it, and anew once something moves.
func TestDeliveries(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		db := open(t, dsn)
		send := func(id, to string, phase referral.Phase, open bool, at time.Time) {
			t.Helper()
			r := full(id, 1)
			r.Code, r.Receiver, r.Phase, r.Open, r.Sent = id, party.OrgID(to), phase, open, at
			r.Tasks[0].Owner, r.Tasks[0].Authored = r.Receiver, at
			must(t, commit(t, db, func(tx *store.Tx) error { return tx.Append([]referral.Entry{entry(1, referral.Sent{})}, r) }))
		}
		is := func(want ...store.Reached) {
			t.Helper()
			for range 2 { // the second time as it was kept
				must(t, view(t, db, store.Scope{System: true}, func(v *store.View) error {
					got, err := v.Deliveries()
					if !reflect.DeepEqual(got, want) {
						t.Errorf("got %+v, want %+v", got, want)
					}
					phases, e := v.Phases()
					open := 0
					for _, r := range want {
						open += r.Open
					}
					if n := phases[referral.PhaseSent] + phases[referral.PhaseAccepted]; n != open {
						t.Errorf("%d are open by phase: %v", n, phases)
					}
					return cmp.Or(err, e)
				}))
			}
		}
		is()
		send("a", "clinic", referral.PhaseSent, true, day0)
		send("b", "clinic", referral.PhaseSent, true, day0.Add(time.Hour))
		send("c", "lab", referral.PhaseClosed, false, day0.Add(2*time.Hour))
		is(store.Reached{Org: "clinic", Open: 2, OnWay: 2, Oldest: day0, LastSent: day0.Add(time.Hour)}, store.Reached{Org: "lab", LastSent: day0.Add(2 * time.Hour)})
		send("d", "lab", referral.PhaseAccepted, true, day0.Add(3*time.Hour))
		is(store.Reached{Org: "clinic", Open: 2, OnWay: 2, Oldest: day0, LastSent: day0.Add(time.Hour)}, store.Reached{Org: "lab", Open: 1, LastSent: day0.Add(3 * time.Hour)})
	})
}
