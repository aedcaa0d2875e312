package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	coded "referd/base/code"
	"referd/core/party"
	"referd/core/search"
	"referd/store"
)

// A record is found by any two words of its names in any order, whole or begun,
// by what is written as one, by its numbers and its birth date; and, once they
// are corrected, by nothing it had before.
func TestWhatARecordIsFoundBy(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		p := party.Patient{ID: "pat", Org: "home", Name: party.Name{Family: "De la Cruz-Núñez", Given: []string{"María", "José"}}, Born: "1961-11-12", Active: true,
			Identifiers: []coded.Identifier{{System: "urn:home", Value: "LK 26-540"}, {System: "urn:x", Value: "07"}}, Phones: []party.Phoned{{Number: "(555) 010-4471"}, {Number: "ward"}}}
		put := func(p party.Patient) {
			must(t, commit(t, db, func(tx *store.Tx) error { return tx.PutPatient(p) }))
		}
		put(p)
		put(party.Patient{ID: "cher", Org: "home", Name: party.Name{Family: "Cher"}, Active: true})
		put(party.Patient{ID: "far", Org: "other", Name: p.Name, Born: p.Born, Active: true})
		ask := func(s store.Stretch) (out []string) {
			must(t, view(t, db, home, func(v *store.View) error {
				list, err := v.FoundBy([]store.Stretch{store.ByName("zzz", true), s, store.ByName("zzz", true)}, 99)
				for _, f := range list {
					if f.Stretch != 1 {
						t.Errorf("%q was found by another stretch", f.Key)
					}
					if !slices.Contains(out, string(f.Patient)) {
						out = append(out, string(f.Patient))
					}
				}
				return err
			}))
			return out
		}
		near := func(words ...string) (out []string) {
			must(t, view(t, db, home, func(v *store.View) error {
				m, err := v.SpelledNear(words)
				for _, w := range words {
					out = append(out, m[w]...)
				}
				return err
			}))
			return out
		}
		for _, x := range []struct {
			s    store.Stretch
			want bool
		}{
			{store.ByName("mar", false), true}, {store.ByName("maria", true), true}, {store.ByName("mar", true), false}, {store.ByName("nunez", true), true},
			{store.ByNames("nunez", "maria", true), true}, {store.ByNames("jose", "cru", false), true}, {store.ByNames("jose", "cru", true), false}, {store.ByNames("jos", "cruz", false), false},
			{store.ByBeginnings("jos", "cru"), true}, {store.ByBeginnings("cr", "mar"), true}, {store.ByBeginnings("cr", "ruz"), false},
			{store.ByName("delacruznunez", true), true}, {store.ByNames("mariajose", "de", true), true},
			{store.ByNumber("lk26540"), true}, {store.ByNumber("lk2"), true}, {store.ByNumber("26540"), true}, {store.ByNumber("6540"), false},
			{store.ByPhone("4471"), true}, {store.ByPhone("5550104471"), true}, {store.ByPhone("447"), false},
			{store.ByBirth("1961-11-12"), true}, {store.ByBirth("1961-11"), true}, {store.ByBirth("1961-12"), false},
		} {
			if got := ask(x.s); slices.Equal(got, []string{"pat"}) != x.want || !x.want && len(got) > 0 {
				t.Errorf("%+v: %v", x.s, got)
			}
		}
		if got := ask(store.ByName("cher", true)); !slices.Equal(got, []string{"cher"}) {
			t.Errorf("a name of one word: %v", got)
		}
		if got := near("nunes", "cruz", "maira", "chre", "chr"); !slices.Equal(got, []string{"nunez", "maria", "cher"}) {
			t.Errorf("near: %v", got)
		}
		p.Name, p.Identifiers, p.Phones, p.Born = party.Name{Family: "Cruz", Given: []string{"Mary"}}, nil, nil, "1961-12-11"
		put(p)
		for _, s := range []store.Stretch{store.ByName("nunez", true), store.ByName("maria", false), store.ByName("delacruz", false), store.ByNumber("26540"), store.ByPhone("4471"), store.ByBirth("1961-11-12")} {
			if got := ask(s); len(got) > 0 {
				t.Errorf("found by what it had before, %+v: %v", s, got)
			}
		}
		if got := ask(store.ByNames("mary", "cruz", true)); !slices.Equal(got, []string{"pat"}) || len(near("nunes")) > 0 {
			t.Errorf("after the correction: %v, nunes is near %v", got, near("nunes"))
		}
	})
}

// Errors of typing are found by halves: every name one edit away, of many
// lengths, and no other.
func TestErrorsOfTypingAreFoundByHalves(t *testing.T) {
	names := []string{"ábel", "cruz", "diaz", "ruiz", "smith", "smyth", "smit", "miths", "morales", "moreles", "nunez", "brzeczyszczykiewicz", "łucja", "mohammed", "muhammad", "ann", "anna"}
	each(t, func(t *testing.T, db *store.DB) {
		must(t, commit(t, db, func(tx *store.Tx) error {
			for i, n := range names {
				if err := tx.PutPatient(party.Patient{ID: party.PatientID(fmt.Sprint("p", i)), Org: "home", Name: party.Name{Family: n}, Active: true}); err != nil {
					return err
				}
			}
			return nil
		}))
		typed := map[string]bool{}
		for _, n := range names {
			r := []rune(store.Fold(n))
			for i := range r {
				typed[string(r[:i])+string(r[i+1:])], typed[string(r[:i])+"x"+string(r[i:])], typed[string(r[:i])+"x"+string(r[i+1:])] = true, true, true
				if i > 0 {
					typed[string(r[:i-1])+string(r[i])+string(r[i-1])+string(r[i+1:])] = true
				}
			}
		}
		must(t, view(t, db, home, func(v *store.View) error {
			for w := range typed {
				var want []string
				for _, n := range names {
					if n = store.Fold(n); n != w && search.Long(w) && search.Long(n) && search.Near(w, n) {
						want = append(want, n)
					}
				}
				slices.Sort(want)
				got, err := v.SpelledNear([]string{w})
				if err != nil || !slices.Equal(got[w], want) {
					t.Errorf("%s: %v, want %v, %v", w, got[w], want, err)
				}
			}
			return nil
		}))
	})
}

// What is searched is made from the patients, and made again at the start when
// it is in another form.
func TestWhatIsSearchedIsMadeAgain(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		dir := t.TempDir()
		run := func(f func(db *store.DB)) {
			db, err := store.Open(t.Context(), store.Options{DSN: dsn, Dir: dir})
			must(t, err)
			done := make(chan error, 1)
			go func() { done <- db.Run(t.Context()) }()
			f(db)
			db.Stop()
			<-done
			must(t, db.Close())
		}
		all := func() (out []string) {
			rows, err := raw(t, dsn).QueryContext(t.Context(), "select org || '|' || key || '|' || patient from found union all select org || '|' || turned || '|' || n || '|' || word from spelled order by 1")
			must(t, err)
			defer rows.Close()
			for rows.Next() {
				var s string
				must(t, rows.Scan(&s))
				out = append(out, s)
			}
			return out
		}
		var made []string
		run(func(db *store.DB) {
			must(t, commit(t, db, func(tx *store.Tx) error {
				for i := range 700 {
					p := party.Patient{ID: party.PatientID(fmt.Sprintf("p%04d", i)), Org: party.OrgID(fmt.Sprint("org", i%3)), Name: party.Name{Family: []string{"Morales", "Núñez Peña", "O'Brien"}[i%3], Given: []string{"Elena", "Łucja"}[:1+i%2]}, Born: "1961-11-12", Active: true, Phones: []party.Phoned{{Number: fmt.Sprint(5550100000 + i)}}}
					if err := tx.PutPatient(p); err != nil {
						return err
					}
				}
				return nil
			}))
			made = all()
		})
		_, err := raw(t, dsn).ExecContext(t.Context(), "delete from made")
		must(t, err)
		_, err = raw(t, dsn).ExecContext(t.Context(), "delete from found where key like '%a%'")
		must(t, err)
		run(func(*store.DB) {})
		if again := all(); len(made) < 2800 || strings.Join(again, "\n") != strings.Join(made, "\n") {
			t.Errorf("%d rows were made with the records, %d again", len(made), len(again))
		}
	})
}
