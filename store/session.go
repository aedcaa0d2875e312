package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/ncruces/go-sqlite3"

	"referd/base/fault"
	"referd/core/party"
)

// session is one connection with the statements prepared on it.
type session struct {
	conn  *sql.Conn
	pg    bool
	stmts map[string]*sql.Stmt // on PostgreSQL
	lite  *sqlite3.Conn        // nil on PostgreSQL
	lites map[string]*sqlite3.Stmt

	// The statements that write what lists are made of, whether the one being prepared
	// does, and whether any was asked since somebody looked. SQLite says so of its
	// writer's; of PostgreSQL's their words do.
	moving       map[string]bool
	moves, moved bool
}

func openSession(ctx context.Context, db *sql.DB, pg bool) (*session, error) {
	c, err := connected(ctx, db, pg)
	if err != nil {
		return nil, err
	}
	s := &session{conn: c, pg: pg, stmts: map[string]*sql.Stmt{}, lites: map[string]*sqlite3.Stmt{}}
	if pg {
		s.moving = map[string]bool{}
		return s, nil
	}
	return s, c.Raw(s.steady)
}

// connected is a connection of its own.
func connected(ctx context.Context, db *sql.DB, pg bool) (*sql.Conn, error) {
	c, err := db.Conn(ctx)
	if err != nil || !pg {
		return c, err
	}
	if _, err = c.ExecContext(ctx, asIs); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// asIs has PostgreSQL carry a question out as it is: to translate one into machine
// code takes it longer than any of these takes.
const asIs = "set jit = off"

// lost reports whether the connection is no more, as when the server went away
// or the asker did in the middle of a question.
func (s *session) lost() bool {
	return s.pg && (s.conn == nil || s.conn.Raw(func(c any) error {
		if c.(*stdlib.Conn).Conn().IsClosed() {
			return driver.ErrBadConn
		}
		return nil
	}) != nil)
}

// renew puts a new connection in the place of a lost one.
func (s *session) renew(ctx context.Context, db *sql.DB) error {
	ctx, stop := context.WithTimeout(ctx, 5*time.Second)
	defer stop()
	if s.conn != nil {
		s.conn.Close()
		s.conn = nil
	}
	c, err := connected(ctx, db, true)
	if err == nil {
		s.conn, s.stmts, s.moving = c, map[string]*sql.Stmt{}, map[string]bool{}
	}
	return err
}

// begin begins a transaction on PostgreSQL.
func (s *session) begin(ctx context.Context, how string) (sql.Result, error) {
	if s.conn == nil {
		return nil, driver.ErrBadConn
	}
	return s.conn.ExecContext(ctx, how)
}

// steady keeps a statement's plan whatever it is asked with: without it SQLite
// parses a statement anew each time its parameters change.
func (s *session) steady(driver any) error {
	s.lite = driver.(interface{ Raw() *sqlite3.Conn }).Raw()
	_, err := s.lite.Config(sqlite3.DBCONFIG_ENABLE_QPSG, true)
	return err
}

// manyTexts is how many statements a connection keeps: texts with lists of
// varying length must not pile up.
const manyTexts = 400

// prepared gives the statement for a text, prepared once a connection.
func (s *session) prepared(q string) (*sql.Stmt, error) {
	if st := s.stmts[q]; st != nil {
		return st, nil
	}
	st, err := s.conn.PrepareContext(context.Background(), bound(q))
	if err != nil {
		return nil, err
	}
	if len(s.stmts) > manyTexts {
		for k, old := range s.stmts {
			old.Close()
			delete(s.stmts, k)
			delete(s.moving, k)
			break
		}
	}
	s.stmts[q] = st
	if into := writes.FindStringSubmatch(q); into != nil && inLists[into[1]] {
		s.moving[q] = true
	}
	return st, nil
}

// writes is a statement that writes a table.
var writes = regexp.MustCompile(`^(?:insert into|update|delete from) "?(\w+)`)

var rebound sync.Map

// bound puts a text's question marks in PostgreSQL's form.
func bound(q string) string {
	if r, ok := rebound.Load(q); ok {
		return r.(string)
	}
	var b strings.Builder
	n := 0
	for _, c := range q {
		if c == '?' {
			n++
			b.WriteString("$" + strconv.Itoa(n))
			continue
		}
		b.WriteRune(c)
	}
	rebound.Store(q, b.String())
	return b.String()
}

func (s *session) exec(q string, args ...any) (int64, error) {
	if s.lite != nil {
		return s.liteExec(q, args)
	}
	st, err := s.prepared(q)
	if err != nil {
		return 0, err
	}
	s.moved = s.moved || s.moving[q]
	r, err := st.ExecContext(context.Background(), args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// each runs f for every row; f scans it.
func (s *session) each(q string, args []any, f func(scan func(...any) error) error) error {
	if s.lite != nil {
		return s.liteEach(q, args, -1, f)
	}
	st, err := s.prepared(q)
	if err != nil {
		return err
	}
	rows, err := st.QueryContext(context.Background(), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// one scans a single row; found is false when there is none.
func (s *session) one(q string, args []any, into ...any) (found bool, err error) {
	if s.lite != nil {
		err = s.liteEach(q, args, 1, func(scan func(...any) error) error { found = true; return scan(into...) })
		return found && err == nil, err
	}
	st, err := s.prepared(q)
	if err != nil {
		return false, err
	}
	switch err := st.QueryRowContext(context.Background(), args...).Scan(into...); {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	default:
		return err == nil, err
	}
}

// unique reports whether err is a broken uniqueness rule. On SQLite the trigger
// that keeps the ledger from being replaced says so before its key does.
func unique(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "23505"
	}
	return errors.Is(err, sqlite3.CONSTRAINT_UNIQUE) || errors.Is(err, sqlite3.CONSTRAINT_PRIMARYKEY) || errors.Is(err, sqlite3.CONSTRAINT_TRIGGER)
}

// clash reports whether a transaction may be tried once more as it is.
func clash(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

// broken wraps an error of the database that is not the caller's doing.
func broken(op string, err error) error {
	if err == nil {
		return nil
	}
	if f := (*fault.Fault)(nil); errors.As(err, &f) || fault.Of(err) != fault.Broken {
		return err
	}
	if w := why(err); w != "" {
		return refusal(op, w, err)
	}
	return fault.E(op, fault.Broken, "The record could not be kept. Nothing was changed.", err)
}

// in is a list to look in, and what it is asked with. PostgreSQL takes it as one
// value, so that a text serves every length and is planned once.
func (s *session) in(ids []party.PatientID) (list string, with []any) {
	if !s.pg {
		return "(" + marksFor(len(ids)) + ")", args(ids)
	}
	texts := make([]string, len(ids))
	for i, x := range ids {
		texts[i] = string(x)
	}
	return "(select unnest(?::text[]))", []any{texts}
}

// among asks about a long list: SQLite in lengths of a hundred, filled up with
// nobody, so that there too one text serves every length.
func (s *session) among(ids []party.PatientID, f func(list string, with []any) error) error {
	if s.pg {
		return f(s.in(ids))
	}
	for some := range slices.Chunk(ids, 100) {
		full := make([]party.PatientID, 100)
		copy(full, some)
		if err := f(s.in(full)); err != nil {
			return err
		}
	}
	return nil
}

// marksFor is "?, ?, ?" for a list of n.
func marksFor(n int) string {
	return strings.TrimSuffix(strings.Repeat("?, ", n), ", ")
}

// args makes a list of anything out of strings of a kind.
func args[T ~string](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// close ends the statements, without which the file is not let go, and the
// connection.
func (s *session) close() {
	for _, st := range s.lites {
		st.Close()
	}
	for _, st := range s.stmts {
		st.Close()
	}
	if s.conn != nil {
		s.conn.Close()
	}
}
