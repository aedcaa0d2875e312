package safety

import (
	"context"
	"strings"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/people"
	"referd/store"
)

// Who reported, of those who have no account here.
const (
	AtDoor  party.UserID = "outside/door"    // nobody signed in
	ByLink  party.UserID = "outside/link"    // a receiver, by a link
	Patient party.UserID = "outside/patient" // a patient, by theirs
)

// most is how much somebody writes who is not known.
const most = 2000

// Outside is a concern of somebody without an account: what staff say, and how
// they are reached if they want an answer.
type Outside struct {
	By           party.UserID
	Token        string // the link they hold; empty, or one that is none: they hold none
	Page         string
	Grade, Words string
	Reach        string
	From         string // where they are: an IP address
}

// FromOutside keeps a concern of somebody without an account. It goes to the
// organization whose referral their link is of, else to the one that keeps the
// house; whoever reports is told neither. It faults with Invalid when words are
// missing, with Busy when they come too fast, from one place or from everywhere.
func FromOutside(ctx context.Context, d *desk.Desk, o Outside) error {
	const op = "safety.FromOutside"
	o.Words, o.Reach = strings.TrimSpace(o.Words), strings.TrimSpace(o.Reach)
	if err := fault.All(fault.If(o.Words == "", op, "words", "Say what happened."), fault.If(len([]rune(o.Words)) > most, op, "words", "That is too long: 2,000 characters at most."),
		fault.If(len([]rune(o.Reach)) > 200, op, "reach", "That is too long."), fault.If(o.Grade != Unsafe && o.Grade != Near && o.Grade != Harm, op, "grade", "Choose how bad it is.")); err != nil {
		return err
	}
	if o.Reach != "" {
		o.Words += "\n\nReached: " + o.Reach
	}
	var of referral.ID
	if o.Token != "" {
		t, err := people.TicketOf(ctx, d, o.Token, o.From)
		switch {
		case err == nil:
			of = t.Referral
		case fault.Of(err) != fault.Missing:
			return err
		}
	}
	if err := people.Pace(ctx, d, "concern", o.From); err != nil {
		return err
	}
	return d.Write(ctx, desk.System("safety.outside"), "safety.report", func(w *desk.Writing) error {
		dir := w.Directory()
		c := Concern{ID: id.New(w.Now()), Org: dir.Teams[dir.Network()].Org, By: o.By, At: w.Now(), Page: Page(o.Page), Version: version(), Grade: o.Grade, Words: o.Words, State: Open}
		if of != "" {
			row, err := w.Row(of)
			if err != nil {
				return err
			}
			c.Phase = string(row.Phase)
			for _, org := range []party.OrgID{row.Sender, row.Receiver} { // whose people work here
				if dir.Here(org) {
					c.Org = org
					break
				}
			}
			w.SawLoop(row.ID, 0)
		}
		w.SawObject("Concern/" + c.ID)
		if err := w.Tx.PutConcern(c); err != nil {
			return err
		}
		return w.Tx.Enqueue(store.Job{Kind: Letters, Arg: string(c.Org) + "/" + c.ID, Due: w.Now()})
	})
}
