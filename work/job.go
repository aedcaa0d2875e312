package work

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"referd/store"
)

// tries is how often a job is tried before a person gets it.
const tries = 5

// A Later is what a job answers that is not to be done yet: it comes back at
// that moment of domain time as if it were new.
type Later struct{ At time.Time }

func (l *Later) Error() string { return "not before " + l.At.Format(time.RFC3339) }

// one does a job and keeps what came of it, even while the house is closing; a
// job that is done is ended by end.
func (r *Runner) one(ctx context.Context, j Job, end func(context.Context, Job) error) error {
	for _, t := range r.Ticks {
		if t.kind() == j.Kind {
			return r.ticked(ctx, t, j)
		}
	}
	if j.Tries > tries {
		return r.giveUp(ctx, j, errors.New("work: begun again and again, and never ended"))
	}
	err := r.do(ctx, j)
	later, waits := errors.AsType[*Later](err)
	switch {
	case err == nil:
		return end(ctx, j)
	case waits:
		return r.keep(ctx, func(tx *store.Tx) error {
			if err := tx.Done(j); err != nil {
				return err
			}
			return tx.Enqueue(Job{Kind: j.Kind, Referral: j.Referral, Arg: j.Arg, Due: later.At})
		})
	case ctx.Err() != nil: // the house is closing: the next one does it
		return r.keep(ctx, func(tx *store.Tx) error { return tx.Retry(j, r.DB.Now()) })
	case j.Tries < tries:
		return r.keep(ctx, func(tx *store.Tx) error { return tx.Retry(j, r.DB.Now().Add(Back(j.Tries))) })
	}
	return r.giveUp(ctx, j, err)
}

// giveUp hands a job to a person. The person is told before the job is set
// aside, so that no failure between the two makes silence.
func (r *Runner) giveUp(ctx context.Context, j Job, err error) error {
	r.Log.Error("job given up", "kind", j.Kind, "referral", j.Referral, "err", err)
	if r.GiveUp != nil {
		if e := r.GiveUp(ctx, j, err); e != nil {
			return errors.Join(e, r.keep(ctx, func(tx *store.Tx) error { return tx.Retry(j, r.DB.Now().Add(time.Hour)) }))
		}
	}
	return r.keep(ctx, func(tx *store.Tx) error { return tx.GiveUp(j, err.Error()) })
}

func (r *Runner) keep(ctx context.Context, f func(*store.Tx) error) error {
	return r.DB.Commit(context.WithoutCancel(ctx), f)
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
