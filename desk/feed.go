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
// later position, when its commit took long: so it begins each time where all
// was complete, and gives what it has not given yet.
type Follower struct {
	d     *Desk
	from  int64          // all up to here has been given
	ends  []store.Tide   // how far it was read since, which may not be complete
	given map[int64]bool // those after from
}

// Follow begins at the newest change.
func (d *Desk) Follow(ctx context.Context) (*Follower, error) {
	f := &Follower{d: d, given: map[int64]bool{}}
	return f, f.Skip(ctx)
}

// Skip passes over what has changed by now, as when nobody listens.
func (f *Follower) Skip(ctx context.Context) error {
	return f.d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		t, err := v.FeedEnd()
		if err == nil {
			f.from, f.ends = t.End, nil
			clear(f.given)
		}
		return err
	})
}

// Next lists what has changed since the last time. complete is false when some
// of it has been forgotten since: who needs all of it begins anew.
func (f *Follower) Next(ctx context.Context) (out []Change, complete bool, err error) {
	complete = true
	err = f.d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		t, err := v.FeedEnd()
		if err != nil {
			return err
		}
		complete = t.First <= f.from+1
		const page = 500
		for at, more := f.from, true; more; {
			list, end, err := v.Feed(at, page)
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
			at, more = end, len(list) == page
		}
		f.on(t)
		return nil
	})
	return out, complete, err
}

// on moves to where all is complete: what was read while nothing that began
// before is under way any more.
func (f *Follower) on(t store.Tide) {
	f.ends = append(f.ends, t)
	for len(f.ends) > 0 && f.ends[0].Next <= t.Oldest {
		f.from, f.ends = max(f.from, f.ends[0].End), f.ends[1:]
	}
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
