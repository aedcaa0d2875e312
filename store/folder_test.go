package store_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"

	"referd/core/referral"
	"referd/store"
	"referd/store/archive"
)

// A house may be kept in a folder of any name: signs that mean something in an
// address are part of it, for its files, its archive and what is made of that.
func TestAFolderMayHaveAnyName(t *testing.T) {
	above := t.TempDir()
	for _, name := range []string{"ward #3", "who?", "a%41b", "100%", "x:y", "José & co", "a?mode=memory#"} {
		dir, again := filepath.Join(above, name), filepath.Join(above, "again "+name)
		db, err := store.Open(t.Context(), store.Options{DSN: filepath.Join(dir, "referd.db"), Dir: dir})
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- db.Run(ctx) }()
		must(t, commit(t, db, func(tx *store.Tx) error { return tx.Append([]referral.Entry{entry(1, referral.Opened{})}, row("r", 1)) }))
		stop()
		<-done
		must(t, db.Close())
		for _, file := range []string{"referd.db", "referd.reads.db"} {
			if i, err := os.Stat(filepath.Join(dir, file)); err != nil || i.Size() == 0 {
				t.Errorf("%q: %s: %v, %v", name, file, i, err)
			}
		}
		secret, err := age.GenerateX25519Identity()
		must(t, err)
		var sealed bytes.Buffer
		_, err = archive.Write(t.Context(), archive.House{DSN: filepath.Join(dir, "referd.db"), Dir: dir, Vault: filepath.Join(dir, "vault")}, &sealed, secret.Recipient())
		must(t, err)
		_, err = archive.Restore(t.Context(), archive.House{DSN: filepath.Join(again, "referd.db"), Dir: again, Vault: filepath.Join(again, "vault")}, &sealed, secret)
		must(t, err)
		back, err := store.Open(t.Context(), store.Options{DSN: filepath.Join(again, "referd.db"), Dir: again})
		must(t, err)
		must(t, view(t, back, home, func(v *store.View) error {
			list, err := v.Ledger("r")
			if len(list) != 1 {
				t.Errorf("%q: %d entries came back", name, len(list))
			}
			return err
		}))
		must(t, back.Close())
		os.RemoveAll(dir)
		os.RemoveAll(again)
	}
	if left, err := os.ReadDir(above); err != nil || len(left) > 0 {
		t.Errorf("beside the folders there are %v, %v", left, err)
	}
}
