package people

import (
	"cmp"
	"context"
	"crypto/subtle"
	"slices"
	"strings"
	"sync"
	"time"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// life is how long a client's token lives.
const life = time.Hour

// bearers remembers tokens for a second, so that a busy client does not cost a
// read for every request and a revoked one is out within it.
type bearers struct {
	mu   sync.Mutex
	seen map[bearing]bearer
}

// bearing is a token at one house: a process may hold several.
type bearing struct {
	db    *store.DB
	token string // hashed
}

type bearer struct {
	s     store.Session
	until time.Time
}

var remembered = bearers{seen: map[bearing]bearer{}}

// ClientToken gives a client a bearer token for its id and secret (RFC 6749,
// section 4.4), how long it lives and the scopes it has. A wrong secret is
// Denied in the same words as an unknown client, and counts as a guess from a
// place (an IP address): when they come too fast it faults with Busy, as a
// password does. A right one is counted by nobody. Scopes of which none is
// granted are Invalid.
func ClientToken(ctx context.Context, d *desk.Desk, client, secret, scope, from string) (token string, lives time.Duration, scopes string, err error) {
	const op = "people.ClientToken"
	dir, err := d.Directory(ctx)
	if err != nil {
		return "", 0, "", err
	}
	c, known := dir.Clients[party.ClientID(client)]
	kept, tries, g := "", [3]int{}, guessAt("client "+client, from)
	err = d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) {
		if tries, err = g.look(v, d.DB.Machine()); err != nil {
			return err
		}
		kept, err = v.Credential("client/" + client)
		return err
	})
	if err != nil {
		return "", 0, "", err
	}
	right := subtle.ConstantTimeCompare([]byte(HashedSecret(secret)), []byte(kept)) == 1
	if !known || !c.Active || !right {
		return "", 0, "", cmp.Or(g.missed(ctx, d, access.Record{Client: c.ID, Kind: "token"}), fault.E(op, fault.Denied, "The client or its secret is not right.", nil))
	}
	if err := g.made(ctx, d, tries); err != nil {
		return "", 0, "", err
	}
	return grant(ctx, d, c, scope, "")
}

// grant makes a token for a client that has shown who it is; once is a name
// that is taken once and never again.
func grant(ctx context.Context, d *desk.Desk, c party.Client, scope, once string) (token string, lives time.Duration, scopes string, err error) {
	const op = "people.grant"
	if scopes = granted(c.Scopes, scope); scopes == "" {
		return "", 0, "", fault.E(op, fault.Invalid, "None of the scopes asked for is granted to this client.", nil)
	}
	token = id.Token()
	now := d.DB.Machine()
	err = d.DB.Commit(ctx, func(tx *store.Tx) error {
		if once != "" {
			if fresh, err := tx.Hear(c.ID, once, "", ""); err != nil || !fresh {
				return cmp.Or(err, fault.E(op, fault.Denied, "This assertion was used before. Sign another.", nil))
			}
		}
		if err := tx.PutSession(store.Session{Token: digest(token), Who: string(c.ID), Kind: "bearer", Scopes: scopes, Made: now, Used: now, Ends: now.Add(life)}); err != nil {
			return err
		}
		return tx.Audit(access.Record{Client: c.ID, Action: access.Execute, Kind: "token", Outcome: access.Success})
	})
	return token, life, scopes, err
}

// granted is what of the scopes asked for a client has; all of its own when it asks for none.
func granted(have []string, asked string) string {
	if strings.TrimSpace(asked) == "" {
		return strings.Join(have, " ")
	}
	var out []string
	for _, a := range strings.Fields(asked) {
		if slices.ContainsFunc(have, func(h string) bool { return covers(h, a) }) && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return strings.Join(out, " ")
}

// covers reports whether a scope holds another: "system/*.cruds" holds
// "system/Task.rs" (SMART App Launch 2.0, scopes: letters of c r u d s in order).
func covers(have, asked string) bool {
	if have == asked {
		return true
	}
	of, can, ok := Scope(have)
	what, wants, right := Scope(asked)
	if !ok || !right || of != "*" && of != what {
		return false
	}
	return !strings.ContainsFunc(wants, func(c rune) bool { return !strings.ContainsRune(can, c) })
}

// Scope reads a system scope: the type, or *, and what is granted, of c r u d s
// in that order (SMART App Launch 2.2); of the first version read is rs, write
// cud, and * all.
func Scope(scope string) (kind, letters string, ok bool) {
	rest, ok := strings.CutPrefix(scope, "system/")
	kind, letters, dot := strings.Cut(rest, ".")
	switch letters {
	case "read":
		letters = "rs"
	case "write":
		letters = "cud"
	case "*":
		letters = "cruds"
	}
	at := -1
	for i := range len(letters) {
		n := strings.IndexByte("cruds", letters[i])
		if n <= at {
			return "", "", false
		}
		at = n
	}
	return kind, letters, ok && dot && kind != "" && letters != ""
}

// Bearer finds the client of a token. It is Denied when the token is not known
// or has ended, or the client is closed; within a second of either.
func Bearer(ctx context.Context, d *desk.Desk, token string) (desk.Who, error) {
	const op = "people.Bearer"
	key, now := bearing{d.DB, digest(token)}, d.DB.Machine()
	remembered.mu.Lock()
	b, ok := remembered.seen[key]
	remembered.mu.Unlock()
	if !ok || now.After(b.until) || b.until.After(now.Add(time.Second)) {
		var err error
		if b, err = find(ctx, d, key.token, now); err != nil {
			return desk.Who{}, err
		}
		remembered.mu.Lock()
		if len(remembered.seen) > 10_000 {
			clear(remembered.seen)
		}
		remembered.seen[key] = b
		remembered.mu.Unlock()
	}
	if now.After(b.s.Ends) || b.s.Made.After(now.Add(time.Minute)) {
		return desk.Who{}, fault.E(op, fault.Denied, "The token has ended. Ask for another at /oauth/token.", nil)
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return desk.Who{}, err
	}
	c, ok := dir.Clients[party.ClientID(b.s.Who)]
	if !ok || !c.Active {
		return desk.Who{}, fault.E(op, fault.Denied, "This client is closed.", nil)
	}
	return desk.Who{Client: c.ID, Orgs: c.Orgs, Scopes: strings.Fields(b.s.Scopes), Feed: c.Feed, Zone: time.UTC}, nil
}

// find reads a token from the store.
func find(ctx context.Context, d *desk.Desk, token string, now time.Time) (b bearer, err error) {
	var found bool
	err = d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { b.s, found, err = v.Session(token); return err })
	if err == nil && (!found || b.s.Kind != "bearer") {
		err = fault.E("people.Bearer", fault.Denied, "The token is not known or has ended. Ask for another at /oauth/token.", nil)
	}
	b.until = now.Add(time.Second)
	return b, err
}

// Admit registers a client of the administrator's own organization and gives
// its secret, which is shown once and kept as a hash.
func Admit(w *desk.Writing, c party.Client) (secret string, err error) {
	const op = "people.Admit"
	who := w.Who()
	if !who.Has(party.Admin, party.Engineer) {
		return "", desk.Denied(op, "An administrator or an integration engineer admits a system.")
	}
	if c.ID == "" || strings.ContainsAny(string(c.ID), "/ :\t\n") || len(c.ID) > 64 {
		return "", fault.About(op, "id", fault.Invalid, "A client's name is one word of at most 64 letters.")
	}
	var there party.Client
	if taken, err := w.Thing(desk.KindClient, string(c.ID), &there); err != nil {
		return "", err
	} else if taken {
		return "", fault.About(op, "id", fault.Conflict, "That name is taken. Choose another.")
	}
	for _, s := range c.Scopes {
		if _, _, ok := Scope(s); !ok {
			return "", fault.About(op, "scopes", fault.Invalid, "A scope is written as system/ServiceRequest.cruds.")
		}
	}
	c.Orgs, c.Active = []party.OrgID{who.Org}, true
	secret = id.Token()
	if err := w.Tx.PutThing(desk.KindClient, string(c.ID), who.Org, c); err != nil {
		return "", err
	}
	w.SawObject("Client/" + string(c.ID))
	return secret, w.Tx.PutCredential("client/"+string(c.ID), HashedSecret(secret))
}

// Dismiss closes a client: its tokens end with it.
func Dismiss(w *desk.Writing, client party.ClientID) error {
	const op = "people.Dismiss"
	who := w.Who()
	if !who.Has(party.Admin, party.Engineer) {
		return desk.Denied(op, "An administrator or an integration engineer dismisses a system.")
	}
	var c party.Client
	ok, err := w.Thing(desk.KindClient, string(client), &c)
	if err != nil {
		return err
	}
	if !ok || !slices.Contains(c.Orgs, who.Org) {
		return fault.E(op, fault.Missing, "There is no such client.", nil)
	}
	c.Active = false
	w.SawObject("Client/" + string(client))
	if err := w.Tx.PutThing(desk.KindClient, string(client), who.Org, c); err != nil {
		return err
	}
	return w.Tx.EndSessions(string(client))
}
