package work

import (
	"context"
	"fmt"
	"time"

	"referd/store"
)

// Tick is something done again and again. It is leased like a job, so that of
// several processes on one database one does it; and as its time is domain
// time, it is done at once when the demo's clock is moved.
type Tick struct {
	Name   string
	Every  time.Duration
	Do     func(context.Context) error
	Always bool // also while the machine's clock is doubted
}

func (t Tick) kind() string { return ticks + t.Name }

const ticks = "tick/"

// plant puts every tick in its place, due now, and no other: one that a clock moved
// back has left in the future is brought home, and one that a house of before did, with
// other settings, is not behind for ever.
func (r *Runner) plant(ctx context.Context) error {
	return r.DB.Commit(ctx, func(tx *store.Tx) error {
		if err := tx.ForgetKinds(ticks); err != nil {
			return err
		}
		for _, t := range r.Ticks {
			if err := tx.Enqueue(Job{Kind: t.kind(), Due: r.DB.Now(), Once: t.kind()}); err != nil {
				return err
			}
		}
		return nil
	})
}

// ticked does a tick and puts it back. It is never given up. The clock may
// have jumped since it was looked at, and made this due: it is looked at again.
func (r *Runner) ticked(ctx context.Context, t Tick, j Job) error {
	r.watch(ctx)
	if _, waits := r.Suspended(); !waits || t.Always {
		if err := t.safely(ctx); worth(ctx, err) {
			r.Log.Error("tick", "name", t.Name, "err", err)
		}
	}
	return r.keep(ctx, func(tx *store.Tx) error { return tx.Retry(j, r.DB.Now().Add(t.Every)) })
}

func (t Tick) safely(ctx context.Context) (err error) {
	ctx, stop := context.WithTimeout(ctx, limit)
	defer stop()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("work: panic: %v", p)
		}
	}()
	return t.Do(ctx)
}
