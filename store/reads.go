package store

import (
	"context"
	"database/sql"
	"os"
	"strings"

	"github.com/pressly/goose/v3"

	"referd/core/access"
	"referd/store/schema"
)

// reads keeps the records of what was read on SQLite: a file of its own with a
// committer of its own. Every commit to a file makes all who read it forget the
// pages they hold; were the record of each answer in the file of the charts, no
// reader would ever find a page in memory. The record of an act stays where the
// act is, in the same commit.
type reads struct {
	file  string
	sql   *sql.DB
	s     *session
	work  chan *shown
	fresh int // records not yet found by who, loop or patient
}

// shown is a record somebody waits for.
type shown struct {
	record access.Record
	done   chan error
}

// stale is how many records may wait to be put where they are found: entering
// them together costs a fraction of entering each with its own commit.
const stale = 1024

// readsFile is the file beside a database: referd.db has referd.reads.db.
func readsFile(file string) string { return strings.TrimSuffix(file, ".db") + ".reads.db" }

func openReads(ctx context.Context, beside string) (*reads, error) {
	r := &reads{file: readsFile(beside), work: make(chan *shown, 4*most)}
	if f, err := os.OpenFile(r.file, os.O_CREATE|os.O_RDWR, 0o600); err == nil {
		f.Close()
	}
	var err error
	if r.sql, err = sql.Open("sqlite3", lite(r.file, "memory")); err != nil {
		return nil, err
	}
	files, err := schema.Reads()
	if err == nil {
		err = migrate(ctx, r.sql, goose.DialectSQLite3, files)
	}
	if err == nil {
		r.s, err = openSession(ctx, r.sql, false)
	}
	if err == nil {
		_, err = r.s.one("select count(*) from fresh", nil, &r.fresh)
	}
	if err != nil {
		r.sql.Close()
		return nil, err
	}
	return r, alike(r.file)
}

func (r *reads) close() error {
	r.s.close()
	return r.sql.Close()
}

// attach lets a reader of the charts ask this file too.
func (r *reads) attach(s *session) error {
	_, err := s.exec("attach database ? as reads", r.file)
	return err
}

// Seen commits the audit record of a read. The read is answered after it.
func (db *DB) Seen(ctx context.Context, r access.Record) error {
	if db.pg {
		return db.commitPG(ctx, func(tx *Tx) error { return tx.Audit(r) })
	}
	a := &shown{record: r, done: make(chan error, 1)}
	return wait(ctx, db, "store.Seen", db.reads.work, a, a.done)
}

// readsTogether commits the record of what was read and whatever others have
// arrived. Its error is a doubt.
func (db *DB) readsTogether(first *shown) error {
	s, batch := db.reads.s, []*shown{first}
	for more := true; more && len(batch) < most; {
		select {
		case a := <-db.reads.work:
			batch = append(batch, a)
		default:
			more = false
		}
	}
	gathered := db.reads.fresh
	_, err := s.exec("begin immediate")
	var doubt error
	if err == nil {
		err, doubt = s.settle(db.enter(batch))
	}
	if err == nil {
		db.kept(views)
	} else {
		db.reads.fresh = gathered
	}
	err = db.note(views, broken("store.Seen", err))
	for _, a := range batch {
		a.done <- err
	}
	return doubt
}

// enter writes a batch, and now and then puts what has gathered where it is found.
func (db *DB) enter(batch []*shown) error {
	list := make([]access.Record, len(batch))
	for i, a := range batch {
		list[i] = a.record
	}
	err := pieces(list, func(list []access.Record) error {
		_, err := db.recordIn(db.reads.s, "fresh", list)
		return err
	})
	if err != nil {
		return err
	}
	if db.reads.fresh += len(list); db.reads.fresh < stale {
		return nil
	}
	if err := find(db.reads.s); err != nil {
		return err
	}
	db.reads.fresh = 0
	return nil
}

// find puts the records that wait where they are found.
func find(s *session) error {
	for _, q := range []string{
		"insert into audit select * from fresh order by id",
		`insert into audit_patients (patient, audit) select p.value, a.id from fresh a, json_each('["' || replace(a.patients, ',', '","') || '"]') p
			where a.patients <> '' and ` + few + ` on conflict (patient, audit) do nothing`,
		"delete from fresh",
	} {
		if _, err := s.exec(q); err != nil {
			return err
		}
	}
	return nil
}
