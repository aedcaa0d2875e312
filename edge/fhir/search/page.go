package search

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"

	"referd/edge/fhir/outcome"
)

// place is where the next page of a search begins. It leaves the house sealed:
// it is the client's own, cannot be made or changed outside, and shows nothing
// of what was searched for in an address.
type place struct {
	Kind  string
	Query url.Values
	After string
}

// sealer is the seal of a client: AES-256-GCM under a key of the installation.
func (q *Asker) sealer() (cipher.AEAD, error) {
	k, err := hex.DecodeString(q.Key)
	if err != nil {
		return nil, err
	}
	b, err := aes.NewCipher(k)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(b)
}

// next is the address of the page after one.
func (q *Asker) next(p place) (string, error) {
	a, err := q.sealer()
	if err != nil {
		return "", err
	}
	b, err := json.Marshal(p)
	if err != nil {
		return "", err
	}
	return q.Door.To(p.Kind) + "?_page=" + base64.RawURLEncoding.EncodeToString(a.Seal(nil, nil, b, nil)), nil
}

// Turned reads the address of a page back; another client's is no page.
func (q *Asker) Turned(s string) (p place, err error) {
	no := outcome.Status(http.StatusBadRequest, "value", "This is not the address of a page of yours. Search again.")
	a, err := q.sealer()
	if err != nil {
		return p, err
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) < 32 {
		return p, no
	}
	if b, err = a.Open(nil, nil, b, nil); err != nil {
		return p, no
	}
	if err = json.Unmarshal(b, &p); err != nil || p.Kind != q.Kind {
		return p, no
	}
	return p, nil
}
