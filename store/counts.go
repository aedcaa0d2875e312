package store

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Counts says how many each of some queues holds, by the very conditions of
// their lists. Queues that look at the same rows are counted in one pass over
// them, so that a page's badges cost about as much as one.
func (v *View) Counts(list []Queue, now time.Time) ([]int, error) {
	out := make([]int, len(list))
	groups, order := map[string][]int{}, []string{}
	for i, q := range list {
		k := fmt.Sprint(q.Side, q.Org, q.Teams, q.Person, q.Covers, q.Open == nil, q.Open != nil && *q.Open)
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], i)
	}
	for _, k := range order {
		if err := v.counted(list, groups[k], now, out); err != nil {
			return nil, broken("store.Counts", err)
		}
	}
	return out, nil
}

// Count says how many a queue holds.
func (v *View) Count(q Queue, now time.Time) (int, error) {
	n, err := v.Counts([]Queue{q}, now)
	if err != nil {
		return 0, err
	}
	return n[0], nil
}

// counted counts the queues at some places: what they have in common limits
// the rows, what is theirs alone says which of those rows they hold.
func (v *View) counted(list []Queue, at []int, now time.Time, out []int) error {
	base := list[at[0]]
	base.OnlyMine = base.OnlyMine && len(at) == 1
	conds := make([]clause, len(at))
	for i, n := range at {
		if conds[i] = v.condition(list[n], now); list[n].looks() {
			base.Order = "sent" // one looks at the loop: so does the whole
		}
	}
	common, own := shared(conds)
	from, source := base.source()
	cols, into, counted := make([]string, len(at)), make([]any, len(at)), []any(nil)
	for i, n := range at {
		cols[i], into[i] = "count(*) filter (where "+own[i].and()+")", &out[n]
		counted = append(counted, own[i].with()...)
	}
	id := "o.referral"
	if base.Side != "" {
		id = "l.id"
	}
	seen, seenWith := v.listed(base, id)
	asked := slices.Concat(counted, source, common.with())
	q := "select " + strings.Join(cols, ", ") + " from " + from + " where " + common.and() + " and " + seen
	key := v.tallied(now, q+v.orgs()+string(v.scope.Only), asked)
	if key != "" {
		if was, ok := v.db.counts.of(v.acted, key); ok {
			for i, n := range at {
				out[n] = was[i]
			}
			return nil
		}
	}
	if _, err := v.s.one(q, append(asked, seenWith...), into...); err != nil || key == "" || !v.still() {
		return err
	}
	is := make([]int, len(at))
	for i, n := range at {
		is[i] = out[n]
	}
	v.db.counts.put(v.acted, key, is)
	return nil
}

// shared parts some conditions in what all of them ask and what each asks alone.
func shared(conds []clause) (common clause, own []clause) {
	seen := map[string]int{}
	for _, c := range conds {
		for _, p := range c {
			seen[p.key()]++
		}
	}
	own = make([]clause, len(conds))
	for i, c := range conds {
		for _, p := range c {
			switch {
			case seen[p.key()] < len(conds):
				own[i] = append(own[i], p)
			case i == 0:
				common = append(common, p)
			}
		}
	}
	return common, own
}
