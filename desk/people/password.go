package people

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"referd/desk/people/secret"
)

// turns limits how many passwords are hashed at once: each costs memory.
var turns = make(chan struct{}, 2)

// cost is what a guess costs: argon2id (RFC 9106) with 32 MiB, three passes and
// two lanes, about 50 ms here; OWASP's least is 19 MiB and two passes. It is
// written beside every hash, so that it can be raised and old ones still open.
type cost struct {
	kib, passes uint32
	lanes       uint8
}

var today = cost{32 << 10, 3, 2}

func (c cost) hash(password string, salt []byte) []byte {
	turns <- struct{}{}
	defer func() { <-turns }()
	return argon2.IDKey([]byte(password), salt, c.passes, c.kib, c.lanes, 32)
}

// Hashed is a password as it is kept, in the string form of the argon2
// reference implementation.
func Hashed(password string) string {
	salt := make([]byte, 16)
	rand.Read(salt)
	e := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, today.kib, today.passes, today.lanes, e(salt), e(today.hash(password, salt)))
}

func matches(password, kept string) bool {
	if len(password) > secret.Longest {
		password = ""
	}
	c, salt, want, ok := parsed(kept)
	if !ok {
		today.hash(password, make([]byte, 16)) // an unknown account takes as long as a known one
		return false
	}
	return subtle.ConstantTimeCompare(c.hash(password, salt), want) == 1
}

// parsed reads a kept password back; ok is false when it is none.
func parsed(kept string) (c cost, salt, hash []byte, ok bool) {
	parts := strings.Split(kept, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, false
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.kib, &c.passes, &c.lanes); n != 3 || err != nil || c.passes == 0 || c.lanes == 0 || c.kib > 1<<20 {
		return c, nil, nil, false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return c, nil, nil, false
	}
	hash, err = base64.RawStdEncoding.DecodeString(parts[5])
	return c, salt, hash, err == nil && len(hash) == 32
}

func digest(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

// HashedSecret is a client's secret as it is kept. A secret of a machine has
// chance enough of its own that a fast hash does.
func HashedSecret(secret string) string { return digest("secret " + secret) }
