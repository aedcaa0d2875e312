package floor

import (
	"context"
	"database/sql"
	"hash/fnv"
	"io"
	"time"

	_ "github.com/ncruces/go-sqlite3/driver"
)

// shelf is the floor's database: versions, the current one of each id, search
// rows, audit records; whatever arrived during the last sync shares the next.
type shelf struct {
	read            *sql.DB
	get, search     *sql.Stmt
	work            chan taken
	begin, end      *sql.Stmt
	put, now, index *sql.Stmt
	drop, audit     *sql.Stmt
	old             map[string]record // a real server reads them from the old version
}

// record is a version of a resource with its keys, or, without an id, an audit
// record of what was read.
type record struct {
	id      string
	version int
	body    []byte
	keys    []int64
	sort    string
	what    string
}

type taken struct {
	rows []record
	done chan struct{}
}

const shelves = `
create table ver (seq integer primary key, id text, ver integer, body blob);
create table cur (id text primary key, seq integer) without rowid;
create table idx (k integer, s text, id text, primary key (k, s, id)) without rowid;
create table audit (seq integer primary key, at integer, who text, what text)`

func openShelf(file string) (*shelf, error) {
	dsn := "file:" + file + "?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=busy_timeout(5000)&_pragma=cache_size(-65536)&_pragma=wal_autocheckpoint(16000)"
	db, err := sql.Open("sqlite3", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(9)
	db.SetMaxIdleConns(9)
	if _, err := db.Exec(shelves); err != nil {
		return nil, err
	}
	s := &shelf{read: db, work: make(chan taken, 4096), old: map[string]record{}}
	c, err := db.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	prepare := func(q string) *sql.Stmt {
		st, e := c.PrepareContext(context.Background(), q)
		if e != nil {
			err = e
		}
		return st
	}
	s.begin, s.end = prepare("begin immediate"), prepare("commit")
	s.put, s.now = prepare("insert into ver (id, ver, body) values (?, ?, ?)"), prepare("insert into cur values (?, ?) on conflict (id) do update set seq = excluded.seq")
	s.index, s.drop = prepare("insert or ignore into idx values (?, ?, ?)"), prepare("delete from idx where k = ? and s = ? and id = ?")
	s.audit = prepare("insert into audit (at, who, what) values (?, ?, ?)")
	if err != nil {
		return nil, err
	}
	if s.get, err = db.Prepare("select body from ver where seq = (select seq from cur where id = ?)"); err != nil {
		return nil, err
	}
	if s.search, err = db.Prepare("select i.id, v.body from (select id, s from idx where k = ? order by s limit 20) i join cur c on c.id = i.id join ver v on v.seq = c.seq order by i.s"); err != nil {
		return nil, err
	}
	go s.keep()
	return s, nil
}

// commit returns when the rows are durable.
func (s *shelf) commit(rows ...record) {
	t := taken{rows, make(chan struct{})}
	s.work <- t
	<-t.done
}

func (s *shelf) keep() {
	for first := range s.work {
		batch := []taken{first}
		for len(s.work) > 0 && len(batch) < 256 {
			batch = append(batch, <-s.work)
		}
		must(s.begin.Exec())
		for _, t := range batch {
			for _, r := range t.rows {
				s.row(r)
			}
		}
		must(s.end.Exec())
		for _, t := range batch {
			close(t.done)
		}
	}
}

func (s *shelf) row(r record) {
	if r.id == "" {
		must(s.audit.Exec(time.Now().UnixMicro(), "bench", r.what))
		return
	}
	seq, err := must(s.put.Exec(r.id, r.version, r.body)).LastInsertId()
	if err != nil {
		panic(err)
	}
	must(s.now.Exec(r.id, seq))
	if was, ok := s.old[r.id]; ok {
		for _, k := range was.keys {
			must(s.drop.Exec(k, was.sort, r.id))
		}
	}
	for _, k := range r.keys {
		must(s.index.Exec(k, r.sort, r.id))
	}
	s.old[r.id] = record{keys: r.keys, sort: r.sort}
}

// must ends the floor when its disk fails: nothing it says afterwards counts.
func must(r sql.Result, err error) sql.Result {
	if err != nil {
		panic(err)
	}
	return r
}

func (s *shelf) one(id string) (body []byte, ok bool) {
	return body, s.get.QueryRow(id).Scan(&body) == nil
}

func (s *shelf) found(key int64) (out []record) {
	rows, err := s.search.Query(key)
	if err != nil {
		panic(err)
	}
	defer rows.Close()
	for rows.Next() {
		var r record
		if rows.Scan(&r.id, &r.body) == nil {
			out = append(out, r)
		}
	}
	return out
}

func hash(parts ...string) int64 {
	h := fnv.New64a()
	for _, p := range parts {
		io.WriteString(h, p)
		h.Write([]byte{0})
	}
	return int64(h.Sum64() >> 1)
}
