package store

import (
	"context"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
)

// Press writes copies of models, each copy of another person, until each model
// has been there so many times beside itself. It is for a house that is being
// made and that nobody uses yet: nothing is told to those who follow, indexes are
// made again at the end, and a process that ends in between leaves half a house.
// Memory does not grow with the number of copies. who gives the k-th somebody of
// the n-th model, k from 0; it is asked from several goroutines. said may be nil.
func (db *DB) Press(ctx context.Context, models []*Model, copies int, who func(n, k int) Somebody, said func(done int)) error {
	const op = "store.Press"
	if copies == 0 || len(models) == 0 {
		return nil
	}
	if copies >= 1<<16 {
		return fault.E(op, fault.Invalid, "At most 65,535 copies of a referral are made.", nil)
	}
	p := &press{db: db, models: models, copies: copies, bits: bits.Len(uint(copies)), who: who, seed: rand.Uint64(), said: said, codes: map[string]bool{}, spelled: spelledOnce{}}
	if err := p.before(ctx); err != nil {
		return broken(op, err)
	}
	out, err := newPlater(ctx, db)
	if err != nil {
		return broken(op, err)
	}
	defer out.close()
	for _, step := range []func(context.Context, *plater) error{p.people, p.referrals, p.onRecord} {
		if err := step(ctx, out); err != nil {
			return broken(op, err)
		}
	}
	if err := out.end(); err != nil {
		return broken(op, err)
	}
	db.audited.Store(p.audit)
	db.counted.Store(nil)
	db.acted.Add(2)
	return p.check(ctx)
}

// checked is how many copies are read back.
const checked = 16

// check reads some copies back: what is kept of them reads as their models do.
func (p *press) check(ctx context.Context) error {
	return p.db.View(ctx, Scope{System: true}, func(v *View) error {
		for i := range checked {
			n, k := i*len(p.models)/checked, p.copies-1-i%p.copies
			m := p.models[n]
			got, err := v.Model(party.PatientID(p.id(n, m.where[string(m.of)], k)))
			if err != nil {
				return err
			}
			want, have := m.Lines(), got.Lines()
			if !slices.Equal(want, have) {
				return fault.E("store.Press", fault.Broken, "What was made in bulk is not what it was made of.", fmt.Errorf("%d and %d rows, of referral %s", len(want), len(have), got.Loops))
			}
		}
		return nil
	})
}

// press is copies being made.
type press struct {
	db     *DB
	models []*Model
	copies int
	bits   int // of a copy's number
	who    func(n, k int) Somebody
	seed   uint64
	said   func(done int)
	order  []place // every referral of every model, in the order of its id

	mu    sync.Mutex
	codes map[string]bool // that are taken

	spelled spelledOnce
	audit   int64 // the newest record
}

// place is a referral of a model, and the first record of the audit of its
// first copy.
type place struct {
	model, loop int
	audit       int64
}

// before reads what is taken, and gives the records of the audit their keys.
func (p *press) before(ctx context.Context) error {
	s, err := openSession(ctx, p.db.sql, p.db.pg)
	if err != nil {
		return err
	}
	defer s.close()
	err = s.each("select code from referrals", nil, func(scan func(...any) error) error {
		var c string
		err := scan(&c)
		p.codes[c] = true
		return err
	})
	if err == nil {
		if p.audit = p.db.audited.Load(); s.pg {
			_, err = s.one("select coalesce(max(id), 0) from audit", nil, &p.audit)
		}
	}
	for n, m := range p.models {
		for i := range m.loops {
			p.order = append(p.order, place{model: n, loop: i})
		}
	}
	slices.SortFunc(p.order, func(a, b place) int {
		return strings.Compare(string(p.models[a.model].Loops[a.loop]), string(p.models[b.model].Loops[b.loop]))
	})
	for i := range p.order {
		x := &p.order[i]
		x.audit = p.audit + 1
		p.audit += int64(p.copies * len(p.models[x.model].loops[x.loop].audits))
	}
	return err
}

// id is what a copy has where its model has an id: the same each time it is asked.
func (p *press) id(n, hole, k int) string {
	x := p.seed + uint64(n)<<40 + uint64(hole)<<20 + uint64(k) // each its own
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9                       // mixed as SplitMix64 does (Steele, Lea, Flood 2014)
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return id.Again(p.models[n].holes[hole], uint64(k), p.bits, x^x>>31)
}

// code is one that no referral has.
func (p *press) code() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		if c := id.Code(); !p.codes[c] {
			p.codes[c] = true
			return c
		}
	}
}

// copied is one copy of a model under way: its ids so far.
type copied struct {
	p    *press
	n, k int
	ids  map[int]any
}

func (c *copied) id(hole int) string { return c.boxed(hole).(string) }

func (c *copied) boxed(hole int) any {
	x, ok := c.ids[hole]
	if !ok {
		x = c.p.id(c.n, hole, c.k)
		c.ids[hole] = x
	}
	return x
}

// value is what a mold gives.
func (c *copied) value(m mold) any {
	switch {
	case m.parts == nil:
		return m.fixed
	case len(m.parts) == 1 && m.parts[0].hole == coded:
		return c.p.code()
	case len(m.parts) == 1 && m.parts[0].hole >= 0:
		return c.boxed(m.parts[0].hole)
	}
	var b strings.Builder
	for _, x := range m.parts {
		if x.hole >= 0 {
			b.WriteString(c.id(x.hole))
		} else {
			b.WriteString(x.text)
		}
	}
	return b.String()
}

func (c *copied) row(r pressed) []any {
	out := make([]any, len(r.values))
	for i, m := range r.values {
		out[i] = c.value(m)
	}
	return out
}

// leaf are rows of the tables that are pressed.
type leaf [plateCount][][]any

func (l *leaf) add(table int, row []any) { l[table] = append(l[table], row) }

// inOrder makes leaves at once and writes them in their order, a few ahead of the
// one that is written at most.
func inOrder(ctx context.Context, out *plater, n int, mold func(i int) (*leaf, error), done func(i int)) error {
	type made struct {
		leaf *leaf
		err  error
	}
	ahead := runtime.GOMAXPROCS(0) + 2
	slots := make([]chan made, ahead)
	for i := range slots {
		slots[i] = make(chan made, 1)
	}
	var g errgroup.Group
	g.SetLimit(ahead)
	defer g.Wait()
	ask := func(i int) {
		if i < n {
			g.Go(func() error {
				l, err := mold(i)
				slots[i%ahead] <- made{l, err}
				return nil
			})
		}
	}
	for i := range ahead {
		ask(i)
	}
	for i := range n {
		x := <-slots[i%ahead]
		err := x.err
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = out.write(x.leaf)
		}
		if err != nil {
			return err
		}
		ask(i + ahead)
		if done != nil {
			done(i)
		}
	}
	return nil
}

// chunk is how many copies are made at once.
const chunk = 250

// referrals writes the copies of each referral, in the order of ids.
func (p *press) referrals(ctx context.Context, out *plater) error {
	type piece struct {
		of       place
		from, to int
	}
	var all []piece
	for _, x := range p.order {
		for k := 0; k < p.copies; k += chunk {
			all = append(all, piece{x, k, min(k+chunk, p.copies)})
		}
	}
	written := 0
	return inOrder(ctx, out, len(all), func(i int) (*leaf, error) {
		l := &leaf{}
		for k := all[i].from; k < all[i].to; k++ {
			if err := p.referral(l, all[i].of, k); err != nil {
				return nil, err
			}
		}
		return l, nil
	}, func(i int) {
		if written += all[i].to - all[i].from; p.said != nil {
			p.said(written)
		}
	})
}

// referral makes one copy of a referral.
func (p *press) referral(l *leaf, of place, k int) error {
	m := p.models[of.model]
	mold := &m.loops[of.loop]
	c := &copied{p, of.model, k, map[int]any{}}
	for _, r := range mold.rows {
		l.add(r.table, c.row(r))
	}
	for i, r := range mold.audits {
		row := c.row(r)
		row[0] = of.audit + int64(k*len(mold.audits)+i)
		l.add(inAudit, row)
	}
	var somebody Somebody
	for i, d := range mold.papers {
		if i == 0 {
			somebody = p.who(of.model, k)
		}
		if err := c.paper(l, m, d, somebody); err != nil {
			return err
		}
	}
	return nil
}

// paper makes a document anew: under a key of its own, with the other's name.
func (c *copied) paper(l *leaf, m *Model, x paper, who Somebody) error {
	d, data := x.is, x.data
	d.ID = chart.DocumentID(c.id(m.where[string(d.ID)]))
	if n, ok := m.where[string(d.Patient)]; ok {
		d.Patient = party.PatientID(c.id(n))
	}
	for _, r := range m.Records {
		data = who.renamed(data, r)
	}
	place, wrapped, sealed, err := c.p.db.sealed(&d, data)
	if err != nil {
		return err
	}
	row, err := documentArgs(d, referral.ID(c.id(m.where[string(x.of)])), place, wrapped)
	if err != nil {
		return err
	}
	l.add(inDocuments, row)
	if place == "row" {
		l.add(inBlobs, []any{string(d.ID), sealed})
	}
	return nil
}

// records are the records of all models in the order of a copy's ids.
func (p *press) records(k int, f func(n, record int, id string) error) error {
	type record struct {
		n, i int
		id   string
	}
	var all []record
	for n, m := range p.models {
		for i, r := range m.Records {
			all = append(all, record{n, i, p.id(n, m.where[string(r.ID)], k)})
		}
	}
	slices.SortFunc(all, func(a, b record) int { return strings.Compare(a.id, b.id) })
	for _, r := range all {
		if err := f(r.n, r.i, r.id); err != nil {
			return err
		}
	}
	return nil
}

// people writes the records of every copy, and what they are found by.
func (p *press) people(ctx context.Context, out *plater) error {
	return inOrder(ctx, out, p.copies, func(k int) (*leaf, error) {
		l := &leaf{}
		for n, m := range p.models {
			c := &copied{p, n, k, map[int]any{}}
			for _, r := range m.own {
				row := c.row(r)
				if r.table == inSame && row[0].(string) > row[1].(string) {
					row[0], row[1] = row[1], row[0]
				}
				l.add(r.table, row)
			}
		}
		err := p.records(k, func(n, i int, id string) error {
			r := p.who(n, k).as(p.models[n].Records[i], id)
			with, phones, err := patientArgs(r)
			if err != nil {
				return err
			}
			l.add(inPatients, with)
			l[inNumbers] = append(l[inNumbers], numberedBy(r)...)
			l[inNames] = append(l[inNames], once(namedBy(r))...)
			l[inPhones] = append(l[inPhones], once(reachedBy(r.ID, phones))...)
			keys := keysOf(r)
			for _, key := range keys {
				l.add(inFound, []any{string(r.Org), key, id})
			}
			p.spell(l, r.Org, keys)
			return nil
		})
		for _, t := range []int{inNumbers, inNames, inPhones, inFound, inRelations, inSame, inSafe} {
			sortRows(l[t], plates[t].key...)
		}
		return l, err
	}, nil)
}

// spell adds the spellings of words that no record before had.
func (p *press) spell(l *leaf, org party.OrgID, keys []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, w := range spellings(keys) {
		if k := [2]string{w, string(org)}; !p.spelled[k] {
			p.spelled[k] = true
			l[inSpelled] = append(l[inSpelled], spelledRows(org, w)...)
		}
	}
}

// onRecord makes the audit found by the patients it names.
func (p *press) onRecord(ctx context.Context, out *plater) error {
	type named struct {
		of place
		i  int // which of its records
	}
	by := make([]map[int][]named, len(p.models)) // of each model: by hole
	for n := range by {
		by[n] = map[int][]named{}
	}
	for _, x := range p.order { // ascending, so that each list is
		for i, holes := range p.models[x.model].loops[x.loop].names {
			for _, h := range holes {
				by[x.model][h] = append(by[x.model][h], named{x, i})
			}
		}
	}
	return inOrder(ctx, out, p.copies, func(k int) (*leaf, error) {
		l := &leaf{}
		return l, p.records(k, func(n, i int, id string) error {
			m := p.models[n]
			for _, x := range by[n][m.where[string(m.Records[i].ID)]] {
				l.add(inAuditPatients, []any{id, x.of.audit + int64(k*len(m.loops[x.of.loop].audits)+x.i)})
			}
			return nil
		})
	}, nil)
}
