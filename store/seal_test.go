package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/chart"
	"referd/store"
)

// at is where the vault keeps a document.
func at(dir string, id chart.DocumentID) string {
	return filepath.Join(dir, "vault", string(id)[8:10], string(id))
}

// A letter in the vault is sealed under a key of its own: changed, cut or put in
// another's place it is not read; what is erased is noise, and its file goes; and
// what no document names is left for a day, then collected.
func TestTheVaultKeepsOnlyWhatIsNamed(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		dir := t.TempDir()
		db := opened(t, dsn, dir)
		a, b, c, lost := documentOf("a"), documentOf("b"), documentOf("c"), documentOf("lost")
		put := func(tx *store.Tx, id chart.DocumentID) error {
			return tx.PutDocument(chart.Document{ID: id, Patient: "pat"}, "", bytes.Repeat([]byte("Troponin "), 10_000))
		}
		for _, id := range []chart.DocumentID{a, b, c} {
			must(t, commit(t, db, func(tx *store.Tx) error { return put(tx, id) }))
		}
		if err := commit(t, db, func(tx *store.Tx) error { return errors.Join(put(tx, lost), errors.New("no")) }); err == nil {
			t.Fatal("committed")
		}
		read := func(id chart.DocumentID) error {
			return view(t, db, store.Scope{System: true}, func(v *store.View) error { _, _, _, err := v.Document(id); return err })
		}
		must(t, read(a))
		sealed, err := os.ReadFile(at(dir, a))
		must(t, err)
		if bytes.Contains(sealed, []byte("Troponin")) {
			t.Error("its words stand in the file")
		}
		other, err := os.ReadFile(at(dir, b))
		must(t, err)
		changed := bytes.Clone(sealed)
		changed[len(changed)/2] ^= 1
		for name, x := range map[string][]byte{"changed": changed, "cut": sealed[:len(sealed)-1], "another's": other, "empty": nil} {
			must(t, os.WriteFile(at(dir, a), x, 0o600))
			if err := read(a); fault.Of(err) != fault.Broken {
				t.Errorf("%s it was read: %v", name, err)
			}
		}
		must(t, os.WriteFile(at(dir, a), sealed, 0o600))
		must(t, read(a))
		must(t, commit(t, db, func(tx *store.Tx) error { return tx.Erase(c) }))
		if err := read(c); fault.Of(err) != fault.Missing {
			t.Errorf("erased, and read: %v", err)
		}
		sweeps := func(want int, left map[chart.DocumentID]bool) {
			t.Helper()
			if n, err := db.Sweep(t.Context()); n != want || err != nil {
				t.Errorf("%d files collected, want %d: %v", n, want, err)
			}
			for id, stays := range left {
				if _, err := os.Stat(at(dir, id)); (err == nil) != stays {
					t.Errorf("%s stays: %v", id, err == nil)
				}
			}
		}
		sweeps(0, map[chart.DocumentID]bool{a: true, b: true, c: true, lost: true})
		old := time.Now().Add(-25 * time.Hour)
		for _, id := range []chart.DocumentID{a, b, c, lost} {
			must(t, os.Chtimes(at(dir, id), old, old))
		}
		sweeps(2, map[chart.DocumentID]bool{a: true, b: true, c: false, lost: false})
		must(t, read(a))
	})
}

// A database whose key is missing is not opened with a new one: what was sealed
// could never be read again.
func TestAMissingKeyIsNotReplaced(t *testing.T) {
	dsn, dir := postgres(t), t.TempDir()
	db := opened(t, dsn, dir)
	info, err := os.Stat(filepath.Join(dir, "key"))
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file is %v", info.Mode())
	}
	must(t, commit(t, db, func(tx *store.Tx) error {
		return tx.PutDocument(chart.Document{ID: documentOf("a"), Patient: "pat"}, "", []byte("words"))
	}))
	elsewhere := t.TempDir()
	if _, err := store.Open(t.Context(), store.Options{DSN: dsn, Dir: elsewhere}); fault.Of(err) != fault.Refused {
		t.Errorf("opened under a new key: %v", err)
	}
	if _, err := os.Stat(filepath.Join(elsewhere, "key")); err == nil {
		t.Error("the new key was left behind")
	}
}
