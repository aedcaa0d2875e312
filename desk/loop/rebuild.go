package loop

import (
	"context"
	"reflect"

	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// Rebuild folds every ledger again and compares the row with what comes of it.
// It gives the ids whose rows differ; with repair they are written anew.
func Rebuild(ctx context.Context, d *desk.Desk, repair bool, said func(done int)) (n int, differ []referral.ID, err error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return 0, nil, err
	}
	last := referral.ID("")
	for {
		var page []referral.ID
		err := d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) {
			if page, err = v.Loops(last, 500); err != nil {
				return err
			}
			for _, id := range page {
				same, err := compare(v, dir, id)
				if err != nil {
					return err
				}
				if !same {
					differ = append(differ, id)
				}
			}
			return nil
		})
		if err != nil || len(page) == 0 {
			break
		}
		n, last = n+len(page), page[len(page)-1]
		if said != nil {
			said(n)
		}
	}
	for _, id := range differ {
		if !repair || err != nil {
			break
		}
		err = d.Write(ctx, desk.System("rebuild"), "rebuild", func(w *desk.Writing) error {
			row, _, err := folded(w.View, dir, id)
			if err != nil {
				return err
			}
			w.SawLoop(id, row.Seq)
			return w.Tx.Append(nil, row)
		})
	}
	return n, differ, err
}

// folded is the row a ledger gives, and the row there is.
func folded(v *store.View, dir *desk.Directory, id referral.ID) (want, have store.Row, err error) {
	s, err := v.Loop(id)
	if err != nil {
		return want, have, err
	}
	if have, err = v.Row(id); err != nil {
		return want, have, err
	}
	tasks, err := v.Tasks(id)
	if err != nil {
		return want, have, err
	}
	return Row(have, &s, dir, tasks, have.Noted), have, nil
}

func compare(v *store.View, dir *desk.Directory, id referral.ID) (bool, error) {
	want, have, err := folded(v, dir, id)
	if err != nil {
		return false, err
	}
	want.Duties, want.Tasks, want.Relations = nil, nil, nil
	have.Duties, have.Tasks, have.Relations = nil, nil, nil
	want.Ball.Duty, want.Ball.Settings = have.Ball.Duty, have.Ball.Settings
	return reflect.DeepEqual(want, have), nil
}
