package work_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"referd/store"
	"referd/work"
)

// Of two processes one does a tick; it goes on when one dies, when it fails,
// and when it panics.
func TestATickIsDoneByOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := open(t, nil)
		var n, at atomic.Int32
		tick := work.Tick{Name: "escalation", Every: 30 * time.Second, Do: func(context.Context) error {
			if at.Add(1) > 1 {
				t.Error("two at once")
			}
			defer at.Add(-1)
			time.Sleep(3 * time.Second)
			switch n.Add(1) {
			case 2:
				return errors.New("no")
			case 3:
				panic("no")
			}
			return nil
		}}
		stop := running(t, &work.Runner{DB: db, Ticks: []work.Tick{tick}})
		running(t, &work.Runner{DB: db, Ticks: []work.Tick{tick}})
		time.Sleep(5 * time.Minute)
		if n.Load() < 8 || n.Load() > 11 {
			t.Errorf("%d times in five minutes by two, want about 9", n.Load())
		}
		stop()
		was := n.Load()
		if time.Sleep(5 * time.Minute); n.Load() < was+7 {
			t.Errorf("only %d times more after one ended", n.Load()-was)
		}
	})
}

// What a house of before did again and again, and this one does not, is not behind for
// ever: it is forgotten as this one starts. Other jobs stay.
func TestAnotherHousesTickIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := open(t, nil)
		if err := db.Commit(t.Context(), func(tx *store.Tx) error {
			return errors.Join(tx.Enqueue(work.Job{Kind: "tick/of-before", Due: db.Now()}), tx.Enqueue(work.Job{Kind: "tickets", Due: db.Now()}), tx.Enqueue(work.Job{Kind: "notify", Due: db.Now()}))
		}); err != nil {
			t.Fatal(err)
		}
		running(t, &work.Runner{DB: db, Ticks: []work.Tick{{Name: "hourly", Every: time.Hour, Do: func(context.Context) error { return nil }}}})
		time.Sleep(5 * time.Minute)
		if err := db.View(t.Context(), store.Scope{System: true}, func(v *store.View) error {
			b, err := v.Backlog()
			if b.Waiting != 3 || b.Late != 2 {
				t.Errorf("%+v", b)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// When domain time is moved, what is timed is done at once.
func TestATickFollowsDomainTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := open(t, nil)
		var n atomic.Int32
		running(t, &work.Runner{DB: db, Ticks: []work.Tick{{Name: "hourly", Every: time.Hour, Do: func(context.Context) error { n.Add(1); return nil }}}})
		if time.Sleep(time.Minute); n.Load() != 1 {
			t.Fatalf("%d times at the start", n.Load())
		}
		if err := db.Advance(t.Context(), 2*time.Hour); err != nil {
			t.Fatal(err)
		}
		if time.Sleep(3 * time.Second); n.Load() != 2 {
			t.Errorf("%d times after the clock was moved, want 2", n.Load())
		}
	})
}

// A jump of the machine's clock against real time stops what is timed, and
// says so, until somebody confirms it or it jumps back; small steps do not.
func TestAJumpOfTheClockFiresNothing(t *testing.T) {
	for name, by := range map[string]time.Duration{"a year ahead": 365 * 24 * time.Hour, "an hour back": -time.Hour} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var off atomic.Int64
				began := time.Now()
				db := open(t, func() time.Time { return time.Now().Add(time.Duration(off.Load())) })
				var n, always atomic.Int32
				r := &work.Runner{DB: db, Passed: func() time.Duration { return time.Since(began) }, Ticks: []work.Tick{
					{Name: "escalation", Every: 30 * time.Second, Do: func(context.Context) error { n.Add(1); return nil }},
					{Name: "sweep", Every: 30 * time.Second, Always: true, Do: func(context.Context) error { always.Add(1); return nil }}}}
				running(t, r)
				time.Sleep(10 * time.Minute)
				for range 3 { // a time server's small steps
					off.Add(int64(20 * time.Second))
					time.Sleep(time.Minute)
				}
				if _, yes := r.Suspended(); yes || n.Load() < 20 {
					t.Fatalf("small steps suspended it after %d", n.Load())
				}
				was := n.Load()
				off.Add(int64(by))
				time.Sleep(10 * time.Minute)
				if since, yes := r.Suspended(); !yes || since.IsZero() || n.Load() != was {
					t.Fatalf("suspended: %v; done %d times meanwhile", yes, n.Load()-was)
				}
				if by > 0 && always.Load() < 40 {
					t.Errorf("what does not hang on the time waits too: %d", always.Load())
				}
				off.Add(int64(-by))
				if time.Sleep(10 * time.Minute); n.Load() < was+15 {
					t.Errorf("it came back, and only %d were done", n.Load()-was)
				}
				off.Add(int64(by))
				time.Sleep(time.Minute)
				r.Confirm()
				if _, yes := r.Suspended(); yes {
					t.Error("it doubts what was confirmed")
				}
				was = n.Load()
				if time.Sleep(10 * time.Minute); n.Load() < was+15 {
					t.Errorf("confirmed, and only %d were done", n.Load()-was)
				}
			})
		})
	}
}
