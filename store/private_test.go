package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"referd/store"
)

// Every file of a house belongs to its owner alone, whatever folder it was put
// in: the database and its log hold names in the open.
func TestFilesAreTheOwnersAlone(t *testing.T) {
	dir := t.TempDir()
	must(t, os.Chmod(dir, 0o755)) // as an operator made it
	db, err := store.Open(t.Context(), store.Options{DSN: filepath.Join(dir, "referd.db"), Dir: dir, Vault: filepath.Join(dir, "vault")})
	must(t, err)
	defer db.Close()
	seen := 0
	must(t, filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err == nil && path != dir {
			if seen++; info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s is %v", filepath.Base(path), info.Mode())
			}
		}
		return err
	}))
	if seen < 4 {
		t.Errorf("only %d files are there", seen)
	}
}
