// Package work does what acts called for: it leases jobs from the store,
// tries, backs off, and gives up out loud. It knows nothing of what the jobs
// are; cmd fills in what each kind does.
package work

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"referd/base/fault"
	"referd/store"
)

// Job is a job as those who do it see it.
type Job = store.Job

// Runner runs jobs, several at once, and ticks.
type Runner struct {
	DB     *store.DB
	Log    *slog.Logger
	Kinds  map[string]func(context.Context, Job) error
	Ticks  []Tick
	GiveUp func(context.Context, Job, error) error // makes work for a person; done again if the house falls before it is noted
	Every  time.Duration                           // how often it looks; zero is a second
	Hands  int                                     // jobs at once; zero is 32

	Passed func() time.Duration // real time since any moment; nil is the process's own

	clock clock
	once  sync.Once

	mu    sync.Mutex
	ended []Job // done, and not yet kept: the next lease does it
}

// A lease is longer than a job may take, so that nobody else takes up what is
// still being done.
const (
	lease = 2 * time.Minute
	limit = 90 * time.Second
)

// breath is between two leases while there is much to do: each is a commit, of
// which everybody who reads takes notice, so that many jobs share one.
const breath = 25 * time.Millisecond

func (r *Runner) fill() {
	r.once.Do(func() {
		if r.Every == 0 {
			r.Every = time.Second
		}
		if r.Hands == 0 {
			r.Hands = 32
		}
		if r.Log == nil {
			r.Log = slog.New(slog.DiscardHandler)
		}
		r.clock.start(r.DB.Machine(), r.Passed)
	})
}

// Run runs until ctx is done, and waits for the jobs that have begun. It puts
// the ticks in their places as soon as anything can be kept.
func (r *Runner) Run(ctx context.Context) error {
	r.fill()
	g := &errgroup.Group{}
	defer func() {
		g.Wait()
		ended := r.taken()
		r.keep(ctx, func(tx *store.Tx) error { // what fails here is done once more, as after a crash
			for _, j := range ended {
				if err := tx.Done(j); err != nil {
					return err
				}
			}
			return nil
		})
	}()
	hands := make(chan struct{}, r.Hands)
	wait := time.NewTicker(r.Every)
	defer wait.Stop()
	for ctx.Err() == nil {
		next := wait.C
		if r.look(ctx, g, hands) {
			next = time.After(breath)
		}
		select {
		case <-ctx.Done():
		case <-next:
		}
	}
	return nil
}

// look takes as many jobs as there are hands free, and reports whether there
// may be more.
func (r *Runner) look(ctx context.Context, g *errgroup.Group, hands chan struct{}) bool {
	r.watch(ctx)
	select {
	case hands <- struct{}{}:
	case <-ctx.Done():
		return false
	}
	free := 1
	for free < r.Hands && len(hands) < r.Hands {
		hands <- struct{}{} // only this goroutine takes hands: it does not wait
		free++
	}
	ended := r.taken()
	jobs, err := r.DB.Lease(ctx, r.kinds(), free, r.DB.Machine().Add(lease), ended...)
	if err != nil {
		r.finish(ended...)
	}
	if worth(ctx, err) {
		r.Log.Error("jobs", "err", err)
	}
	for range free - len(jobs) {
		<-hands
	}
	for _, j := range jobs {
		g.Go(func() error {
			defer func() { <-hands }()
			if err := r.one(ctx, j, r.later); worth(ctx, err) {
				r.Log.Error("job", "kind", j.Kind, "referral", j.Referral, "err", err)
			}
			return nil
		})
	}
	return len(jobs) > 0
}

// later ends a job with the next lease, which is a commit anyway; one that is
// asked for once is ended at once, so that it can be asked for again.
func (r *Runner) later(ctx context.Context, j Job) error {
	if !j.Alone() {
		return r.done(ctx, j)
	}
	r.finish(j)
	return nil
}

func (r *Runner) done(ctx context.Context, j Job) error {
	return r.keep(ctx, func(tx *store.Tx) error { return tx.Done(j) })
}

func (r *Runner) finish(jobs ...Job) {
	r.mu.Lock()
	r.ended = append(r.ended, jobs...)
	r.mu.Unlock()
}

func (r *Runner) taken() (out []Job) {
	r.mu.Lock()
	out, r.ended = r.ended, nil
	r.mu.Unlock()
	return out
}

// worth reports whether an error is to be logged here: not when the house is
// closing, and not that nothing can be kept, which the store says once while
// this asks every second.
func worth(ctx context.Context, err error) bool {
	return err != nil && ctx.Err() == nil && fault.Of(err) != fault.Busy
}

// kinds are those it takes now.
func (r *Runner) kinds() (out []string) {
	for k := range r.Kinds {
		out = append(out, k)
	}
	_, waits := r.Suspended()
	for _, t := range r.Ticks {
		if !waits || t.Always {
			out = append(out, t.kind())
		}
	}
	return out
}

// Once does the jobs of some kinds that are due now, one after the other, and
// says how many.
func (r *Runner) Once(ctx context.Context, kinds []string) (int, error) {
	r.fill()
	jobs, err := r.DB.Lease(ctx, kinds, 32, r.DB.Machine().Add(lease))
	if err != nil {
		return 0, err
	}
	for _, j := range jobs {
		if err := r.one(ctx, j, r.done); err != nil {
			return len(jobs), err
		}
	}
	return len(jobs), nil
}

// do does a job within its limit; a panic is an error like any other.
func (r *Runner) do(ctx context.Context, j Job) (err error) {
	ctx, stop := context.WithTimeout(ctx, limit)
	defer stop()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("work: panic: %v", p)
		}
	}()
	f, ok := r.Kinds[j.Kind]
	if !ok {
		return errors.New("work: nobody does this kind")
	}
	return f(ctx, j)
}
