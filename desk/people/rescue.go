package people

import (
	"context"
	"slices"
	"time"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// Rescues are the links by which an administrator comes back in who lost their
// telephone and every recovery code.
const Rescues = "rescue"

// Rescue makes such a link: it sets a new password once, within an hour, and takes
// the codes at sign-in off, so that new ones are set up. It is told once, to whoever
// asked; the one before ends. Who may: whoever holds the database (an operator at its
// machine), for an administrator. It faults with Missing for an address nobody signs
// in with, with Refused for who is no administrator, or never came in.
func Rescue(ctx context.Context, d *desk.Desk, email string) (token string, ends time.Time, err error) {
	const op = "people.Rescue"
	token = id.Token()
	err = d.Write(ctx, desk.System("rescue"), "account.rescue", func(w *desk.Writing) error {
		dir, err := w.Current()
		if err != nil {
			return err
		}
		u, known := dir.ByEmail(email)
		kept, err := w.Credential("user/" + string(u.ID))
		if err != nil {
			return err
		}
		seats := dir.Seats(u.ID)
		administers := false
		for _, m := range dir.Memberships {
			administers = administers || m.In(w.Now()) && slices.Contains(seats, m.User) && slices.Contains(m.Roles, party.Admin)
		}
		switch {
		case !known || len(seats) == 0:
			return fault.E(op, fault.Missing, "Nobody signs in with that address.", nil)
		case kept == "":
			return fault.E(op, fault.Refused, "They have not come in yet: their invitation is what lets them in.", nil)
		case !administers:
			return fault.E(op, fault.Refused, "They are no administrator. An administrator takes the codes off under People; a password is forgotten at the door.", nil)
		}
		for _, kind := range []string{Resets, Rescues} {
			if err := w.Tx.UseLinks(kind, string(u.ID)); err != nil {
				return err
			}
		}
		now := d.DB.Machine()
		ends = now.Add(resets)
		w.SawObject("User/" + string(u.ID))
		return w.Tx.PutLink(store.Link{Token: digest("link " + token), Kind: Rescues, Who: string(u.ID), Made: now, Ends: ends})
	})
	return token, ends, err
}
