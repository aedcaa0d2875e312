package bring

import (
	"cmp"
	"context"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/bring/row"
	"referd/store"
)

// Apply makes everything the report says, or nothing: no row may be wrong, none
// may wait for a person. Who may: May. It goes on by itself; nobody sees any of
// it before all is made.
func (m Room) Apply(ctx context.Context, who desk.Who, id ID) error {
	const op = "bring.Apply"
	return m.step(ctx, who, "import.apply", id, []State{Checked}, func(w *desk.Writing, i *Import) error {
		n := i.Counts
		switch {
		case n[Wrong] > 0:
			return refused(op, "A list is taken whole or not at all. Correct the "+many(n[Wrong], "row", "rows")+" in which something is wrong, and bring the list again.")
		case n[Ask] > 0:
			return refused(op, "Decide first about the "+many(n[Ask], "row", "rows")+" that a person decides.")
		case n[Make]+n[Change]+i.Notes == 0:
			return refused(op, "Every row is here already, or is left out: there is nothing to do.")
		case i.Kind == People && n[Make]+n[Change] > MostPeople, i.Kind.Directory() && n[Make]+n[Change] > MostListed:
			return refused(op, "The list makes or changes "+itoa(n[Make]+n[Change])+" lines of the directory; at most "+itoa(map[bool]int{true: MostPeople, false: MostListed}[i.Kind == People])+" are made at once. Split it.")
		case n[Change] > MostChanges:
			return refused(op, "The list changes "+itoa(n[Change])+" records; at most "+itoa(MostChanges)+" are changed at once. Split it.")
		}
		i.State, i.At, i.Done, i.Why = Applying, 0, 0, ""
		return nil
	})
}

func many(n int, one, more string) string {
	if n == 1 {
		return "one " + one
	}
	return itoa(n) + " " + more
}

// apply makes some rows behind the veil; after the last it shows all of them.
func (i *Import) apply(w *desk.Writing) error {
	if i.Kind.Directory() { // it has no veil: all of it in the commit that shows it
		return i.list(w)
	}
	list, err := w.ImportRows(store.Rows{Import: string(i.ID), States: []string{Make, Change, Same}, After: i.At, Limit: made})
	if err != nil {
		return err
	}
	at := i.Frame(w)
	err = w.Veiled(string(i.ID), func(behind *desk.Writing) error {
		for n, k := range list {
			r, err := row.Of(behind, &i.List, at, k)
			if err != nil {
				return err
			}
			thing, err := r.Made(k)
			if err != nil {
				return err
			}
			if list[n], err = r.Kept(k.State, k.Key, thing); err != nil {
				return err
			}
			i.At, i.Done = k.N, i.Done+1
			if of := r.With; of != "" || i.Kind == Patients {
				w.Saw(party.PatientID(cmp.Or(of, thing)))
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := w.Tx.PutImportRows(string(i.ID), list); err != nil {
		return err
	}
	if len(list) < made {
		return i.show(w)
	}
	return put(w, i)
}

// list makes a list of the directory, whole, in one commit: as it was shown to a
// person, or not at all.
func (i *Import) list(w *desk.Writing) error {
	if now, err := w.Current(); err != nil || now != w.Directory() {
		return cmp.Or(err, error(fault.E("bring.list", fault.Conflict, "Something in the directory has changed meanwhile. Nothing was changed; the list is looked at again.", nil)))
	}
	at := i.Frame(w)
	for after := 0; ; {
		list, err := w.ImportRows(store.Rows{Import: string(i.ID), States: []string{Make, Change, Same}, After: after, Limit: slice})
		if err != nil {
			return err
		}
		for n, k := range list {
			r, err := row.Of(w, &i.List, at, k)
			if err != nil {
				return err
			}
			thing, err := r.Made(k)
			if err == nil && k.State == Change {
				err = r.Changed(thing)
			}
			if err == nil {
				list[n], err = r.Kept(k.State, k.Key, thing)
			}
			if err != nil {
				return err
			}
			after = k.N
		}
		if err := w.Tx.PutImportRows(string(i.ID), list); err != nil {
			return err
		}
		if len(list) < slice {
			break
		}
	}
	i.State, i.Ended, i.At, i.Done, i.First = Applied, w.Now(), 0, 0, nil
	return put(w, i)
}

// show is the one commit in which everybody sees what an import made.
func (i *Import) show(w *desk.Writing) error {
	at, after := i.Frame(w), 0
	for {
		list, err := w.ImportRows(store.Rows{Import: string(i.ID), States: []string{Change}, After: after, Limit: slice})
		if err != nil {
			return err
		}
		for n, k := range list {
			r, err := row.Of(w, &i.List, at, k)
			if err != nil {
				return err
			}
			if err := r.Changed(k.Thing); err != nil {
				return err
			}
			if list[n], err = r.Kept(k.State, k.Key, k.Thing); err != nil {
				return err
			}
			after = k.N
		}
		if err := w.Tx.PutImportRows(string(i.ID), list); err != nil {
			return err
		}
		if len(list) < slice {
			break
		}
	}
	i.State, i.Ended, i.At, i.Done, i.First = Applied, w.Now(), 0, 0, nil
	if err := put(w, i); err != nil {
		return err
	}
	if err := w.Tx.Wake(string(i.ID), i.Org); err != nil {
		return err
	}
	return w.Tx.Unveil(string(i.ID))
}

// back takes away what was made and never seen, and looks at the list again.
func (m Room) back(ctx context.Context, i *Import, why string) error {
	return m.write(ctx, i, func(w *desk.Writing) error {
		now, err := of(w.Reading, "bring.Work", i.ID)
		if err != nil || now.State != Applying {
			return err
		}
		now.State, now.Then, now.Why = Backing, Checking, why
		return put(w, now)
	})
}

func (i *Import) backOn(w *desk.Writing) error {
	more, err := w.Tx.Unstage(string(i.ID), false, 4*made)
	if err != nil || more {
		return err
	}
	i.State, i.Then, i.At, i.Done, i.Counts, i.Unknown = i.Then, "", 0, 0, nil, nil
	if err := w.Tx.Unmark(string(i.ID)); err != nil {
		return err
	}
	return put(w, i)
}

// Drop gives an import up before it is applied: what was made behind the veil
// is taken away, its rows are forgotten, its file is kept as it came. Who may: May.
func (m Room) Drop(ctx context.Context, who desk.Who, id ID) error {
	return m.step(ctx, who, "import.drop", id, []State{Named, Reading, Checking, Checked, Applying, Backing}, func(w *desk.Writing, i *Import) error {
		i.First, i.Why = nil, ""
		if i.State == Applying || i.State == Backing {
			i.State, i.Then = Backing, Dropped
			return nil
		}
		i.State = Dropped
		return nil
	})
}

// tidy forgets what is no longer needed: what waited and was shown, the words
// of the rows, the rows of what was given up.
func (i *Import) tidy(w *desk.Writing) error {
	if i.State == Dropped {
		n, err := w.Tx.DropImportRows(string(i.ID), 4*slice)
		if i.Clean = err == nil && n == 0; i.Clean {
			err = put(w, i)
		}
		return err
	}
	if more, err := w.Tx.Unstage(string(i.ID), true, slice); err != nil || more {
		return err
	}
	list, err := w.ImportRows(store.Rows{Import: string(i.ID), After: i.At, Limit: 2 * slice})
	if err != nil {
		return err
	}
	for n, k := range list {
		r, err := row.Of(w, &i.List, nil, k)
		if err != nil {
			return err
		}
		i.At = k.N
		r.Line = row.Line{Before: r.Before, After: r.After, With: r.With, New: r.New, Does: r.Does}
		if list[n], err = r.Kept(k.State, k.Key, k.Thing); err != nil {
			return err
		}
	}
	if err := w.Tx.PutImportRows(string(i.ID), list); err != nil {
		return err
	}
	if i.Clean = len(list) < 2*slice; i.Clean {
		i.At = 0
		if err := w.Tx.Unmark(string(i.ID)); err != nil {
			return err
		}
	}
	return put(w, i)
}

// What a person may decide of a row, beside one of the records it may be.
const (
	New   = row.New
	Other = row.Other
	Leave = row.Leave
)

// Nothing is what a word means that is to be passed over.
const Nothing = row.Nothing

// Decide is a person's word on a row that is theirs to decide: one of the
// records it may be, or New, Other or Leave. Who may: May.
func (m Room) Decide(ctx context.Context, who desk.Who, id ID, n int, choice string) error {
	return m.step(ctx, who, "import.decide", id, []State{Checked}, func(w *desk.Writing, i *Import) error {
		list, err := w.ImportRows(store.Rows{Import: string(id), After: n - 1, Limit: 1})
		if err != nil {
			return err
		}
		if len(list) == 0 || list[0].N != n {
			return invalid("bring.Decide", "row", "There is no such row.")
		}
		w = w.As(house(i.Org))
		r, err := row.Of(w, &i.List, i.Frame(w), list[0])
		if err != nil {
			return err
		}
		if !r.Decide(choice) {
			return invalid("bring.Decide", "choice", "Choose one of the records shown, or say that it is somebody else.")
		}
		v, key, err := r.Look()
		if err != nil {
			return err
		}
		if choice == Leave && v.State != Wrong {
			v = row.Verdict{State: Left, Does: "A person left it out"}
		}
		r.Line.Faults, r.Does = r.Faults, v.Does
		i.Counts[list[0].State]--
		i.Counts[v.State]++
		k, err := r.Kept(v.State, key, v.Thing)
		if err != nil {
			return err
		}
		return w.Tx.PutImportRows(string(id), []store.ImportRow{k})
	})
}
