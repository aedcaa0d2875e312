// Package work does what acts called for: it leases jobs from the store,
// tries, backs off, and gives up out loud. It knows nothing of what the jobs
// are; cmd fills in what each kind does.
package work

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"

	"golang.org/x/sync/errgroup"

	"referd/store"
)

// Job is a job as those who do it see it.
type Job = store.Job

// Runner runs jobs.
type Runner struct {
	DB     *store.DB
	Log    *slog.Logger
	Kinds  map[string]func(context.Context, Job) error
	Ticks  []Tick
	GiveUp func(context.Context, Job, error) error // makes work for a person
	Every  time.Duration                           // how often it looks; zero is a second
}

// Tick is something done again and again.
type Tick struct {
	Name  string
	Every time.Duration
	Do    func(context.Context) error
}

// tries is how often a job is tried before a person gets it.
const tries = 5

// Run runs until ctx is done.
func (r *Runner) Run(ctx context.Context) error {
	if r.Every == 0 {
		r.Every = time.Second
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return r.jobs(ctx) })
	for _, t := range r.Ticks {
		g.Go(func() error { return r.tick(ctx, t) })
	}
	if err := g.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

func (r *Runner) jobs(ctx context.Context) error {
	var kinds []string
	for k := range r.Kinds {
		kinds = append(kinds, k)
	}
	wait := time.NewTicker(r.Every)
	defer wait.Stop()
	for {
		n, err := r.Once(ctx, kinds)
		if err != nil && ctx.Err() == nil {
			r.Log.Error("jobs", "err", err)
		}
		if n > 0 && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-wait.C:
		}
	}
}

// Once does the jobs that are due now, and says how many.
func (r *Runner) Once(ctx context.Context, kinds []string) (int, error) {
	jobs, err := r.DB.Lease(ctx, kinds, 32, r.DB.Machine().Add(time.Minute))
	if err != nil {
		return 0, err
	}
	for _, j := range jobs {
		if err := r.one(ctx, j); err != nil {
			return len(jobs), err
		}
	}
	return len(jobs), nil
}

func (r *Runner) one(ctx context.Context, j Job) error {
	err := r.Kinds[j.Kind](ctx, j)
	switch {
	case err == nil:
		return r.DB.Commit(ctx, func(tx *store.Tx) error { return tx.Done(j) })
	case j.Tries < tries:
		return r.DB.Commit(ctx, func(tx *store.Tx) error { return tx.Retry(j, r.DB.Now().Add(Back(j.Tries))) })
	}
	r.Log.Error("job given up", "kind", j.Kind, "referral", j.Referral, "err", err)
	if err := r.DB.Commit(ctx, func(tx *store.Tx) error { return tx.GiveUp(j, err.Error()) }); err != nil {
		return err
	}
	if r.GiveUp == nil {
		return nil
	}
	return r.GiveUp(ctx, j, err)
}

// Back is how long to wait before another try: 5 seconds times 3 to the power
// of the tries before, an hour at most, a fifth of it by chance.
func Back(tries int) time.Duration {
	d := 5 * time.Second
	for range tries - 1 {
		d = min(d*3, time.Hour)
	}
	return d - time.Duration(rand.Int64N(int64(d/5)+1))
}

func (r *Runner) tick(ctx context.Context, t Tick) error {
	wait := time.NewTicker(t.Every)
	defer wait.Stop()
	for {
		if err := t.Do(ctx); err != nil && ctx.Err() == nil {
			r.Log.Error("tick", "name", t.Name, "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-wait.C:
		}
	}
}
