package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"referd/base/fault"
	"referd/core/access"
)

// asked is one commit somebody waits for.
type asked struct {
	fn   func(*Tx) error
	seen *access.Record // an audit record alone: the commonest commit
	done chan error
}

// Tx is a commit under way: it reads what it has written.
type Tx struct{ *View }

// Commit runs fn and makes what it wrote durable, all of it or none. On SQLite
// one committer takes whatever arrived during the last sync in one transaction,
// each fn in a savepoint of its own; on PostgreSQL each has a transaction, tried
// again when another got in its way. fn may therefore run more than once.
func (db *DB) Commit(ctx context.Context, fn func(*Tx) error) error {
	if db.pg {
		return db.commitPG(ctx, fn)
	}
	return db.ask(ctx, &asked{fn: fn, done: make(chan error, 1)})
}

// Seen commits the audit record of a read. The read is answered after it.
func (db *DB) Seen(ctx context.Context, r access.Record) error {
	if db.pg {
		return db.commitPG(ctx, func(tx *Tx) error { return tx.Audit(r) })
	}
	return db.ask(ctx, &asked{seen: &r, done: make(chan error, 1)})
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

// Run is the committer. It returns when ctx is done, after the commits it has
// taken. On PostgreSQL it only waits.
func (db *DB) Run(ctx context.Context) error {
	defer db.stop()
	if db.pg {
		select {
		case <-ctx.Done():
		case <-db.stopped:
		}
		return nil
	}
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
	tx := &Tx{&View{db: db, s: s, scope: Scope{System: true}}}
	batch := []*asked{first}
	answers := []error{db.run(tx, first)}
drain:
	for len(batch) < most {
		select {
		case a := <-db.work:
			batch = append(batch, a)
			answers = append(answers, db.run(tx, a))
		default:
			break drain
		}
	}
	_, err := s.exec("commit")
	if db.touched.Swap(false) {
		db.mark.Add(1)
	}
	for i, a := range batch {
		if err != nil {
			a.done <- broken("store.Commit", err)
			continue
		}
		a.done <- answers[i]
	}
	if err == nil && db.after != nil {
		db.after()
	}
	return err
}

// run does one commit's work inside the shared transaction.
func (db *DB) run(tx *Tx, a *asked) error {
	if a.seen != nil {
		return tx.Audit(*a.seen)
	}
	s := tx.s
	if _, err := s.exec("savepoint one"); err != nil {
		return broken("store.Commit", err)
	}
	err := safely(a.fn, tx)
	if err != nil {
		if _, e := s.exec("rollback to one"); e != nil {
			err = errors.Join(err, e)
		}
	}
	if _, e := s.exec("release one"); e != nil && err == nil {
		err = broken("store.Commit", e)
	}
	return err
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
		if err = db.oncePG(ctx, fn); !again(err) && !(unique(err) && fault.Of(err) == fault.Conflict) {
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
	err = safely(fn, &Tx{&View{db: db, s: s, scope: Scope{System: true}}})
	if err == nil {
		_, err = s.conn.ExecContext(context.Background(), "commit")
	}
	if err != nil {
		s.conn.ExecContext(context.Background(), "rollback")
		return err
	}
	if db.after != nil {
		db.after()
	}
	return nil
}
