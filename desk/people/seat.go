package people

import (
	"context"
	"slices"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// A session of who works in several organizations is in one seat at a time, so that
// no page and no form can be of two (docs/decisions/0042).

// sits is the seat an account works in: the one wanted where it still is one, else
// the one it was opened with, else the first. Empty is an account that is closed.
func sits(dir *desk.Directory, login, wanted party.UserID) party.UserID {
	seats := dir.Seats(login)
	for _, s := range []party.UserID{wanted, login} {
		if slices.Contains(seats, s) {
			return s
		}
	}
	if len(seats) > 0 {
		return seats[0]
	}
	return ""
}

// WorkAt has a session, named by its token, work in another seat of its account
// from now on. Anything else is Missing. The audit keeps where they were as well
// as where they went.
func WorkAt(ctx context.Context, d *desk.Desk, token string, who desk.Who, seat party.UserID) error {
	const op = "people.WorkAt"
	if !slices.Contains(who.Seats, seat) {
		return fault.E(op, fault.Missing, "You do not work there.", nil)
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	return d.DB.Commit(ctx, func(tx *store.Tx) error {
		s, found, err := tx.Session(digest(token))
		switch {
		case err != nil:
			return err
		case !found || s.Kind != "session" || s.Who != string(who.Login) || over(s, tx.Machine()):
			return fault.E(op, fault.Denied, "Your session has ended. Sign in again; what you typed is kept.", nil)
		case s.Seat == string(seat):
			return nil
		}
		s.Seat = string(seat)
		if err := tx.PutSession(s); err != nil {
			return err
		}
		return tx.Audit(access.Record{User: seat, Org: dir.Users[seat].Org, Session: name(s), Action: access.Execute, Kind: "session.seat", Object: "User/" + string(who.User), Outcome: access.Success})
	})
}

// Accept takes an invitation with the account of who is signed in: they work in
// that organization too, by the same password. It works once: the second time,
// and after seven days, it is Refused; so it is where it was sent to an address
// that is none of the account's, since the seat is in the name of who was asked;
// for who works there already; and where their work there asks for a code at
// sign-in and they have none. A clinician is listed there as the one they are.
func Accept(w *desk.Writing, token string) (seat party.UserID, err error) {
	const op = "people.Accept"
	who := w.Who()
	g, err := guest(w.Reading, token)
	if err == nil && g.Over != "" {
		err = fault.E(op, fault.Refused, g.Over, nil)
	}
	if err == nil && who.User == "" {
		err = desk.Denied(op, "Sign in first.")
	}
	if err != nil {
		return "", err
	}
	if err := w.Tx.Alone("account of " + string(who.Login)); err != nil {
		return "", err
	}
	dir, err := w.Current()
	if err != nil {
		return "", err
	}
	if !dir.Answers(who.Login, g.Email) {
		return "", fault.E(op, fault.Refused, "This invitation was sent to another address. Sign in with it, or ask for one to yours.", nil)
	}
	for _, s := range dir.Seats(who.Login) {
		if dir.Users[s].Org == g.Org {
			return "", fault.E(op, fault.Refused, "You work there already, with this account. If the invitation is somebody else's, it waits for them.", nil)
		}
	}
	if demands(dir, g.ID, w.Now()) {
		f, found, err := w.Factor(string(who.Login))
		if err != nil {
			return "", err
		}
		if !found || f.Proved.IsZero() {
			return "", fault.E(op, fault.Refused, "Your work there asks for a code at sign-in. Set codes up under “You” first, then open the invitation again: it waits.", nil)
		}
	}
	u := dir.Users[g.ID]
	u.Login = who.Login
	if err := same(w, dir, &u); err != nil {
		return "", err
	}
	w.SawObject("User/" + string(u.ID))
	return u.ID, arrived(w, u)
}

// same lists a clinician as the one their account is elsewhere. Who was listed
// with an NPI that is another stays both: nobody is taken for one by a guess.
func same(w *desk.Writing, dir *desk.Directory, u *party.User) error {
	if u.Practitioner == "" {
		return nil
	}
	var is party.PractitionerID
	for _, s := range dir.Seats(u.Login) {
		if p := dir.Users[s].Practitioner; p != "" && is == "" {
			is = p
		}
	}
	made := dir.Practitioners[u.Practitioner]
	if is == "" || is == u.Practitioner || len(made.Identifiers) > 0 {
		return nil
	}
	yes := true
	named, err := w.View.As(store.Scope{System: true}).Count(store.Queue{Side: referral.Sender, Org: u.Org, Open: &yes, Clinician: u.Practitioner}, w.Now())
	if err != nil || named > 0 { // somebody asked under this name while they were away: it stays theirs
		return err
	}
	for id, r := range dir.Roles {
		if r.Practitioner != u.Practitioner || r.Org != u.Org {
			continue
		}
		if dir.Works(is, u.Org) {
			r.Active = false
		} else {
			r.Practitioner = is
		}
		if err := w.Tx.PutThing(desk.KindRole, string(id), r.Org, r); err != nil {
			return err
		}
	}
	made.Active = false
	u.Practitioner = is
	return w.Tx.PutThing(desk.KindPractitioner, string(made.ID), u.Org, made)
}
