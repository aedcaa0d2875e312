package partner

import (
	"context"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/people"
	"referd/desk/turn"
)

// Door is what a link shows before the code: who asks whom, since when, and what
// is to be done by when. No patient is in it, nor what it is about.
type Door struct {
	Over                            string // why it lets nobody in: one of people's, or Moved
	Sender, Phone, Clinician, Whose string
	Urgency                         party.Urgency
	Sent                            time.Time
	Phase                           referral.Phase
	Act                             referral.Act // of the receiver; empty when nothing is asked of it now
	Due, Ends                       time.Time
	Zone                            string // the receiver's
}

// Moved is a link whose receiver has the referral no more.
const Moved = "moved"

// Knock looks at a link. Who may: whoever holds it, from a place (an IP
// address). Looking uses nothing up. A guess is Missing, like a patient's link.
func Knock(ctx context.Context, d *desk.Desk, token, from string) (x Door, err error) {
	t, err := people.TicketOf(ctx, d, token, from)
	if err != nil {
		return x, err
	}
	if t.Kind != Links {
		return x, noLink()
	}
	err = d.Read(ctx, desk.System("ticket"), "link.door", func(r *desk.Reading) error {
		s, err := r.Loop(t.Referral)
		if err != nil {
			return err
		}
		r.SawLoop(t.Referral, s.Seq)
		r.SawObject("Ticket/" + t.ID)
		dir, ball := r.Directory(), s.Ball()
		x = Door{Over: people.Over(t, r.Now()), Sender: dir.Orgs[s.Org].Name, Phone: dir.Orgs[s.Org].Phone, Whose: dir.Orgs[t.Org].Name, Zone: dir.Orgs[t.Org].Zone, Ends: t.Ends}
		if s.Receiver() != t.Org && x.Over == "" {
			x.Over = Moved
		}
		if x.Over != "" {
			return nil
		}
		x.Clinician, x.Urgency, x.Sent, x.Phase = dir.ClinicianName(s.Clinician), s.Urgency, s.Legs[s.Leg()].Begun, s.Phase()
		if ball.Holder == t.Org || x.Phase == referral.PhaseSent {
			x.Act, x.Due = ball.Act, ball.Due
		}
		return nil
	})
	return x, err
}

func noLink() error { return fault.E("partner.Knock", fault.Missing, "There is no such link.", nil) }

// Enter lets in who types the code and says who they are; from the first time on
// the referral is delivered. Who may: whoever holds the link and was told the
// code another way.
func Enter(ctx context.Context, d *desk.Desk, token, from, who, code string) (session string, err error) {
	name := strings.Join(strings.Fields(who), " ")
	why := party.Wrong(name, 80)
	if name == "" {
		why = "Write your name: the practice reads it beside what you answer."
	}
	if why != "" {
		return "", turn.Invalid("name", why)
	}
	return people.Enter(ctx, d, people.Entry{Token: token, Name: name, From: from, Proves: func(w *desk.Writing, t people.Ticket) (string, error) {
		switch {
		case t.Kind != Links:
			return "", noLink()
		case !people.CodeIs(t, code):
			return "", nil
		}
		_, err := turn.Do(w, Form{Referral: t.Referral}, func(on *turn.Turn) error {
			if on.State.Phase() == referral.PhaseSent && on.State.Receiver() == t.Org {
				on.Add(referral.Delivered{Leg: on.State.Leg()}, "ticket")
			}
			return nil
		})
		return Links, err
	}})
}

// Come is somebody who came in by a link: a receiver without an account, in one
// referral. It is Denied when they have to type the code again, Refused when the
// link is over, and Missing when it never was.
func Come(ctx context.Context, d *desk.Desk, token, session, from string) (desk.Who, error) {
	who, t, level, err := people.ByTicket(ctx, d, token, session, from)
	if err != nil {
		return desk.Who{}, err
	}
	if t.Kind != Links || level != Links {
		return desk.Who{}, noLink()
	}
	who.Jobs = []party.Job{party.LinkHolder}
	err = d.Read(ctx, who, "link.come", func(r *desk.Reading) error {
		row, err := r.Row(t.Referral)
		if err == nil && row.Receiver != t.Org {
			err = fault.E("partner.Come", fault.Refused, "This referral is no longer with you.", nil)
		}
		who.Zone, _ = time.LoadLocation(r.Directory().Orgs[t.Org].Zone)
		return err
	})
	return who, err
}
