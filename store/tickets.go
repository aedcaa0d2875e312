package store

import (
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Ticket lets whoever holds its link, and a code that came another way, into one
// referral and no other. Its moments are domain time: a person is told of them.
// It stays when it is over, so that who holds it is told so; who guesses is not.
type Ticket struct {
	ID       string
	Token    string // hashed; empty until a link was made of it
	Kind     string // partner, patient
	Referral referral.ID
	Org      party.OrgID // whose sight of the referral it gives
	Holder   string      // whom it is for: an organization, a patient
	Address  string      // where its link is mailed; empty: nowhere
	Code     string      // the second factor; sealed where it is kept
	Tries    int         // wrong answers since the last right one
	Made     time.Time
	Ends     time.Time
	Used     time.Time // when it last let somebody in; zero is never
	Revoked  time.Time
	By       party.UserID
}

// Guest is somebody who came in by a ticket, as they named themselves.
type Guest struct {
	ID       string
	Ticket   string
	Referral referral.ID
	Name     string
	At       time.Time
}

const ticketColumns = "t.id, coalesce(t.token, ''), t.kind, t.referral, t.org, t.holder, t.code, t.tries, t.made, t.ends, t.used, t.revoked, t.by_user, t.address"

// PutTicket keeps a ticket, or what changed of it: its token, tries and moments.
func (tx *Tx) PutTicket(t Ticket) error {
	const op = "store.PutTicket"
	code, err := seal(tx.db.key, []byte(t.Code))
	if err != nil {
		return broken(op, err)
	}
	var token any
	if t.Token != "" {
		token = t.Token
	}
	_, err = tx.s.exec(`insert into tickets (id, token, kind, referral, org, holder, code, tries, made, ends, used, revoked, by_user, address) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (id) do update set token = excluded.token, tries = excluded.tries, ends = excluded.ends, used = excluded.used, revoked = excluded.revoked`,
		t.ID, token, t.Kind, string(t.Referral), string(t.Org), t.Holder, code, t.Tries, us0(t.Made), us0(t.Ends), us0(t.Used), us0(t.Revoked), string(t.By), t.Address)
	return broken(op, err)
}

// PutGuest keeps who came in.
func (tx *Tx) PutGuest(g Guest) error {
	_, err := tx.s.exec("insert into guests (id, ticket, referral, name, at) values (?, ?, ?, ?, ?)", g.ID, g.Ticket, string(g.Referral), g.Name, us0(g.At))
	return broken("store.PutGuest", err)
}

// TicketBy reads one by its hashed token; found is false when there is none.
func (v *View) TicketBy(token string) (Ticket, bool, error) {
	list, err := v.tickets("t.token = ?", token)
	if err != nil || len(list) == 0 {
		return Ticket{}, false, err
	}
	return list[0], true, nil
}

// Tickets lists those of a loop the reader may see, the oldest first.
func (v *View) Tickets(of referral.ID) ([]Ticket, error) {
	cond, with := v.visible("referral", "t.referral")
	return v.tickets("t.referral = ? and "+cond+" order by t.made, t.id", append([]any{string(of)}, with...)...)
}

func (v *View) tickets(cond string, with ...any) (out []Ticket, err error) {
	err = v.s.each("select "+ticketColumns+" from tickets t where "+cond, with, func(scan func(...any) error) error {
		var t Ticket
		var sealed []byte
		var made, ends, used, revoked int64
		if err := scan(&t.ID, &t.Token, &t.Kind, &t.Referral, &t.Org, &t.Holder, &sealed, &t.Tries, &made, &ends, &used, &revoked, &t.By, &t.Address); err != nil {
			return err
		}
		t.Made, t.Ends, t.Used, t.Revoked = moment(&made), moment(&ends), moment(&used), moment(&revoked)
		code, err := unseal(v.db.key, sealed)
		t.Code = string(code)
		out = append(out, t)
		return err
	})
	return out, broken("store.Tickets", err)
}

// Guests are who came in by tickets of a loop the reader may see, by their ids.
func (v *View) Guests(of referral.ID) (map[string]Guest, error) {
	out := map[string]Guest{}
	cond, with := v.visible("referral", "g.referral")
	err := v.s.each("select g.id, g.ticket, g.referral, g.name, g.at from guests g where g.referral = ? and "+cond, append([]any{string(of)}, with...), func(scan func(...any) error) error {
		var g Guest
		var at int64
		err := scan(&g.ID, &g.Ticket, &g.Referral, &g.Name, &at)
		g.At = moment(&at)
		out[g.ID] = g
		return err
	})
	return out, broken("store.Guests", err)
}
