package store_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/store"
)

// A ledger read lately is not read again, and still says just what is in it:
// what a commit wrote and took back never shows, and what it kept does.
func TestWhatWasReadLatelyIsTrue(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		db := open(t, dsn)
		grow := func(seq int, and error) error {
			return db.Commit(t.Context(), func(tx *store.Tx) error {
				if err := tx.Append([]referral.Entry{entry(seq, referral.Opened{})}, row("x", seq)); err != nil {
					return err
				}
				if l, err := tx.Ledger("x"); err != nil || len(l) != seq {
					t.Errorf("the commit itself reads %d entries of %d: %v", len(l), seq, err)
				}
				return and
			})
		}
		length := func() (n int) {
			must(t, view(t, db, store.Scope{System: true}, func(v *store.View) error {
				l, err := v.Ledger("x")
				n = len(l)
				return err
			}))
			return n
		}
		must(t, grow(1, nil))
		if n := length(); n != 1 {
			t.Fatalf("%d entries, want 1", n)
		}
		taken := errors.New("taken back")
		if err := grow(2, taken); !errors.Is(err, taken) {
			t.Fatal(err)
		}
		if n := length(); n != 1 {
			t.Errorf("%d entries after one was taken back, want 1", n)
		}
		must(t, grow(2, nil))
		if n := length(); n != 2 {
			t.Errorf("%d entries, want 2", n)
		}
		must(t, view(t, db, store.Scope{System: true}, func(v *store.View) error {
			before, err := v.Ledger("x")
			must(t, err)
			must(t, grow(3, nil))
			length() // somebody else reads the longer one
			after, err := v.Ledger("x")
			if len(before) != 2 || len(after) != 2 {
				t.Errorf("one snapshot reads %d and then %d entries", len(before), len(after))
			}
			return err
		}))
	})
}

// What is remembered of a commit is what is read back from the tables.
func TestWhatIsRememberedIsWhatIsKept(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		dir := t.TempDir()
		db := opened(t, dsn, dir)
		at := time.Date(2026, 3, 1, 9, 0, 0, 123456789, time.FixedZone("", -5*3600))
		must(t, db.Commit(t.Context(), func(tx *store.Tx) error {
			list := []referral.Entry{entry(1, referral.Drafted{Patient: "pat", Org: "home", Urgency: party.Urgent}), entry(2, referral.Sent{Patient: "pat", SeenBy: day0, To: referral.Recipient{Org: "clinic"}, Missing: []string{"ecg"}}), entry(3, referral.Opened{})}
			for i := range list {
				list[i].At, list[i].Noted, list[i].By = at, at.Add(time.Hour), referral.By{User: "u", Org: "home"}
				list[i].Owed = []referral.Owed{{Team: "team", Act: referral.ActAccept, Due: day0}}
			}
			return tx.Append(list, row("x", 3))
		}))
		read := func(db *store.DB) (l []referral.Entry) {
			must(t, view(t, db, store.Scope{System: true}, func(v *store.View) (err error) {
				l, err = v.Ledger("x")
				return err
			}))
			return l
		}
		remembered := read(db)
		must(t, db.Close())
		if kept := read(opened(t, dsn, dir)); !reflect.DeepEqual(remembered, kept) {
			t.Errorf("remembered %+v\nkept %+v", remembered, kept)
		}
	})
}
