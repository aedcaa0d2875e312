// Package id makes names: ids that sort by time, codes people read aloud,
// tokens that open doors, and checks the digits of a National Provider Identifier.
package id

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"time"
)

const letters = "0123456789abcdefghjkmnpqrstvwxyz"

var epoch = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// New is 20 letters that sort by time: 42 bits of milliseconds since 2020, then
// 58 of chance. It fits, unchanged, a FHIR id, an HL7 placer number and MSH-10.
func New(now time.Time) string {
	var chance [8]byte
	rand.Read(chance[:])
	t, r := uint64(now.Sub(epoch).Milliseconds()), binary.BigEndian.Uint64(chance[:])>>6
	var id [20]byte
	for i := len(id) - 1; i >= 0; i-- {
		id[i] = letters[r&31]
		r, t = r>>5|t&31<<53, t>>5
	}
	return string(id[:])
}

// Is reports whether a text has the form New gives: what has not was never a
// name here, whoever sent it.
func Is(s string) bool {
	return len(s) == 20 && strings.Trim(s, letters) == ""
}

const spoken = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ" // no 0 O 1 I

// Code is eight letters people can read aloud, shown as 8KQ2-M4TX. It is
// unique only if the store says so.
func Code() string {
	var b [8]byte
	rand.Read(b[:])
	for i := range b {
		b[i] = spoken[b[i]&31]
	}
	return string(b[:4]) + "-" + string(b[4:])
}

// ParseCode brings what a person typed (any case, with or without the dash)
// to the form Code gives; ok is false when it cannot be a code.
func ParseCode(typed string) (code string, ok bool) {
	s := strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(typed))
	if len(s) != 8 {
		return "", false
	}
	for _, c := range s {
		if !strings.ContainsRune(spoken, c) {
			return "", false
		}
	}
	return s[:4] + "-" + s[4:], true
}

// Token is 128 bits of chance for a link or a session. Keep only its hash.
func Token() string {
	var b [16]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// NPI reports whether s is a National Provider Identifier: ten digits whose
// last is the Luhn check digit over 80840 and the first nine (45 CFR 162.406).
func NPI(s string) bool {
	if len(s) != 10 || s[0] != '1' && s[0] != '2' {
		return false
	}
	sum := 24 // what the prefix 80840 adds
	for i := range 10 {
		d := int(s[i]) - '0'
		if d < 0 || d > 9 {
			return false
		}
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// Again is another id of the same moment as an id New gave: of many that are
// made of one, the k-th of at most 1<<bits. They sort by k; chance, whose lower
// bits are used, tells them from the k-th of others.
func Again(id string, k uint64, bits int, chance uint64) string {
	var out [20]byte
	copy(out[:], id)
	r := k<<(58-bits) | chance&(1<<(58-bits)-1)
	for i := len(out) - 1; i > 8; i-- {
		out[i] = letters[r&31]
		r >>= 5
	}
	out[8] = letters[uint64(strings.IndexByte(letters, id[8]))&24|r]
	return string(out[:])
}
