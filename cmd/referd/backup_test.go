package main

import (
	"archive/tar"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
	"referd/store/pgtest"
	"referd/store/schema"
)

// A backup made while a house works comes back on either database with every
// row and document it had, and what comes back can be backed up in turn.
func TestABackupComesBackWhole(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("a whole house")
	}
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := furnished(at("house")); err != nil {
		t.Fatal(err)
	}
	pg := pgtest.Start(t)
	large := bytes.Repeat([]byte("a large document "), 300_000)
	doc := filed(t, at("house"), large)
	public := strings.TrimSpace(told(t, 0, "backup", "-new-key", at("secret")))
	addr, err := free()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, &call{args: []string{"demo", "-addr", addr, "-data", at("house")}, env: func(string) string { return "" }, out: io.Discard, err: io.Discard})
	}()
	if !ready(addr) {
		t.Fatal("the house did not open")
	}
	visit(t, "http://"+addr).signIn("rivera@lakeside.example") // what was read waits to be found in the audit
	atWork(t, at("house"))
	told(t, 0, "backup", "-data", at("house"), "-file", at("first"), "-seal", public)
	stop()
	<-ended

	told(t, 0, "restore", "-data", at("onpg"), "-db", pg, "-file", at("first"), "-key", at("secret"))
	told(t, 0, "backup", "-data", at("onpg"), "-db", pg, "-file", at("second"), "-seal", public)
	if out := told(t, 0, "restore", "-data", at("back"), "-file", at("second"), "-key", at("secret")); !strings.Contains(out, " 0 differ") {
		t.Errorf("the restore says %q", out)
	}
	told(t, 0, "backup", "-data", at("back"), "-file", at("third"), "-seal", public)
	first, third := unsealed(t, at("first"), at("secret")), unsealed(t, at("third"), at("secret"))
	if len(first["tables/entries"]) == 0 || len(first["tables/audit_patients"]) == 0 || len(first["vault"]) != 1 {
		t.Fatalf("the backup has %d entries, %d documents", len(first["tables/entries"]), len(first["vault"]))
	}
	for _, name := range slices.Sorted(maps.Keys(first)) {
		if name != "tables/audit" && !slices.Equal(first[name], third[name]) {
			t.Errorf("%s: %d lines came back as %d others", name, len(first[name]), len(third[name]))
		}
	}
	for _, line := range first["tables/audit"] { // each start and restore adds to it
		if !slices.Contains(third["tables/audit"], line) {
			t.Fatalf("a record of the audit is lost: %s", line)
		}
	}
	if got := filedBytes(t, at("back"), doc); !bytes.Equal(got, large) {
		t.Errorf("the large document came back with %d bytes of %d", len(got), len(large))
	}
	info, err := os.Stat(at("first"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the backup: %v, %v", info.Mode(), err)
	}
}

// What cannot be restored is refused in words, and leaves nothing behind.
func TestARestoreIsAllOrNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("a whole house")
	}
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := furnished(at("house")); err != nil {
		t.Fatal(err)
	}
	public := strings.TrimSpace(told(t, 0, "backup", "-new-key", at("secret")))
	told(t, 0, "backup", "-new-key", at("other"))
	told(t, 1, "backup", "-new-key", at("secret")) // a key is not written over
	told(t, 0, "backup", "-data", at("house"), "-file", at("good"), "-seal", public)
	told(t, 1, "backup", "-data", at("house"), "-file", at("good"), "-seal", public)
	told(t, 1, "backup", "-data", at("nowhere"), "-file", at("none"), "-seal", public)
	told(t, 2, "backup", "-data", at("house"), "-file", at("none"), "-seal", "age1nonsense")
	told(t, 2, "backup", "-data", at("house"), "-file", at("none"))
	good, err := os.ReadFile(at("good"))
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(good)
	flipped[len(flipped)/2] ^= 1
	for name, b := range map[string][]byte{"flipped": flipped, "cut": good[:len(good)-5000], "cut at a chunk": good[:len(good)/65536*65536], "no backup": []byte("hello"), "empty": nil} {
		if err := os.WriteFile(at("bad"), b, 0o600); err != nil {
			t.Fatal(err)
		}
		out := told(t, 1, "restore", "-data", at("new"), "-file", at("bad"), "-key", at("secret"))
		if !strings.Contains(out, "no backup of referd") && !strings.Contains(out, "damaged or was cut short") {
			t.Errorf("%s: it says %q", name, out)
		}
		filepath.WalkDir(at("new"), func(p string, f fs.DirEntry, err error) error {
			if err == nil && !f.IsDir() {
				t.Errorf("%s: %s was left behind", name, p)
			}
			return nil
		})
	}
	if out := told(t, 1, "restore", "-data", at("new"), "-file", at("good"), "-key", at("other")); !strings.Contains(out, "This key does not open it") {
		t.Errorf("another key: it says %q", out)
	}
	if out := told(t, 1, "restore", "-data", at("house"), "-file", at("good"), "-key", at("secret")); !strings.Contains(out, "There is a house here already") {
		t.Errorf("over a house: it says %q", out)
	}
	// What cannot be written says nothing against the backup.
	if err := os.WriteFile(at("taken"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if out := told(t, 1, "restore", "-data", at("new"), "-vault", at("taken"), "-file", at("good"), "-key", at("secret")); strings.Contains(out, "damaged") || !strings.Contains(out, "could not be written") {
		t.Errorf("no room: it says %q", out)
	}
	told(t, 0, "restore", "-data", at("new"), "-file", at("good"), "-key", at("secret"))
}

// A damaged backup leaves an empty PostgreSQL as it was: the next one is restored
// into it, with nothing to be cleared away first. A document that outlived its house
// stays.
func TestADamagedBackupLeavesPostgresEmpty(t *testing.T) {
	if testing.Short() {
		t.Skip("a whole house")
	}
	pg, dir := pgtest.Start(t), t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := furnished(at("house")); err != nil {
		t.Fatal(err)
	}
	doc := filed(t, at("house"), bytes.Repeat([]byte("a large document "), 300_000))
	public := strings.TrimSpace(told(t, 0, "backup", "-new-key", at("secret")))
	told(t, 0, "backup", "-data", at("house"), "-file", at("good"), "-seal", public)
	good, err := os.ReadFile(at("good"))
	if err == nil {
		err = os.WriteFile(at("bad"), good[:len(good)-5000], 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	told(t, 1, "restore", "-data", at("new"), "-db", pg, "-vault", filepath.Join(at("house"), "vault"), "-file", at("bad"), "-key", at("secret"))
	if got := filedBytes(t, at("house"), doc); len(got) == 0 {
		t.Error("a document that was there before is gone")
	}
	told(t, 0, "restore", "-data", at("new"), "-db", pg, "-file", at("good"), "-key", at("secret"))
}

// told runs a command and gives what it said.
func told(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if code := run(t.Context(), &call{args: args, env: func(string) string { return "" }, out: &out, err: &out}); code != want {
		t.Fatalf("referd %s ends with %d, want %d: %s", args[0], code, want, &out)
	}
	return out.String()
}

// filed keeps a document with the first referral of a house.
func filed(t *testing.T, dir string, b []byte) (id chart.DocumentID) {
	t.Helper()
	opened(t, dir, func(db *store.DB) error {
		return desk.New(db, nil).DB.Commit(t.Context(), func(tx *store.Tx) error {
			loops, err := tx.Queue(store.Queue{Limit: 1}, db.Now())
			if err != nil || len(loops) == 0 {
				return errors.Join(err, errors.New("no loops"))
			}
			id = "1jqxxxsh000000000001"
			return tx.PutDocument(chart.Document{ID: id, Kind: chart.Inbound, Media: "text/plain", Org: party.OrgID("lakeside"), Received: db.Now()}, referral.ID(loops[0].ID), b)
		})
	})
	return id
}

// atWork leaves a job in somebody's hands, as a backup may find it.
func atWork(t *testing.T, dir string) {
	t.Helper()
	db, err := sql.Open("sqlite3", schema.Lite(filepath.Join(dir, "referd.db"))+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("insert into jobs (kind, referral, arg, due, leased, token) values ('of another time', '', '', 0, 1 << 62, 'mine')"); err != nil {
		t.Fatal(err)
	}
}

func filedBytes(t *testing.T, dir string, id chart.DocumentID) (b []byte) {
	t.Helper()
	opened(t, dir, func(db *store.DB) error {
		return db.View(t.Context(), store.Scope{System: true}, func(v *store.View) (err error) {
			_, _, b, err = v.Document(id)
			return err
		})
	})
	return b
}

func opened(t *testing.T, dir string, f func(*store.DB) error) {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{DSN: filepath.Join(dir, "referd.db"), Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- db.Run(context.WithoutCancel(t.Context())) }()
	err = f(db)
	db.Stop()
	if e := <-ended; err == nil {
		err = e
	}
	db.Close()
	if err != nil {
		t.Fatal(err)
	}
}

// unsealed reads a backup without the house: the lines of each table in order,
// and the names in the vault.
func unsealed(t *testing.T, file, secret string) map[string][]string {
	t.Helper()
	key, err := os.ReadFile(secret)
	if err != nil {
		t.Fatal(err)
	}
	ids, err := age.ParseIdentities(bytes.NewReader(key))
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := age.Decrypt(bytes.NewReader(b), ids...)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := zstd.NewReader(opened)
	if err != nil {
		t.Fatal(err)
	}
	defer unpacked.Close()
	out := map[string][]string{}
	for r := tar.NewReader(unpacked); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		switch dir, name := filepath.Split(h.Name); {
		case strings.HasPrefix(dir, "tables/"):
			lines := strings.Split(strings.TrimSpace(string(body)), "\n")
			out[strings.TrimSuffix(dir, "/")] = append(out[strings.TrimSuffix(dir, "/")], lines[1:]...)
		case dir == "vault/":
			out["vault"] = append(out["vault"], name+" "+string(body[:min(20, len(body))]))
		case name == "key":
			out["key"] = []string{string(body)}
		}
	}
	for _, lines := range out {
		slices.Sort(lines)
	}
	return out
}
