package people

import (
	"context"
	"crypto/subtle"
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
	seen map[string]bearer
}

type bearer struct {
	s     store.Session
	until time.Time
}

var remembered = bearers{seen: map[string]bearer{}}

// ClientToken gives a client a bearer token for its id and secret (RFC 6749,
// section 4.4). A wrong one is Denied in the same words as an unknown one.
func ClientToken(ctx context.Context, d *desk.Desk, client, secret, scope string) (token string, lives time.Duration, scopes string, err error) {
	const op = "people.ClientToken"
	dir, err := d.Directory(ctx)
	if err != nil {
		return "", 0, "", err
	}
	c, known := dir.Clients[party.ClientID(client)]
	kept := ""
	if err := d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { kept, err = v.Credential("client/" + client); return err }); err != nil {
		return "", 0, "", err
	}
	right := subtle.ConstantTimeCompare([]byte(HashedSecret(secret)), []byte(kept)) == 1
	if !known || !c.Active || !right {
		e := d.DB.Seen(ctx, access.Record{Client: party.ClientID(client), Action: access.Execute, Kind: "token", Outcome: access.Minor})
		if e != nil {
			return "", 0, "", e
		}
		return "", 0, "", fault.E(op, fault.Denied, "The client or its secret is not right.", nil)
	}
	if scopes = granted(c.Scopes, scope); scopes == "" {
		return "", 0, "", fault.E(op, fault.Invalid, "None of the scopes asked for is granted to this client.", nil)
	}
	token = id.Token()
	now := d.DB.Machine()
	err = d.DB.Commit(ctx, func(tx *store.Tx) error {
		if err := tx.PutSession(store.Session{Token: digest(token), Who: client, Kind: "bearer", Scopes: scopes, Made: now, Used: now, Ends: now.Add(life)}); err != nil {
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
		for _, h := range have {
			if h == a || h == "system/*.cruds" && strings.HasPrefix(a, "system/") {
				out = append(out, a)
				break
			}
		}
	}
	return strings.Join(out, " ")
}

// Bearer finds the client of a token.
func Bearer(ctx context.Context, d *desk.Desk, token string) (desk.Who, error) {
	const op = "people.Bearer"
	key, now := digest(token), d.DB.Machine()
	remembered.mu.Lock()
	b, ok := remembered.seen[key]
	remembered.mu.Unlock()
	if !ok || now.After(b.until) {
		var found bool
		if err := d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { b.s, found, err = v.Session(key); return err }); err != nil {
			return desk.Who{}, err
		}
		if !found || b.s.Kind != "bearer" {
			return desk.Who{}, fault.E(op, fault.Denied, "The token is not known or has ended. Ask for another at /oauth/token.", nil)
		}
		b.until = now.Add(time.Second)
		remembered.mu.Lock()
		if len(remembered.seen) > 10_000 {
			clear(remembered.seen)
		}
		remembered.seen[key] = b
		remembered.mu.Unlock()
	}
	if now.After(b.s.Ends) {
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
