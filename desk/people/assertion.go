package people

import (
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
// else is Denied in one sentence.
func AssertedToken(ctx context.Context, d *desk.Desk, assertion, audience, scope string) (token string, lives time.Duration, scopes string, err error) {
	const op = "people.AssertedToken"
	dir, err := d.Directory(ctx)
	if err != nil {
		return "", 0, "", err
	}
	client, jti, ok := party.ClientID(""), "", false
	err = d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) {
		client, jti, ok, err = proven(v, assertion, audience, d.DB.Machine())
		return err
	})
	if err != nil {
		return "", 0, "", err
	}
	c, known := dir.Clients[client]
	if !ok || !known || !c.Active {
		if e := d.DB.Seen(ctx, access.Record{Client: c.ID, Action: access.Execute, Kind: "token", Outcome: access.Minor}); e != nil {
			return "", 0, "", e
		}
		return "", 0, "", fault.E(op, fault.Denied, "The assertion is not one of a client that is known here.", nil)
	}
	return grant(ctx, d, c, scope, "jti "+jti)
}

// proven checks an assertion against the keys of the client it names.
func proven(v *store.View, assertion, audience string, now time.Time) (party.ClientID, string, bool, error) {
	t, err := jwt.ParseSigned(assertion, Signed)
	if err != nil || len(t.Headers) != 1 {
		return "", "", false, nil
	}
	var said jwt.Claims // whose keys to look for; believed only once they fit
	if t.UnsafeClaimsWithoutVerification(&said) != nil || said.Issuer == "" || said.Issuer != said.Subject || said.ID == "" || len(said.ID) > 255 {
		return "", "", false, nil
	}
	client := party.ClientID(said.Issuer)
	raw, err := v.Credential(keysOf(client))
	if err != nil || raw == "" {
		return "", "", false, err
	}
	var set jose.JSONWebKeySet
	if err := json.Unmarshal([]byte(raw), &set); err != nil {
		return "", "", false, err
	}
	for _, key := range set.Key(t.Headers[0].KeyID) {
		var c jwt.Claims
		if key.Algorithm != "" && key.Algorithm != t.Headers[0].Algorithm || t.Claims(key.Key, &c) != nil {
			continue
		}
		in := c.Expiry != nil && !c.Expiry.Time().After(now.Add(lasting+apart))
		if in && slices.Contains(c.Audience, audience) && c.ValidateWithLeeway(jwt.Expected{Time: now}, apart) == nil {
			return client, c.ID, true, nil
		}
	}
	return "", "", false, nil
}
