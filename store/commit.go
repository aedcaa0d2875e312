package store

import (
	"context"
	"math/rand/v2"
	"time"

	"golang.org/x/sync/errgroup"

	"referd/base/fault"
	"referd/core/access"
)

// asked is one commit somebody waits for.
type asked struct {
	fn   func(*Tx) error
	memo *memo
	err  error
	done chan error
}

// Tx is a commit under way: it reads what it has written, but for the audit,
// whose records are written together when it ends.
type Tx struct {
	*View
	audits *[]access.Record
}

func (db *DB) tx(s *session) *Tx {
	return &Tx{&View{db: db, s: s, scope: Scope{System: true}, writing: true, memo: newMemo()}, new([]access.Record)}
}

// Commit runs fn and makes what it wrote durable, all of it or none. On SQLite
// one committer takes whatever arrived during the last sync in one transaction;
// should one fail after it wrote, all are done again, each in a savepoint. On
// PostgreSQL each has a transaction, tried again when another got in its way.
// fn may therefore run more than once.
func (db *DB) Commit(ctx context.Context, fn func(*Tx) error) error {
	if db.pg {
		return db.commitPG(ctx, fn)
	}
	return db.ask(ctx, &asked{fn: fn, done: make(chan error, 1)})
}

func (db *DB) ask(ctx context.Context, a *asked) error {
	const op = "store.Commit"
	select {
	case db.work <- a:
	case <-db.stopped:
		return fault.E(op, fault.Busy, "The house is closing. Try again in a minute.", nil)
	case <-ctx.Done():
		return fault.E(op, fault.Busy, "It took too long. Nothing was changed.", ctx.Err())
	}
	// From here on the commit happens whether or not the caller waits.
	select {
	case err := <-a.done:
		return err
	case <-db.stopped:
		select {
		case err := <-a.done:
			return err
		default:
			return fault.E(op, fault.Busy, "The house is closing. Try again in a minute.", nil)
		}
	}
}

// most is how many commits share a sync.
const most = 256

// Run is the committers: of acts, and of the records of what was read. It
// returns when ctx is done, after the commits they have taken. On PostgreSQL it
// only waits.
func (db *DB) Run(ctx context.Context) error {
	defer db.stop()
	if db.pg {
		select {
		case <-ctx.Done():
		case <-db.stopped:
		}
		return nil
	}
	var both errgroup.Group
	both.Go(func() error { return db.runActs(ctx) })
	both.Go(func() error { return db.runReads(ctx) })
	return both.Wait()
}

func (db *DB) runActs(ctx context.Context) error {
	defer db.stop()
	for {
		var first *asked
		select {
		case first = <-db.work:
		case <-ctx.Done():
			return nil
		case <-db.stopped:
			return nil
		}
		if err := db.together(first); err != nil {
			return err
		}
	}
}

// together commits first and whatever else has arrived. An error of the
// commit itself ends the committer: after a failed sync nothing may be
// answered from this file until it is opened again.
func (db *DB) together(first *asked) error {
	s := db.writer
	if _, err := s.exec("begin immediate"); err != nil {
		first.done <- broken("store.Commit", err)
		return nil
	}
	tx := db.tx(s)
	batch, spoilt := db.drain(tx, first)
	var err error
	if spoilt { // somebody failed half-way: everything is done again, each guarded from the others
		if err = db.again(tx, batch); err != nil {
			s.exec("rollback")
		}
	}
	if err == nil {
		err = tx.record()
	}
	if err == nil {
		_, err = s.exec("commit")
	}
	if db.touched.Swap(false) {
		db.mark.Add(1)
	}
	for _, a := range batch {
		if err != nil {
			a.err = broken("store.Commit", err)
		} else if a.err == nil {
			db.recent.learn(a.memo)
		}
		a.done <- a.err
	}
	if err == nil && db.after != nil {
		db.after()
	}
	return err
}

// drain does first and what else has arrived, in one transaction and without
// savepoints. Who fails before writing has spoilt nothing.
func (db *DB) drain(tx *Tx, first *asked) (batch []*asked, spoilt bool) {
	for a := first; ; {
		batch = append(batch, a)
		was, n := tx.s.lite.TotalChanges(), len(*tx.audits)
		if a.err = a.do(tx); a.err != nil {
			if *tx.audits = (*tx.audits)[:n]; tx.s.lite.TotalChanges() != was || tx.s.lite.GetAutocommit() {
				return batch, true
			}
		}
		if len(batch) == most {
			return batch, false
		}
		select {
		case a = <-db.work:
		default:
			return batch, false
		}
	}
}

// again does a batch from the start, each in a savepoint of its own.
func (db *DB) again(tx *Tx, batch []*asked) error {
	*tx.audits = (*tx.audits)[:0]
	for _, q := range []string{"rollback", "begin immediate"} {
		if _, err := tx.s.exec(q); err != nil {
			return err
		}
	}
	for _, a := range batch {
		if _, err := tx.s.exec("savepoint one"); err != nil {
			return err
		}
		n := len(*tx.audits)
		if a.err = a.do(tx); a.err != nil {
			*tx.audits = (*tx.audits)[:n]
			if _, err := tx.s.exec("rollback to one"); err != nil {
				return err
			}
		}
		if _, err := tx.s.exec("release one"); err != nil {
			return err
		}
	}
	return nil
}

// do does one commit of a batch, which knows nothing of the others.
func (a *asked) do(tx *Tx) error {
	tx.memo = newMemo()
	a.memo = tx.memo
	return safely(a.fn, tx)
}

// safely turns a panic in one commit into that commit's error, so that the
// others of its batch stand.
func safely(fn func(*Tx) error, tx *Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fault.E("store.Commit", fault.Broken, "Something broke on our side. Nothing was changed.", panicked(p))
		}
	}()
	return fn(tx)
}

func (db *DB) commitPG(ctx context.Context, fn func(*Tx) error) error {
	var err error
	for try := range 8 {
		if try > 0 {
			time.Sleep(time.Duration(1+rand.IntN(1<<try)) * time.Millisecond)
		}
		if err = db.oncePG(ctx, fn); !clash(err) && !(unique(err) && fault.Of(err) == fault.Conflict) {
			break
		}
	}
	return broken("store.Commit", err)
}

func (db *DB) oncePG(ctx context.Context, fn func(*Tx) error) error {
	s, err := db.take(ctx)
	if err != nil {
		return err
	}
	defer db.give(s)
	if _, err := s.conn.ExecContext(ctx, "begin isolation level repeatable read"); err != nil {
		return err
	}
	tx := db.tx(s)
	if err = safely(fn, tx); err == nil {
		err = tx.record()
	}
	if err == nil {
		_, err = s.conn.ExecContext(context.Background(), "commit")
	}
	if err != nil {
		s.conn.ExecContext(context.Background(), "rollback")
		return err
	}
	db.recent.learn(tx.memo)
	if db.after != nil {
		db.after()
	}
	return nil
}
