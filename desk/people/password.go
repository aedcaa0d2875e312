package people

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"golang.org/x/crypto/argon2"

	"referd/base/fault"
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

// longest is how much of a password is looked at: hashing must not cost what
// a stranger chooses.
const longest = 1024

func matches(password, kept string) bool {
	if len(password) > longest {
		password = ""
	}
	parts := strings.Split(kept, "$")
	if len(parts) != 3 {
		hash(password, make([]byte, 16)) // an unknown account takes as long as a known one
		return false
	}
	salt, _ := base64.RawStdEncoding.DecodeString(parts[1])
	want, _ := base64.RawStdEncoding.DecodeString(parts[2])
	return subtle.ConstantTimeCompare(hash(password, salt), want) == 1
}

// strong refuses a password that is guessed first: too short, or the address
// itself (NIST SP 800-63B, section 5.1.1: length, no rules of composition).
func strong(password, email string) error {
	const op = "people.strong"
	name, _, _ := strings.Cut(strings.ToLower(email), "@")
	switch {
	case len([]rune(password)) < 12:
		return fault.About(op, "password", fault.Invalid, "A password has at least twelve characters. Three or four words do well.")
	case len(password) > longest:
		return fault.About(op, "password", fault.Invalid, "This password is too long.")
	case len(name) > 3 && strings.Contains(strings.ToLower(password), name):
		return fault.About(op, "password", fault.Invalid, "A password does not hold the name of its account.")
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
