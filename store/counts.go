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

// counted counts the queues at some places.
func (v *View) counted(list []Queue, at []int, now time.Time, out []int) error {
	group := make([]Queue, len(at))
	for i, n := range at {
		group[i] = list[n]
	}
	text, with, seen := v.counting(group, now)
	is, err := kept(v, now, question[[]int]{&v.db.counts, text + v.orgs() + string(v.scope.Only), with, func(v *View, at time.Time) ([]int, error) {
		if at != now {
			text, with, seen = v.counting(group, at)
		}
		is, into := make([]int, len(group)), make([]any, len(group))
		for i := range is {
			into[i] = &is[i]
		}
		_, err := v.s.one(text, slices.Concat(with, seen), into...)
		return is, err
	}})
	if err != nil {
		return err
	}
	for i, n := range at {
		out[n] = is[i]
	}
	return nil
}

// counting is what counts some queues in one pass: what they have in common limits
// the rows, what is theirs alone says which of those rows they hold. What it asks of
// the reader stands last, and is the reader's at their moment.
func (v *View) counting(group []Queue, now time.Time) (text string, with, seen []any) {
	base := group[0]
	base.OnlyMine = base.OnlyMine && len(group) == 1
	conds := make([]clause, len(group))
	for i, q := range group {
		if conds[i] = v.condition(q, now); q.looks() {
			base.Order = "sent" // one looks at the loop: so does the whole
		}
	}
	common, own := shared(conds)
	from, source := base.source()
	cols := make([]string, len(group))
	for i := range group {
		cols[i] = "count(*) filter (where " + own[i].and() + ")"
		with = append(with, own[i].with()...)
	}
	id := "o.referral"
	if base.Side != "" {
		id = "l.id"
	}
	may, seen := v.listed(base, id)
	return "select " + strings.Join(cols, ", ") + " from " + from + " where " + common.and() + " and " + may, slices.Concat(with, source, common.with()), seen
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
