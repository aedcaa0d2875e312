// Package secret says which new passwords are good enough.
package secret

import (
	"strings"

	"github.com/trustelem/zxcvbn"

	"referd/base/fault"
)

// Longest is how many bytes of a password are looked at: hashing must not cost what
// a stranger chooses.
const Longest = 1024

// shortest is how long a password must be that may be the only factor (NIST SP
// 800-63B-4, section 3.1.1.2), and guesses how many it must stand: a hundred
// million, which at the pace a guesser is let try here is never.
const (
	shortest = 15
	guesses  = 1e8
	looked   = 100 // characters that are weighed; more make none weaker
)

// Strong refuses a password that is guessed first: too short, the address itself,
// or made of what is common, of names, of keys in a row and of repeats.
func Strong(password, email string) error {
	const op = "secret.Strong"
	name, _, _ := strings.Cut(strings.ToLower(email), "@")
	letters := []rune(password)
	switch {
	case len(letters) < shortest:
		return fault.About(op, "password", fault.Invalid, "A password has at least fifteen characters. Three or four words do well.")
	case len(password) > Longest:
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
