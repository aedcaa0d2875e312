package desk

import (
	"context"
	"strings"

	"referd/core/party"
	"referd/store"
)

// Change is something that changed and whose it is: no patient is in it.
type Change struct {
	Kind, Name string
	Orgs       []party.OrgID
}

// FeedEnd is the newest position of the feed.
func (d *Desk) FeedEnd(ctx context.Context) (pos int64, err error) {
	err = d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { pos, err = v.FeedEnd(); return err })
	return pos, err
}

// Feed lists what changed after a position.
func (d *Desk) Feed(ctx context.Context, after int64) (out []Change, pos int64, err error) {
	err = d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		list, next, err := v.Feed(after, 500)
		pos = next
		for _, c := range list {
			x := Change{Kind: c.Kind, Name: c.Name}
			for _, o := range strings.Split(c.Orgs, ",") {
				x.Orgs = append(x.Orgs, party.OrgID(o))
			}
			out = append(out, x)
		}
		return err
	})
	return out, pos, err
}

// Ready reports whether a commit can be made now.
func (d *Desk) Ready(ctx context.Context) error {
	return d.DB.Commit(ctx, func(*store.Tx) error { return nil })
}
