package store

import (
	"encoding/json"
	"time"

	"referd/core/party"
)

// Import is a file of rows that was brought: whose, of what, and how far it is.
type Import struct {
	ID     string
	Org    party.OrgID
	Kind   string
	State  string
	Digest string // of the file
	Made   time.Time
	Body   json.RawMessage // what the desk knows of it
}

// ImportRow is a row of one.
type ImportRow struct {
	N     int
	State string
	Key   string // its sender's name for it
	Thing string // what it made, or is
	Body  []byte
}

// ImportKey is what a row of some file has become.
type ImportKey struct {
	Key, Thing string
	Digest     string // of the row
	Import     string
}

// PutImport writes an import.
func (tx *Tx) PutImport(i Import) error {
	_, err := tx.s.exec("insert into imports (id, org, kind, state, digest, made, body) values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set kind = excluded.kind, state = excluded.state, body = excluded.body",
		i.ID, string(i.Org), i.Kind, i.State, i.Digest, us0(i.Made), string(i.Body))
	return broken("store.PutImport", err)
}

const importColumns = "i.id, i.org, i.kind, i.state, i.digest, i.made, i.body"

func scanImport(scan func(...any) error) (i Import, err error) {
	var made int64
	var body []byte
	err = scan(&i.ID, &i.Org, &i.Kind, &i.State, &i.Digest, &made, &body)
	i.Made, i.Body = moment(&made), body
	return i, err
}

// brought narrows to imports of the reader's own organizations.
func (v *View) brought() (string, []any) {
	if v.scope.System {
		return "1 = 1", nil
	}
	if len(v.scope.Orgs) == 0 {
		return "1 = 0", nil
	}
	return v.own("i.org")
}

// Imports lists imports of the reader's organizations in some states (none is
// all), the newest first.
func (v *View) Imports(states []string, limit int) (out []Import, err error) {
	cond, with := v.brought()
	if len(states) > 0 {
		cond, with = cond+" and i.state in ("+marksFor(len(states))+")", append(with, args(states)...)
	}
	err = v.s.each("select "+importColumns+" from imports i where "+cond+" order by i.made desc, i.id desc limit ?", append(with, limit), func(scan func(...any) error) error {
		i, err := scanImport(scan)
		out = append(out, i)
		return err
	})
	return out, broken("store.Imports", err)
}

// Import reads one of the reader's organizations; another's is Missing.
func (v *View) Import(id string) (out Import, err error) {
	cond, with := v.brought()
	found := false
	err = v.s.each("select "+importColumns+" from imports i where i.id = ? and "+cond, append([]any{id}, with...), func(scan func(...any) error) (err error) {
		found = true
		out, err = scanImport(scan)
		return err
	})
	if err == nil && !found {
		return out, gone("store.Import")
	}
	return out, broken("store.Import", err)
}

// PutImportRows writes rows of an import.
func (tx *Tx) PutImportRows(of string, list []ImportRow) error {
	for _, r := range list {
		if _, err := tx.s.exec("insert into import_rows (import, n, state, key, thing, body) values (?, ?, ?, ?, ?, ?) on conflict (import, n) do update set state = excluded.state, key = excluded.key, thing = excluded.thing, body = excluded.body",
			of, r.N, r.State, r.Key, r.Thing, string(r.Body)); err != nil {
			return broken("store.PutImportRows", err)
		}
	}
	return nil
}

// Rows says which rows of an import to read: after a number, in some states
// (none is all), at most so many, in order.
type Rows struct {
	Import string
	States []string
	After  int
	Limit  int
}

// ImportRows reads rows of an import of the reader's organizations.
func (v *View) ImportRows(q Rows) (out []ImportRow, err error) {
	cond, with := v.brought()
	with = append([]any{q.Import, q.After}, with...)
	if len(q.States) > 0 {
		cond, with = cond+" and r.state in ("+marksFor(len(q.States))+")", append(with, args(q.States)...)
	}
	err = v.s.each("select r.n, r.state, r.key, r.thing, r.body from import_rows r join imports i on i.id = r.import where r.import = ? and r.n > ? and "+cond+" order by r.n limit ?", append(with, q.Limit), func(scan func(...any) error) error {
		var r ImportRow
		err := scan(&r.N, &r.State, &r.Key, &r.Thing, &r.Body)
		out = append(out, r)
		return err
	})
	return out, broken("store.ImportRows", err)
}

// ImportCounts counts the rows of an import of the reader's organizations by
// their states.
func (v *View) ImportCounts(id string) (out map[string]int, err error) {
	out = map[string]int{}
	cond, with := v.brought()
	err = v.s.each("select r.state, count(*) from import_rows r join imports i on i.id = r.import where r.import = ? and "+cond+" group by r.state", append([]any{id}, with...), func(scan func(...any) error) error {
		var state string
		var n int
		err := scan(&state, &n)
		out[state] = n
		return err
	})
	return out, broken("store.ImportCounts", err)
}

// DropImportRows forgets at most so many rows of an import, and says how many.
func (tx *Tx) DropImportRows(of string, most int) (int64, error) {
	if _, err := tx.s.exec("delete from import_marks where import = ? and mark in (select mark from import_marks where import = ? limit ?)", of, of, most); err != nil {
		return 0, broken("store.DropImportRows", err)
	}
	n, err := tx.s.exec("delete from import_rows where import = ? and n in (select n from import_rows where import = ? limit ?)", of, of, most)
	return n, broken("store.DropImportRows", err)
}

// Mark notes that a row of an import would be something, and what it says of it. It
// gives the first row that would be the same, n itself when it is the first, and
// whether that one says the same.
func (tx *Tx) Mark(of, mark, says string, n int) (first int, same bool, err error) {
	var said string
	_, err = tx.s.one("insert into import_marks (import, mark, says, n) values (?, ?, ?, ?) on conflict (import, mark) do update set n = import_marks.n returning n, says", []any{of, mark, says, n}, &first, &said)
	return first, said == says, broken("store.Mark", err)
}

// Unmark forgets the marks of an import, before its rows are looked at again.
func (tx *Tx) Unmark(of string) error {
	_, err := tx.s.exec("delete from import_marks where import = ?", of)
	return broken("store.Unmark", err)
}

// Brought is what a row of a file of an organization of the reader's has become.
func (v *View) Brought(org party.OrgID, kind, key string) (k ImportKey, found bool, err error) {
	cond, with := v.own("i.org")
	if v.scope.System {
		cond, with = "1 = 1", nil
	} else if len(v.scope.Orgs) == 0 {
		return k, false, nil
	}
	found, err = v.s.one("select i.key, i.thing, i.digest, i.import from import_keys i where i.org = ? and i.kind = ? and i.key = ? and "+cond, append([]any{string(org), kind, key}, with...), &k.Key, &k.Thing, &k.Digest, &k.Import)
	return k, found, broken("store.Brought", err)
}

// Bring notes what a row has become. While an import is not shown yet, this is
// not either.
func (tx *Tx) Bring(org party.OrgID, kind string, k ImportKey) error {
	if tx.veil != "" {
		_, err := tx.s.exec("insert into staged_keys (org, kind, key, thing, digest, import) values (?, ?, ?, ?, ?, ?)", string(org), kind, k.Key, k.Thing, k.Digest, tx.veil)
		return broken("store.Bring", err)
	}
	_, err := tx.s.exec("insert into import_keys (org, kind, key, thing, digest, import) values (?, ?, ?, ?, ?, ?) on conflict (org, kind, key) do update set thing = excluded.thing, digest = excluded.digest, import = excluded.import",
		string(org), kind, k.Key, k.Thing, k.Digest, k.Import)
	return broken("store.Bring", err)
}

// Bringing is what an earlier row of the import behind whose veil this is has
// become.
func (tx *Tx) Bringing(org party.OrgID, kind, key string) (thing string, found bool, err error) {
	found, err = tx.s.one("select thing from staged_keys where import = ? and key = ? and org = ? and kind = ?", []any{tx.veil, key, string(org), kind}, &thing)
	return thing, found, broken("store.Bringing", err)
}

// Unbring forgets what a row has become, after it was undone: it may come again.
func (tx *Tx) Unbring(org party.OrgID, kind, key string) error {
	_, err := tx.s.exec("delete from import_keys where org = ? and kind = ? and key = ?", string(org), kind, key)
	return broken("store.Unbring", err)
}

// ImportMap is what was said of these headings before; nil when nothing was.
func (v *View) ImportMap(org party.OrgID, kind, headings string) (body []byte, err error) {
	_, err = v.s.one("select body from import_maps where org = ? and kind = ? and headings = ?", []any{string(org), kind, headings}, &body)
	return body, broken("store.ImportMap", err)
}

// PutImportMap keeps it for the next file.
func (tx *Tx) PutImportMap(org party.OrgID, kind, headings string, body []byte) error {
	_, err := tx.s.exec("insert into import_maps (org, kind, headings, body) values (?, ?, ?, ?) on conflict (org, kind, headings) do update set body = excluded.body", string(org), kind, headings, string(body))
	return broken("store.PutImportMap", err)
}

// PatientNamed reports whether what another system wrote names a patient the
// reader may see.
func (v *View) PatientNamed(id party.PatientID) (named bool, err error) {
	if _, err := v.Patient(id); err != nil {
		return false, err
	}
	var one int
	named, err = v.s.one("select 1 from resources where patient = ? and type not in ('ServiceRequest', 'Task') limit 1", []any{string(id)}, &one)
	return named, broken("store.PatientNamed", err)
}
