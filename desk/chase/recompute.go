package chase

import (
	"context"

	"referd/core/party"
	"referd/desk"
	"referd/desk/turn"
)

// Recomputed is what came of computing open dues anew.
type Recomputed struct {
	Open  int // referrals of the service that are open
	Moved int // of which something is due at another time now
	Left  int // of which something would be, another time: this is done some at a time
}

// atOnce is how many referrals one press moves: more is another press, so that
// nobody waits long for an answer.
const atOnce = 500

// Recompute computes the dues of a service's open referrals anew, after the times
// it allows or its calendar were changed: each referral in a commit of its own, by
// an entry that says who. A due counts from where it counted before, an assignment
// stands, and what has a day of its own keeps it; where nothing moves nothing is
// written, so that it may be done again. What was done stands in the service's
// past. Who may: as LookAnew.
func Recompute(ctx context.Context, d *desk.Desk, who desk.Who, service party.ServiceID) (out Recomputed, err error) {
	var a Anew
	if err = d.Read(ctx, who, "dues.look", func(r *desk.Reading) (err error) { a, err = LookAnew(r, service); return err }); err != nil {
		return out, err
	}
	out.Open = a.Open
	for i, of := range a.ids {
		if i == atOnce {
			out.Left = len(a.ids) - i
			break
		}
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
		if moved {
			out.Moved++
		}
	}
	if out.Moved == 0 {
		return out, nil
	}
	return out, d.Write(ctx, who, "dues.recomputed", func(w *desk.Writing) error {
		w.SawObject(desk.KindService + "/" + string(service))
		return w.Tx.PutThing(kindAnew, string(service), who.Org, Done{Who: who.User, Moved: out.Moved, Open: out.Open})
	})
}
