package store

import (
	"context"
	"fmt"
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
	veil   string // the import whose making this is; nobody sees it yet
	held   *held  // what waits for the end of such a making
}

func (db *DB) tx(s *session) *Tx {
	return &Tx{&View{db: db, s: s, scope: Scope{System: true}, writing: true, memo: newMemo()}, new([]access.Record), "", nil}
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
	a := &asked{fn: fn, done: make(chan error, 1)}
	return wait(ctx, db, "store.Commit", db.work, a, a.done)
}

// wait hands a piece of work to its committer and gives what came of it. Once it
// is taken it happens, whether or not the caller waits.
func wait[T any](ctx context.Context, db *DB, op string, work chan<- T, a T, done <-chan error) error {
	closing := func() error { return fault.E(op, fault.Busy, "The house is closing. Try again in a minute.", nil) }
	select {
	case work <- a:
	case <-db.stopped:
		return closing()
	case <-ctx.Done():
		return fault.E(op, fault.Busy, "It took too long. Nothing was changed.", ctx.Err())
	}
	select {
	case err := <-done:
		return err
	case <-db.stopped:
		select {
		case err := <-done:
			return err
		default:
			return closing()
		}
	}
}

// most is how many commits share a sync.
const most = 256

// lingering is how long a commit that is done but not yet kept waits for as many
// as shared the one before: a sync shared by more costs each less than it waits.
const lingering = 150 * time.Microsecond

// Run is the committers: of acts, and of the records of what was read. It
// returns when ctx is done, after the commits they have taken. On PostgreSQL it
// only waits. While nothing can be kept it tries to.
func (db *DB) Run(ctx context.Context) error {
	defer db.stop()
	var both errgroup.Group
	both.Go(func() error { return serve(ctx, db, acts, db.work, db.together) })
	if !db.pg {
		both.Go(func() error { return serve(ctx, db, views, db.reads.work, db.readsTogether) })
	}
	return both.Wait()
}

// serve does what is asked of a committer, one batch after the other.
func serve[T any](ctx context.Context, db *DB, p keeper, work <-chan T, do func(T) error) error {
	defer db.stop()
	var again <-chan time.Time
	for {
		var err error
		select {
		case a := <-work:
			err = do(a)
		case <-db.troubled[p]:
			again = time.After(retry)
		case <-again:
			again = nil
			if err = db.probe(ctx, p); db.outage.of(p) {
				again = time.After(retry)
			}
		case <-ctx.Done():
			return nil
		case <-db.stopped:
			return nil
		}
		if err != nil {
			return fmt.Errorf("store: nobody knows whether the last commit was kept; start again, so that what the disk has is read: %w", err)
		}
	}
}

// together commits first and whatever else has arrived. Its error is a doubt,
// which ends the committer and with it the process.
func (db *DB) together(first *asked) error {
	s := db.writer
	if _, err := s.exec("begin immediate"); err != nil {
		first.done <- db.note(acts, broken("store.Commit", err))
		return nil
	}
	tx, before := db.tx(s), s.lite.TotalChanges()
	batch, spoilt := db.drain(tx, first)
	db.crowd = len(batch)
	var err error
	if spoilt { // somebody failed half-way: everything is done again, each guarded from the others
		err = db.again(tx, batch)
	}
	if err == nil {
		err = tx.record()
	}
	moved := s.moved
	if s.moved = false; moved {
		db.acted.Add(1) // nobody keeps what they find meanwhile
	}
	err, doubt := s.settle(err)
	wrote := s.lite.TotalChanges() != before // asked before the answers: who hears one may close the store
	if moved {
		db.acted.Add(1) // before anybody is answered: who reads after an answer counts anew
	}
	if db.touched.Swap(false) {
		db.mark.Add(1)
	}
	for _, a := range batch {
		switch {
		case doubt != nil:
			a.err = doubtful(doubt)
		case err != nil:
			a.err = broken("store.Commit", err)
		case a.err == nil:
			db.recent.learn(a.memo)
		}
		a.err = db.note(acts, a.err)
	}
	if err == nil && wrote {
		db.kept(acts) // before the answers: who hears one may ask whether the outage lasts
	}
	for _, a := range batch {
		a.done <- a.err
	}
	if err != nil {
		return doubt
	}
	if db.after != nil {
		db.after()
	}
	return nil
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
		if a = db.next(len(batch) < db.crowd); a == nil {
			return batch, false
		}
	}
}

// next is who else has arrived, or arrives while there is reason to linger.
func (db *DB) next(linger bool) *asked {
	select {
	case a := <-db.work:
		return a
	default:
	}
	if !linger {
		return nil
	}
	late := time.NewTimer(lingering)
	defer late.Stop()
	select {
	case a := <-db.work:
		return a
	case <-late.C:
		return nil
	}
}

// again does a batch from the start, each in a savepoint of its own.
func (db *DB) again(tx *Tx, batch []*asked) error {
	*tx.audits = (*tx.audits)[:0]
	if !tx.s.lite.GetAutocommit() { // some errors, a full disk among them, have rolled back by themselves
		if _, err := tx.s.exec("rollback"); err != nil {
			return err
		}
	}
	if _, err := tx.s.exec("begin immediate"); err != nil {
		return err
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
	return db.note(acts, broken("store.Commit", err))
}

// oncePG is one try. A connection that is lost before the commit has changed
// nothing; one lost in it leaves the caller in doubt, but not this process: the
// next connection reads what the server has.
func (db *DB) oncePG(ctx context.Context, fn func(*Tx) error) error {
	s, err := db.begun(ctx, "begin isolation level repeatable read")
	if err != nil {
		return err
	}
	defer db.give(s)
	tx := db.tx(s)
	s.moved = false
	if err = safely(fn, tx); err == nil {
		err = tx.record()
	}
	if err == nil && s.moved {
		_, err = s.exec("insert into moved default values")
	}
	if err == nil {
		if _, err = s.conn.ExecContext(context.Background(), "commit"); away(err) {
			err = doubtful(err)
		}
	}
	if err != nil {
		s.conn.ExecContext(context.Background(), "rollback")
		return err
	}
	db.recent.learn(tx.memo)
	db.kept(acts)
	if db.after != nil {
		db.after()
	}
	return nil
}
