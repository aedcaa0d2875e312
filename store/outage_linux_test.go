package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/store"
	"referd/store/pgtest"
)

// alone runs the test once more in a process of its own: what it does to the
// process would harm the others. There it returns true.
func alone(t *testing.T, attr *syscall.SysProcAttr) bool {
	if os.Getenv("REFERD_ALONE") == t.Name() {
		return true
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env, cmd.SysProcAttr = append(os.Environ(), "REFERD_ALONE="+t.Name()), attr
	out, err := cmd.CombinedOutput()
	switch {
	case errors.Is(err, syscall.EPERM), strings.Contains(string(out), "--- SKIP"):
		t.Skipf("no small disk can be had here: %v\n%s", err, out)
	case err != nil || !strings.Contains(string(out), "--- PASS"):
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
	return false
}

// apart is a process that may mount a disk nobody else sees.
func apart() *syscall.SysProcAttr {
	one := func(id int) []syscall.SysProcIDMap { return []syscall.SysProcIDMap{{HostID: id, Size: 1}} }
	return &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS, UidMappings: one(os.Getuid()), GidMappings: one(os.Getgid())}
}

// act is a whole act, or one with a letter too large for a row, and a look at it.
func act(db *store.DB, id string, letter bool) error {
	err := db.Commit(context.Background(), func(tx *store.Tx) error {
		for _, step := range whole(id) {
			if err := step(tx); err != nil {
				return err
			}
		}
		if !letter {
			return nil
		}
		return tx.PutDocument(chart.Document{ID: documentOf("large" + id), Patient: "pat", Kind: chart.Attachment}, referral.ID(id), large(id))
	})
	if err == nil {
		if err = look(db, id); err != nil {
			err = errors.Join(errUnseen, err)
		}
	}
	return err
}

// errUnseen is of an act that was kept, and nobody could look at it.
var errUnseen = errors.New("unseen")

func look(db *store.DB, id string) error {
	return db.Seen(context.Background(), access.Record{User: "u", Org: "home", Action: access.Read, Kind: "loop.read", Referral: referral.ID(id), Patients: []party.PatientID{"pat"}, Outcome: access.Success})
}

// absent is what a loop is of which nothing was kept.
func absent(t *testing.T, v *store.View, id string) {
	t.Helper()
	if l, err := v.Ledger(referral.ID(id)); len(l) != 0 || fault.Of(err) != fault.Missing {
		t.Errorf("%s was not kept and is there: %d entries, %v", id, len(l), err)
	}
}

// A disk fills up: what finds no room is refused in words that say so, with
// nothing of it kept; a read is refused because its record cannot be; the
// process stays, goes on by itself once there is room, and nothing that was
// acknowledged is missing then or after the next start.
func TestAFullDisk(t *testing.T) {
	if !alone(t, apart()) {
		return
	}
	dir := t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size=12m"); err != nil {
		t.Skip(err)
	}
	defer syscall.Unmount(dir, syscall.MNT_DETACH)
	filler := filepath.Join(dir, "filler")
	must(t, os.WriteFile(filler, make([]byte, 4<<20), 0o600))
	db, err := store.Open(t.Context(), store.Options{DSN: filepath.Join(dir, "r.db"), Dir: dir})
	must(t, err)
	ended := make(chan error, 1)
	go func() { ended <- db.Run(context.Background()) }()

	acked, refused, letters, unseen := []string{}, []string{}, 0, 0
	for n := 1; len(refused) < 40; n++ {
		if n > 20_000 {
			t.Fatal("the disk never filled")
		}
		id := fmt.Sprintf("0-0-%d", n)
		switch err := act(db, id, n%5 == 0); {
		case err == nil:
			acked = append(acked, id)
		case errors.Is(err, errUnseen) && fault.Of(err) == fault.Busy:
			unseen++ // the record of a look has a log of its own, which is full first
		case fault.Of(err) != fault.Busy || !strings.Contains(fault.Public(err), "takes no more"):
			t.Fatalf("%s: %v", id, err)
		default:
			if refused = append(refused, id); n%5 == 0 {
				letters++
			}
		}
	}
	if letters == 0 || letters == len(refused) {
		t.Fatalf("%d of %d refused were letters: both kinds were to find no room", letters, len(refused))
	}
	if o := db.Outage(); !o.Lasts() || o.Why != "the disk takes no more" {
		t.Errorf("the store says %+v", o)
	}
	var last error
	for range 4096 { // its own log may have room for a few
		if last = look(db, acked[0]); last != nil {
			break
		}
	}
	if fault.Of(last) != fault.Busy || last == nil {
		t.Errorf("a read without its record: %v", last)
	}
	there := func(db *store.DB) {
		t.Helper()
		must(t, db.View(t.Context(), store.Scope{System: true}, func(v *store.View) error {
			for _, id := range acked {
				acknowledged(t, v, id)
			}
			for _, id := range refused {
				absent(t, v, id)
			}
			return nil
		}))
	}
	there(db)
	must(t, os.Remove(filler))
	must(t, act(db, "after-0-1", true))
	acked = append(acked, "after-0-1")
	if o := db.Outage(); o.Lasts() || o.Until.IsZero() {
		t.Errorf("there is room again, and the store says %+v", o)
	}
	there(db)
	db.Stop()
	must(t, <-ended)
	must(t, db.Close())
	fill := make([]byte, 16<<20)
	if err := os.WriteFile(filler, fill, 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	if db, err := store.Open(t.Context(), store.Options{DSN: filepath.Join(dir, "r.db"), Dir: dir}); err == nil {
		db.Close() // there was room for it
	} else if !strings.Contains(err.Error(), "is full") {
		t.Errorf("opened on a full disk it says %v", err)
	}
	must(t, os.Remove(filler))
	there(opened(t, filepath.Join(dir, "r.db"), dir))
	t.Logf("%d acknowledged, %d refused, %d kept and not to be looked at", len(acked), len(refused), unseen)
}

// unsynced puts under every descriptor of a file one that takes what is written
// and fails to sync it: a disk that has gone, as its writers see it.
func unsynced(t *testing.T, file string) {
	t.Helper()
	null, err := syscall.Open("/dev/null", syscall.O_RDWR, 0)
	must(t, err)
	list, err := os.ReadDir("/proc/self/fd")
	must(t, err)
	n := 0
	for _, e := range list {
		if to, err := os.Readlink("/proc/self/fd/" + e.Name()); err == nil && to == file {
			fd, err := strconv.Atoi(e.Name())
			must(t, err)
			must(t, syscall.Dup3(null, fd, 0))
			n++
		}
	}
	if n == 0 {
		t.Fatal("nobody has the log open")
	}
}

// A commit of which nobody knows what the disk has ends the committer: its
// asker is not told that nothing changed, and the next opening has everything
// that was acknowledged.
func TestACommitInDoubt(t *testing.T) {
	if !alone(t, nil) {
		return
	}
	dir := t.TempDir()
	dsn := filepath.Join(dir, "r.db")
	db, err := store.Open(t.Context(), store.Options{DSN: dsn, Dir: dir})
	must(t, err)
	ended := make(chan error, 1)
	go func() { ended <- db.Run(context.Background()) }()
	must(t, act(db, "0-0-1", true))
	unsynced(t, dsn+"-wal")
	err = act(db, "0-0-2", false)
	if fault.Of(err) != fault.Busy || !strings.Contains(fault.Public(err), "not known whether") || strings.Contains(fault.Public(err), "Nothing was changed") {
		t.Errorf("the asker hears %v", err)
	}
	select {
	case err = <-ended:
	case <-time.After(10 * time.Second):
	}
	if err == nil || !strings.Contains(err.Error(), "nobody knows") {
		t.Fatalf("the committer ended with %v", err)
	}
	if err := act(db, "0-0-3", false); fault.Of(err) != fault.Busy {
		t.Errorf("after it: %v", err)
	}
	must(t, db.Close())
	db = opened(t, dsn, dir)
	must(t, act(db, "0-0-4", true))
	must(t, view(t, db, store.Scope{System: true}, func(v *store.View) error {
		acknowledged(t, v, "0-0-1")
		acknowledged(t, v, "0-0-4")
		absent(t, v, "0-0-2")
		return nil
	}))
}

// PostgreSQL goes away as by a crash and comes back: meanwhile reads and writes
// are refused in words that say so, and afterwards the first question is
// answered, on a new connection, without anybody starting anything.
func TestPostgresGoesAndComes(t *testing.T) {
	s, err := pgtest.New()
	if errors.Is(err, pgtest.ErrAbsent) {
		t.Skip(err)
	}
	must(t, err)
	t.Cleanup(s.Remove)
	db := open(t, s.DSN)
	must(t, act(db, "0-0-1", true))
	for round := range 2 {
		must(t, s.Halt())
		for range 10 { // more than there are connections
			if err := act(db, "lost-0-1", false); fault.Of(err) != fault.Busy || !strings.Contains(fault.Public(err), "does not answer") {
				t.Fatalf("a write: %v", err)
			}
			if err := view(t, db, store.Scope{System: true}, func(*store.View) error { return nil }); fault.Of(err) != fault.Busy {
				t.Fatalf("a read: %v", err)
			}
		}
		if o := db.Outage(); !o.Lasts() || o.Why != "the database does not answer" {
			t.Errorf("the store says %+v", o)
		}
		must(t, s.Start())
		id := fmt.Sprintf("again-0-%d", round)
		must(t, act(db, id, true))
		if o := db.Outage(); o.Lasts() {
			t.Errorf("it is back, and the store says %+v", o)
		}
		for range 10 {
			must(t, view(t, db, store.Scope{System: true}, func(v *store.View) error {
				acknowledged(t, v, "0-0-1")
				acknowledged(t, v, id)
				absent(t, v, "lost-0-1")
				return nil
			}))
		}
	}
}

// A server that falls in the middle of an act has kept nothing of it.
func TestPostgresGoesInAnAct(t *testing.T) {
	s, err := pgtest.New()
	if errors.Is(err, pgtest.ErrAbsent) {
		t.Skip(err)
	}
	must(t, err)
	t.Cleanup(s.Remove)
	db := open(t, s.DSN)
	tries := 0
	err = db.Commit(t.Context(), func(tx *store.Tx) error {
		tries++
		must(t, whole("0-0-1")[2](tx))
		must(t, s.Halt())
		return tx.Enqueue(store.Job{Kind: "x", Due: day0})
	})
	if fault.Of(err) != fault.Busy || tries != 1 {
		t.Errorf("%v, after %d tries", err, tries)
	}
	must(t, s.Start())
	must(t, view(t, db, store.Scope{System: true}, func(v *store.View) error {
		absent(t, v, "0-0-1")
		return nil
	}))
}
