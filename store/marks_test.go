package store_test

import (
	"slices"
	"testing"

	"referd/store"
)

// What a resource is found by is its newest version's values, with their system
// or without, and no longer those it had before.
func TestAResourceIsFoundByItsNewestMarks(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		db := open(t, dsn)
		marks := func(values ...string) (list []store.Mark) {
			for _, v := range values {
				list = append(list, store.Mark{Param: "identifier", Value: v})
			}
			return list
		}
		keep := func(id string, version int, now, before []store.Mark) {
			t.Helper()
			must(t, commit(t, db, func(tx *store.Tx) error {
				return tx.Keep(store.Kept{Type: "Basic", ID: id, Version: version, Updated: day0, Body: []byte("{}")}, now, before)
			}))
		}
		keep("a", 1, marks("urn:x|1", "urn:y|1", "|2"), nil)
		keep("b", 1, marks("urn:y|1"), nil)
		keep("a", 2, marks("urn:y|1", "urn:x|3"), marks("urn:x|1", "urn:y|1", "|2"))
		for value, want := range map[string][]string{"urn:x|1": nil, "2": nil, "|2": nil, "urn:x|3": {"a"}, "3": {"a"}, "|3": nil, "urn:y|1": {"a", "b"}, "1": {"a", "b"}} {
			must(t, view(t, db, store.Scope{System: true}, func(v *store.View) error {
				got, err := v.Marked("Basic", "identifier", value)
				if !slices.Equal(got, want) {
					t.Errorf("%s finds %v, want %v", value, got, want)
				}
				return err
			}))
		}
	})
}
