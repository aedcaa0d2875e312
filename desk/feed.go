package desk

import (
	"context"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/store"
)

// Change is something that changed and whose it is: no patient is in it.
type Change struct {
	Kind, Name string
	Orgs       []party.OrgID
}

// Follower reads what changes, again and again. Several processes on one
// database commit at once, and a change may become visible after one with a
// later position: so each time it reads once more from where it was the time
// before, and gives what it has not given yet.
type Follower struct {
	d        *Desk
	from, to int64
	given    map[int64]bool // those after from
}

// Follow begins at the newest change.
func (d *Desk) Follow(ctx context.Context) (*Follower, error) {
	f := &Follower{d: d, given: map[int64]bool{}}
	if err := f.Skip(ctx); err != nil {
		return nil, err
	}
	f.from = f.to
	return f, nil
}

// Skip passes over what has changed by now, as when nobody listens.
func (f *Follower) Skip(ctx context.Context) error {
	return f.d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		end, err := v.FeedEnd()
		if err == nil {
			f.on(end)
		}
		return err
	})
}

// Next lists what has changed since the last time, at most 500 changes.
func (f *Follower) Next(ctx context.Context) (out []Change, err error) {
	err = f.d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		list, end, err := v.Feed(f.from, 500)
		if err != nil {
			return err
		}
		for _, c := range list {
			if f.given[c.Pos] {
				continue
			}
			f.given[c.Pos] = true
			x := Change{Kind: c.Kind, Name: c.Name}
			for _, o := range strings.Split(c.Orgs, ",") {
				x.Orgs = append(x.Orgs, party.OrgID(o))
			}
			out = append(out, x)
		}
		f.on(end)
		return nil
	})
	return out, err
}

// on moves the window: it begins where it ended before.
func (f *Follower) on(end int64) {
	f.from, f.to = f.to, max(f.to, end)
	for pos := range f.given {
		if pos <= f.from {
			delete(f.given, pos)
		}
	}
}

// Ready reports whether a commit can be made now.
func (d *Desk) Ready(ctx context.Context) error {
	if o := d.Outage(); o.Lasts() {
		return fault.E("desk.Ready", fault.Busy, "Nothing can be kept: "+o.Why+".", nil)
	}
	return d.DB.Commit(ctx, func(*store.Tx) error { return nil })
}

// Outage is the last time in which nothing could be kept, its moments by the
// domain's clock.
func (d *Desk) Outage() store.Outage {
	o := d.DB.Outage()
	ahead := d.Now().Sub(d.DB.Machine())
	for _, at := range []*time.Time{&o.Since, &o.Until} {
		if !at.IsZero() {
			*at = at.Add(ahead)
		}
	}
	return o
}
