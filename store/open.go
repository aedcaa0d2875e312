package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/ncruces/go-sqlite3"
	_ "github.com/ncruces/go-sqlite3/driver"
	"github.com/pressly/goose/v3"

	"golang.org/x/sync/semaphore"

	"referd/base/fault"
	"referd/core/referral"
	"referd/store/schema"
	"referd/store/vault"
)

// DB is the store. Writers take turns; readers see a snapshot and never wait.
type DB struct {
	opts    Options
	pg      bool
	sql     *sql.DB
	readers chan *session
	writer  *session
	work    chan *asked
	stopped chan struct{}
	closed  chan struct{} // the files are let go of: nobody waits for a reader
	shut    sync.Once
	once    sync.Once
	lock    *os.File
	vault   *vault.Folder
	key     []byte
	offset  atomic.Int64   // of the demo clock, microseconds
	crowd   int            // acts of the last batch
	fresh   int            // records of acts that wait to be found
	acted   atomic.Int64   // twice the commits that wrote what lists are made of; odd while one is made
	counts  tally[[]int]   // of queues
	places  tally[[]owing] // their first
	phases  tally[map[referral.Phase]int]
	reached tally[[]Reached]
	ahead   *semaphore.Weighted // of one who finds what will be asked
	recent  *recent
	reads   *reads                 // nil on PostgreSQL
	audited atomic.Int64           // the key of the newest audit record, on SQLite
	after   func()                 // told after each commit
	touched atomic.Bool            // the directory was written in the commit under way
	mark    atomic.Int64           // counts commits that wrote it
	counted atomic.Pointer[Stored] // the documents, as they were last counted

	outage   outage
	troubled [2]chan struct{} // a committer cannot keep anything any more
}

// Open opens the store, creating or migrating it. It faults when another
// process has the file, or when a newer version wrote it; and where the disk
// takes nothing, because nobody may read what cannot be put on record. Of a
// store that could not be made nothing is left.
func Open(ctx context.Context, o Options) (*DB, error) {
	o.fill()
	_, none := os.Stat(o.Dir)
	left, _ := filepath.Glob(o.DSN + "*")
	db, err := open(ctx, o)
	if err == nil {
		return db, nil
	}
	if len(left) == 0 && !strings.HasPrefix(o.DSN, "postgres") && disk(err) {
		made, _ := filepath.Glob(o.DSN + "*")
		read, _ := filepath.Glob(strings.TrimSuffix(o.DSN, filepath.Ext(o.DSN)) + ".reads*")
		for _, f := range append(append(made, read...), o.Vault) {
			os.Remove(f) // a vault only when it is empty
		}
		if none != nil {
			os.Remove(o.Dir)
		}
	}
	if disk(err) {
		err = fmt.Errorf("the disk under %s is full, or cannot be read or written. Nothing was changed. Make room, and start again (%w)", o.Dir, err)
	}
	return nil, err
}

// disk reports whether a start failed because of the disk.
func disk(err error) bool {
	return why(err) == full || errors.Is(err, sqlite3.IOERR) || errors.Is(err, sqlite3.CANTOPEN)
}

func open(ctx context.Context, o Options) (*DB, error) {
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, err
	}
	db := &DB{recent: newRecent(), ahead: semaphore.NewWeighted(1), opts: o, pg: strings.HasPrefix(o.DSN, "postgres"), work: make(chan *asked, 4*most), stopped: make(chan struct{}), closed: make(chan struct{}), troubled: [2]chan struct{}{make(chan struct{}, 1), make(chan struct{}, 1)}}
	var err error
	file := filepath.Join(o.Dir, "key")
	made := false
	if db.key, made, err = key(file); err != nil {
		return nil, err
	}
	if db.vault, err = vault.Open(o.Vault); err != nil {
		return nil, err
	}
	if !db.pg {
		if db.lock, err = alone(o.DSN + ".lock"); err != nil {
			return nil, err
		}
		// Made here, for its owner alone: the driver would let the whole machine
		// read it.
		if f, err := os.OpenFile(o.DSN, os.O_CREATE|os.O_RDWR, 0o600); err == nil {
			f.Close()
		}
	}
	err = db.connect(ctx)
	if err == nil && !db.pg {
		if err = alike(o.DSN); err == nil {
			roomy(o.DSN)
			roomy(db.reads.file)
		}
	}
	if err == nil {
		err = db.View(ctx, Scope{System: true}, func(v *View) error { return v.keyed(made) })
	}
	if err != nil {
		if made {
			os.Remove(file) // it has sealed nothing
		}
		db.Close()
		return nil, err
	}
	return db, nil
}

func (db *DB) connect(ctx context.Context) error {
	driver, dsn := "sqlite3", lite(db.opts.DSN, "memory")
	if db.pg {
		driver, dsn = "pgx", db.opts.DSN
	}
	err := db.ready(ctx, driver)
	if err != nil {
		return err
	}
	if db.sql, err = sql.Open(driver, dsn); err != nil {
		return err
	}
	db.sql.SetMaxIdleConns(db.opts.Read + 2)
	if !db.pg {
		if db.reads, err = openReads(ctx, db.opts.DSN); err != nil {
			return err
		}
	}
	db.readers = make(chan *session, db.opts.Read)
	for range db.opts.Read {
		s, err := openSession(ctx, db.sql, db.pg)
		if err == nil && !db.pg {
			err = db.reads.attach(s)
		}
		if err != nil {
			return err
		}
		db.readers <- s
	}
	if !db.pg {
		if db.writer, err = openSession(ctx, db.sql, false); err != nil {
			return err
		}
		db.writer.exec(abandoned) // what cannot be written now ends by itself
		if err := db.writer.watch(); err != nil {
			return err
		}
	}
	return db.View(ctx, Scope{System: true}, func(v *View) error {
		var off, last int64
		_, err := v.s.one("select offset_us from clock where id = 1", nil, &off)
		db.offset.Store(off)
		if err == nil && !db.pg {
			_, err = v.s.one("select max(coalesce((select max(id) from main.audit), 0), coalesce((select max(id) from reads.audit), 0), coalesce((select max(id) from reads.fresh), 0), coalesce((select max(id) from main.fresh), 0)), (select count(*) from main.fresh)", nil, &last, &db.fresh)
			db.audited.Store(last)
		}
		return err
	})
}

// ready brings the tables to this version, and what is searched to its form. Both
// sort a whole house at once, more than a connection of SQLite may have in memory:
// on these it sorts in files without a name.
func (db *DB) ready(ctx context.Context, driver string) error {
	dsn, dialect := lite(db.opts.DSN, "file"), goose.DialectSQLite3
	if db.pg {
		dsn, dialect = db.opts.DSN, goose.DialectPostgres
	}
	files, err := schema.For(db.pg)
	if err != nil {
		return err
	}
	once, err := sql.Open(driver, dsn)
	if err != nil {
		return err
	}
	defer once.Close()
	if err := migrate(ctx, once, dialect, files); err != nil {
		return err
	}
	return db.refound(ctx, once)
}

// lite is the address of a SQLite file with the settings every connection
// has: durable (FULL), write-ahead, checked, distrustful of the schema. What it
// sorts and does not keep is in memory, or in a file.
func lite(file, sorts string) string {
	q := url.Values{}
	for _, p := range []string{"busy_timeout(5000)", "journal_mode(wal)", "synchronous(full)", "foreign_keys(on)", "trusted_schema(off)",
		"cell_size_check(on)", "temp_store(" + sorts + ")", "cache_size(-16384)", "wal_autocheckpoint(16000)"} {
		q.Add("_pragma", p)
	}
	return schema.Lite(file) + "?" + q.Encode()
}

func migrate(ctx context.Context, db *sql.DB, dialect goose.Dialect, files fs.FS) error {
	p, err := goose.NewProvider(dialect, db, files)
	if err != nil {
		return err
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	if list := p.ListSources(); len(list) > 0 && have > list[len(list)-1].Version {
		return fault.E("store.Open", fault.Refused, fmt.Sprintf("This database was written by a newer version (schema %d). Start that version instead.", have), nil)
	}
	_, err = p.Up(ctx)
	return err
}

// take borrows a reader; give brings it back.
func (db *DB) take(ctx context.Context) (*session, error) {
	select {
	case s := <-db.readers:
		return s, nil
	case <-db.closed:
		return nil, fault.E("store.View", fault.Broken, "The store is closed.", nil)
	case <-ctx.Done():
		return nil, fault.E("store.View", fault.Busy, "Too much at once. Try again in a moment.", ctx.Err())
	}
}

func (db *DB) give(s *session) { db.readers <- s }

// begun borrows a session in a transaction. One whose connection was lost gets
// a new one first: nothing was asked yet, so that nobody hears of it.
func (db *DB) begun(ctx context.Context, begin string) (*session, error) {
	s, err := db.take(ctx)
	if err != nil {
		return nil, err
	}
	if !s.pg {
		_, err = s.exec(begin)
	} else if _, err = s.begin(ctx, begin); err != nil && s.lost() && ctx.Err() == nil {
		if err = s.renew(ctx, db.sql); err == nil {
			_, err = s.begin(ctx, begin)
		}
	}
	if err != nil {
		db.give(s)
		return nil, err
	}
	return s, nil
}

// Stop tells the committer that nobody will ask any more.
func (db *DB) Stop() { db.stop() }

// Reopen lets the committer be run again after it has ended.
func (db *DB) Reopen() { db.stopped, db.once = make(chan struct{}), sync.Once{} }

func (db *DB) stop() { db.once.Do(func() { close(db.stopped) }) }

// Close lets go of the files. The committer must have ended.
func (db *DB) Close() (err error) {
	db.shut.Do(func() { err = db.close() })
	return err
}

func (db *DB) close() (err error) {
	db.stop()
	close(db.closed)
	db.ahead.Acquire(context.Background(), 1) // and keep it: nobody begins any more
	if db.sql != nil {
		if db.writer != nil {
			db.writer.close()
		}
		for range cap(db.readers) {
			select {
			case s := <-db.readers:
				s.close()
			default:
			}
		}
		err = db.sql.Close()
	}
	if db.reads != nil {
		err = errors.Join(err, db.reads.close())
	}
	if db.lock != nil {
		db.lock.Close()
	}
	return err
}

// After has f called after each commit; it must not wait.
func (db *DB) After(f func()) { db.after = f }

// Now is domain time: the machine's clock and the demo's offset on it.
func (db *DB) Now() time.Time {
	return db.opts.Now().Add(time.Duration(db.offset.Load()) * time.Microsecond).UTC().Truncate(time.Microsecond)
}

// Machine is the machine's clock, for sessions, leases and the audit.
func (db *DB) Machine() time.Time { return db.opts.Now().UTC().Truncate(time.Microsecond) }

// Advance moves domain time forward. It never goes back.
func (db *DB) Advance(ctx context.Context, by time.Duration) error {
	if by <= 0 {
		return fault.E("store.Advance", fault.Invalid, "The clock only moves forward.", nil)
	}
	next := db.offset.Load() + by.Microseconds()
	err := db.Commit(ctx, func(tx *Tx) error {
		_, err := tx.s.exec("insert into clock (id, offset_us) values (1, ?) on conflict (id) do update set offset_us = excluded.offset_us", next)
		return err
	})
	if err == nil {
		db.offset.Store(next)
	}
	return err
}

func panicked(p any) error { return fmt.Errorf("panic: %v", p) }
