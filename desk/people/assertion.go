package people

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// Signed are the algorithms an assertion may be signed with (SMART App Launch
// 2.2, asymmetric client authentication).
var Signed = []jose.SignatureAlgorithm{jose.RS384, jose.ES384}

// lasting is how far ahead an assertion may end, and what the clocks of two
// machines may differ by.
const (
	lasting = 5 * time.Minute
	apart   = 30 * time.Second
)

// keysOf is the credential that holds a client's public keys: a JWK set.
func keysOf(client party.ClientID) string { return "jwks/" + string(client) }

// PutKeys registers a client's public keys, as a JWK set. A set with a private
// or a symmetric key, or without a usable one, is Invalid.
func PutKeys(tx *store.Tx, client party.ClientID, jwks []byte) error {
	var set jose.JSONWebKeySet
	if err := json.Unmarshal(jwks, &set); err != nil || len(set.Keys) == 0 {
		return fault.About("people.PutKeys", "jwks", fault.Invalid, "This is no set of public keys.")
	}
	for _, k := range set.Keys {
		if !k.Valid() || !k.IsPublic() || k.KeyID == "" {
			return fault.About("people.PutKeys", "jwks", fault.Invalid, "A key of the set is not a public key with a kid.")
		}
	}
	return tx.PutCredential(keysOf(client), string(jwks))
}

// AssertedToken gives a client a bearer token for an assertion it has signed
// (RFC 7523; SMART backend services): by one of its registered keys, about
// itself, for this token endpoint, for five minutes at most, and once. Anything
// else is Denied in one sentence, and counts as a guess from a place, as a wrong
// secret does: when they come too fast it faults with Busy.
func AssertedToken(ctx context.Context, d *desk.Desk, assertion, audience, scope, from string) (token string, lives time.Duration, scopes string, err error) {
	const op = "people.AssertedToken"
	dir, err := d.Directory(ctx)
	if err != nil {
		return "", 0, "", err
	}
	t, client, jti := spoken(assertion)
	tries, g, ok := [3]int{}, guessAt("client "+string(client), from), false
	err = d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) {
		if tries, err = g.look(v, d.DB.Machine()); err != nil || client == "" {
			return err
		}
		ok, err = proven(v, t, client, audience, d.DB.Machine())
		return err
	})
	if err != nil {
		return "", 0, "", err
	}
	c, known := dir.Clients[client]
	if !ok || !known || !c.Active {
		return "", 0, "", cmp.Or(g.missed(ctx, d, access.Record{Client: c.ID, Kind: "token"}), fault.E(op, fault.Denied, "The assertion is not one of a client that is known here.", nil))
	}
	if err := g.made(ctx, d, tries); err != nil {
		return "", 0, "", err
	}
	return grant(ctx, d, c, scope, "jti "+jti)
}

// spoken is what an assertion says of itself: whose keys to look for, and its
// own name. It is believed only once a key fits. No client is none.
func spoken(assertion string) (t *jwt.JSONWebToken, client party.ClientID, jti string) {
	t, err := jwt.ParseSigned(assertion, Signed)
	if err != nil || len(t.Headers) != 1 {
		return nil, "", ""
	}
	var said jwt.Claims
	if t.UnsafeClaimsWithoutVerification(&said) != nil || said.Issuer != said.Subject || said.ID == "" || len(said.ID) > 255 {
		return nil, "", ""
	}
	return t, party.ClientID(said.Issuer), said.ID
}

// proven checks an assertion against the keys of the client it names.
func proven(v *store.View, t *jwt.JSONWebToken, client party.ClientID, audience string, now time.Time) (bool, error) {
	raw, err := v.Credential(keysOf(client))
	if err != nil || raw == "" {
		return false, err
	}
	var set jose.JSONWebKeySet
	if err := json.Unmarshal([]byte(raw), &set); err != nil {
		return false, err
	}
	for _, key := range set.Key(t.Headers[0].KeyID) {
		var c jwt.Claims
		if key.Algorithm != "" && key.Algorithm != t.Headers[0].Algorithm || t.Claims(key.Key, &c) != nil {
			continue
		}
		in := c.Expiry != nil && !c.Expiry.Time().After(now.Add(lasting+apart))
		if in && slices.Contains(c.Audience, audience) && c.ValidateWithLeeway(jwt.Expected{Time: now}, apart) == nil {
			return true, nil
		}
	}
	return false, nil
}
