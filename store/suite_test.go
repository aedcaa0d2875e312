package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/store"
	"referd/store/pgtest"
)

// each runs a test on both databases: one suite.
func each(t *testing.T, f func(t *testing.T, db *store.DB)) {
	t.Run("sqlite", func(t *testing.T) { f(t, open(t, filepath.Join(t.TempDir(), "r.db"))) })
	t.Run("postgres", func(t *testing.T) { f(t, open(t, postgres(t))) })
}

// server is the one PostgreSQL of this suite, started when it is first needed.
var server = sync.OnceValues(func() (booted, error) {
	dsn, stop, err := pgtest.Boot()
	return booted{dsn, stop}, err
})

type booted struct {
	dsn  string
	stop func()
}

// postgres gives an empty database of the suite's server.
func postgres(t testing.TB) string {
	t.Helper()
	s, err := server()
	if errors.Is(err, pgtest.ErrAbsent) {
		t.Skip(err)
	}
	must(t, err)
	started.Store(&s)
	return pgtest.Fresh(t, s.dsn)
}

var started atomic.Pointer[booted]

// TestMain runs the writer of the crash test when this binary is started as
// it, and stops the suite's server at the end.
func TestMain(m *testing.M) {
	if dir := os.Getenv("REFERD_CRASH_DIR"); dir != "" {
		writeUntilKilled(dir, os.Getenv("REFERD_CRASH_ROUND"))
		return
	}
	code := m.Run()
	if s := started.Load(); s != nil {
		s.stop()
	}
	os.Exit(code)
}

func open(t testing.TB, dsn string) *store.DB {
	t.Helper()
	return opened(t, dsn, t.TempDir())
}

// opened opens the store with a folder of its own, and lets it run.
func opened(t testing.TB, dsn, dir string) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), store.Options{DSN: dsn, Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- db.Run(ctx) }()
	t.Cleanup(func() { stop(); <-done; db.Close() })
	return db
}

var day0 = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// row is an open loop with everything promise 1 asks for.
func row(id string, seq int) store.Row {
	ball := referral.Owed{Team: "team", Act: referral.ActOpen, Due: day0.AddDate(0, 0, 1), From: day0}
	return store.Row{ID: referral.ID(id), Code: code(id), Seq: seq, Phase: referral.PhaseDelivered, Open: true, Patient: "pat", Sender: "home", Receiver: "clinic", Ball: ball, Noted: day0, Sent: day0, Extra: "{}",
		Relations: []store.Relation{{Org: "home", Patient: "pat", Kind: "referring", Since: day0}}}
}

func code(id string) string { return fmt.Sprintf("%08s", id) }

func entry(seq int, ev referral.Event) referral.Entry {
	return referral.Entry{Seq: seq, At: day0, Noted: day0, Key: referral.KeyOf(ev, fmt.Sprint(seq)), What: ev}
}

func commit(t *testing.T, db *store.DB, f func(*store.Tx) error) error {
	t.Helper()
	return db.Commit(t.Context(), f)
}

func view(t *testing.T, db *store.DB, s store.Scope, f func(*store.View) error) error {
	t.Helper()
	return db.View(t.Context(), s, f)
}

var home = store.Scope{Orgs: []party.OrgID{"home"}}

func TestLedgerGrowsOnceAndInTurn(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		add := func(seq int) error {
			return commit(t, db, func(tx *store.Tx) error {
				return tx.Append([]referral.Entry{entry(seq, referral.Opened{})}, row("a", seq))
			})
		}
		if err := add(1); err != nil {
			t.Fatal(err)
		}
		if err := add(1); fault.Of(err) != fault.Conflict {
			t.Errorf("an entry was written over: %v", err)
		}
		if err := add(2); err != nil {
			t.Fatal(err)
		}
		if err := view(t, db, home, func(v *store.View) error {
			l, err := v.Ledger("a")
			if len(l) != 2 || l[1].Seq != 2 {
				t.Errorf("the ledger is %v", l)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// A fault in one commit of a batch undoes that one alone.
func TestEachCommitIsAllOrNothing(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		var wg sync.WaitGroup
		for i := range 40 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				err := db.Commit(context.Background(), func(tx *store.Tx) error {
					if err := tx.PutDraft("me", fmt.Sprint(i), "x"); err != nil {
						return err
					}
					if i%2 == 1 {
						return fault.E("t", fault.Refused, "no", nil)
					}
					return nil
				})
				if (err == nil) != (i%2 == 0) {
					t.Errorf("%d: %v", i, err)
				}
			}()
		}
		wg.Wait()
		if err := view(t, db, store.Scope{System: true}, func(v *store.View) error {
			for i := range 40 {
				_, _, found, err := v.Draft("me", fmt.Sprint(i))
				if err != nil || found != (i%2 == 0) {
					t.Errorf("draft %d found %v, %v", i, found, err)
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// What is foreign is absent, in every way of asking.
func TestForeignIsAbsent(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		must(t, commit(t, db, func(tx *store.Tx) error {
			if err := tx.PutPatient(party.Patient{ID: "pat", Org: "home", Name: party.Name{Family: "Test"}, Active: true}); err != nil {
				return err
			}
			if err := tx.Append([]referral.Entry{entry(1, referral.Opened{})}, row("c", 1)); err != nil {
				return err
			}
			return tx.PutDocument(chart.Document{ID: "0123456789abcdefghjk", Patient: "pat", Kind: chart.Question}, "c", []byte("words"))
		}))
		ask := func(v *store.View, id referral.ID, pat party.PatientID, doc chart.DocumentID) (out []string) {
			_, a := v.Ledger(id)
			_, b := v.Row(id)
			_, c := v.Patient(pat)
			_, _, _, d := v.Document(doc)
			for _, err := range []error{a, b, c, d} {
				out = append(out, fmt.Sprint(fault.Of(err), fault.Public(err)))
			}
			return out
		}
		must(t, view(t, db, store.Scope{Orgs: []party.OrgID{"other"}}, func(v *store.View) error {
			foreign, absent := ask(v, "c", "pat", "0123456789abcdefghjk"), ask(v, "none", "none", "none")
			if strings.Join(foreign, "|") != strings.Join(absent, "|") || !strings.HasPrefix(foreign[0], "missing") {
				t.Errorf("foreign %v, absent %v", foreign, absent)
			}
			if list, err := v.FindPatients(store.Find{Name: "test"}); err != nil || len(list) != 0 {
				t.Errorf("a search found %d of another's patients, %v", len(list), err)
			}
			return nil
		}))
		must(t, view(t, db, home, func(v *store.View) error {
			if _, _, b, err := v.Document("0123456789abcdefghjk"); err != nil || string(b) != "words" {
				t.Errorf("one's own document: %q, %v", b, err)
			}
			return nil
		}))
	})
}

// A message is heard once: the same again gets the first answer, other bytes a conflict.
func TestInboxHearsOnce(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		hear := func(digest string) (answer string, again bool, err error) {
			err = commit(t, db, func(tx *store.Tx) error {
				b, a, err := tx.Receive("ehr", "k", digest)
				answer, again = string(b), a
				if err != nil || a {
					return err
				}
				return tx.Answer("ehr", "k", digest, []byte("first"), "")
			})
			return answer, again, err
		}
		hear("x")
		if a, again, err := hear("x"); a != "first" || !again || err != nil {
			t.Errorf("the second time: %q %v %v", a, again, err)
		}
		if _, _, err := hear("y"); fault.Of(err) != fault.Conflict {
			t.Errorf("other bytes: %v", err)
		}
	})
}

// A job is done by one, tried again, and given up out loud.
func TestJobsAreLeased(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		must(t, commit(t, db, func(tx *store.Tx) error {
			for range 2 { // asked for twice, there once
				if err := tx.Enqueue(store.Job{Kind: "x", Once: "k", Due: day0}); err != nil {
					return err
				}
			}
			return nil
		}))
		lease := func() []store.Job {
			jobs, err := db.Lease(t.Context(), []string{"x"}, 5, db.Machine().Add(time.Minute))
			must(t, err)
			return jobs
		}
		jobs := lease()
		if len(jobs) != 1 || len(lease()) != 0 {
			t.Fatalf("leased %d jobs, then again", len(jobs))
		}
		must(t, commit(t, db, func(tx *store.Tx) error { return tx.Retry(jobs[0], day0) }))
		jobs = lease()
		if len(jobs) != 1 || jobs[0].Tries != 2 {
			t.Fatalf("after a retry: %+v", jobs)
		}
		must(t, commit(t, db, func(tx *store.Tx) error { return tx.GiveUp(jobs[0], "why") }))
		must(t, view(t, db, store.Scope{System: true}, func(v *store.View) error {
			b, err := v.Backlog()
			if b.GivenUp != 1 || len(lease()) != 0 {
				t.Errorf("backlog %+v", b)
			}
			return err
		}))
	})
}

// Large documents live in the vault, sealed; erasing the key erases them.
func TestDocumentsAreSealed(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		for _, size := range []int{10, 200_000} {
			id := chart.DocumentID(fmt.Sprintf("0123456789abcdefg%03d", size%999))
			data := strings.Repeat("secret ", size)[:size]
			must(t, commit(t, db, func(tx *store.Tx) error {
				if err := tx.Relate("", store.Relation{Org: "home", Patient: "pat", Kind: "registered", Since: day0}); err != nil {
					return err
				}
				return tx.PutDocument(chart.Document{ID: id, Patient: "pat"}, "", []byte(data))
			}))
			must(t, view(t, db, home, func(v *store.View) error {
				_, _, got, err := v.Document(id)
				if string(got) != data {
					t.Errorf("%d bytes did not come back", size)
				}
				return err
			}))
			must(t, commit(t, db, func(tx *store.Tx) error { return tx.Erase(id) }))
			must(t, view(t, db, home, func(v *store.View) error {
				if _, _, _, err := v.Document(id); fault.Of(err) != fault.Missing {
					t.Errorf("an erased document was read: %v", err)
				}
				return nil
			}))
		}
	})
}

// A badge counts what its list holds, and the list is in the safe order.
func TestCountIsTheList(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		for i := range 9 {
			r := row(fmt.Sprint("q", i), 1)
			r.Class, r.Ball.Due = i%4, day0.Add(time.Duration(i)*time.Hour)
			must(t, commit(t, db, func(tx *store.Tx) error { return tx.Append([]referral.Entry{entry(1, referral.Opened{})}, r) }))
		}
		must(t, view(t, db, home, func(v *store.View) error {
			for _, q := range []store.Queue{{Teams: []party.TeamID{"team"}}, {Teams: []party.TeamID{"team"}, Late: true}, {Teams: []party.TeamID{"none"}}, {Teams: []party.TeamID{"none"}, Person: "me", Covers: []party.UserID{"them"}, Free: true}, {Person: "me", Covers: []party.UserID{"them"}, OnlyMine: true}, {Side: referral.Sender, Org: "home"}} {
				list, err := v.Queue(q, day0.Add(4*time.Hour))
				must(t, err)
				n, err := v.Count(q, day0.Add(4*time.Hour))
				must(t, err)
				if len(list) != n {
					t.Errorf("%+v: %d rows, counted %d", q, len(list), n)
				}
				for i := 1; i < len(list); i++ {
					if list[i].Class < list[i-1].Class {
						t.Errorf("%+v: class %d after %d", q, list[i].Class, list[i-1].Class)
					}
				}
			}
			n, err := v.Orphans()
			if n != 0 {
				t.Errorf("%d orphans", n)
			}
			return err
		}))
	})
}

func TestAuditFindsWhoLooked(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		must(t, db.Seen(t.Context(), access.Record{User: "u", Org: "home", Action: access.Read, Kind: "loop.read", Patients: []party.PatientID{"pat"}, Referral: "r", Outcome: access.Success}))
		must(t, view(t, db, store.Scope{System: true}, func(v *store.View) error {
			for _, q := range []access.Query{{Referral: "r"}, {Patient: "pat"}, {User: "u"}} {
				out, err := v.Audits(q)
				if err != nil || len(out) != 1 || out[0].User != "u" || out[0].Patients[0] != "pat" {
					t.Errorf("%+v found %+v, %v", q, out, err)
				}
			}
			return nil
		}))
	})
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
