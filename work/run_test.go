package work_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"referd/store"
	"referd/work"
)

// open opens a store whose clocks are now, or time's own, and lets it run.
func open(t *testing.T, now func() time.Time) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{DSN: filepath.Join(t.TempDir(), "r.db"), Dir: t.TempDir(), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- db.Run(context.Background()) }()
	t.Cleanup(func() { db.Stop(); <-done; db.Close() })
	return db
}

func enqueue(t *testing.T, db *store.DB, jobs ...store.Job) {
	t.Helper()
	if err := db.Commit(t.Context(), func(tx *store.Tx) error {
		for _, j := range jobs {
			if err := tx.Enqueue(j); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func backlog(t *testing.T, db *store.DB) (b store.Backlog) {
	t.Helper()
	if err := db.View(t.Context(), store.Scope{System: true}, func(v *store.View) (err error) { b, err = v.Backlog(); return err }); err != nil {
		t.Fatal(err)
	}
	return b
}

// running starts a runner and gives what stops it and waits for it.
func running(t *testing.T, r *work.Runner) (stop func()) {
	t.Helper()
	if r.Log == nil {
		r.Log = slog.New(slog.DiscardHandler)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(stop)
	return stop
}

// A partner that does not answer for a minute keeps one hand, not the house;
// and never more jobs run at once than there are hands.
func TestASlowJobStopsNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := open(t, nil)
		var at, most, done atomic.Int32
		began := time.Now()
		var last atomic.Int64
		r := &work.Runner{DB: db, Hands: 3, Kinds: map[string]func(context.Context, work.Job) error{
			"slow": func(ctx context.Context, _ work.Job) error {
				most.Store(max(most.Load(), at.Add(1)))
				defer at.Add(-1)
				select {
				case <-time.After(time.Minute):
				case <-ctx.Done():
				}
				return nil
			},
			"quick": func(context.Context, work.Job) error {
				most.Store(max(most.Load(), at.Add(1)))
				defer at.Add(-1)
				done.Add(1)
				last.Store(int64(time.Since(began)))
				return nil
			},
		}}
		enqueue(t, db, store.Job{Kind: "slow"}, store.Job{Kind: "slow"})
		for range 40 {
			enqueue(t, db, store.Job{Kind: "quick"})
		}
		stop := running(t, r)
		time.Sleep(30 * time.Second)
		if done.Load() != 40 || last.Load() > int64(5*time.Second) {
			t.Errorf("%d of 40 were done, the last after %s", done.Load(), time.Duration(last.Load()))
		}
		if most.Load() > 3 {
			t.Errorf("%d at once, with three hands", most.Load())
		}
		stop()
		if b := backlog(t, db); b.Waiting != 0 {
			t.Errorf("%+v left", b)
		}
	})
}

// A job that hangs is stopped within its lease, so that nobody else has it
// meanwhile; one that panics is tried again like one that fails.
func TestHangingAndPanicking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := open(t, nil)
		var at, tried, panics atomic.Int32
		r := &work.Runner{DB: db, Kinds: map[string]func(context.Context, work.Job) error{
			"hang": func(ctx context.Context, _ work.Job) error {
				if at.Add(1) > 1 {
					t.Error("two have the same job")
				}
				defer at.Add(-1)
				tried.Add(1)
				<-ctx.Done()
				return ctx.Err()
			},
			"panic": func(context.Context, work.Job) error {
				if panics.Add(1) < 3 {
					panic("spilled")
				}
				return nil
			},
		}}
		enqueue(t, db, store.Job{Kind: "hang"}, store.Job{Kind: "panic"})
		running(t, r)
		running(t, &work.Runner{DB: db, Kinds: r.Kinds}) // a second process
		time.Sleep(time.Hour)
		if tried.Load() != 5 || panics.Load() != 3 {
			t.Errorf("the one that hangs was tried %d times, the one that panics %d; want 5 and 3", tried.Load(), panics.Load())
		}
		if b := backlog(t, db); b.GivenUp != 1 || b.Waiting != 1 {
			t.Errorf("%+v, want one given up and nothing else", b)
		}
	})
}

// Five tries take their time: 5, 15, 45 and 135 seconds between them. The
// person is told before the job is set aside, and told again if that failed.
func TestGivingUpIsHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := open(t, nil)
		var mu sync.Mutex
		var when []time.Duration
		told, began := 0, time.Now()
		r := &work.Runner{DB: db, Kinds: map[string]func(context.Context, work.Job) error{
			"mail": func(context.Context, work.Job) error {
				mu.Lock()
				defer mu.Unlock()
				when = append(when, time.Since(began))
				return errors.New("no answer")
			},
		}, GiveUp: func(_ context.Context, j work.Job, err error) error {
			mu.Lock()
			defer mu.Unlock()
			if told++; told == 1 {
				return errors.New("nobody there to tell")
			}
			if j.Referral != "r" || err == nil {
				t.Errorf("told of %+v, %v", j, err)
			}
			return nil
		}}
		enqueue(t, db, store.Job{Kind: "mail", Referral: "r"})
		running(t, r)
		time.Sleep(10 * time.Minute)
		mu.Lock()
		if len(when) != 5 || told != 1 || backlog(t, db).GivenUp != 0 {
			t.Fatalf("tried at %v, told %d times, %+v", when, told, backlog(t, db))
		}
		for i, least := range []time.Duration{4, 12, 36, 108} {
			if gap := when[i+1] - when[i]; gap < least*time.Second || gap > least*time.Second*5/4+2*time.Second {
				t.Errorf("the gap after try %d is %s", i+1, gap)
			}
		}
		mu.Unlock()
		time.Sleep(time.Hour)
		mu.Lock()
		defer mu.Unlock()
		if told != 2 || backlog(t, db).GivenUp != 1 {
			t.Errorf("told %d times, %+v", told, backlog(t, db))
		}
	})
}

// What is not to be done yet comes back at its moment, as often as need be,
// and is never given up for that.
func TestLaterIsNoFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := open(t, nil)
		var n atomic.Int32
		began := time.Now()
		r := &work.Runner{DB: db, Kinds: map[string]func(context.Context, work.Job) error{
			"notify": func(_ context.Context, j work.Job) error {
				if n.Add(1) < 9 {
					return &work.Later{At: j.Due.Add(time.Hour)}
				}
				if j.Referral != "r" || j.Arg != "x" || time.Since(began) < 8*time.Hour {
					t.Errorf("%+v came back after %s", j, time.Since(began))
				}
				return nil
			},
		}}
		enqueue(t, db, store.Job{Kind: "notify", Referral: "r", Arg: "x", Due: time.Now()})
		running(t, r)
		time.Sleep(9 * time.Hour)
		if b := backlog(t, db); n.Load() != 9 || b.Waiting != 0 {
			t.Errorf("asked %d times, %+v", n.Load(), b)
		}
	})
}

// A job whose process died is taken up when the lease is over; one that kills
// every process that takes it is given up too.
func TestAJobOfTheDead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := open(t, nil)
		enqueue(t, db, store.Job{Kind: "k", Referral: "r"})
		die := func() {
			if jobs, err := db.Lease(t.Context(), []string{"k"}, 1, time.Now().Add(time.Minute)); err != nil || len(jobs) != 1 {
				t.Fatalf("%v %v", jobs, err)
			}
		}
		die()
		var done atomic.Int32
		stop := running(t, &work.Runner{DB: db, Kinds: map[string]func(context.Context, work.Job) error{"k": func(context.Context, work.Job) error { done.Add(1); return nil }}})
		time.Sleep(50 * time.Second)
		if done.Load() != 0 {
			t.Fatal("taken from somebody who may still be at it")
		}
		if time.Sleep(15 * time.Second); done.Load() != 1 {
			t.Fatalf("done %d times", done.Load())
		}
		stop()
		enqueue(t, db, store.Job{Kind: "k"})
		for range 5 {
			die()
			time.Sleep(61 * time.Second)
		}
		running(t, &work.Runner{DB: db, Kinds: map[string]func(context.Context, work.Job) error{"k": func(context.Context, work.Job) error { t.Error("a sixth"); return nil }}})
		if time.Sleep(5 * time.Second); backlog(t, db).GivenUp != 1 {
			t.Errorf("%+v", backlog(t, db))
		}
	})
}

// A process that falls leaves its jobs leased. The next one to have the file
// takes them up at once, not when the lease is over.
func TestTheNextTakesUpWhatWasBegun(t *testing.T) {
	dsn, dir := filepath.Join(t.TempDir(), "r.db"), t.TempDir()
	lease := func(db *store.DB) (jobs []store.Job) {
		var err error
		if jobs, err = db.Lease(t.Context(), []string{"k"}, 9, time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		return jobs
	}
	for tries := range 2 {
		db, err := store.Open(t.Context(), store.Options{DSN: dsn, Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- db.Run(context.Background()) }()
		if tries == 0 {
			enqueue(t, db, store.Job{Kind: "k"})
		}
		if jobs := lease(db); len(jobs) != 1 || jobs[0].Tries != tries+1 {
			t.Errorf("time %d: %+v", tries, jobs)
		}
		if again := lease(db); len(again) != 0 {
			t.Errorf("time %d: leased twice: %+v", tries, again)
		}
		db.Stop()
		<-done
		db.Close()
	}
}
