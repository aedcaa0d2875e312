package desk

import (
	"context"

	"referd/core/access"
	"referd/store"
)

// Step is one act of a series.
type Step struct {
	Who    Who
	What   string
	Before func() // called just before it, for example to move a made-up clock
	Do     func(*Writing) error
}

// Series does many acts in one commit, each by its own person with its own
// audit record: for loading histories, where a sync for each would take hours.
// An error of one undoes all of them and says which it was.
func (d *Desk) Series(ctx context.Context, steps []Step) (failed int, err error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return 0, err
	}
	err = d.DB.Commit(ctx, func(tx *store.Tx) error {
		for i, s := range steps {
			failed = i
			if s.Before != nil {
				s.Before()
			}
			mine := tx.As(s.Who.scope())
			r := &Reading{View: mine.View, d: d, who: s.Who, now: d.Now(), dir: dir, seen: s.Who.record(s.What, access.Update), acts: true}
			if err := s.Do(&Writing{Reading: r, Tx: mine}); err != nil {
				return err
			}
			r.seen.Recorded = d.DB.Machine()
			if err := mine.Audit(r.seen); err != nil {
				return err
			}
		}
		return nil
	})
	return failed, err
}
