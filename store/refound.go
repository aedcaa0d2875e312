package store

import (
	"context"
	"database/sql"
	"slices"
	"unicode/utf8"

	"referd/core/party"
)

// found brings what a record is found by up to date: was is how it was, if it was
// there before. Of a record whose names and numbers stay nothing is written.
func (tx *Tx) found(was []party.Patient, p party.Patient) error {
	var gone []string
	come, org := keysOf(p), p.Org
	if len(was) > 0 {
		org = was[0].Org
		have, want := keysOf(was[0]), come
		gone = slices.DeleteFunc(slices.Clone(have), func(k string) bool { return slices.Contains(want, k) })
		come = slices.DeleteFunc(slices.Clone(want), func(k string) bool { return slices.Contains(have, k) })
	}
	known := spelledOnce{}
	if tx.held != nil {
		known = tx.held.words
	}
	keys, words := known.rows([]owned{{org, p.ID, come}})
	if err := tx.put("found"+foundKept, keys...); err != nil {
		return err
	}
	if err := tx.put(spelledInto, words...); err != nil {
		return err
	}
	return tx.s.lose(owned{org, p.ID, gone})
}

// lost takes away what a record is found by, before the record itself goes.
func (tx *Tx) lost(id party.PatientID) error {
	was, err := tx.patients("select "+patientColumns+" from patients p where p.id = ?", []any{string(id)})
	if err != nil || len(was) == 0 {
		return err
	}
	return tx.s.lose(owned{was[0].Org, id, keysOf(was[0])})
}

// lose takes keys away, and the spellings of words that no name has any more.
func (s *session) lose(o owned) error {
	for _, k := range o.keys {
		if _, err := s.exec("delete from found where org = ? and key = ? and patient = ?", string(o.org), k, string(o.id)); err != nil {
			return err
		}
	}
	for _, w := range spellings(o.keys) {
		if err := s.misspell(o.org, w); err != nil {
			return err
		}
	}
	return nil
}

// owned are a record's keys and whose it is.
type owned struct {
	org  party.OrgID
	id   party.PatientID
	keys []string
}

// spelledOnce are words written already, each with whose it is.
type spelledOnce map[[2]string]bool

// find writes keys into a table, and the spellings of their words.
func (s *session) find(into string, list []owned, known spelledOnce) error {
	keys, words := known.rows(list)
	if err := s.insert(into+foundKept, keys); err != nil {
		return err
	}
	return s.insert(spelledInto, words)
}

const (
	foundKept   = " (org, key, patient)"
	spelledInto = "spelled (org, turned, n, word)"
)

// rows are the keys of some records, and the spellings not known yet.
func (known spelledOnce) rows(list []owned) (keys, words [][]any) {
	for _, o := range list {
		for _, k := range o.keys {
			keys = append(keys, []any{string(o.org), k, string(o.id)})
		}
		for _, w := range spellings(o.keys) {
			if k := [2]string{w, string(o.org)}; !known[k] {
				known[k] = true
				words = append(words, spelledRows(o.org, w)...)
			}
		}
	}
	return keys, words
}

// spelledRows are a word of an organization's names, forwards and backwards.
func spelledRows(org party.OrgID, word string) [][]any {
	n := utf8.RuneCountInString(word)
	return [][]any{{string(org), 0, n, word}, {string(org), 1, n, turned(word)}}
}

// insert puts in rows of a table that is all key; what is there stays.
func (s *session) insert(into string, rows [][]any) error {
	return s.rows("insert into "+into, rows, " on conflict do nothing")
}

// rows puts in rows, a few together, between what stands before their values
// and what stands behind.
func (s *session) rows(before string, rows [][]any, behind string) error {
	return pieces(rows, func(rows [][]any) error {
		_, err := s.exec(before+" values "+rowsOf(len(rows), len(rows[0]))+behind, slices.Concat(rows...)...)
		return err
	})
}

// misspell forgets how a word is spelled once no name of an organization has it.
func (s *session) misspell(org party.OrgID, word string) error {
	var one int
	still, err := s.one("select 1 from found where org = ? and key >= ? and key < ? limit 1", []any{string(org), word + " ", word + " \U0010ffff"}, &one)
	if err != nil || still {
		return err
	}
	for back, w := range []string{word, turned(word)} {
		if _, err := s.exec("delete from spelled where org = ? and turned = ? and n = ? and word = ?", string(org), back, utf8.RuneCountInString(word), w); err != nil {
			return err
		}
	}
	return nil
}

// refound makes what is searched again from the patients, when it is not there
// or in an older form; all of it in one commit.
func (db *DB) refound(ctx context.Context, in *sql.DB) (err error) {
	s, err := openSession(ctx, in, db.pg)
	if err != nil {
		return err
	}
	defer s.close()
	if have, err := s.formed(); err != nil || have == form {
		return err
	}
	if _, err = s.exec("begin"); err != nil {
		return err
	}
	defer s.exec("rollback") // of nothing, once it is committed
	if s.pg {
		if _, err = s.exec("lock table made in exclusive mode"); err != nil {
			return err
		}
		if have, err := s.formed(); err != nil || have == form {
			return err // another process was faster
		}
	}
	if err = db.gather(s); err != nil {
		return err
	}
	if _, err = s.exec("insert into made (name, form) values ('found', ?) on conflict (name) do update set form = excluded.form", form); err == nil {
		_, err = s.exec("commit")
	}
	return err
}

// gather makes all keys. They are put in order before they go in: in the order
// of the patients each would be written to another page.
func (db *DB) gather(s *session) error {
	for _, q := range []string{"delete from found", "delete from spelled", "create temporary table unsorted (org text, key text, patient text)"} {
		if _, err := s.exec(q); err != nil {
			return err
		}
	}
	known, n := spelledOnce{}, 0
	for after := ""; ; {
		var list []owned
		if err := s.each("select "+patientColumns+" from patients p where p.id > ? order by p.id limit 512", []any{after}, func(scan func(...any) error) error {
			p, err := scanPatient(scan)
			list = append(list, owned{p.Org, p.ID, keysOf(p)})
			after = string(p.ID)
			return err
		}); err != nil {
			return err
		}
		if len(list) == 0 {
			break
		}
		if n += len(list); n%102_400 == 0 {
			db.opts.Log.Info("records are made findable", "so far", n)
		}
		if err := s.find("unsorted", list, known); err != nil {
			return err
		}
	}
	for _, q := range []string{"insert into found (org, key, patient) select org, key, patient from unsorted order by org, key, patient", "drop table unsorted"} {
		if _, err := s.exec(q); err != nil {
			return err
		}
	}
	return nil
}

// formed is the form what is searched was made in; 0 when it never was.
func (s *session) formed() (have int, err error) {
	_, err = s.one("select form from made where name = 'found'", nil, &have)
	return have, err
}
