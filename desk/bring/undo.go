package bring

import (
	"context"

	"referd/desk"
	"referd/desk/bring/row"
	"referd/store"
)

// Undo takes back what an import did, where nobody has used it since: patients,
// people and lines of the directory are no longer active, what was changed is as
// it was before, referrals end as entered in error. Nothing is deleted; what was
// used stays, and is counted. Who may: May.
func (m Room) Undo(ctx context.Context, who desk.Who, id ID) error {
	return m.step(ctx, who, "import.undo", id, []State{Applied}, func(w *desk.Writing, i *Import) error {
		if !i.Clean {
			return refused("bring.Undo", "It is still being tidied. Try again in a minute.")
		}
		i.State, i.At, i.Done, i.Stays, i.Clean = Undoing, 0, 0, 0, false
		i.By = who.User
		return nil
	})
}

// undo takes back some rows.
func (i *Import) undo(w *desk.Writing) error {
	list, err := w.ImportRows(store.Rows{Import: string(i.ID), States: []string{Make, Change}, After: i.At, Limit: made})
	if err != nil {
		return err
	}
	at := i.Frame(w)
	for n, k := range list {
		r, err := row.Of(w, &i.List, at, k)
		if err != nil {
			return err
		}
		i.At, i.Done = k.N, i.Done+1
		took, err := r.Undone(k)
		if err != nil {
			return err
		}
		if !took {
			i.Stays++
			continue
		}
		if err := w.Tx.Unbring(i.Org, string(i.Kind), k.Key); err != nil {
			return err
		}
		if list[n], err = r.Kept(row.Gone, k.Key, k.Thing); err != nil {
			return err
		}
	}
	if err := w.Tx.PutImportRows(string(i.ID), list); err != nil {
		return err
	}
	if len(list) < made {
		i.State, i.Undid, i.Clean = Undone, w.Now(), true
	}
	return put(w, i)
}
