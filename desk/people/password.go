package people

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/trustelem/zxcvbn"
	"golang.org/x/crypto/argon2"

	"referd/base/fault"
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

// longest is how much of a password is looked at: hashing must not cost what
// a stranger chooses.
const longest = 1024

func matches(password, kept string) bool {
	if len(password) > longest {
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

// shortest is how long a password must be that may be the only factor (NIST SP
// 800-63B-4, section 3.1.1.2), and guesses how many it must stand: a hundred
// million, which at the pace a guesser is let try here is never.
const (
	shortest = 15
	guesses  = 1e8
	looked   = 100 // characters that are weighed; more make none weaker
)

// strong refuses a password that is guessed first: too short, the address itself,
// or made of what is common, of names, of keys in a row and of repeats.
func strong(password, email string) error {
	const op = "people.strong"
	name, _, _ := strings.Cut(strings.ToLower(email), "@")
	letters := []rune(password)
	switch {
	case len(letters) < shortest:
		return fault.About(op, "password", fault.Invalid, "A password has at least fifteen characters. Three or four words do well.")
	case len(password) > longest:
		return fault.About(op, "password", fault.Invalid, "This password is too long.")
	case len(name) > 3 && strings.Contains(strings.ToLower(password), name), strings.EqualFold(password, email):
		return fault.About(op, "password", fault.Invalid, "A password does not hold the name of its account.")
	}
	own := strings.FieldsFunc(email, func(r rune) bool { return strings.ContainsRune("@.-_+", r) })
	if zxcvbn.PasswordStrength(string(letters[:min(len(letters), looked)]), append(own, "referd")).Guesses < guesses {
		return fault.About(op, "password", fault.Invalid, "This password is among the first that are guessed: common words, names, keys in a row or repeats. Three or four words that do not belong together do well.")
	}
	return nil
}

func digest(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

// HashedSecret is a client's secret as it is kept. A secret of a machine has
// chance enough of its own that a fast hash does.
func HashedSecret(secret string) string { return digest("secret " + secret) }
