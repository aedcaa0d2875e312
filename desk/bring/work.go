package bring

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/desk"
	"referd/desk/bring/row"
	"referd/desk/bring/said"
	"referd/store"
)

// slice is how many rows one commit reads or checks; fewer where rows are made,
// so that nobody's act waits long for it.
const (
	slice = 250
	made  = 200
)

// Work goes on with an import until it waits for a person or the time is up,
// and says whether there is more to do. Ended at any moment, it goes on where it
// was. It is the house's, by a job or the operator's command.
func (m Room) Work(ctx context.Context, id ID, until time.Time) (more bool, err error) {
	for {
		var i *Import
		err := m.Desk.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
			k, err := v.Import(string(id))
			if err == nil {
				i, err = open(k)
			}
			return err
		})
		if err != nil || !slices.Contains(worked, i.State) || i.Clean {
			return false, err
		}
		if i.State == Reading {
			err = m.readOn(ctx, i, until)
		} else {
			err = m.write(ctx, i, func(w *desk.Writing) error {
				now, err := of(w.Reading, "bring.Work", id) // as it is in this commit: somebody may have given it up
				if err != nil || now.State != i.State {
					return err
				}
				return now.on(w)
			})
		}
		if fault.Of(err) == fault.Conflict && i.State == Applying {
			err = m.back(ctx, i, fault.Public(err))
		}
		if err != nil {
			return false, err
		}
		if m.Desk.DB.Machine().After(until) || ctx.Err() != nil {
			return true, ctx.Err()
		}
	}
}

// GaveUp is what is said of an import that could not go on after several tries:
// what nobody saw is taken away, and a person looks.
func (m Room) GaveUp(ctx context.Context, id ID) error {
	const why = "Something broke on our side while this was done. Nothing was changed. Try again; if it breaks again, ask who keeps the house."
	return m.Desk.Write(ctx, desk.System("import"), "import", func(w *desk.Writing) error {
		i, err := of(w.Reading, "bring.GaveUp", id)
		if err != nil {
			return err
		}
		i.Why = why
		switch i.State {
		case Reading, Checking:
			i.State, i.Read, i.Rows, i.At, i.Done = Named, false, 0, 0, 0
		case Applying:
			i.State, i.Then = Backing, Checking
			if err := w.Tx.Enqueue(store.Job{Kind: Job, Arg: string(id), Due: w.Now()}); err != nil {
				return err
			}
		case Undoing:
			i.State, i.Clean = Applied, true
		}
		return put(w, i)
	})
}

// on does one slice of the step an import is at.
func (i *Import) on(w *desk.Writing) error {
	switch i.State {
	case Checking:
		return i.check(w)
	case Applying:
		return i.apply(w)
	case Backing:
		return i.backOn(w)
	case Undoing:
		return i.undo(w)
	}
	return i.tidy(w)
}

// readOn reads rows out of the file, as many as the time allows; begun again it
// passes over what was read.
func (m Room) readOn(ctx context.Context, i *Import, until time.Time) error {
	began := m.Desk.DB.Machine()
	g, err := m.Open(i.Kind, &kept{ctx: ctx, m: m, i: i}, i.Size, i.Sheet)
	if err != nil {
		return m.stop(ctx, i, err)
	}
	defer g.Close()
	if g.Skip != nil {
		g.Skip(i.At)
	}
	// A file that is slow to open is not opened for a few rows only, nor one in which
	// it takes long to come to where it was.
	atLeast := func(times time.Duration) {
		now := m.Desk.DB.Machine()
		if least := began.Add(times * now.Sub(began)); !until.IsZero() && least.After(until) {
			until = least
		}
	}
	atLeast(6)
	passed := i.At == 0
	if len(i.Order) < len(i.Headings) {
		i.Order = append(i.Order, make([]int, len(i.Headings)-len(i.Order))...)
	}
	for ended := false; !ended; {
		var list []store.ImportRow
		for len(list) < 2*slice {
			n, cells, err := g.Next()
			if ended = errors.Is(err, io.EOF); ended {
				break
			}
			u := (*NoRow)(nil)
			if err != nil && !errors.As(err, &u) {
				return m.stop(ctx, i, err)
			}
			if n <= i.Head || n <= i.At {
				continue
			}
			if !passed {
				passed = true
				atLeast(2)
			}
			if i.Rows++; i.Rows > MostRows {
				return m.stop(ctx, i, invalid("bring.Work", "file", "The file has more than "+itoa(MostRows)+" rows. Split it, and bring one part after the other."))
			}
			b, err := json.Marshal(row.Line{Cells: i.seen(cells), NoRow: u})
			if err != nil {
				return err
			}
			list, i.At = append(list, store.ImportRow{N: n, State: row.Unread, Body: b}), n
		}
		if ended {
			i.Read, i.State, i.At, i.Done = true, Checking, 0, 0
		}
		now, err := m.keepRows(ctx, i, list)
		if err != nil || now.State != i.State || m.Desk.DB.Machine().After(until) {
			return err
		}
	}
	return nil
}

// keepRows keeps rows that were read; somebody may have given the import up.
func (m Room) keepRows(ctx context.Context, i *Import, list []store.ImportRow) (now *Import, err error) {
	err = m.write(ctx, i, func(w *desk.Writing) error {
		if now, err = of(w.Reading, "bring.Work", i.ID); err != nil || now.State != Reading {
			return err
		}
		if err := w.Tx.PutImportRows(string(i.ID), list); err != nil {
			return err
		}
		now = i
		return put(w, i)
	})
	return now, err
}

// seen notes what the values of a row show of its columns, and gives as many as
// there are headings.
func (i *Import) seen(cells []string) []string {
	cells = cells[:min(len(cells), len(i.Headings))]
	for c, s := range cells {
		if len(s) < 6 || len(s) > 25 || s[0] < '0' || s[0] > '9' {
			continue
		}
		days, months := said.Order(s)
		if days {
			i.Order[c] |= 1
		}
		if months {
			i.Order[c] |= 2
		}
	}
	return cells
}

// stop has a person look: the file cannot be read on.
func (m Room) stop(ctx context.Context, i *Import, why error) error {
	if fault.Of(why) != fault.Invalid {
		return why
	}
	return m.write(ctx, i, func(w *desk.Writing) error {
		now, err := of(w.Reading, "bring.Work", i.ID)
		if err != nil || now.State != Reading {
			return err
		}
		now.State, now.Why, now.Read, now.Rows, now.At = Named, fault.Public(why), false, 0, 0
		return put(w, now)
	})
}

// check looks at some rows; after the last the report is there.
func (i *Import) check(w *desk.Writing) error {
	list, err := w.ImportRows(store.Rows{Import: string(i.ID), After: i.At, Limit: slice})
	if err != nil {
		return err
	}
	if i.Counts == nil {
		i.Counts, i.Notes = map[string]int{}, 0
	}
	at := i.Frame(w)
	for n, k := range list {
		r, err := row.Of(w, &i.List, at, k)
		if err != nil {
			return err
		}
		v, key, err := r.Look()
		if err != nil {
			return err
		}
		r.Line.Faults, r.Does = r.Faults, v.Does
		if list[n], err = r.Kept(v.State, key, v.Thing); err != nil {
			return err
		}
		if v.State == Same && i.Kind.Directory() && strings.HasPrefix(key, "id ") { // what refers to it finds it by its number there
			if _, found, err := w.Brought(i.Org, string(i.Kind), key); err != nil {
				return err
			} else if !found {
				i.Notes++
			}
		}
		i.Counts[v.State]++
		i.strange(r.Words)
		i.At, i.Done = k.N, i.Done+1
	}
	if err := w.Tx.PutImportRows(string(i.ID), list); err != nil {
		return err
	}
	if len(list) < slice {
		i.State = Checked
	}
	return put(w, i)
}

// strange counts words nobody knows, the first of them.
func (i *Import) strange(list []Word) {
	for _, x := range list {
		at := slices.IndexFunc(i.Unknown, func(y Word) bool { return y.Field == x.Field && said.Bare(y.Word) == said.Bare(x.Word) })
		switch {
		case at >= 0:
			i.Unknown[at].N++
		case len(i.Unknown) < 100:
			x.Word = short(x.Word)
			i.Unknown = append(i.Unknown, x)
		}
	}
}
