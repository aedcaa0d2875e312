package partner

import (
	"cmp"
	"context"
	"net/mail"
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/people"
	"referd/desk/turn"
	"referd/store"
)

// Links are the tickets of partners, and the jobs that mail them.
const Links = "partner"

// Link has a link mailed to the receiver, by which it answers this one referral
// without an account. Who may: the referring clinician or staff. The one before
// it ends: there is one link at a time. The mail names nobody; the code goes
// another way. An empty address is the one the directory has.
func Link(w *desk.Writing, f Form, address string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := away(t, referral.ActHear); err != nil {
			return err
		}
		if !t.State.Open() {
			return turn.Refused("This referral is over. Nothing is asked of them any more.")
		}
		to := t.State.Recipient().Org
		at, err := mail.ParseAddress(cmp.Or(strings.TrimSpace(address), w.Directory().Orgs[to].Email))
		if err != nil || at.Name != "" {
			return turn.Invalid("address", "Write the e-mail address of their office, and nothing beside it.")
		}
		if err := endAll(w, f.Referral); err != nil {
			return err
		}
		made, err := people.Issue(w, people.Ticket{Kind: Links, Referral: f.Referral, Org: to, Holder: string(to), Address: at.Address, Ends: w.Directory().Settings.LinkEnds(w.Now())})
		if err != nil {
			return err
		}
		return w.Tx.Enqueue(store.Job{Kind: Links, Referral: f.Referral, Arg: made.ID, Due: w.Now()})
	})
}

// Cover is a link as it stands on a packet's cover: its secret is told this once.
type Cover struct {
	people.Ticket
	Token string
}

// Print makes a link that goes on the packet's cover, as a square to scan and an
// address to type. Its code is not on the paper: they call for it, so that who
// finds the paper does not answer in their name. Who may, and what it ends: as
// Link. The same press again is Refused: it was shown once.
func Print(w *desk.Writing, f Form) (c Cover, err error) {
	_, err = turn.Do(w, f, func(t *turn.Turn) error {
		if err := away(t, referral.ActHear); err != nil {
			return err
		}
		if !t.State.Open() {
			return turn.Refused("This referral is over. Nothing is asked of them any more.")
		}
		to := t.State.Recipient().Org
		if err := endAll(w, f.Referral); err != nil {
			return err
		}
		if c.Ticket, err = people.Issue(w, people.Ticket{Kind: Links, Referral: f.Referral, Org: to, Holder: string(to), Ends: w.Directory().Settings.LinkEnds(w.Now())}); err != nil {
			return err
		}
		c.Token, err = people.LinkTo(w, c.Ticket)
		return err
	})
	if err == nil && c.ID == "" {
		err = turn.Refused("That cover was made already, and its link is shown once. Make another: the one before it ends.")
	}
	return c, err
}

// endAll ends what links there are.
func endAll(w *desk.Writing, of referral.ID) error {
	all, err := Tickets(w.Reading, of)
	for _, x := range all {
		if err == nil && x.Revoked.IsZero() {
			err = people.Revoke(w, x)
		}
	}
	return err
}

// Tickets are the links given for a referral the reader may see, the newest
// first. Whoever may read the referral on the sender's side may read out the code.
func Tickets(r *desk.Reading, of referral.ID) (out []people.Ticket, err error) {
	all, err := r.Tickets(of)
	for _, x := range slices.Backward(all) {
		if x.Kind == Links {
			out = append(out, x)
		}
	}
	return out, err
}

// Prolong lets a link answer for its whole time again, wrong codes forgotten.
// Who may: whoever may give one.
func Prolong(w *desk.Writing, f Form, id string) (Done, error) {
	return change(w, f, id, func(x people.Ticket) error {
		if !x.Revoked.IsZero() {
			return turn.Refused("This link was ended. Send another.")
		}
		return people.Prolong(w, x, w.Directory().Settings.LinkEnds(w.Now()))
	})
}

// End ends a link at once. Who may: whoever may give one.
func End(w *desk.Writing, f Form, id string) (Done, error) {
	return change(w, f, id, func(x people.Ticket) error {
		if !x.Revoked.IsZero() {
			return nil
		}
		return people.Revoke(w, x)
	})
}

func change(w *desk.Writing, f Form, id string, do func(people.Ticket) error) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := away(t, referral.ActHear); err != nil {
			return err
		}
		x, err := ticket(w.Reading, f.Referral, id)
		if err != nil {
			return err
		}
		return do(x)
	})
}

func ticket(r *desk.Reading, of referral.ID, id string) (people.Ticket, error) {
	all, err := Tickets(r, of)
	for _, x := range all {
		if x.ID == id {
			return x, err
		}
	}
	return people.Ticket{}, cmp.Or(err, fault.E("partner.ticket", fault.Missing, "There is no such link here.", nil))
}

// Letter is the mail a link leaves in: it names no patient, no diagnosis and no
// service, and not the code.
type Letter struct {
	To, Token, Code       string // Code is the referral's own
	Sender, Phone, Urgent string
	Due, Ends             time.Time
	Zone                  string
}

// Post makes the link of a ticket as it is mailed: it stands nowhere but in the
// letter. A job of the house. What was ended meanwhile has no letter, and is
// Refused.
func Post(ctx context.Context, d *desk.Desk, of referral.ID, id string) (l Letter, err error) {
	err = d.Write(ctx, desk.System("partner-link"), "link.post", func(w *desk.Writing) error {
		x, err := ticket(w.Reading, of, id)
		if err != nil {
			return err
		}
		row, err := w.Row(of)
		if err != nil {
			return err
		}
		if people.Over(x, w.Now()) != "" || !row.Open {
			return turn.Refused("This link was ended.")
		}
		w.SawLoop(of, row.Seq)
		from := w.Directory().Orgs[row.Sender]
		l = Letter{To: x.Address, Code: row.Code, Sender: from.Name, Phone: from.Phone, Due: row.Ball.Due, Ends: x.Ends, Zone: from.Zone}
		if row.Urgency != party.Routine {
			l.Urgent = string(row.Urgency)
		}
		l.Token, err = people.LinkTo(w, x)
		return err
	})
	return l, err
}

// Posted records that a link has left for a receiver who has nothing yet. A job
// of the house.
func Posted(ctx context.Context, d *desk.Desk, of referral.ID) error {
	return house(ctx, d, of, func(t *turn.Turn) {
		t.Add(referral.Transmitted{Leg: t.State.Leg(), How: "link"}, "partner-link")
	})
}

// Unposted makes work of a link whose mail was given up: it ends, and where the
// receiver has nothing yet the delivery is due at once. A job of the house.
func Unposted(ctx context.Context, d *desk.Desk, of referral.ID, id string) error {
	err := d.Write(ctx, desk.System("partner-link"), "link.unposted", func(w *desk.Writing) error {
		x, err := ticket(w.Reading, of, id)
		if err != nil || !x.Revoked.IsZero() {
			return err
		}
		return people.Revoke(w, x)
	})
	if err != nil {
		return err
	}
	return house(ctx, d, of, func(t *turn.Turn) {
		t.Add(referral.DeliveryFailed{Leg: t.State.Leg(), Why: "the mail with the link was given up after several tries", Final: true}, "partner-link")
	})
}

// house adds what the house knows of a delivery, while nobody there has it.
func house(ctx context.Context, d *desk.Desk, of referral.ID, f func(*turn.Turn)) error {
	return d.Write(ctx, desk.System("partner-link"), "link.sent", func(w *desk.Writing) error {
		_, err := turn.Do(w, Form{Referral: of}, func(t *turn.Turn) error {
			if t.State.Phase() == referral.PhaseSent {
				f(t)
			}
			return nil
		})
		return err
	})
}
