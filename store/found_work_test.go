package store

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"referd/core/party"
)

// A search does the same work whoever else is on record elsewhere: the machine
// of SQLite takes as many steps when another organization has hundreds of the
// name as when none has, so that how long it takes tells of nobody.
func TestHowLongASearchTakesTellsOfNobody(t *testing.T) {
	db, err := Open(t.Context(), Options{DSN: filepath.Join(t.TempDir(), "r.db"), Dir: t.TempDir(), Read: 1})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- db.Run(t.Context()) }()
	defer func() { db.Stop(); <-done; db.Close() }()
	put := func(org party.OrgID, n int, name party.Name) {
		if err := db.Commit(t.Context(), func(tx *Tx) error {
			for i := range n {
				p := party.Patient{ID: party.PatientID(fmt.Sprint(org, name.Family, i)), Org: org, Name: name, Born: "1961-11-12", Active: true, Phones: []party.Phoned{{Number: "(555) 010-4471"}}}
				if err := tx.PutPatient(p); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	steps := func() (out map[string]int) {
		if err := db.View(t.Context(), Scope{Orgs: []party.OrgID{"home"}}, func(v *View) error {
			asked := v.s.lites
			defer func() { v.s.lites = asked }()
			v.s.lites = map[string]*sqlite3.Stmt{}
			for _, s := range []Stretch{ByName("mor", false), ByName("morales", true), ByNames("morales", "el", false), ByBeginnings("mor", "el"), ByPhone("4471"), ByBirth("1961-11-12")} {
				if _, err := v.FoundBy([]Stretch{s}, 100); err != nil {
					return err
				}
			}
			if _, err := v.SpelledNear([]string{"moralez"}); err != nil {
				return err
			}
			out = map[string]int{}
			for text, st := range v.s.lites {
				out[text] = st.Status(sqlite3.STMTSTATUS_VM_STEP, false)
				st.Close()
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	put("home", 3, party.Name{Family: "Other", Given: []string{"Name"}})
	before := steps()
	put("elsewhere", 300, party.Name{Family: "Morales", Given: []string{"Elena"}})
	if after := steps(); !maps.Equal(before, after) {
		t.Errorf("%v steps, and %v once somebody of the name is on record elsewhere", slices.Collect(maps.Values(before)), slices.Collect(maps.Values(after)))
	}
	put("home", 300, party.Name{Family: "Morales", Given: []string{"Elena"}})
	if after := steps(); maps.Equal(before, after) || len(before) < 3 {
		t.Errorf("%d statements take as many steps when the name is found", len(before))
	}
}
