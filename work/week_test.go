package work_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"referd/store"
	"referd/work"
)

// A partner was away for a week: what was for it was given up one by one, each
// to a person, and none of it is tried behind their back when it is there again;
// what a week has piled up elsewhere comes at once, is done once, never by more
// hands than there are, and what is asked for meanwhile does not wait for it all.
func TestAWeekOfJobsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := open(t, nil)
		var away atomic.Bool
		var mu sync.Mutex
		tried, told, done := map[string]int{}, map[string]int{}, map[string]int{}
		var at, most atomic.Int32
		r := &work.Runner{DB: db, Hands: 4, Every: time.Minute, Kinds: map[string]func(context.Context, work.Job) error{
			"deliver": func(_ context.Context, j work.Job) error {
				mu.Lock()
				defer mu.Unlock()
				if tried[j.Arg]++; away.Load() {
					return errors.New("nobody answers")
				}
				return nil
			},
			"hear": func(ctx context.Context, j work.Job) error {
				most.Store(max(most.Load(), at.Add(1)))
				defer at.Add(-1)
				time.Sleep(time.Second)
				mu.Lock()
				defer mu.Unlock()
				done[j.Arg]++
				return nil
			},
			"notify": func(context.Context, work.Job) error { mu.Lock(); defer mu.Unlock(); done["notify"]++; return nil },
		}, GiveUp: func(_ context.Context, j work.Job, err error) error {
			mu.Lock()
			defer mu.Unlock()
			told[j.Arg]++
			return nil
		}}
		away.Store(true)
		running(t, r)
		for day := range 7 {
			enqueue(t, db, store.Job{Kind: "deliver", Referral: "r", Arg: fmt.Sprint(day)})
			time.Sleep(24 * time.Hour)
		}
		mu.Lock()
		for day := range 7 {
			if k := fmt.Sprint(day); tried[k] != 5 || told[k] != 1 {
				t.Errorf("what was sent on day %s was tried %d times, a person told %d times", k, tried[k], told[k])
			}
		}
		mu.Unlock()
		away.Store(false)
		began := time.Now()
		var piled []store.Job
		for i := range 200 {
			piled = append(piled, store.Job{Kind: "hear", Arg: fmt.Sprint("m", i), Once: fmt.Sprint("m", i), Due: began.Add(-time.Hour)})
		}
		enqueue(t, db, append(piled, piled...)...) // told twice
		enqueue(t, db, store.Job{Kind: "notify", Due: began.Add(-2 * time.Hour)})
		time.Sleep(65 * time.Second) // it has looked once
		mu.Lock()
		if done["notify"] != 1 {
			t.Error("what was due before waits behind the pile")
		}
		mu.Unlock()
		time.Sleep(4 * time.Minute)
		mu.Lock()
		defer mu.Unlock()
		for i := range 200 {
			if k := fmt.Sprint("m", i); done[k] != 1 {
				t.Errorf("%s was done %d times", k, done[k])
			}
		}
		if most.Load() > 4 {
			t.Errorf("%d at once, with four hands", most.Load())
		}
		if b := backlog(t, db); b.GivenUp != 7 || b.Waiting != 7 {
			t.Errorf("%+v, want the seven that were given up and nothing else", b)
		}
	})
}
