package people

import (
	"context"
	"strings"
	"time"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// Idle is how long a session lives without use.
const Idle = 30 * time.Minute

const absolute = 12 * time.Hour // and at most

const wrong = "The address or the password is not right."

// SignIn opens a session for an address and a password, from a place (an IP
// address). It faults with Denied, in the same words whether the account or
// the password is wrong, and with Busy when tries come too fast; nobody is
// ever locked out. Who shows a code beside it is in halfway only: ask Halfway.
func SignIn(ctx context.Context, d *desk.Desk, email, password, from string) (token string, err error) {
	g := guessAt(strings.ToLower(strings.TrimSpace(email)), from)
	if err := g.begin(ctx, d); err != nil {
		return "", err
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return "", err
	}
	u, known := dir.ByEmail(email)
	kept := ""
	if known && len(dir.Seats(u.ID)) > 0 {
		if kept, err = credential(ctx, d, u.ID); err != nil {
			return "", err
		}
	}
	if !matches(password, kept) {
		return "", refused(ctx, d, access.Record{User: u.ID, Org: u.Org, Kind: "sign-in"})
	}
	seat := dir.Users[sits(dir, u.ID, "")]
	token = id.Token()
	err = d.DB.Commit(ctx, func(tx *store.Tx) error {
		now := d.DB.Machine()
		if err := g.right(tx, now); err != nil {
			return err
		}
		second, err := shows(tx.View, dir, u, d.Now())
		if err != nil {
			return err
		}
		s := store.Session{Token: digest(token), Who: string(u.ID), Seat: string(seat.ID), Kind: "session", Made: now, Used: now, Ends: now.Add(Idle), Confirmed: now}
		kind := "sign-in"
		if second {
			s.Kind, s.Ends, kind = half, now.Add(halfway), "sign-in.half"
		}
		if err := tx.PutSession(s); err != nil {
			return err
		}
		return tx.Audit(access.Record{User: seat.ID, Org: seat.Org, Session: name(s), Action: access.Execute, Kind: kind, Outcome: access.Success})
	})
	return token, err
}

// refused records a password that was not right, and says so.
func refused(ctx context.Context, d *desk.Desk, r access.Record) error {
	r.Action, r.Outcome = access.Execute, access.Minor
	if err := d.DB.Seen(ctx, r); err != nil {
		return err
	}
	return fault.E("people.SignIn", fault.Denied, wrong, nil)
}

func credential(ctx context.Context, d *desk.Desk, u party.UserID) (kept string, err error) {
	err = d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { kept, err = v.Credential("user/" + string(u)); return err })
	return kept, err
}

// name is what the audit calls a session.
func name(s store.Session) string { return s.Token[:16] }

// over reports whether a session has ended. One from the future belongs to a
// clock that was moved back: it ends rather than live on.
func over(s store.Session, now time.Time) bool {
	return now.After(s.Ends) || now.After(s.Made.Add(absolute)) || s.Used.After(now.Add(time.Minute))
}

// Session finds who a token belongs to. It is Denied when it has ended.
func Session(ctx context.Context, d *desk.Desk, token string) (desk.Who, error) {
	return session(ctx, d, token, true)
}

// Glance is Session for what a page asks by itself: it puts the end of the
// session off no further, since nobody may be there.
func Glance(ctx context.Context, d *desk.Desk, token string) (desk.Who, error) {
	return session(ctx, d, token, false)
}

func session(ctx context.Context, d *desk.Desk, token string, use bool) (desk.Who, error) {
	now := d.DB.Machine()
	var s store.Session
	var found bool
	err := d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { s, found, err = v.Session(digest(token)); return err })
	if err != nil {
		return desk.Who{}, err
	}
	if !found || s.Kind != "session" || over(s, now) {
		return desk.Who{}, fault.E("people.Session", fault.Denied, "Your session has ended. Sign in again; what you typed is kept.", nil)
	}
	if use && now.Sub(s.Used) > time.Minute {
		if err := used(ctx, d, s, now); err != nil {
			return desk.Who{}, err
		}
		s.Ends = now.Add(Idle)
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return desk.Who{}, err
	}
	who, err := As(ctx, d, sits(dir, party.UserID(s.Who), party.UserID(s.Seat)))
	if err != nil {
		return desk.Who{}, err
	}
	who.Session, who.Confirmed, who.Ends = name(s), s.Confirmed, s.Ends
	if last := s.Made.Add(absolute); last.Before(who.Ends) {
		who.Ends = last
	}
	return who, nil
}

// used puts off the end of a session, unless it was ended meanwhile.
func used(ctx context.Context, d *desk.Desk, s store.Session, now time.Time) error {
	return d.DB.Commit(ctx, func(tx *store.Tx) error {
		there, found, err := tx.Session(s.Token)
		if err != nil || !found {
			return err
		}
		there.Used, there.Ends = now, now.Add(Idle)
		return tx.PutSession(there)
	})
}

// SignOut ends a session.
func SignOut(ctx context.Context, d *desk.Desk, token string, who desk.Who) error {
	return d.DB.Commit(ctx, func(tx *store.Tx) error {
		if err := tx.EndSession(digest(token)); err != nil {
			return err
		}
		return tx.Audit(access.Record{User: who.User, Org: who.Org, Session: who.Session, Action: access.Execute, Kind: "sign-out", Outcome: access.Success})
	})
}

// Confirmed checks a password typed again for an act that needs it. It faults
// with Busy when tries come too fast.
func Confirmed(ctx context.Context, d *desk.Desk, who desk.Who, password string) (bool, error) {
	g := guessAt("confirm "+string(who.Login), "session "+who.Session)
	if err := g.begin(ctx, d); err != nil {
		return false, err
	}
	kept, err := credential(ctx, d, who.Login)
	if err != nil {
		return false, err
	}
	r := access.Record{User: who.User, Org: who.Org, Session: who.Session, Action: access.Execute, Kind: "confirm", Outcome: access.Success}
	if !matches(password, kept) {
		r.Outcome = access.Minor
		return false, d.DB.Seen(ctx, r)
	}
	return true, d.DB.Commit(ctx, func(tx *store.Tx) error {
		if err := g.right(tx, d.DB.Machine()); err != nil {
			return err
		}
		return tx.Audit(r)
	})
}

// Sweep forgets sessions and tokens that have ended.
func Sweep(ctx context.Context, d *desk.Desk) error {
	return d.DB.Commit(ctx, func(tx *store.Tx) error { return tx.SweepSessions() })
}
