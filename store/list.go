package store

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Listed is a row with the thing that is owed on it.
type Listed struct {
	Row
	Owed  Duty
	Level int
}

// Queue lists what is owed, or the loops of a side, in the safe order. The best
// places are found in an index alone; what holds them is read, and whether the
// reader may see it asked, for those only. Should that hide some, all are asked.
func (v *View) Queue(q Queue, now time.Time) (out []Listed, err error) {
	if q.Limit == 0 {
		q.Limit = 50
	}
	for _, most := range []int{q.Offset + q.Limit, everything} {
		whole := false
		if out, whole, err = v.queue(q, now, most); err != nil || whole || len(out) == q.Limit || v.scope.System {
			break
		}
	}
	return out, broken("store.Queue", err)
}

// everything is more than there is.
const everything = 1 << 40

// queue lists of the best places of a queue those that are asked for; whole says that
// it has no others.
func (v *View) queue(q Queue, now time.Time, most int) (out []Listed, whole bool, err error) {
	top, with, whole, err := v.best(q, now, most)
	if err != nil || top == "" {
		return nil, true, err
	}
	join, owed := "join owed o on o.referral = top.id and o.duty = top.duty join referrals l on l.id = top.id", "o.duty, o.kind, o.team, o.person, o.holder, o.act, o.due, o.since, o.level"
	if q.Side != "" {
		join, owed = "join referrals l on l.id = top.id", "'', 'ball', l.owner_team, l.owner_person, l.holder, l.act, coalesce(l.due, 0), coalesce(l.due_from, 0), 0"
	}
	by, byWith := q.order(now)
	seen, seenWith := v.listed(q, "l.id")
	err = v.s.each("select "+prefixed("l", rowColumns)+", "+owed+" from ("+top+") top "+join+" where "+seen+" order by "+by+" limit ? offset ?",
		slices.Concat(with, seenWith, byWith, []any{q.Limit, q.Offset}), func(scan func(...any) error) error {
			x, err := scanListed(scan)
			out = append(out, x)
			return err
		})
	return out, whole, err
}

// owing is something in a list: a loop, or what is owed on one.
type owing struct{ id, duty string }

// fewBest is up to how many places are kept while nobody acts.
const fewBest = 250

// best are the first places of a queue, whoever may see them, as a table of id and
// duty; few of them are found once and kept. whole says that these are all, as far
// as it is known, and the table is empty where there are none.
func (v *View) best(q Queue, now time.Time, most int) (table string, with []any, whole bool, err error) {
	top, with := v.first(q, now, most)
	if most > fewBest || !v.keeps() {
		return top, with, false, nil
	}
	places, err := kept(v, now, question[[]owing]{&v.db.places, top, with, func(v *View, at time.Time) (places []owing, err error) {
		top, with := v.first(q, at, most)
		err = v.s.each(top, with, func(scan func(...any) error) error {
			var p owing
			err := scan(&p.id, &p.duty)
			places = append(places, p)
			return err
		})
		return places, err
	}})
	if err != nil {
		return "", nil, false, err
	}
	if len(places) == 0 {
		return "", nil, true, nil
	}
	with = make([]any, 0, 2*len(places))
	for _, p := range places {
		with = append(with, p.id, p.duty)
	}
	return "select column1 as id, column2 as duty from (values " + rowsOf(len(places), 2) + ") v", with, len(places) < most, nil
}

// first asks for the first places of a queue at a moment.
func (v *View) first(q Queue, now time.Time, most int) (string, []any) {
	from, source := q.source()
	cond := v.condition(q, now)
	by, byWith := q.order(now)
	name := "o.referral as id, o.duty as duty"
	if q.Side != "" {
		name = "l.id as id, '' as duty"
	}
	return "select " + name + " from " + from + " where " + cond.and() + " order by " + by + " limit ?", slices.Concat(source, cond.with(), byWith, []any{most})
}

func scanListed(scan func(...any) error) (x Listed, err error) {
	var d, s int64
	row, err := scanRow(scan, &x.Owed.Duty, &x.Owed.Kind, &x.Owed.Team, &x.Owed.Person, &x.Owed.Holder, &x.Owed.Act, &d, &s, &x.Level)
	x.Row, x.Owed.Due, x.Owed.From = row, moment(&d), moment(&s)
	return x, err
}

// Orphans counts what promise 1 forbids, among the loops the reader may see; it
// is 0.
func (v *View) Orphans() (n int, err error) {
	cond, with := v.visible("referral", "l.id")
	_, err = v.s.one(`select count(*) from referrals l where l.open = 1 and (l.owner_team = '' or l.act = '' or l.due is null
		or not exists (select 1 from owed o where o.referral = l.id and o.duty = '' and o.team <> '' and o.act <> '')) and `+cond, with, &n)
	return n, broken("store.Orphans", err)
}

// Late lists what escalation looks at now: what climbs at or before a moment
// (owed_next).
func (v *View) Late(now time.Time, limit int) (out []Listed, err error) {
	cond, with := v.visible("referral", "o.referral")
	err = v.s.each("select "+prefixed("l", rowColumns)+", o.duty, o.kind, o.team, o.person, o.holder, o.act, o.due, o.since, o.level from owed o join referrals l on l.id = o.referral where o.next <= ? and "+cond+" order by o.next limit ?",
		slices.Concat([]any{now.UnixMicro()}, with, []any{limit}), func(scan func(...any) error) error {
			x, err := scanListed(scan)
			out = append(out, x)
			return err
		})
	return out, broken("store.Late", err)
}

// Climbed records how far something has been escalated and when to look again.
func (tx *Tx) Climbed(id referral.ID, duty string, level int, next time.Time) error {
	_, err := tx.s.exec("update owed set level = ?, next = ? where referral = ? and duty = ?", level, next.UnixMicro(), string(id), duty)
	return broken("store.Climbed", err)
}

// LoopsOf lists the loops of some patient records, newest first.
func (v *View) LoopsOf(patients []party.PatientID, openOnly bool) (out []Row, err error) {
	if len(patients) == 0 {
		return nil, nil
	}
	cond, with := v.visible("referral", "l.id")
	list, which := v.s.in(patients)
	q := "select " + prefixed("l", rowColumns) + " from referrals l where l.id in (select id from referrals where patient in " + list + " union select id from referrals where receiver_patient <> '' and receiver_patient in " + list + ") and " + cond
	if openOnly {
		q += " and l.open = 1"
	}
	err = v.s.each(q+" order by l.noted desc limit 200", slices.Concat(which, which, with), func(scan func(...any) error) error {
		r, err := scanRow(scan)
		out = append(out, r)
		return err
	})
	return out, broken("store.LoopsOf", err)
}

// Phases counts the loops the reader may see, by phase: what is open and what is
// over, since each has an index of its own.
func (v *View) Phases() (map[referral.Phase]int, error) {
	now := v.db.Now()
	out, err := kept(v, now, question[map[referral.Phase]int]{&v.db.phases, fmt.Sprint("phases", v.scope.System, v.orgs(), v.scope.Only), []any{now.UnixMicro()}, phases})
	return maps.Clone(out), broken("store.Phases", err)
}

func phases(v *View, _ time.Time) (map[referral.Phase]int, error) {
	out := map[referral.Phase]int{}
	cond, with := v.visible("referral", "l.id")
	for _, open := range []string{"1", "0"} {
		err := v.s.each("select l.phase, count(*) from referrals l where l.open = "+open+" and "+cond+" group by l.phase", with, func(scan func(...any) error) error {
			var p referral.Phase
			var n int
			err := scan(&p, &n)
			out[p] = n
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
