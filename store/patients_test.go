package store_test

import (
	"fmt"
	"slices"
	"testing"

	"referd/core/party"
	"referd/store"
)

// A record is found by the end of any of its numbers, by its address of mail and
// by the beginning of its postal code, and by nothing it had before.
func TestPatientsAreFoundByHowTheyAreReached(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		p := party.Patient{ID: "pat", Org: "home", Name: party.Name{Family: "Testcase"}, Active: true, Phones: []party.Phoned{{Number: "+1 (555) 010-4471"}, {Number: "555 010 9999"}}, Email: "Ada@Example.org", Address: party.Address{PostalCode: "02139-4307"}}
		other := party.Patient{ID: "other", Org: "home", Name: party.Name{Family: "Otherwise"}, Active: true, Phones: []party.Phoned{{Number: "4471 555"}, {Number: "call the ward"}}, Email: "xada@example.org", Address: party.Address{PostalCode: "10213"}}
		put := func(p party.Patient) {
			must(t, commit(t, db, func(tx *store.Tx) error { return tx.PutPatient(p) }))
		}
		put(other)
		put(p)
		find := func(f store.Find) (out []string) {
			must(t, view(t, db, home, func(v *store.View) error {
				list, err := v.FindPatients(f)
				for _, p := range list {
					out = append(out, string(p.ID))
				}
				return err
			}))
			return out
		}
		for _, x := range []struct {
			f    store.Find
			want []string
		}{
			{store.Find{Phone: "010-4471"}, []string{"pat"}}, {store.Find{Phone: "15550104471"}, []string{"pat"}}, {store.Find{Phone: "9999"}, []string{"pat"}}, {store.Find{Phone: "99"}, []string{"pat"}},
			{store.Find{Phone: "0104471 5"}, nil}, {store.Find{Phone: "555"}, []string{"other"}}, {store.Find{Phone: "99999"}, nil},
			{store.Find{Email: "ada@example.ORG"}, []string{"pat"}}, {store.Find{Email: "ada"}, nil},
			{store.Find{PostalCode: "02139"}, []string{"pat"}}, {store.Find{PostalCode: "0213"}, []string{"pat"}}, {store.Find{PostalCode: "2139"}, nil},
			{store.Find{PostalCode: "02139", Phone: "555"}, nil},
		} {
			if got := find(x.f); !slices.Equal(got, x.want) {
				t.Errorf("%s: %v, want %v", fmt.Sprintf("%+v", x.f), got, x.want)
			}
		}
		p.Phones, p.Email, p.Address = []party.Phoned{{Number: "555 010 1234"}}, "", party.Address{}
		put(p)
		for _, f := range []store.Find{{Phone: "4471"}, {Phone: "9999"}, {Email: "ada@example.org"}, {PostalCode: "02139"}} {
			if got := find(f); len(got) != 0 {
				t.Errorf("found by what it had before, %+v: %v", f, got)
			}
		}
		if got := find(store.Find{Phone: "1234"}); !slices.Equal(got, []string{"pat"}) {
			t.Errorf("%v", got)
		}
	})
}
