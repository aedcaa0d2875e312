package people

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"math/big"
	"strings"
	"time"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/access"
	"referd/desk"
	"referd/store"
)

// A ticket lets somebody without an account into one referral: whoever holds its
// link, and knows besides what came another way. The link alone shows nobody's
// patient and uses nothing up, so that a mail scanner may open it. What stands
// here is common to partners and patients; what each may do is their rooms'.

// Ticket is one.
type Ticket = store.Ticket

// wrongAnswers is how many in a row end a ticket until staff prolong it.
const wrongAnswers = 5

// Why a ticket lets nobody in.
const (
	Expired = "expired"
	Revoked = "revoked"
	Locked  = "locked" // too many wrong answers
)

// Over says why a ticket lets nobody in any more; empty when it does.
func Over(t Ticket, now time.Time) string {
	switch {
	case !t.Revoked.IsZero():
		return Revoked
	case t.Tries >= wrongAnswers:
		return Locked
	case !t.Ends.After(now):
		return Expired
	}
	return ""
}

// Issue makes a ticket of a kind, for somebody, into a referral, until it ends,
// with a code of six digits. Who may is its caller's to decide.
func Issue(w *desk.Writing, t Ticket) (Ticket, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return t, err
	}
	t.ID, t.Code, t.Made, t.By = id.New(w.Now()), fmt.Sprintf("%06d", n), w.Now(), w.Who().User
	w.SawObject("Ticket/" + t.ID)
	return t, w.Tx.PutTicket(t)
}

// LinkTo makes the secret a ticket's link ends with: told once, to whoever sends
// it, and kept as a hash. The link before it opens nothing any more.
func LinkTo(w *desk.Writing, t Ticket) (token string, err error) { return linked(w, t, id.Token()) }

// SpokenLinkTo is LinkTo with a secret that is read aloud and typed: three times
// four letters, 60 bits of chance.
func SpokenLinkTo(w *desk.Writing, t Ticket) (token string, err error) {
	return linked(w, t, id.Code()+"-"+id.Code()[:4])
}

func linked(w *desk.Writing, t Ticket, token string) (string, error) {
	t.Token = ticketed(token)
	w.SawObject("Ticket/" + t.ID)
	return token, w.Tx.PutTicket(t)
}

// Prolong lets a ticket in until another moment, wrong answers forgotten.
func Prolong(w *desk.Writing, t Ticket, ends time.Time) error {
	t.Ends, t.Tries = ends, 0
	w.SawObject("Ticket/" + t.ID)
	return w.Tx.PutTicket(t)
}

// Revoke ends a ticket at once, and whoever is in by it is out.
func Revoke(w *desk.Writing, t Ticket) error {
	t.Revoked = w.Now()
	w.SawObject("Ticket/" + t.ID)
	if err := w.Tx.PutTicket(t); err != nil {
		return err
	}
	return w.Tx.EndSessions(seat + t.ID)
}

// seat begins whose session it is that a ticket opened.
const seat = "ticket/"

func ticketed(token string) string { return digest("ticket " + token) }

// noTicket is what a guess and a link that never was are told.
func noTicket() error {
	return fault.E("people.TicketOf", fault.Missing, "There is no such link.", nil)
}

// TicketOf finds a ticket by what its link ends with, asked from a place (an IP
// address). One that never was is Missing, and counts as a guess: when they come
// too fast it faults with Busy. One that is over is found: ask Over.
func TicketOf(ctx context.Context, d *desk.Desk, token, from string) (t Ticket, err error) {
	g := guess{place: digest("ticket " + from)}
	found := false
	err = d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) {
		if _, err = g.look(v, d.DB.Machine()); err == nil {
			t, found, err = v.TicketBy(ticketed(token))
		}
		return err
	})
	if err == nil && !found {
		if err = g.missed(ctx, d, access.Record{Kind: "ticket"}); err == nil {
			err = noTicket()
		}
	}
	return t, err
}

// Entry is somebody coming in by a link, with a name they give, from a place.
type Entry struct {
	Token, Name, From string
	Half              string // a level that is not the whole of it: it forgets no wrong answer
	Slow              bool   // wrong answers to one link wait longer and longer, from wherever they come

	// Proves looks at what came another way. The level it answers is what the
	// session is for; empty is a wrong answer, which counts.
	Proves func(w *desk.Writing, t Ticket) (level string, err error)
}

// Enter lets in who proves to be whom the ticket is for, for half an hour from
// the last use. A wrong answer is Invalid and counts: five in a row end the
// ticket. One that is over is Refused, a guess Missing.
func Enter(ctx context.Context, d *desk.Desk, e Entry) (session string, err error) {
	const op = "people.Enter"
	known, err := TicketOf(ctx, d, e.Token, e.From)
	if err != nil {
		return "", err
	}
	g := guess{place: digest("ticket " + e.From)}
	if e.Slow {
		g.pair = digest("answer " + known.ID)
		err := d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error { _, err := g.look(v, d.DB.Machine()); return err })
		if err != nil {
			return "", err
		}
	}
	session = id.Token()
	wrong := false
	err = d.Write(ctx, desk.System("ticket"), "ticket.enter", func(w *desk.Writing) error {
		wrong = false
		t, found, err := w.TicketBy(ticketed(e.Token))
		if err != nil || !found {
			return orMissing(err)
		}
		w.SawObject("Ticket/" + t.ID)
		w.SawLoop(t.Referral, 0)
		if why := Over(t, w.Now()); why != "" {
			return fault.E(op, fault.Refused, "This link lets nobody in any more.", nil)
		}
		level, err := e.Proves(w, t)
		if err != nil {
			return err
		}
		if wrong = level == ""; wrong {
			t.Tries++
			w.Refused("wrong answer")
			return w.Tx.PutTicket(t)
		}
		return seated(w, t, e, level, session)
	})
	if err == nil && wrong {
		err = fault.About(op, "code", fault.Invalid, "That is not right. After five wrong answers the link stops.")
		if e := g.missed(ctx, d, access.Record{Kind: "ticket"}); e != nil {
			err = e
		}
	}
	return session, err
}

func orMissing(err error) error {
	if err == nil {
		err = noTicket()
	}
	return err
}

// seated opens the session of somebody who came in, and keeps the name they gave.
func seated(w *desk.Writing, t Ticket, e Entry, level, session string) error {
	g := store.Guest{ID: id.New(w.Now()), Ticket: t.ID, Referral: t.Referral, Name: e.Name, At: w.Now()}
	if err := w.Tx.PutGuest(g); err != nil {
		return err
	}
	if t.Used = w.Now(); level != e.Half {
		t.Tries = 0
	}
	if err := w.Tx.PutTicket(t); err != nil {
		return err
	}
	now := w.Desk().DB.Machine()
	return w.Tx.PutSession(store.Session{Token: digest(session), Who: seat + t.ID, Kind: "ticket", Scopes: g.ID + " " + level, Made: now, Used: now, Ends: now.Add(Idle), Confirmed: now})
}

// ByTicket is somebody who came in by a link: who they are in their one
// referral, without a job yet, and for what they were let in. It is Denied when
// they have to come in again, Refused when the ticket is over.
func ByTicket(ctx context.Context, d *desk.Desk, token, session, from string) (who desk.Who, t Ticket, level string, err error) {
	const op = "people.ByTicket"
	if t, err = TicketOf(ctx, d, token, from); err != nil {
		return who, t, "", err
	}
	if Over(t, d.Now()) != "" {
		return who, t, "", fault.E(op, fault.Refused, "This link lets nobody in any more.", nil)
	}
	now := d.DB.Machine()
	var s store.Session
	found := false
	err = d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { s, found, err = v.Session(digest(session)); return err })
	if err != nil {
		return who, t, "", err
	}
	if !found || s.Kind != "ticket" || s.Who != seat+t.ID || over(s, now) || t.Kind == Patients && left(s, now) {
		return who, t, "", fault.E(op, fault.Denied, "You were away for a while. Type the code again; nothing is lost.", nil)
	}
	if now.Sub(s.Used) > time.Minute {
		if err := used(ctx, d, s, now); err != nil {
			return who, t, "", err
		}
	}
	guest, level, _ := strings.Cut(s.Scopes, " ")
	return desk.Who{Guest: guest, Only: t.Referral, Org: t.Org, Session: name(s)}, t, level, nil
}

// Patients are the tickets by which a patient sees one referral of theirs.
const Patients = "patient"

// left reports whether a patient's session is over sooner than a colleague's: the
// telephone may be shared.
func left(s store.Session, now time.Time) bool {
	return now.Sub(s.Used) > 15*time.Minute || now.Sub(s.Made) > time.Hour
}

// Leave ends the session of somebody who came in by a link.
func Leave(ctx context.Context, d *desk.Desk, session string) error {
	return d.DB.Commit(ctx, func(tx *store.Tx) error {
		s, found, err := tx.Session(digest(session))
		if err != nil || !found || s.Kind != "ticket" {
			return err
		}
		if err := tx.EndSession(s.Token); err != nil {
			return err
		}
		return tx.Audit(access.Record{Session: name(s), Action: access.Execute, Kind: "ticket.leave", Object: "Ticket/" + strings.TrimPrefix(s.Who, seat), Outcome: access.Success})
	})
}

// CodeIs compares what somebody typed with a ticket's code, whatever they put
// between the digits.
func CodeIs(t Ticket, typed string) bool {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, typed)
	return subtle.ConstantTimeCompare([]byte(digits), []byte(t.Code)) == 1
}
