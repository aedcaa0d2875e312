package store_test

import (
	"bytes"
	"testing"
	"time"

	"referd/store"
)

// A secret is read as it was written and lies sealed; a use of one link leaves
// the others.
func TestFactors(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		made := db.Machine().Truncate(time.Microsecond)
		secret := []byte("twenty bytes of it..")
		f := store.Factor{Who: "ada", Secret: secret, Made: made}
		must(t, commit(t, db, func(tx *store.Tx) error { return tx.PutFactor(f) }))
		f.Proved, f.Step = made, 7
		must(t, commit(t, db, func(tx *store.Tx) error {
			for _, l := range []string{"one", "two"} {
				if err := tx.PutLink(store.Link{Token: l, Kind: "recovery", Who: "ada", Made: made, Ends: made}); err != nil {
					return err
				}
			}
			if err := tx.PutFactor(store.Factor{Who: "bob", Secret: secret, Made: made}); err != nil {
				return err
			}
			if err := tx.UseLink("one"); err != nil {
				return err
			}
			return tx.PutFactor(f)
		}))
		must(t, view(t, db, store.Scope{}, func(v *store.View) error {
			got, found, err := v.Factor("ada")
			if !found || err != nil || !bytes.Equal(got.Secret, secret) || got.Step != 7 || !got.Proved.Equal(made) {
				t.Errorf("%+v %v %v", got, found, err)
			}
			if all, err := v.Factored(); err != nil || len(all) != 1 || !all["ada"] {
				t.Errorf("%v %v", all, err)
			}
			list, err := v.LinksOf("recovery", "ada")
			if err != nil || len(list) != 2 || list[0].Used.IsZero() || !list[1].Used.IsZero() {
				t.Errorf("%+v %v", list, err)
			}
			return nil
		}))
		must(t, commit(t, db, func(tx *store.Tx) error { return tx.EndFactor("ada") }))
		must(t, view(t, db, store.Scope{}, func(v *store.View) error {
			if _, found, err := v.Factor("ada"); found || err != nil {
				t.Errorf("it is there still: %v", err)
			}
			return nil
		}))
	})
}
