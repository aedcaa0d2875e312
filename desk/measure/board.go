// Package measure counts how an organization does, from rows in memory that
// follow each commit: for those who lead it, and for a practice of its own.
package measure

import (
	"context"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"referd/base/fault"
	"referd/core/measure"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// Board holds a row of each referral. It is read from the ledgers when the
// house starts, while everything else goes on, and then follows what changes.
type Board struct {
	d       *desk.Desk
	ready   atomic.Bool // every referral is on it
	counted atomic.Int64

	turn    sync.Mutex // one reads the ledgers at a time
	feed    *desk.Follower
	changed map[referral.ID]bool // heard of and not read yet
	brought bool                 // many came at once, and are not told one by one

	mu    sync.RWMutex // of what follows
	rows  shelf
	names *measure.Names
	at    time.Time // as of when
}

// New is a board with nothing on it; Run fills it.
func New(d *desk.Desk) *Board {
	return &Board{d: d, names: measure.NewNames(), changed: map[referral.ID]bool{}}
}

// Run reads every ledger, and then what changes, until ctx is done.
func (b *Board) Run(ctx context.Context) error {
	tick := time.NewTicker(5 * time.Second) // who looks catches up what is missing (Fresh)
	defer tick.Stop()
	for {
		if err := b.Catch(ctx); err != nil && ctx.Err() == nil && fault.Of(err) != fault.Busy {
			b.d.Log.Error("measures", "err", err) // the next tick asks again
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Catch brings the board up to now, however much that is.
func (b *Board) Catch(ctx context.Context) error { return b.catch(ctx, 1<<30) }

// few is how many changes somebody who looks waits for.
const few = 500

// Fresh brings a board that is ready up to now when that is soon done; when it
// is not, nothing is shown until Run has done it.
func (b *Board) Fresh(ctx context.Context) error {
	if !b.ready.Load() {
		return nil
	}
	return b.catch(ctx, few)
}

func (b *Board) catch(ctx context.Context, most int) error {
	b.turn.Lock()
	defer b.turn.Unlock()
	if b.feed == nil {
		return b.load(ctx)
	}
	at := b.d.Now()
	list, complete, err := b.feed.Next(ctx)
	if err != nil {
		return err
	}
	if !complete { // it was away for so long that what changed is forgotten
		b.ready.Store(false)
		b.feed = nil
		return b.load(ctx)
	}
	for _, c := range list {
		switch c.Kind {
		case "referral":
			b.changed[referral.ID(c.Name)] = true
		case "import":
			b.brought = true
		}
	}
	if len(b.changed) > most || b.brought && most <= few {
		b.ready.Store(false)
		return nil
	}
	if b.brought {
		if err := b.find(ctx); err != nil {
			return err
		}
	}
	if err := b.reread(ctx); err != nil {
		return err
	}
	b.mu.Lock()
	b.at = at
	b.mu.Unlock()
	b.ready.Store(true)
	return nil
}

// stretch is how many loops are read at once.
const stretch = 256

// load reads every ledger. What changes meanwhile is heard of after it.
func (b *Board) load(ctx context.Context) error {
	feed, err := b.d.Follow(ctx)
	if err != nil {
		return err
	}
	at := b.d.Now()
	var rows shelf
	names := measure.NewNames()
	b.counted.Store(0)
	for after := referral.ID(""); ; {
		var list []referral.State
		err := b.d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { list, err = v.Folded(after, stretch); return err })
		if err != nil {
			return err
		}
		if len(list) == 0 {
			break
		}
		for i := range list {
			rows.put(measure.Read(&list[i], names))
		}
		after = list[len(list)-1].ID
		b.counted.Store(int64(rows.rows))
	}
	clear(b.changed)
	b.brought = false
	b.mu.Lock()
	b.rows, b.names, b.at = rows, names, at
	b.mu.Unlock()
	b.feed = feed
	b.ready.Store(true)
	debug.FreeOSMemory() // what was read is not kept
	return nil
}

// find hears of every referral that has no row yet.
func (b *Board) find(ctx context.Context) error {
	for after := referral.ID(""); ; {
		var list []referral.ID
		err := b.d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { list, err = v.Loops(after, length); return err })
		if err != nil {
			return err
		}
		if len(list) == 0 {
			b.brought = false
			return nil
		}
		for _, id := range list {
			if !b.rows.has(id) {
				b.changed[id] = true
			}
		}
		after = list[len(list)-1]
	}
}

// reread reads what was heard of.
func (b *Board) reread(ctx context.Context) error {
	for len(b.changed) > 0 {
		var list []referral.State
		err := b.d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
			for id := range b.changed {
				s, err := v.Loop(id)
				if fault.Of(err) == fault.Missing { // nothing is in its ledger
					delete(b.changed, id)
					continue
				}
				if err != nil {
					return err
				}
				if list = append(list, s); len(list) == stretch {
					break
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		b.mu.Lock()
		for i := range list {
			b.rows.put(measure.Read(&list[i], b.names))
			delete(b.changed, list[i].ID)
		}
		b.counted.Store(int64(b.rows.rows))
		b.mu.Unlock()
	}
	return nil
}

// count counts the rows a filter takes, on as many processors as there are. The
// board must be held.
func (b *Board) count(f *measure.Filter, split measure.Split, now measure.Minute) *measure.Count {
	n := min(runtime.GOMAXPROCS(0), max(len(b.rows.boards), 1))
	parts := make([]*measure.Count, n)
	var g errgroup.Group
	for i := range parts {
		g.Go(func() error {
			c := measure.NewCount(now, b.names, split)
			for k := i; k < len(b.rows.boards); k += n {
				rows := b.rows.boards[k]
				for j := range rows {
					if f.Takes(&rows[j]) {
						c.Add(&rows[j])
					}
				}
			}
			parts[i] = c
			return nil
		})
	}
	_ = g.Wait() // none faults
	for _, p := range parts[1:] {
		parts[0].Merge(p)
	}
	return parts[0]
}
