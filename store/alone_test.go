package store_test

import (
	"fmt"
	"sync"
	"testing"

	"referd/store"
)

// Many that look whether something is here and make it if it is not make one.
func TestWhatManyWouldMakeIsMadeOnce(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		db := open(t, dsn)
		var wg sync.WaitGroup
		for i := range 12 {
			wg.Go(func() {
				err := db.Commit(t.Context(), func(tx *store.Tx) error {
					have, err := tx.Marked("Patient", "identifier", "urn:mrn|1")
					if err != nil || len(have) > 0 {
						return err
					}
					if err := tx.Alone("Patient?identifier=urn:mrn|1"); err != nil {
						return err
					}
					return tx.Keep(store.Kept{Type: "Patient", ID: fmt.Sprint("p", i), Version: 1, Updated: day0, Body: []byte("{}")}, []store.Mark{{Param: "identifier", Value: "urn:mrn|1"}}, nil)
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		must(t, view(t, db, store.Scope{System: true}, func(v *store.View) error {
			have, err := v.Marked("Patient", "identifier", "urn:mrn|1")
			if err == nil && len(have) != 1 {
				t.Errorf("made %d times: %v", len(have), have)
			}
			return err
		}))
	})
}
