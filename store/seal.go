package store

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"time"

	"referd/base/fault"
	"referd/core/chart"
	"referd/store/vault"
)

// key reads the installation's key, or makes it at the first start, durable
// before anything is sealed with it.
func key(path string) (k []byte, made bool, err error) {
	k, err = os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		k, made = make([]byte, 32), true
		rand.Read(k)
		err = vault.Write(path, k)
	}
	if err == nil && len(k) != 32 {
		err = fault.E("store.Open", fault.Refused, "The key file is not a key. Bring back the one this database was written with.", nil)
	}
	return k, made, err
}

// keyed refuses a new key to a database that has documents under another:
// they could never be read again, and nobody would know until they were asked for.
func (v *View) keyed(made bool) error {
	var one int
	if !made {
		return nil
	}
	found, err := v.s.one("select 1 from documents where key is not null limit 1", nil, &one)
	if err == nil && found {
		err = fault.E("store.Open", fault.Refused, "The key this database was written with is missing. Bring the file \"key\" back to the data folder.", nil)
	}
	return broken("store.Open", err)
}

// sealer is AES-256-GCM with a random nonce under a key.
func sealer(k []byte) (cipher.AEAD, error) {
	b, err := aes.NewCipher(k)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(b)
}

// Hash is the salted SHA-256 of some bytes, in hex: equal bytes have equal
// hashes here, and nowhere else.
func (db *DB) Hash(data []byte) string {
	m := hmac.New(sha256.New, db.key)
	m.Write(data)
	return hex.EncodeToString(m.Sum(nil))
}

// Sign is a mark on some words, for one purpose, that only this installation
// makes, to go in an address: 128 bits under a key of the purpose's own, which no
// Hash gives away.
func (db *DB) Sign(purpose, words string) string {
	k, err := hkdf.Key(sha256.New, db.key, nil, "referd sign "+purpose, sha256.Size)
	if err != nil {
		panic(err) // of a length no hash has
	}
	m := hmac.New(sha256.New, k)
	m.Write([]byte(words))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:16])
}

func seal(k, data []byte) ([]byte, error) {
	a, err := sealer(k)
	if err != nil {
		return nil, err
	}
	return a.Seal(nil, nil, data, nil), nil
}

func unseal(k, data []byte) ([]byte, error) {
	a, err := sealer(k)
	if err != nil {
		return nil, err
	}
	return a.Open(nil, nil, data, nil)
}

// Erase destroys a document's key: its bytes are noise from then on.
func (tx *Tx) Erase(id chart.DocumentID) error {
	if _, err := tx.s.exec("update documents set key = null where id = ?", string(id)); err != nil {
		return broken("store.Erase", err)
	}
	_, err := tx.s.exec("delete from blobs where document = ?", string(id))
	return broken("store.Erase", err)
}

// keep is how long a file nobody names stays: a commit may be under way.
const keep = 24 * time.Hour

// Sweep removes from the vault what no document names, after a day: what a
// crash left behind, and what was erased. It says how many files.
func (db *DB) Sweep(ctx context.Context) (removed int, err error) {
	err = db.View(ctx, Scope{System: true}, func(v *View) (err error) {
		removed, err = db.vault.Sweep(db.Machine().Add(-keep), func(id string) (bool, error) {
			var one int
			return v.s.one("select 1 from documents where id = ? and key is not null", []any{id}, &one)
		})
		return err
	})
	return removed, broken("store.Sweep", err)
}
