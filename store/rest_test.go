package store_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/referral"
	"referd/core/schedule"
	"referd/store"
)

// A time is given once, however many ask at once; given back it is free again.
func TestSlotsAreTakenOnce(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		must(t, commit(t, db, func(tx *store.Tx) error {
			for i := range 3 {
				at := day0.Add(time.Duration(i) * time.Hour)
				if err := tx.PutSlot(schedule.Slot{ID: schedule.SlotID(fmt.Sprint("s", i)), Service: "cardio", Start: at, End: at.Add(time.Hour)}); err != nil {
					return err
				}
			}
			return nil
		}))
		var wait sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wait.Go(func() {
				errs[i] = db.Commit(t.Context(), func(tx *store.Tx) error {
					_, err := tx.TakeSlot("s1", schedule.AppointmentID(fmt.Sprint("a", i)))
					return err
				})
			})
		}
		wait.Wait()
		winner := -1
		for i, err := range errs {
			switch {
			case err == nil && winner < 0:
				winner = i
			case err == nil:
				t.Error("one time was given twice")
			case fault.Of(err) != fault.Conflict:
				t.Error(err)
			}
		}
		free := func() (n int) {
			must(t, view(t, db, store.Scope{}, func(v *store.View) error {
				list, err := v.FreeSlots("cardio", day0, day0.AddDate(0, 0, 1), 10)
				n = len(list)
				return err
			}))
			return n
		}
		if winner < 0 || free() != 2 {
			t.Fatalf("nobody has it, or %d are free", free())
		}
		must(t, commit(t, db, func(tx *store.Tx) error {
			return tx.FreeSlot(schedule.AppointmentID(fmt.Sprint("a", winner)))
		}))
		if n := free(); n != 3 {
			t.Errorf("given back, %d are free", n)
		}
		must(t, view(t, db, store.Scope{}, func(v *store.View) error {
			if _, ok, err := v.Slot("none"); ok || err != nil {
				t.Errorf("a time nobody offered: %v %v", ok, err)
			}
			list, err := v.FreeSlots("other", day0, day0.AddDate(0, 0, 1), 10)
			if len(list) != 0 {
				t.Errorf("another service's: %v", list)
			}
			return err
		}))
	})
}

// A session is changed, ended alone or with all of its person, and swept when
// it has ended; its secret and whose it is never change.
func TestSessionsComeAndGo(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		now := db.Machine().Truncate(time.Microsecond)
		s := func(token, who string, ends time.Duration) store.Session {
			return store.Session{Token: token, Who: who, Kind: "session", Made: now, Used: now, Ends: now.Add(ends)}
		}
		must(t, commit(t, db, func(tx *store.Tx) error {
			for _, x := range []store.Session{s("one", "ada", time.Hour), s("two", "ada", time.Hour), s("dead", "ada", -time.Minute), s("bob", "bob", time.Hour)} {
				if err := tx.PutSession(x); err != nil {
					return err
				}
			}
			changed := s("one", "mallory", 2*time.Hour)
			changed.Confirmed = now
			return tx.PutSession(changed)
		}))
		of := func(who string) (n int) {
			must(t, view(t, db, store.Scope{}, func(v *store.View) error { list, err := v.SessionsOf(who); n = len(list); return err }))
			return n
		}
		must(t, view(t, db, store.Scope{}, func(v *store.View) error {
			x, found, err := v.Session("one")
			if !found || x.Who != "ada" || !x.Ends.Equal(now.Add(2*time.Hour)) || !x.Confirmed.Equal(now) {
				t.Errorf("%+v %v", x, found)
			}
			return err
		}))
		if of("ada") != 3 {
			t.Errorf("%d sessions", of("ada"))
		}
		must(t, commit(t, db, func(tx *store.Tx) error { return tx.SweepSessions() }))
		if of("ada") != 2 {
			t.Errorf("%d after the dead one was swept", of("ada"))
		}
		must(t, commit(t, db, func(tx *store.Tx) error { return tx.EndSession("two") }))
		must(t, commit(t, db, func(tx *store.Tx) error { return tx.EndSessions("ada") }))
		if of("ada") != 0 || of("bob") != 1 {
			t.Errorf("%d of hers, %d of another's", of("ada"), of("bob"))
		}
	})
}

// A credential is written over, read by its name alone, and guesses are counted.
func TestCredentialsAndGuesses(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		must(t, commit(t, db, func(tx *store.Tx) error {
			for _, hash := range []string{"first", "second"} {
				if err := tx.PutCredential("user/ada", hash); err != nil {
					return err
				}
			}
			for n := range 4 {
				if err := tx.Guessed("door", n); err != nil {
					return err
				}
			}
			return nil
		}))
		must(t, view(t, db, store.Scope{}, func(v *store.View) error {
			hash, err := v.Credential("user/ada")
			if hash != "second" {
				t.Errorf("%q", hash)
			}
			if none, e := v.Credential("user/bob"); none != "" || e != nil {
				t.Errorf("%q %v", none, e)
			}
			n, last, e := v.Guesses("door")
			if n != 3 || last.IsZero() || e != nil {
				t.Errorf("%d guesses, the last %s, %v", n, last, e)
			}
			if n, _, e := v.Guesses("elsewhere"); n != 0 || e != nil {
				t.Errorf("%d %v", n, e)
			}
			return err
		}))
	})
}

// Whose lease ran out has no say any more: what it ends, gives back or gives up
// late is left to who has the job now.
func TestAnOldLeaseIsFenced(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		must(t, commit(t, db, func(tx *store.Tx) error { return tx.Enqueue(store.Job{Kind: "x", Due: day0}) }))
		lease := func(d time.Duration) store.Job {
			t.Helper()
			jobs, err := db.Lease(t.Context(), []string{"x"}, 5, db.Machine().Add(d))
			must(t, err)
			if len(jobs) != 1 {
				t.Fatalf("%d jobs", len(jobs))
			}
			return jobs[0]
		}
		first := lease(-time.Second) // over as it begins
		second := lease(time.Hour)
		for name, f := range map[string]func(*store.Tx) error{
			"done":     func(tx *store.Tx) error { return tx.Done(first) },
			"retry":    func(tx *store.Tx) error { return tx.Retry(first, day0) },
			"given up": func(tx *store.Tx) error { return tx.GiveUp(first, "late") },
		} {
			must(t, commit(t, db, f))
			again, err := db.Lease(t.Context(), []string{"x"}, 5, db.Machine().Add(time.Hour))
			if err != nil || len(again) != 0 {
				t.Fatalf("%s by the first, and somebody else got it: %v %v", name, again, err)
			}
			must(t, view(t, db, store.Scope{System: true}, func(v *store.View) error {
				b, err := v.Backlog()
				if b.GivenUp != 0 || b.Waiting != 1 {
					t.Errorf("%s by the first: %+v", name, b)
				}
				return err
			}))
		}
		must(t, commit(t, db, func(tx *store.Tx) error { return tx.Done(second) }))
		must(t, view(t, db, store.Scope{System: true}, func(v *store.View) error {
			b, err := v.Backlog()
			if b.Waiting != 0 {
				t.Errorf("%+v", b)
			}
			return err
		}))
	})
}

// The feed keeps its newest changes, and its positions go on.
func TestTheFeedIsPruned(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		add := func(id string) {
			must(t, commit(t, db, func(tx *store.Tx) error {
				return tx.Append([]referral.Entry{entry(1, referral.Opened{})}, row(id, 1))
			}))
		}
		for i := range 6 {
			add(fmt.Sprint("f", i))
		}
		feed := func() (names []string, pos int64) {
			must(t, view(t, db, home, func(v *store.View) error {
				list, end, err := v.Feed(0, 99)
				for _, c := range list {
					names = append(names, c.Name)
				}
				pos = end
				return err
			}))
			return names, pos
		}
		_, end := feed()
		must(t, commit(t, db, func(tx *store.Tx) error { _, err := tx.PruneFeed(2); return err }))
		if names, pos := feed(); !slices.Equal(names, []string{"f4", "f5"}) || pos != end {
			t.Errorf("%v up to %d, the end was %d", names, pos, end)
		}
		must(t, commit(t, db, func(tx *store.Tx) error { _, err := tx.PruneFeed(0); return err }))
		add("new")
		if names, pos := feed(); !slices.Equal(names, []string{"new"}) || pos <= end {
			t.Errorf("%v up to %d, the end was %d", names, pos, end)
		}
	})
}

// A ticket is found by its token alone, its code lies sealed, and what is written
// again of it is what changes: never whom it is for or what it opens.
func TestTicketsComeAndGo(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		db := open(t, dsn)
		now := db.Now().Truncate(time.Microsecond)
		a := store.Ticket{ID: "a", Token: "hashed", Kind: "partner", Referral: "one", Org: "far", Holder: "far", Code: "482913", Made: now, Ends: now.Add(time.Hour), By: "moss"}
		must(t, commit(t, db, func(tx *store.Tx) error {
			if err := tx.PutTicket(a); err != nil {
				return err
			}
			for _, id := range []string{"b", "c"} { // no link was made of these: they clash with nothing
				if err := tx.PutTicket(store.Ticket{ID: id, Kind: "patient", Referral: "two", Code: "1", Made: now, Ends: now}); err != nil {
					return err
				}
			}
			changed := a
			changed.Tries, changed.Ends, changed.Used, changed.Revoked = 3, now.Add(2*time.Hour), now, now
			other := changed
			other.Referral, other.Org, other.Code = "another", "another", "000000"
			return tx.PutTicket(other)
		}))
		must(t, view(t, db, store.Scope{}, func(v *store.View) error {
			x, found, err := v.TicketBy("hashed")
			want := a
			want.Tries, want.Ends, want.Used, want.Revoked = 3, now.Add(2*time.Hour), now, now
			if !found || x != want {
				t.Errorf("%+v, want %+v", x, want)
			}
			if _, found, e := v.TicketBy("another"); found || e != nil {
				t.Error("a guess was found", e)
			}
			if _, found, e := v.TicketBy(""); found || e != nil {
				t.Error("a ticket without a link was found", e)
			}
			return err
		}))
		var code []byte
		must(t, raw(t, dsn).QueryRow("select code from tickets where id = 'a'").Scan(&code))
		if strings.Contains(string(code), "482913") {
			t.Error("the code lies open")
		}
	})
}
