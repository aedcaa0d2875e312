package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/ncruces/go-sqlite3"
	"golang.org/x/sync/errgroup"
)

// plater writes rows in bulk. Indexes that are no key are taken away first and
// made again at the end, as are SQLite's guards of what only grows: a copy's rows
// are new by their ids. PostgreSQL has two hands, each with tables of its own and all
// of its rows in one transaction, since a connection there is one process and writing
// is what takes the time; SQLite has one writer, and many transactions, without a
// sync, because a house half made is thrown away.
type plater struct {
	ctx   context.Context
	pg    bool
	hands []*hand
	ended bool
}

// hand writes some of the tables.
type hand struct {
	s     *session
	pg    bool
	again []string // what makes indexes and guards again
	stmts [plateCount]*sqlite3.Stmt
	rows  int // in the transaction under way
}

// platedTogether is how many rows share a transaction on SQLite.
const platedTogether = 400_000

func newPlater(ctx context.Context, db *DB) (*plater, error) {
	p := &plater{ctx: ctx, pg: db.pg}
	for i := range 2 {
		s, err := openSession(ctx, db.sql, db.pg)
		if err == nil {
			h := &hand{s: s, pg: db.pg}
			p.hands = append(p.hands, h)
			err = h.begin(p.of(i))
		}
		if err != nil {
			p.close()
			return nil, err
		}
		if !db.pg {
			break
		}
	}
	return p, nil
}

// at is whose hand a table is in.
func (p *plater) at(table int) int {
	if p.pg && plates[table].second {
		return 1
	}
	return 0
}

// of are the names of a hand's tables.
func (p *plater) of(hand int) (names []string) {
	for i, x := range plates {
		if p.at(i) == hand {
			names = append(names, x.name)
		}
	}
	return names
}

// each has every hand do its part at once.
func (p *plater) each(do func(i int, h *hand) error) error {
	var g errgroup.Group
	for i, h := range p.hands {
		g.Go(func() error { return do(i, h) })
	}
	return g.Wait()
}

// begin takes the indexes and guards of some tables away.
func (h *hand) begin(tables []string) error {
	first := []string{"pragma synchronous = off", "pragma cache_size = -65536", "pragma temp_store = file", "begin immediate"}
	q := "select 'drop ' || type || ' ' || name, sql from sqlite_master where type in ('index', 'trigger') and sql is not null and tbl_name in (" + marksFor(len(tables)) + ") order by type, tbl_name"
	if h.pg {
		first = []string{"begin", "set local maintenance_work_mem = '512MB'"} // for the indexes
		q = `select 'drop index ' || i.indexrelid::regclass, pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indrelid
			where c.relname in (` + marksFor(len(tables)) + `) and c.relnamespace = current_schema()::regnamespace and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid) order by c.relname`
	}
	if err := h.all(first); err != nil {
		return err
	}
	var drop []string
	if err := h.s.each(q, args(tables), func(scan func(...any) error) error {
		var gone, made string
		err := scan(&gone, &made)
		drop, h.again = append(drop, gone), append(h.again, made)
		return err
	}); err != nil {
		return err
	}
	return h.all(drop)
}

func (h *hand) all(list []string) error {
	for _, q := range list {
		if _, err := h.s.exec(q); err != nil {
			return err
		}
	}
	return nil
}

// write writes a leaf.
func (p *plater) write(l *leaf) error {
	return p.each(func(i int, h *hand) error {
		for t, rows := range l {
			if len(rows) == 0 || p.at(t) != i {
				continue
			}
			if err := h.fill(p.ctx, t, rows); err != nil {
				return err
			}
		}
		if h.pg || h.rows < platedTogether {
			return nil
		}
		h.rows = 0
		return h.all([]string{"commit", "begin immediate"})
	})
}

// fill writes rows of one table.
func (h *hand) fill(ctx context.Context, table int, rows [][]any) error {
	x := plates[table]
	switch {
	case table == inSpelled: // a word may be there already
		return h.s.insert(x.name+" ("+x.columns+")", rows)
	case h.pg:
		return h.s.conn.Raw(func(c any) error {
			_, err := c.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{x.name}, strings.Split(x.columns, ", "), pgx.CopyFromRows(rows))
			return err
		})
	}
	st := h.stmts[table]
	if st == nil {
		var err error
		if st, err = h.s.liteStmt("insert into " + x.name + " (" + x.columns + ") values (" + marksFor(len(x.kinds)) + ")"); err != nil {
			return err
		}
		h.stmts[table] = st
	}
	h.rows += len(rows)
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

// end makes the indexes and guards again, and then all of it is there.
func (p *plater) end() error {
	if err := p.each(func(_ int, h *hand) error { return h.all(h.again) }); err != nil {
		return err
	}
	h, last := p.hands[0], "pragma wal_checkpoint(truncate)"
	if p.pg {
		last = "analyze"
		if err := h.all([]string{"select setval(pg_get_serial_sequence('audit', 'id'), (select max(id) from audit))", "insert into moved default values"}); err != nil {
			return err
		}
	}
	for _, h := range slices.Backward(p.hands) { // the first has what says that lists have changed
		if err := h.all([]string{"commit"}); err != nil {
			return err
		}
	}
	p.ended = true
	return h.all([]string{last})
}

// close takes back what did not come to its end.
func (p *plater) close() {
	for _, h := range p.hands {
		if !p.ended {
			h.s.exec("rollback")
		}
		h.s.close()
	}
}

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
