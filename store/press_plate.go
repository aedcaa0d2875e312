package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/ncruces/go-sqlite3"
)

// plater writes rows in bulk. Indexes that are no key are taken away first and
// made again at the end, as are SQLite's guards of what only grows: a copy's rows
// are new by their ids. On PostgreSQL all of it is one transaction; on SQLite
// many, without a sync, because a house half made is thrown away.
type plater struct {
	ctx    context.Context
	s      *session
	again  []string // what makes indexes and guards again
	stmts  [plateCount]*sqlite3.Stmt
	rows   int // in the transaction under way
	copies [plateCount][]string
}

// together is how many rows share a transaction on SQLite.
const platedTogether = 400_000

func newPlater(ctx context.Context, s *session) (*plater, error) {
	p := &plater{ctx: ctx, s: s}
	names := make([]string, plateCount)
	for i, x := range plates {
		names[i] = x.name
		p.copies[i] = strings.Split(x.columns, ", ")
	}
	if !s.pg {
		for _, q := range []string{"pragma synchronous = off", "pragma cache_size = -65536", "pragma temp_store = file", "begin immediate"} {
			if _, err := s.exec(q); err != nil {
				return nil, err
			}
		}
	} else {
		for _, q := range []string{"begin", "set local maintenance_work_mem = '512MB'"} { // for the indexes
			if _, err := s.exec(q); err != nil {
				return nil, err
			}
		}
	}
	q := "select 'drop ' || type || ' ' || name, sql from sqlite_master where type in ('index', 'trigger') and sql is not null and tbl_name in (" + marksFor(len(names)) + ") order by type, tbl_name"
	if s.pg {
		q = `select 'drop index ' || i.indexrelid::regclass, pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indrelid
			where c.relname in (` + marksFor(len(names)) + `) and c.relnamespace = current_schema()::regnamespace and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid) order by c.relname`
	}
	var drop []string
	err := s.each(q, args(names), func(scan func(...any) error) error {
		var gone, made string
		err := scan(&gone, &made)
		drop, p.again = append(drop, gone), append(p.again, made)
		return err
	})
	for _, q := range drop {
		if err == nil {
			_, err = s.exec(q)
		}
	}
	if err != nil {
		p.undo()
	}
	return p, err
}

// write writes a leaf.
func (p *plater) write(l *leaf) error {
	for t, rows := range l {
		if len(rows) == 0 {
			continue
		}
		if t == inSpelled { // a word may be there already
			if err := p.s.insert(plates[t].name+" ("+plates[t].columns+")", rows); err != nil {
				return err
			}
			continue
		}
		err := p.fill(t, rows)
		if err != nil {
			return err
		}
	}
	if p.s.pg || p.rows < platedTogether {
		return nil
	}
	p.rows = 0
	if _, err := p.s.exec("commit"); err != nil {
		return err
	}
	_, err := p.s.exec("begin immediate")
	return err
}

// fill writes rows of one table.
func (p *plater) fill(table int, rows [][]any) error {
	x := plates[table]
	if p.s.pg {
		return p.s.conn.Raw(func(c any) error {
			_, err := c.(*stdlib.Conn).Conn().CopyFrom(p.ctx, pgx.Identifier{x.name}, p.copies[table], pgx.CopyFromRows(rows))
			return err
		})
	}
	st := p.stmts[table]
	if st == nil {
		var err error
		if st, err = p.s.liteStmt("insert into " + x.name + " (" + x.columns + ") values (" + marksFor(len(x.kinds)) + ")"); err != nil {
			return err
		}
		p.stmts[table] = st
	}
	p.rows += len(rows)
	for _, row := range rows {
		for i, a := range row {
			if err := bind(st, i+1, a); err != nil {
				return err
			}
		}
		if err := st.Exec(); err != nil {
			return err
		}
	}
	return nil
}

// end makes the indexes and guards again.
func (p *plater) end() error {
	list := p.again
	if p.s.pg {
		list = append(slices.Clone(list), "select setval(pg_get_serial_sequence('audit', 'id'), (select max(id) from audit))", "insert into moved default values")
	}
	for _, q := range append(list, "commit") {
		if _, err := p.s.exec(q); err != nil {
			p.undo()
			return err
		}
	}
	last := "pragma wal_checkpoint(truncate)"
	if p.s.pg {
		last = "analyze"
	}
	_, err := p.s.exec(last)
	return err
}

func (p *plater) undo() { p.s.exec("rollback") }

// sortRows puts rows in the order of some columns, which are texts.
func sortRows(rows [][]any, by ...int) {
	slices.SortFunc(rows, func(a, b []any) int {
		for _, i := range by {
			if c := cmp.Compare(a[i].(string), b[i].(string)); c != 0 {
				return c
			}
		}
		return 0
	})
}

// once leaves out rows that are there twice.
func once(rows [][]any) (out [][]any) {
	for _, r := range rows {
		if !slices.ContainsFunc(out, func(o []any) bool { return slices.Equal(o, r) }) {
			out = append(out, r)
		}
	}
	return out
}
