package store

import (
	"cmp"
	"strings"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/party"
)

// What is brought is made in many commits and shown in one. A commit behind a
// veil writes patients without a relation and documents of a referral nobody
// knows; ledgers, rows and what is owed wait in tables of their own, so that no
// list, no count, no search and no clock knows of them (docs/decisions/0032-brought-behind-a-veil.md).

// Veil does f in the same commit, whose patients and referrals belong to an
// import that nobody sees yet.
func (tx *Tx) Veil(of string, f func(*Tx) error) error {
	out := tx.As(tx.scope)
	out.veil, out.held = of, &held{rows: map[string][][]any{}, codes: map[string]bool{}, words: spelledOnce{}}
	if err := f(out); err != nil {
		return err
	}
	return out.release()
}

// held are rows made behind a veil that nobody reads in their commit: they go in
// together at its end, a statement for thirty-two.
type held struct {
	tables []string
	rows   map[string][][]any
	codes  map[string]bool // given to those of them that are referrals
	words  spelledOnce
}

// put inserts rows of tables where one that is there stays; behind a veil they
// are held.
func (tx *Tx) put(into string, rows ...[]any) error {
	if tx.held == nil {
		return tx.s.insert(into, rows)
	}
	if _, ok := tx.held.rows[into]; !ok {
		tx.held.tables = append(tx.held.tables, into)
	}
	tx.held.rows[into] = append(tx.held.rows[into], rows...)
	return nil
}

// release puts in what is held.
func (tx *Tx) release() error {
	if tx.held == nil {
		return nil
	}
	for _, t := range tx.held.tables {
		if err := tx.s.insert(t, tx.held.rows[t]); err != nil {
			return broken("store.Veil", err)
		}
	}
	tx.held.tables = nil
	clear(tx.held.rows)
	return nil
}

// stage keeps what Append would show, until Unveil.
func (tx *Tx) stage(r Row) error {
	tx.held.codes[r.Code] = true
	var owed, tasks [][]any
	for _, d := range r.owes() {
		owed = append(owed, append(owedArgs(r, d), 0))
	}
	for _, t := range r.Tasks {
		tasks = append(tasks, taskArgs(r, t))
	}
	for _, err := range []error{tx.hide("referrals", rowColumns, [][]any{rowArgs(r)}), tx.hide("owed", owedKept+", level", owed), tx.hide("tasks", taskKept, tasks)} {
		if err != nil {
			return err
		}
	}
	return tx.relations(r, false)
}

// hide holds rows of a table that are shown later.
func (tx *Tx) hide(table, columns string, rows [][]any) error {
	with := make([][]any, len(rows))
	for n, r := range rows {
		with[n] = append([]any{tx.veil}, r...)
	}
	return tx.put("staged_"+table+" (import, "+columns+")", with...)
}

// codeTaken reports whether a referral has a code, be it one nobody sees yet.
func (tx *Tx) codeTaken(code string) (taken bool, err error) {
	var one int
	if tx.held != nil && tx.held.codes[code] {
		return true, nil
	}
	if taken, err = tx.s.one("select 1 from referrals where code = ?", []any{code}, &one); err == nil && !taken {
		taken, err = tx.s.one("select 1 from staged_referrals where code = ?", []any{code}, &one)
	}
	return taken, err
}

// Code is a code no referral has, seen or not.
func (tx *Tx) Code() (string, error) {
	for {
		c := id.Code()
		if taken, err := tx.codeTaken(c); err != nil || !taken {
			return c, broken("store.Code", err)
		}
	}
}

// unveiled are the tables that are shown, each with its columns and what its
// staged rows are in the order of.
var unveiled = []struct{ table, columns, order, again string }{
	{"entries", entryKept, "referral, seq", ""}, {"referrals", rowColumns, "id", ""}, {"owed", owedKept + ", level", "referral", ""}, {"tasks", taskKept, "referral", ""}, {"relations", relationKept, "referral", ""},
	{"import_keys", "org, kind, key, thing, digest, import", "key", " on conflict (org, kind, key) do update set thing = excluded.thing, digest = excluded.digest, import = excluded.import"},
}

// stretch is about how many rows one statement shows: what a statement writes
// is held in memory until it ends, should it fail in the middle.
const stretch = 2000

const meanwhile = "Some of it has come another way meanwhile. Nothing was changed; the list is looked at again."

func staged(table string) string { return "staged_" + strings.TrimPrefix(table, "import_") }

// Unveil shows what an import has made, all of it in this commit, and tells
// those who follow. It faults with Conflict when a row of it has come another
// way meanwhile.
func (tx *Tx) Unveil(of string) error {
	const op = "store.Unveil"
	if err := tx.recode(of); err != nil {
		return err
	}
	orgs, err := tx.concerned(of)
	if err != nil {
		return broken(op, err)
	}
	if taken, err := tx.comeMeanwhile(of); err != nil || taken {
		return cmp.Or(broken(op, err), fault.E(op, fault.Conflict, meanwhile, nil))
	}
	for _, t := range unveiled {
		key, _, _ := strings.Cut(t.order, ",")
		show := "insert into " + t.table + " (" + t.columns + ") select " + t.columns + " from " + staged(t.table) + " where import = ? and " + key
		for from, to, more := "", "", true; more; from = to {
			if more, err = tx.s.one("select "+key+" from "+staged(t.table)+" where import = ? and "+key+" > ? order by "+key+" limit 1 offset ?", []any{of, from, stretch}, &to); err != nil {
				return broken(op, err)
			}
			until, with := "", []any{of, from}
			if more {
				until, with = " and "+key+" < ?", append(with, to)
			}
			if _, err := tx.s.exec(show+" >= ?"+until+" order by "+t.order+t.again, with...); err != nil {
				if unique(err) {
					return fault.E(op, fault.Conflict, meanwhile, err)
				}
				return broken(op, err)
			}
		}
	}
	tx.memo.related(true)
	_, err = tx.s.exec("insert into feed (kind, name, orgs) values ('import', ?, ?)", of, strings.Join(orgs, ","))
	return broken(op, err)
}

// Wake has an organization's records that are out of use in use again, where an
// import is about to show a referral of theirs.
func (tx *Tx) Wake(of string, org party.OrgID) error {
	_, err := tx.s.exec(`update patients set active = 1 where active = 0 and org = ?
		and id in (select patient from staged_referrals where import = ? union select receiver_patient from staged_referrals where import = ?)`, string(org), of, of)
	return broken("store.Wake", err)
}

// comeMeanwhile reports whether a row would become something that has come by
// another way since it was looked at, or a patient would have the number of
// somebody who has come since.
func (tx *Tx) comeMeanwhile(of string) (taken bool, err error) {
	var one int
	for _, q := range []string{
		"select 1 from staged_keys s join import_keys k on k.org = s.org and k.kind = s.kind and k.key = s.key and k.thing <> s.thing where s.import = ? limit 1",
		`select 1 from staged_patients s join patient_identifiers a on a.patient = s.patient join patient_identifiers b on b.system = a.system and b.value = a.value and b.org = a.org and b.patient <> a.patient
			where s.import = ? and exists (select 1 from relations r where r.patient = b.patient) limit 1`,
	} {
		if taken, err = tx.s.one(q, []any{of}, &one); err != nil || taken {
			return taken, err
		}
	}
	return false, nil
}

// recode gives another code to what would have one that was given meanwhile.
func (tx *Tx) recode(of string) error {
	var taken []string
	err := tx.s.each("select s.id from staged_referrals s where s.import = ? and exists (select 1 from referrals r where r.code = s.code)", []any{of}, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		taken = append(taken, id)
		return err
	})
	for _, id := range taken {
		code, e := tx.Code()
		if err == nil {
			err = e
		}
		if _, e := tx.s.exec("update staged_referrals set code = ? where id = ?", code, id); err == nil {
			err = e
		}
	}
	return broken("store.Unveil", err)
}

// concerned are the organizations that see something new.
func (tx *Tx) concerned(of string) (out []string, err error) {
	err = tx.s.each("select distinct org from staged_relations where import = ? order by org", []any{of}, func(scan func(...any) error) error {
		var o string
		err := scan(&o)
		out = append(out, o)
		return err
	})
	return out, err
}

// Unstage tidies after an import: what waited and was shown is forgotten, and
// of one that was never shown also its ledgers, documents and patients. It does
// at most so many referrals or patients at a time, and says whether any is left.
func (tx *Tx) Unstage(of string, shown bool, most int) (more bool, err error) {
	const op = "store.Unstage"
	for _, x := range []struct{ table, key string }{{"referrals", "id"}, {"patients", "patient"}} {
		var ids []string
		err := tx.s.each("select "+x.key+" from staged_"+x.table+" where import = ? limit ?", []any{of, most}, func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			ids = append(ids, id)
			return err
		})
		if err != nil {
			return false, broken(op, err)
		}
		for _, one := range ids {
			if err := tx.unstage(x.table, of, one, shown); err != nil {
				return false, broken(op, err)
			}
		}
		if len(ids) > 0 {
			return true, nil
		}
	}
	for _, t := range unveiled {
		if n, err := tx.s.exec("delete from "+staged(t.table)+" where import = ?", of); err != nil || n > 0 {
			return n > 0, broken(op, err)
		}
	}
	return false, nil
}

func (tx *Tx) unstage(table, of, one string, shown bool) error {
	drop := func(q string, with ...any) error { _, err := tx.s.exec(q, with...); return err }
	var all []error
	if table == "referrals" {
		if !shown {
			all = append(all, drop("delete from blobs where document in (select id from documents where referral = ?)", one), drop("delete from documents where referral = ?", one))
		}
		for _, t := range []string{"entries", "owed", "tasks", "relations"} {
			all = append(all, drop("delete from staged_"+t+" where import = ? and referral = ?", of, one))
		}
		all = append(all, drop("delete from staged_referrals where id = ?", one))
	} else {
		if !shown {
			all = append(all, tx.lost(party.PatientID(one)))
			for _, t := range []string{"patient_identifiers", "patient_names", "patient_phones"} {
				all = append(all, drop("delete from "+t+" where patient = ?", one))
			}
			all = append(all, drop("delete from same_person where a = ? or b = ?", one, one), drop("delete from patients where id = ?", one))
		}
		all = append(all, drop("delete from staged_patients where import = ? and patient = ?", of, one))
	}
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}
