package store

import (
	"fmt"
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
		k := fmt.Sprint(q.Side, q.Org, q.Free, q.OnlyMine, q.Teams, q.Person)
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

// counted counts the queues at some places: what they have in common limits
// the rows, what is theirs alone says which of those rows they hold.
func (v *View) counted(list []Queue, at []int, now time.Time, out []int) error {
	all := make([][]clause, len(at))
	seen := map[string]int{}
	for i, n := range at {
		all[i] = v.clauses(list[n], now)
		all[i][0] = all[0][0] // who may see it: the same for all, at one moment
		for _, c := range all[i] {
			seen[c.key()]++
		}
	}
	var common []clause
	var cols []string
	var with []any
	for i := range at {
		var own []clause
		for _, c := range all[i] {
			if seen[c.key()] < len(at) {
				own = append(own, c)
			} else if i == 0 {
				common = append(common, c)
			}
		}
		if len(own) == 0 {
			cols = append(cols, "count(*)")
			continue
		}
		text, vals := joined(own)
		cols, with = append(cols, "count(*) filter (where "+text+")"), append(with, vals...)
	}
	from := "owed o join referrals l on l.id = o.referral"
	if list[at[0]].Side != "" {
		from = "referrals l"
	}
	text, vals := joined(common)
	into := make([]any, len(at))
	for i, n := range at {
		into[i] = &out[n]
	}
	_, err := v.s.one("select "+strings.Join(cols, ", ")+" from "+from+" where "+text, append(with, vals...), into...)
	return err
}

func (c clause) key() string { return c.text + fmt.Sprint(c.with) }
