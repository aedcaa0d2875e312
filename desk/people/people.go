// Package people is who may come in: accounts, sessions, clients, and the
// directory they are listed in.
package people

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// How long a session lives: without use, and at most.
const (
	idle     = 30 * time.Minute
	absolute = 12 * time.Hour
)

// turns limits how many passwords are hashed at once: each costs memory.
var turns = make(chan struct{}, 2)

// hash is argon2id with parameters that cost about 50 ms (RFC 9106, second choice, less memory).
func hash(password string, salt []byte) []byte {
	turns <- struct{}{}
	defer func() { <-turns }()
	return argon2.IDKey([]byte(password), salt, 3, 32<<10, 2, 32)
}

// Hashed is a password as it is kept.
func Hashed(password string) string {
	salt := make([]byte, 16)
	rand.Read(salt)
	e := base64.RawStdEncoding.EncodeToString
	return "argon2id$" + e(salt) + "$" + e(hash(password, salt))
}

func matches(password, kept string) bool {
	parts := strings.Split(kept, "$")
	if len(parts) != 3 {
		hash(password, make([]byte, 16)) // an unknown account takes as long as a known one
		return false
	}
	salt, _ := base64.RawStdEncoding.DecodeString(parts[1])
	want, _ := base64.RawStdEncoding.DecodeString(parts[2])
	return subtle.ConstantTimeCompare(hash(password, salt), want) == 1
}

func digest(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

const wrong = "The address or the password is not right."

// SignIn opens a session. Guesses are slowed for the account and for where
// they come from: from the fourth on, each waits twice as long as the one
// before, at most a minute, and nobody is ever locked out.
func SignIn(ctx context.Context, d *desk.Desk, email, password, from string) (token string, err error) {
	const op = "people.SignIn"
	subject := digest("account " + strings.ToLower(strings.TrimSpace(email)))
	place := digest("address " + from)
	wait, n, m, err := slowed(ctx, d, subject, place)
	if err != nil {
		return "", err
	}
	if wait > 0 {
		return "", fault.E(op, fault.Busy, fmt.Sprintf("Too many tries. Wait %d seconds and try again.", int(wait.Seconds())+1), nil)
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return "", err
	}
	u, known := dir.ByEmail(email)
	kept := ""
	if known && u.Active {
		err = d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { kept, err = v.Credential("user/" + string(u.ID)); return err })
		if err != nil {
			return "", err
		}
	}
	if !matches(password, kept) {
		return "", refuse(ctx, d, u.ID, subject, place, n, m)
	}
	token = id.Token()
	now := d.DB.Machine()
	err = d.DB.Commit(ctx, func(tx *store.Tx) error {
		if err := tx.PutSession(store.Session{Token: digest(token), Who: string(u.ID), Kind: "session", Made: now, Used: now, Ends: now.Add(idle), Confirmed: now}); err != nil {
			return err
		}
		if err := tx.Guessed(subject, 0); err != nil {
			return err
		}
		return tx.Audit(access.Record{User: u.ID, Org: u.Org, Action: access.Execute, Kind: "sign-in", Outcome: access.Success})
	})
	return token, err
}

// slowed is how long the next guess must wait, and how many came before.
func slowed(ctx context.Context, d *desk.Desk, subject, place string) (wait time.Duration, n, m int, err error) {
	now := d.DB.Machine()
	err = d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		for i, s := range []string{subject, place} {
			k, last, err := v.Guesses(s)
			if err != nil {
				return err
			}
			free := 3
			if i == 0 {
				n = k
			} else {
				m, free = k, 20 // many people may share an address
			}
			if k > free && now.Sub(last) < time.Hour {
				until := last.Add(min(time.Second<<min(k-free, 6), time.Minute))
				wait = max(wait, until.Sub(now))
			}
		}
		return nil
	})
	return wait, n, m, err
}

func refuse(ctx context.Context, d *desk.Desk, u party.UserID, subject, place string, n, m int) error {
	err := d.DB.Commit(ctx, func(tx *store.Tx) error {
		if err := tx.Guessed(subject, n+1); err != nil {
			return err
		}
		if err := tx.Guessed(place, m+1); err != nil {
			return err
		}
		return tx.Audit(access.Record{User: u, Action: access.Execute, Kind: "sign-in", Outcome: access.Minor})
	})
	if err != nil {
		return err
	}
	return fault.E("people.SignIn", fault.Denied, wrong, nil)
}

// Session finds who a token belongs to. It is Denied when it has ended.
func Session(ctx context.Context, d *desk.Desk, token string) (desk.Who, error) {
	const op = "people.Session"
	now := d.DB.Machine()
	var s store.Session
	var found bool
	err := d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { s, found, err = v.Session(digest(token)); return err })
	if err != nil {
		return desk.Who{}, err
	}
	if !found || s.Kind != "session" || now.After(s.Ends) || now.After(s.Made.Add(absolute)) {
		return desk.Who{}, fault.E(op, fault.Denied, "Your session has ended. Sign in again; what you typed is kept.", nil)
	}
	if now.Sub(s.Used) > time.Minute {
		s.Used, s.Ends = now, now.Add(idle)
		if err := d.DB.Commit(ctx, func(tx *store.Tx) error { return tx.PutSession(s) }); err != nil {
			return desk.Who{}, err
		}
	}
	who, err := As(ctx, d, party.UserID(s.Who))
	who.Session, who.Confirmed = s.Token[:16], s.Confirmed
	return who, err
}

// As is a person with what they may do: their teams, jobs and delegations.
func As(ctx context.Context, d *desk.Desk, user party.UserID) (desk.Who, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return desk.Who{}, err
	}
	u, ok := dir.Users[user]
	if !ok || !u.Active {
		return desk.Who{}, fault.E("people.As", fault.Denied, "This account is closed.", nil)
	}
	who := desk.Who{User: u.ID, Name: u.Name, Email: u.Email, Practitioner: u.Practitioner, Org: u.Org, KeysOff: u.KeysOff, Zone: time.UTC}
	if z, err := time.LoadLocation(dir.Orgs[u.Org].Zone); err == nil {
		who.Zone = z
	}
	now := d.Now()
	for _, m := range dir.Memberships {
		if m.User == user && (m.Until.IsZero() || m.Until.After(now)) {
			who.Teams = append(who.Teams, m.Team)
			who.Jobs = append(who.Jobs, m.Roles...)
		}
	}
	for _, x := range dir.Delegations {
		if x.To != user || now.Before(x.From) || !x.Until.IsZero() && now.After(x.Until) {
			continue
		}
		who.For = append(who.For, x.For)
		if x.Sign {
			who.Sign = append(who.Sign, x.For)
		}
		if x.Cover {
			who.Cover = append(who.Cover, x.For)
		}
	}
	return who, nil
}

// SignOut ends a session.
func SignOut(ctx context.Context, d *desk.Desk, token string, who desk.Who) error {
	return d.DB.Commit(ctx, func(tx *store.Tx) error {
		if err := tx.EndSession(digest(token)); err != nil {
			return err
		}
		return tx.Audit(access.Record{User: who.User, Org: who.Org, Action: access.Execute, Kind: "sign-out", Outcome: access.Success})
	})
}

// Confirmed checks a password typed again for an act that needs it.
func Confirmed(ctx context.Context, d *desk.Desk, who desk.Who, password string) (bool, error) {
	kept := ""
	err := d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { kept, err = v.Credential("user/" + string(who.User)); return err })
	if err != nil {
		return false, err
	}
	wait, n, _, err := slowed(ctx, d, digest("confirm "+string(who.User)), digest("confirm"))
	if err != nil || wait > 0 {
		return false, fault.E("people.Confirmed", fault.Busy, "Too many tries. Wait a minute and try again.", err)
	}
	if matches(password, kept) {
		return true, nil
	}
	return false, d.DB.Commit(ctx, func(tx *store.Tx) error {
		return tx.Guessed(digest("confirm "+string(who.User)), n+1)
	})
}

// HashedSecret is a client's secret as it is kept. A secret of a machine has
// chance enough of its own that a fast hash does.
func HashedSecret(secret string) string { return digest("secret " + secret) }
