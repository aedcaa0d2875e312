package archive

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"referd/store/schema"
	"referd/store/vault"
)

// sink is a database that is being filled. On SQLite it has another name until
// it is whole; on PostgreSQL everything is in one transaction.
type sink struct {
	h       House
	file    string // SQLite: where it is filled
	db      *sql.DB
	conn    *sql.Conn
	columns map[string][]column // of tables met so far
	made    bool                // the key was written
	tables  bool                // PostgreSQL: the tables in it are of this restore
}

type column struct{ name, kind string }

// target makes an empty database of a schema, where there is none.
func target(ctx context.Context, h House, version int64) (s *sink, err error) {
	s = &sink{h: h, columns: map[string][]column{}}
	if exists(h.key()) || !h.pg() && (exists(h.DSN) || exists(h.readsOf())) {
		return s, refuse("There is a house here already. Restore into an empty folder and an empty database.", nil)
	}
	if err := os.MkdirAll(h.Dir, 0o700); err != nil {
		return s, err
	}
	dialect := goose.DialectPostgres
	if h.pg() {
		s.db, err = sql.Open("pgx", h.DSN)
	} else {
		dialect, s.file = goose.DialectSQLite3, h.DSN+".restoring"
		s.remove()
		if f, err := os.OpenFile(s.file, os.O_CREATE|os.O_RDWR, 0o600); err == nil { // for its owner alone
			f.Close()
		}
		s.db, err = sql.Open("sqlite3", schema.Lite(s.file)+"?_pragma=synchronous(off)&_pragma=journal_mode(memory)&_pragma=cache_size(-65536)")
	}
	if err == nil && h.pg() {
		var n int
		if err = s.db.QueryRowContext(ctx, "select count(*) from information_schema.tables where table_schema = current_schema()").Scan(&n); err == nil && n > 0 {
			err = refuse("There are tables in this database already. Restore into an empty one.", nil)
		}
	}
	if err == nil {
		s.tables = h.pg()
		err = migrated(ctx, s.db, dialect, h.pg(), version)
	}
	if err == nil {
		s.conn, err = s.db.Conn(ctx)
	}
	if err == nil {
		_, err = s.conn.ExecContext(ctx, "begin")
	}
	if err != nil {
		s.discard()
	}
	return s, err
}

// migrated brings an empty database to a schema this version knows.
func migrated(ctx context.Context, db *sql.DB, dialect goose.Dialect, pg bool, version int64) error {
	files, err := schema.For(pg)
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(dialect, db, files)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(p.ListSources(), func(s *goose.Source) bool { return s.Version == version }) {
		return refuse(fmt.Sprintf("This backup is of a newer version (schema %d). Restore it with that version.", version), nil)
	}
	_, err = p.UpTo(ctx, version)
	return err
}

// insert adds rows to a table.
func (s *sink) insert(ctx context.Context, table string, names []string, rows [][]any) error {
	have, err := s.table(ctx, table)
	if err != nil {
		return err
	}
	kinds := make([]string, len(names))
	for i, name := range names {
		at := slices.IndexFunc(have, func(c column) bool { return c.name == name })
		if at < 0 {
			return fmt.Errorf("there is no column %s.%s", table, name)
		}
		kinds[i] = have[at].kind
	}
	for _, row := range rows {
		for i, kind := range kinds { // SQLite keeps what it is given, PostgreSQL what a column is
			switch x := row[i].(type) {
			case string:
				if kind == "bytea" && s.h.pg() {
					row[i] = []byte(x)
				}
			case []byte:
				if kind == "text" {
					row[i] = string(x)
				}
			}
		}
	}
	if s.h.pg() {
		return s.conn.Raw(func(c any) error {
			_, err := c.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table}, names, pgx.CopyFromRows(rows))
			return unkept(err)
		})
	}
	st, err := s.conn.PrepareContext(ctx, `insert into "`+table+`" ("`+strings.Join(names, `", "`)+`") values (?`+strings.Repeat(", ?", len(names)-1)+")")
	if err != nil {
		return err
	}
	defer st.Close()
	for _, row := range rows {
		if _, err := st.ExecContext(ctx, row...); err != nil {
			return unkept(err)
		}
	}
	return nil
}

// table knows the columns of a table.
func (s *sink) table(ctx context.Context, table string) (out []column, err error) {
	if out, ok := s.columns[table]; ok {
		return out, nil
	}
	q := "select name, type from pragma_table_info(?)"
	if s.h.pg() {
		q = "select column_name, data_type from information_schema.columns where table_schema = current_schema() and table_name = $1"
	}
	rows, err := s.conn.QueryContext(ctx, q, table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c column
		if err := rows.Scan(&c.name, &c.kind); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("there is no table %s", table)
	}
	s.columns[table] = out
	return out, nil
}

// key keeps the installation's key; a house that has one was refused.
func (s *sink) key(b []byte) error {
	if len(b) != 32 {
		return fmt.Errorf("a key of %d bytes", len(b))
	}
	s.made = true
	return unkept(vault.Write(s.h.key(), b))
}

// keep makes what was filled the house.
func (s *sink) keep(ctx context.Context) error {
	if !s.made {
		return fmt.Errorf("the key is missing")
	}
	if s.h.pg() {
		if err := s.counters(ctx); err != nil {
			return err
		}
	}
	if _, err := s.conn.ExecContext(ctx, "commit"); err != nil {
		return unkept(err)
	}
	s.conn.Close()
	if err := s.db.Close(); err != nil || s.h.pg() {
		return unkept(err)
	}
	f, err := os.OpenFile(s.file, os.O_RDWR, 0)
	if err != nil {
		return unkept(err)
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return unkept(err)
	}
	return unkept(vault.Name(s.file, s.h.DSN))
}

// counters go on after the rows that were brought back.
func (s *sink) counters(ctx context.Context) error {
	for table, columns := range s.columns {
		for _, c := range columns {
			var name sql.NullString
			if err := s.conn.QueryRowContext(ctx, "select pg_get_serial_sequence($1, $2)", `"`+table+`"`, c.name).Scan(&name); err != nil {
				return err
			}
			if !name.Valid {
				continue
			}
			if _, err := s.conn.ExecContext(ctx, `select setval($1, (select coalesce(max("`+c.name+`"), 1) from "`+table+`"))`, name.String); err != nil {
				return err
			}
		}
	}
	return nil
}

// drop empties a database that was empty before: each migration is a transaction
// of its own, and a second attempt must find none of them.
func (s *sink) drop(ctx context.Context) {
	rows, err := s.db.QueryContext(ctx, "select quote_ident(table_name) from information_schema.tables where table_schema = current_schema()")
	if err != nil {
		return
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if rows.Scan(&name) == nil {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		s.db.ExecContext(ctx, "drop table "+strings.Join(names, ", ")+" cascade")
	}
	s.db.ExecContext(ctx, "drop function if exists only_grows()")
}

// discard leaves no database behind, and no key.
func (s *sink) discard() {
	if s.conn != nil {
		s.conn.ExecContext(context.Background(), "rollback")
		s.conn.Close()
	}
	if s.tables {
		s.drop(context.Background())
	}
	if s.db != nil {
		s.db.Close()
	}
	if s.made {
		os.Remove(s.h.key())
	}
	s.remove()
}

func (s *sink) remove() {
	if s.file != "" {
		for _, end := range []string{"", "-journal", "-wal", "-shm"} {
			os.Remove(s.file + end)
		}
	}
}
