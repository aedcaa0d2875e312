package chase

import (
	"context"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
	"referd/store"
)

// Recomputed is what came of computing open dues anew.
type Recomputed struct {
	Open  int // referrals of the service that are open
	Moved int // of which something is due at another time now
}

// Recompute computes the dues of a service's open referrals anew, after the times
// it allows were changed: each referral in a commit of its own, by an entry that
// says who. A due counts from where it counted before, an assignment stands, and
// what has a day of its own keeps it; where nothing moves nothing is written, so
// that it may be done again. Who may: an administrator of the service's
// organization. Another's service is Missing.
func Recompute(ctx context.Context, d *desk.Desk, who desk.Who, service party.ServiceID) (out Recomputed, err error) {
	const op = "chase.Recompute"
	var ids []referral.ID
	err = d.Read(ctx, who, "dues.look", func(r *desk.Reading) error {
		s, ok := r.Directory().ServicesByID[service]
		switch {
		case !ok || s.Org != who.Org:
			return fault.E(op, fault.Missing, "There is no such service, or none of yours.", nil)
		case !who.Has(party.Admin):
			return desk.Denied(op, "An administrator of the service's organization does this.")
		}
		open := true
		for q := (store.Queue{Side: referral.Receiver, Org: s.Org, Service: service, Open: &open, Limit: 500}); ; q.Offset += q.Limit {
			rows, err := r.Queue(q, r.Now())
			for _, x := range rows {
				ids = append(ids, x.ID)
			}
			if err != nil || len(rows) < q.Limit {
				return err
			}
		}
	})
	if err != nil {
		return out, err
	}
	for _, of := range ids {
		moved := false
		err := d.Write(ctx, who, "dues.recompute", func(w *desk.Writing) error {
			_, err := turn.Do(w, turn.Form{Referral: of}, func(t *turn.Turn) error {
				moved = t.State.Open() && t.State.Recipient().Service == service && t.Recompute()
				return nil
			})
			return err
		})
		if err != nil {
			return out, err
		}
		if out.Open++; moved {
			out.Moved++
		}
	}
	return out, nil
}
