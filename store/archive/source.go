package archive

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
	_ "github.com/ncruces/go-sqlite3/driver"

	"referd/core/access"
	"referd/store/schema"
)

// source is a database at one moment.
type source struct {
	db   *sql.DB
	conn *sql.Conn
	pg   bool
	read bool // SQLite: the records of what was read have a file beside it
}

// snapshot begins to read a database, beside whoever writes to it.
func snapshot(ctx context.Context, h House) (_ *source, err error) {
	s := &source{pg: h.pg()}
	defer func() {
		if err != nil {
			s.close()
		}
	}()
	if s.pg {
		if s.db, err = sql.Open("pgx", h.DSN); err == nil {
			s.conn, err = s.db.Conn(ctx)
		}
		if err == nil {
			err = s.exec(ctx, "begin isolation level repeatable read read only")
		}
		return s, err
	}
	if _, err = os.Stat(h.DSN); err != nil {
		return s, err
	}
	if s.db, err = sql.Open("sqlite3", schema.Lite(h.DSN)+"?_pragma=busy_timeout(5000)"); err == nil {
		s.conn, err = s.db.Conn(ctx)
	}
	if err != nil {
		return s, err
	}
	if _, e := os.Stat(h.readsOf()); e == nil {
		s.read = true
		_, err = s.conn.ExecContext(ctx, "attach database ? as reads", h.readsOf())
	}
	for _, q := range []string{"begin", "select 1 from main.sqlite_master", "select 1 from reads.sqlite_master"} { // each file's moment begins when it is first read
		if err == nil && (s.read || !strings.Contains(q, "reads.")) {
			err = s.exec(ctx, q)
		}
	}
	return s, err
}

func (s *source) exec(ctx context.Context, q string) error {
	_, err := s.conn.ExecContext(ctx, q)
	return err
}

func (s *source) close() {
	if s.conn != nil {
		s.conn.ExecContext(context.Background(), "rollback")
		s.conn.Close()
	}
	if s.db != nil {
		s.db.Close()
	}
}

// schema is the newest migration the database has.
func (s *source) schema(ctx context.Context) (n int64, err error) {
	err = s.conn.QueryRowContext(ctx, "select max(version_id) from goose_db_version where is_applied").Scan(&n)
	return n, err
}

// list asks for a column of texts.
func (s *source) list(ctx context.Context, q string, args ...any) (out []string, err error) {
	rows, err := s.conn.QueryContext(ctx, q, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var x string
		if err := rows.Scan(&x); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

// tables are those with rows of the house: not the database's own, nor the list
// of migrations, nor what the store makes from other rows when it is opened. What
// waits to be found in the audit is in the audit here.
func (s *source) tables(ctx context.Context) ([]string, error) {
	q := "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not in ('goose_db_version', 'fresh', 'found', 'spelled', 'made', 'moved') order by name"
	if s.pg {
		q = "select table_name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE' and table_name not in ('goose_db_version', 'found', 'spelled', 'made', 'moved') order by table_name"
	}
	return s.list(ctx, q)
}

func (s *source) columns(ctx context.Context, table string) ([]string, error) {
	if s.pg {
		return s.list(ctx, "select column_name from information_schema.columns where table_schema = current_schema() and table_name = $1 order by ordinal_position", table)
	}
	return s.list(ctx, "select name from pragma_table_info(?)", table)
}

// query is what gives a table's rows. On SQLite the audit lies in two files, and
// in each the newest records wait apart, found by nobody's name yet. A job goes
// without its lease: whoever had it is not there where the house comes back.
func (s *source) query(ctx context.Context, table string, columns []string) (string, error) {
	names := `"` + strings.Join(columns, `", "`) + `"`
	if table == "jobs" {
		names = strings.NewReplacer(`"leased"`, "0", `"token"`, "''").Replace(names)
	}
	one := func(from string) string { return "select " + names + " from " + from }
	if s.pg || table != "audit" && table != "audit_patients" {
		return one(`"` + table + `"`), nil
	}
	var parts []string
	for _, file := range []string{"main", "reads"} {
		if file == "reads" && !s.read {
			continue
		}
		have, err := s.list(ctx, "select name from "+file+".sqlite_master where type = 'table'")
		if err != nil {
			return "", err
		}
		if slices.Contains(have, table) {
			parts = append(parts, one(file+"."+table))
		}
		if slices.Contains(have, "fresh") {
			parts = append(parts, map[string]string{"audit": one(file + ".fresh"), "audit_patients": "select distinct p.value, a.id from " + file + `.fresh a, json_each('["' || replace(a.patients, ',', '","') || '"]') p where a.patients <> '' and ` + few}[table])
		}
	}
	return strings.Join(parts, " union all "), nil
}

// few is that a record names so few patients that it is found by each.
var few = "length(a.patients) - length(replace(a.patients, ',', '')) < " + strconv.Itoa(access.MostFound)

// each gives every row of a table.
func (s *source) each(ctx context.Context, table string, columns []string, f func([]any) error) error {
	q, err := s.query(ctx, table, columns)
	if err != nil {
		return err
	}
	rows, err := s.conn.QueryContext(ctx, q)
	if err != nil {
		return err
	}
	defer rows.Close()
	row, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range row {
		into[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
		if err := f(row); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	return rows.Err()
}
