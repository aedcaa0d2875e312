package store_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	basecode "referd/base/code"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/store"
)

// bring makes a patient and a loop of theirs behind the veil of an import.
func bring(t *testing.T, db *store.DB, of, name string) (store.Row, party.Patient) {
	t.Helper()
	p := party.Patient{ID: party.PatientID("pat-" + name), Org: "home", Name: party.Name{Family: "Brought", Given: []string{name}}, Born: "1970-01-01", Phones: []party.Phoned{{Number: "5550104471"}}, Identifiers: []basecode.Identifier{{System: "urn:x", Value: name}}, Active: true}
	r := row("loop-"+name, 2)
	r.Code, r.Patient, r.Sender, r.Receiver, r.Authored, r.Sent = "CODE-"+name, p.ID, "home", "clinic", day0, day0
	r.Relations = []store.Relation{{Org: "home", Patient: p.ID, Kind: "referring", Since: day0}, {Org: "clinic", Patient: p.ID, Kind: "receiving", Since: day0}}
	r.Tasks = []store.Task{{ID: "task-" + name, Owner: "clinic", Requester: "home", Status: "requested", Authored: day0, Updated: day0}}
	r.Duties = []store.Duty{{Owed: referral.Owed{Duty: "item/1", Team: "team", Act: referral.ActDoItem, Due: day0}, Kind: "item"}}
	must(t, commit(t, db, func(tx *store.Tx) error {
		return tx.Veil(of, func(tx *store.Tx) error {
			if err := tx.PutPatient(p); err != nil {
				return err
			}
			if err := tx.PutDocument(chart.Document{ID: chart.DocumentID("doc-" + name), Patient: p.ID, Kind: chart.Question, Media: "text/plain"}, r.ID, []byte("words")); err != nil {
				return err
			}
			if err := tx.Bring("home", "patients", store.ImportKey{Key: name, Thing: string(p.ID), Import: of}); err != nil {
				return err
			}
			return tx.Append([]referral.Entry{entry(1, referral.Opened{}), entry(2, referral.Opened{})}, r)
		})
	}))
	return r, p
}

// shown is what anybody, the house itself included, can see of what was brought:
// every list, every count, what is searched, what is owed, what climbs.
func shown(t *testing.T, db *store.DB, name string) (out []string) {
	t.Helper()
	for _, s := range []store.Scope{{System: true}, {Orgs: []party.OrgID{"home"}, Teams: []party.TeamID{"team"}}, {Orgs: []party.OrgID{"clinic"}, Teams: []party.TeamID{"team"}}} {
		must(t, view(t, db, s, func(v *store.View) error {
			add := func(what string, n int) {
				if n > 0 {
					out = append(out, fmt.Sprint(what, " ", n))
				}
			}
			list, err := v.Queue(store.Queue{Teams: []party.TeamID{"team"}}, day0)
			must(t, err)
			add("queue", len(list))
			n, err := v.Count(store.Queue{Side: referral.Sender, Org: "home"}, day0)
			must(t, err)
			add("sent", n)
			late, err := v.Late(day0.AddDate(9, 0, 0), 99)
			must(t, err)
			add("late", len(late))
			ids, err := v.Loops("", 99)
			must(t, err)
			add("loops", len(ids))
			whole, _, err := v.Wholes("", "", 99)
			must(t, err)
			add("wholes", len(whole))
			rows, err := v.LoopsOf([]party.PatientID{party.PatientID("pat-" + name)}, false)
			must(t, err)
			add("loops of", len(rows))
			tasks, err := v.FindTasks(store.TaskQuery{Owner: "clinic", Limit: 9})
			must(t, err)
			add("tasks", len(tasks))
			if !s.System {
				found, err := v.FindPatients(store.Find{Value: name})
				must(t, err)
				add("patients", len(found))
				own, err := v.FoundBy([]store.Stretch{store.ByNumber(name)}, 9)
				must(t, err)
				add("found", len(own))
				l, _ := v.Ledger(referral.ID("loop-" + name))
				add("ledger", len(l))
				_, _, d, _ := v.Document(chart.DocumentID("doc-" + name))
				add("document", len(d))
			}
			k, _, err := v.Brought("home", "patients", name)
			must(t, err)
			add("key", len(k.Thing))
			feed, _, err := v.Feed(0, 99)
			must(t, err)
			add("feed", len(feed))
			return nil
		}))
	}
	return out
}

// What is brought is seen by nobody until one commit shows all of it; what is
// given up before leaves nothing behind.
func TestBroughtBehindAVeil(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		var rows []store.Row
		for i := range 3 {
			r, _ := bring(t, db, "one", fmt.Sprint("n", i))
			rows = append(rows, r)
		}
		bring(t, db, "other", "o0")
		if got := shown(t, db, "n1"); len(got) > 0 {
			t.Fatalf("before it is shown there is %v", got)
		}
		must(t, commit(t, db, func(tx *store.Tx) error { // a code that somebody else got meanwhile is changed
			r := row("elsewhere", 1)
			r.Code, r.Open = "CODE-n2", false
			return tx.Append([]referral.Entry{entry(1, referral.Opened{})}, r)
		}))
		must(t, commit(t, db, func(tx *store.Tx) error { return tx.Unveil("one") }))
		must(t, view(t, db, store.Scope{Orgs: []party.OrgID{"clinic"}}, func(v *store.View) error {
			for i, want := range rows {
				got, err := v.Row(want.ID)
				must(t, err)
				if i == 2 && got.Code != "CODE-n2" {
					want.Code = got.Code
				}
				want.Duties, want.Tasks, want.Relations, got.Question = nil, nil, nil, want.Question
				if !reflect.DeepEqual(got, want) {
					t.Errorf("shown as %+v\nwant     %+v", got, want)
				}
				if p, err := v.Patient(want.Patient); err != nil || p.Name.Given[0] != fmt.Sprint("n", i) {
					t.Errorf("%v, %v", p, err)
				}
			}
			return nil
		}))
		if got := strings.Join(shown(t, db, "n1"), ", "); !strings.Contains(got, "queue 6") || !strings.Contains(got, "patients 1") || !strings.Contains(got, "found 1") || !strings.Contains(got, "key 6") || !strings.Contains(got, "document 5") {
			t.Errorf("after it is shown there is %s", got)
		}
		for _, of := range []string{"one", "other"} {
			for more := true; more; {
				must(t, commit(t, db, func(tx *store.Tx) (err error) { more, err = tx.Unstage(of, of == "one", 2); return err }))
			}
		}
		must(t, commit(t, db, func(tx *store.Tx) error { return tx.Unveil("other") }))
		must(t, view(t, db, store.Scope{System: true}, func(v *store.View) error {
			if _, err := v.Patient("pat-o0"); err == nil {
				t.Error("a patient nobody ever saw is left")
			}
			if found, err := v.FoundBy([]store.Stretch{store.ByNumber("o0")}, 9); err != nil || len(found) > 0 {
				t.Errorf("what nobody ever saw is found: %v, %v", found, err)
			}
			if l, _ := v.Ledger("loop-o0"); len(l) > 0 {
				t.Error("a ledger nobody ever saw is left")
			}
			if _, _, _, err := v.Document("doc-o0"); err == nil {
				t.Error("a document nobody ever saw is left")
			}
			if l, err := v.Ledger("loop-n0"); err != nil || len(l) != 2 {
				t.Errorf("what is shown lost its ledger: %v", err)
			}
			return nil
		}))
	})
}

// The tables that wait have the columns of those they are shown in.
func TestStagedTablesAreLikeTheirs(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		open(t, dsn)
		db := raw(t, dsn)
		for _, x := range []string{"entries", "referrals", "owed", "tasks", "relations"} {
			var columns [2]string
			for i, table := range []string{x, "staged_" + x} {
				r, err := db.QueryContext(t.Context(), "select * from "+table+" where 1 = 0")
				must(t, err)
				names, err := r.Columns()
				must(t, err)
				r.Close()
				columns[i] = strings.Join(names, " ")
			}
			if columns[1] != "import "+columns[0] {
				t.Errorf("%s has %s\nstaged %s", x, columns[0], columns[1])
			}
		}
	})
}
