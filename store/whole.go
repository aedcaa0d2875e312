package store

import (
	"referd/core/party"
	"referd/core/referral"
)

// Whole is a loop as it is kept: its ledger and everything folded from it. One
// whose Row has no ID has lost its row; one without entries its ledger.
type Whole struct {
	ID      referral.ID
	Entries []referral.Entry
	Row     Row
}

// Cuts gives ids that part all loops in n stretches of about the same length:
// the last of each but the last.
func (v *View) Cuts(n int) (out []referral.ID, err error) {
	if !v.scope.System {
		return nil, nil
	}
	total := 0
	if _, err := v.s.one("select count(*) from referrals", nil, &total); err != nil {
		return nil, broken("store.Cuts", err)
	}
	for i := 1; i < n && total >= n; i++ {
		var id referral.ID
		if _, err := v.s.one("select id from referrals order by id limit 1 offset ?", []any{total / n * i}, &id); err != nil {
			return nil, broken("store.Cuts", err)
		}
		out = append(out, id)
	}
	return out, nil
}

// Wholes reads loops after one id up to another (empty is the end), about limit
// of them, each whole, in order. It is for the house's own checks: to others it
// gives nothing.
func (v *View) Wholes(after, upto referral.ID, limit int) (out []Whole, last referral.ID, err error) {
	const op = "store.Wholes"
	if !v.scope.System {
		return nil, upto, nil
	}
	if upto == "" {
		upto = "~" // after every id
	}
	last = upto
	rows := map[referral.ID]*Row{}
	span := []any{string(after), string(upto), limit}
	err = v.s.each("select "+rowColumns+" from referrals where id > ? and id <= ? order by id limit ?", span, func(scan func(...any) error) error {
		r, err := scanRow(scan)
		rows[r.ID] = &r
		if len(rows) == limit {
			last = r.ID
		}
		return err
	})
	if err != nil {
		return nil, last, broken(op, err)
	}
	span = []any{string(after), string(last)}
	if err = v.beside(rows, span); err != nil {
		return nil, last, broken(op, err)
	}
	err = v.ledgers(span, func(id referral.ID, e referral.Entry) {
		if n := len(out); n == 0 || out[n-1].ID != id {
			out = append(out, Whole{ID: id})
			if r := rows[id]; r != nil {
				out[n].Row = *r
				delete(rows, id)
			}
		}
		w := &out[len(out)-1]
		w.Entries = append(w.Entries, e)
	})
	for id, r := range rows { // without a ledger
		out = append(out, Whole{ID: id, Row: *r})
	}
	return out, last, broken(op, err)
}

// ledgers reads the entries of a stretch of loops, one after the other.
func (v *View) ledgers(span []any, f func(referral.ID, referral.Entry)) error {
	known := map[string]referral.By{}
	return v.s.each("select referral, seq, at, noted, who, key, kind, body, owed from entries where referral > ? and referral <= ? order by referral, seq", span, func(scan func(...any) error) error {
		var id referral.ID
		e, err := scanEntry(func(into ...any) error { return scan(append([]any{&id}, into...)...) }, known)
		if err == nil {
			f(id, e)
		}
		return err
	})
}

// Folded reads about limit loops after an id, each folded, in order. It is for
// the house's own counting: to others it gives nothing.
func (v *View) Folded(after referral.ID, limit int) (out []referral.State, err error) {
	if !v.scope.System {
		return nil, nil
	}
	ids, err := v.Loops(after, limit)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var of referral.ID
	var entries []referral.Entry
	fold := func() {
		if len(entries) > 0 {
			out = append(out, referral.Fold(of, entries))
		}
	}
	err = v.ledgers([]any{string(after), string(ids[len(ids)-1])}, func(id referral.ID, e referral.Entry) {
		if id != of {
			fold()
			of, entries = id, make([]referral.Entry, 0, 16)
		}
		entries = append(entries, e)
	})
	fold()
	return out, broken("store.Folded", err)
}

// beside reads what is owed by the ledger, the tasks and the relations of a
// stretch of loops.
func (v *View) beside(rows map[referral.ID]*Row, span []any) error {
	err := v.s.each("select referral, duty, kind, team, person, holder, act, due, since from owed where referral > ? and referral <= ? and kind <> 'look' order by referral, duty", span, func(scan func(...any) error) error {
		var id referral.ID
		var d Duty
		var due, since int64
		err := scan(&id, &d.Duty, &d.Kind, &d.Team, &d.Person, &d.Holder, &d.Act, &due, &since)
		if d.Due, d.From = moment(&due), moment(&since); rows[id] != nil {
			rows[id].Duties = append(rows[id].Duties, d)
		}
		return err
	})
	if err != nil {
		return err
	}
	err = v.s.each("select referral, id, leg, owner, requester, status, business, authored, updated from tasks where referral > ? and referral <= ? order by referral, leg", span, func(scan func(...any) error) error {
		var id referral.ID
		var t Task
		var a, u int64
		err := scan(&id, &t.ID, &t.Leg, &t.Owner, &t.Requester, &t.Status, &t.Business, &a, &u)
		if t.Authored, t.Updated = moment(&a), moment(&u); rows[id] != nil {
			rows[id].Tasks = append(rows[id].Tasks, t)
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.s.each("select referral, org, patient, kind, since, until from relations where referral > ? and referral <= ? order by referral, org, patient, kind", span, func(scan func(...any) error) error {
		var id referral.ID
		var x Relation
		var org party.OrgID
		var since, until int64
		err := scan(&id, &org, &x.Patient, &x.Kind, &since, &until)
		if x.Org, x.Since, x.Until = org, moment(&since), moment(&until); rows[id] != nil {
			rows[id].Relations = append(rows[id].Relations, x)
		}
		return err
	})
}
