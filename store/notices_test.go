package store_test

import (
	"testing"
	"time"

	"referd/store"
)

// A thing is told once a level: a higher one takes the place of a lower one
// that waits, a lower one says nothing more, and what left is not told again.
func TestAThingIsToldOnce(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		day := store.Letter{Name: "u/day/1", Kind: "day", Due: db.Now().Add(time.Hour)}
		tell := func(level int, l store.Letter) (made bool) {
			t.Helper()
			must(t, commit(t, db, func(tx *store.Tx) (err error) {
				made, err = tx.Tell(store.Notice{To: "u", Referral: "r", Thing: "open//1", Level: level, About: "a", Letter: l})
				return err
			}))
			return made
		}
		waits := func() (levels []int, letters []store.Letter) {
			t.Helper()
			must(t, view(t, db, store.Scope{System: true}, func(v *store.View) error {
				all, err := v.NoticesIn(day.Name)
				for _, n := range all {
					levels = append(levels, n.Level)
				}
				if err == nil {
					letters, err = v.LettersOf("u", db.Now().Add(-time.Hour))
				}
				return err
			}))
			return levels, letters
		}
		if !tell(1, day) || !tell(2, day) || tell(2, day) || tell(1, day) {
			t.Error("not once, and of the highest level")
		}
		if levels, letters := waits(); len(levels) != 1 || levels[0] != 2 || len(letters) != 1 || !letters[0].Left.IsZero() {
			t.Errorf("waiting: %v in %+v", levels, letters)
		}
		must(t, commit(t, db, func(tx *store.Tx) error { return tx.Told(day.Name) }))
		if levels, letters := waits(); len(levels) != 0 || len(letters) != 1 || letters[0].Left.IsZero() {
			t.Errorf("left: %v in %+v", levels, letters)
		}
		if tell(2, day) || !tell(3, store.Letter{Name: "u/now/1", Kind: "now", Due: db.Now()}) {
			t.Error("what left was told again, or nothing higher is")
		}
		must(t, commit(t, db, func(tx *store.Tx) error { return tx.ForgetTold(db.Now().Add(time.Second)) }))
		if _, letters := waits(); len(letters) != 0 {
			t.Errorf("forgotten, and known: %+v", letters)
		}
	})
}
