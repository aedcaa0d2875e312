package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/ncruces/go-sqlite3"

	"referd/base/fault"
	"referd/core/access"
)

// Outage is a time in which nothing could be kept, by the machine's clock: Until
// is zero while it lasts. It began with the first commit that failed for it and
// ended with the first that was kept.
type Outage struct {
	Since, Until time.Time
	Why          string // for a person: "the disk takes no more"
}

// Lasts reports whether nothing can be kept now.
func (o Outage) Lasts() bool { return !o.Since.IsZero() && o.Until.IsZero() }

// keeper is a committer: on SQLite acts and the records of what was read have a
// file each, and the log of one may have room where the other has none. On
// PostgreSQL all is acts.
type keeper int

const (
	acts keeper = iota
	views
)

// outage is the last one since this process started, and whose it is.
type outage struct {
	mu   sync.Mutex
	last Outage
	who  [2]bool
}

func (o *outage) of(p keeper) bool { o.mu.Lock(); defer o.mu.Unlock(); return o.who[p] }

// Outage is the last one since this process started; the zero Outage when there
// was none.
func (db *DB) Outage() Outage {
	db.outage.mu.Lock()
	defer db.outage.mu.Unlock()
	return db.outage.last
}

const (
	full = "the disk takes no more"
	mute = "the database does not answer"
)

// why names what keeps anything from being kept; empty for every other error.
func why(err error) string {
	var pg *pgconn.PgError
	switch {
	case err == nil:
		return ""
	case unwritten(err), errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return full
	case errors.As(err, &pg) && pg.Code == "53100":
		return full
	case away(err):
		return mute
	}
	return ""
}

// unwritten reports whether a write failed, most often for want of room: the
// last frame of the commit was not written whole, so that nothing of it can be
// found later. (The driver says IOERR_WRITE where SQLite says FULL: the
// system's own error is gone by then.) Where a sync fails, or the index of the
// log after it, that frame stands, and it is another error.
func unwritten(err error) bool {
	return errors.Is(err, sqlite3.FULL) || errors.Is(err, sqlite3.IOERR_WRITE)
}

// away reports whether PostgreSQL is not there, is going or coming, or is one
// that only reads (a standby that was asked in its place).
func away(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return strings.HasPrefix(pg.Code, "08") || strings.HasPrefix(pg.Code, "57P") || pg.Code == "25006" || pg.Code == "53300"
	}
	var dial *pgconn.ConnectError
	var net net.Error
	return errors.As(err, &dial) || errors.As(err, &net) && !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || err != nil && err.Error() == "conn closed" // pgx has no name for it
}

// refusal is what is said while nothing can be kept.
func refusal(op, why string, err error) error {
	words := "The database does not answer. Nothing was changed. Try again in a minute."
	if why == full {
		words = "The disk takes no more, so that nothing can be kept. Nothing was changed. Whoever runs this house must make room; then it goes on by itself."
	}
	return fault.E(op, fault.Busy, words, err)
}

// doubtful is the answer to a commit of which it is not known whether it was kept.
func doubtful(err error) error {
	return fault.E("store.Commit", fault.Busy, "It is not known whether this was kept. Look in a minute, before you do it again.", err)
}

// settle ends a transaction of SQLite: with its commit or, after an error, by
// taking it back, and so a commit that found no room. doubt is an error after
// which nobody knows what the disk has (a sync that failed above all): the page
// cache may then tell other than the disk, and only the next opening reads what
// is really there.
func (s *session) settle(before error) (err, doubt error) {
	if err = before; err == nil {
		if _, err = s.exec("commit"); err != nil && s.lite.GetAutocommit() && !unwritten(err) {
			return err, err
		}
	}
	if err != nil && !s.lite.GetAutocommit() {
		if _, e := s.exec("rollback"); e != nil {
			return err, errors.Join(err, e)
		}
	}
	return err, nil
}

// note begins an outage with an error that is one, says so once, and gives the
// error back.
func (db *DB) note(p keeper, err error) error {
	w := why(err)
	if w == "" {
		return err
	}
	o := &db.outage
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.who[p] {
		return err
	}
	o.who[p] = true
	select {
	case db.troubled[p] <- struct{}{}:
	default:
	}
	if !o.last.Lasts() {
		o.last = Outage{Since: db.Machine(), Why: w}
		db.opts.Log.Error("nothing can be kept: writes, and reads that need a record, are refused", "why", w, "err", err)
	}
	return err
}

// kept ends an outage of one committer: something was written and is durable.
func (db *DB) kept(p keeper) {
	o := &db.outage
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.who[p] {
		return
	}
	if o.who[p] = false; o.who == [2]bool{} {
		o.last.Until = db.Machine()
		db.opts.Log.Warn("kept again", "why", o.last.Why, "for", o.last.Until.Sub(o.last.Since).String())
	}
}

// retry is how often it is tried whether anything can be kept again.
const retry = 2 * time.Second

// probe tries to put on record that nothing could be kept, and since when: once
// that is kept, all else can be, and the audit says why it has a gap. Its error
// is a doubt.
func (db *DB) probe(ctx context.Context, p keeper) error {
	if !db.outage.of(p) {
		return nil
	}
	r := access.Record{User: "system", Action: access.Execute, Kind: "store.outage", Object: db.Outage().Since.Format(time.RFC3339), Outcome: access.Serious}
	record := func(tx *Tx) error { return tx.Audit(r) }
	switch {
	case db.pg:
		ctx, stop := context.WithTimeout(ctx, 5*time.Second)
		defer stop()
		_ = db.commitPG(ctx, record) // it is tried again
		return nil
	case p == acts:
		return db.together(&asked{fn: record, done: make(chan error, 1)})
	}
	return db.readsTogether(&shown{record: r, done: make(chan error, 1)})
}
