package link

import (
	"cmp"
	"context"
	"crypto/subtle"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/people"
)

// A patient comes in by two answers: their birth date opens where, who and when;
// the code they were told opens the rest, and what they may change.
const (
	born  = "born"
	whole = "whole"
)

// Door is a link that somebody holds, and how far they have come in by it.
type Door struct {
	people.Ticket
	Who    desk.Who // the patient; without a session until the birth date is right
	In     bool     // it is
	Whole  bool     // and the code
	Locked bool     // too many wrong answers
	Reads  string   // the language they were asked to be written to in; empty: nobody asked
}

// gone is the answer to a link that never was, that is over, that is somebody
// else's kind, and where there is no page any more: the same.
func gone() error {
	return fault.E("link.At", fault.Missing, "This link does not work.", nil)
}

// At is the door of a link, asked from a place (an IP address), with the session
// of whoever has come in, if any. What is not a patient's link, or works no more,
// is Missing; guesses that come too fast are Busy. Who may: whoever holds it; it
// shows nothing of the patient.
func At(ctx context.Context, d *desk.Desk, token, session, from string) (x Door, err error) {
	if x.Ticket, err = people.TicketOf(ctx, d, token, from); err != nil || x.Kind != people.Patients {
		return x, orGone(err)
	}
	why := people.Over(x.Ticket, d.Now())
	if x.Locked = why == people.Locked; why != "" && !x.Locked {
		return x, gone()
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return x, err
	}
	x.Who = desk.Who{User: party.PatientID(x.Holder).Self(), Jobs: []party.Job{party.PatientSelf}, Only: x.Referral, Org: x.Org, Zone: zone(dir, x.Org)}
	if !x.Locked && session != "" {
		as, _, level, err := people.ByTicket(ctx, d, token, session, from)
		if err != nil && fault.Of(err) != fault.Denied && fault.Of(err) != fault.Refused {
			return x, err
		}
		if x.In, x.Whole = err == nil, err == nil && level == whole; x.In {
			x.Who.Session = as.Session
		}
		if x.Whole {
			x.Who.Confirmed = d.DB.Machine()
		}
	}
	return x, d.Read(ctx, x.Who, "patient-link", func(r *desk.Reading) error {
		r.SawObject("Ticket/" + x.ID)
		_, p, err := behind(r)
		x.Reads = cmp.Or(p.Safe.Language, p.Language)
		return err
	})
}

func orGone(err error) error {
	if err == nil || fault.Of(err) == fault.Missing {
		return gone()
	}
	return err
}

func zone(dir *desk.Directory, org party.OrgID) *time.Location {
	z, err := time.LoadLocation(dir.Orgs[org].Zone)
	if err != nil {
		return time.UTC
	}
	return z
}

// Enter is the patient's answer: the birth date, or, of whoever has said it, the
// code. It gives the session they have from then on. A wrong answer is Invalid
// and counts, and the next wait longer; five end the link. Answers that come too
// fast are Busy with how long to wait.
func Enter(ctx context.Context, d *desk.Desk, x Door, token, from, answer string) (session string, err error) {
	return people.Enter(ctx, d, people.Entry{Token: token, Name: "", From: from, Half: born, Slow: true, Proves: func(w *desk.Writing, t people.Ticket) (string, error) {
		if t.Kind != people.Patients {
			return "", gone()
		}
		if x.In {
			return map[bool]string{true: whole}[people.CodeIs(t, answer)], nil
		}
		p, err := w.Patient(party.PatientID(t.Holder))
		if err != nil {
			return "", err
		}
		return map[bool]string{true: born}[subtle.ConstantTimeCompare([]byte(p.Born), []byte(answer)) == 1], nil
	}})
}
