package kept

import (
	"context"
	"time"

	"referd/core/access"
	"referd/desk"
	"referd/store"
)

// many is how many bodies are removed in one commit.
const many = 200

// ForgetRefused removes the bodies that were refused longer ago than they are
// kept, and puts it on record for each client. Who may: the house, by its job.
func ForgetRefused(ctx context.Context, d *desk.Desk, kept time.Duration) (n int, err error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return 0, err
	}
	for client := range dir.Clients {
		for {
			var list []store.Refused
			err := d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) {
				list, err = v.Refused(client, d.Now().Add(-kept), many)
				return err
			})
			if err != nil {
				return n, err
			}
			if len(list) == 0 {
				break
			}
			err = d.Write(ctx, desk.System("kept long enough"), "inbound.forget", func(w *desk.Writing) error {
				w.Act(access.Delete)
				w.SawObject("Client/" + string(client))
				return w.Tx.ForgetRefused(list)
			})
			if err != nil {
				return n, err
			}
			n += len(list)
		}
	}
	return n, nil
}
