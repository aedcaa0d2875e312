package store_test

import (
	"fmt"
	"sync"
	"testing"

	"referd/core/party"
	"referd/core/referral"
	"referd/store"
)

// Whoever has heard that their act was kept counts it, whatever others counted
// at the same moment; and nobody is shown the count of another's organization.
func TestACountIsOfNow(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) { countsNow(t, db) })
}

func countsNow(t *testing.T, db *store.DB) {
	team := store.Queue{Teams: []party.TeamID{"team"}}
	count := func(org party.OrgID) (n int) {
		must(t, view(t, db, store.Scope{Orgs: []party.OrgID{org}}, func(v *store.View) (err error) {
			n, err = v.Count(team, day0)
			return err
		}))
		return n
	}
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 25 {
				id := fmt.Sprintf("c-%d-%d", w, i)
				before := count("home")
				if err := db.Commit(t.Context(), func(tx *store.Tx) error {
					r := full(id, 1)
					r.Code = id
					return tx.Append([]referral.Entry{entry(1, referral.Sent{})}, r)
				}); err != nil {
					t.Error(err)
				}
				if after := count("home"); after <= before {
					t.Errorf("%s: %d before it was kept, %d after", id, before, after)
				}
				if n := count("elsewhere"); n != 0 {
					t.Errorf("an organization with no part in them counts %d", n)
				}
			}
		})
	}
	wg.Wait()
	if a, b := count("home"), count("home"); a != b || a < 100 {
		t.Errorf("it counts %d and then %d of 100", a, b)
	}
}

// What one node kept is not given once another has acted.
func TestAnotherNodesActIsCounted(t *testing.T) {
	dsn := postgres(t)
	a, b := open(t, dsn), open(t, dsn)
	team := store.Queue{Teams: []party.TeamID{"team"}}
	count := func(db *store.DB) (n int) {
		must(t, view(t, db, home, func(v *store.View) (err error) {
			n, err = v.Count(team, day0)
			return err
		}))
		return n
	}
	for i := range 5 {
		if n, m := count(a), count(b); n != 2*i || m != 2*i { // the ball and a duty
			t.Fatalf("of %d the one counts %d, the other %d", 2*i, n, m)
		}
		id := fmt.Sprintf("n-%d", i)
		must(t, commit(t, b, func(tx *store.Tx) error {
			r := full(id, 1)
			r.Code = id
			return tx.Append([]referral.Entry{entry(1, referral.Sent{})}, r)
		}))
	}
	must(t, commit(t, b, func(tx *store.Tx) error { return tx.Enqueue(store.Job{Kind: "mail", Due: day0}) }))
	if n := count(a); n != 10 {
		t.Errorf("after a job it counts %d", n)
	}
}
