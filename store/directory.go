package store

import (
	"cmp"
	"encoding/json"
	"time"

	"referd/core/party"
)

// Thing is a line of the directory: an organization, a person, a team, a
// service, the settings. The directory is small and read whole.
type Thing struct {
	Kind, ID string
	Org      party.OrgID
	Body     json.RawMessage
}

// PutThing writes a line of the directory and counts its version up. What it
// was before stays, with who wrote it (Past). A version is given once: who reads
// what changed since one would pass over a second line of it.
func (tx *Tx) PutThing(kind, id string, org party.OrgID, body any) error {
	const op = "store.PutThing"
	b, err := json.Marshal(body)
	if err != nil {
		return broken(op, err)
	}
	if err := tx.Alone("directory"); err != nil {
		return err
	}
	_, err = tx.s.exec(`insert into directory (kind, id, org, version, body) values (?, ?, ?, (select coalesce(max(version), 0) + 1 from directory), ?)
		on conflict (kind, id) do update set org = excluded.org, version = excluded.version, body = excluded.body`, kind, id, string(org), string(b))
	if err == nil {
		_, err = tx.s.exec("insert into directory_past (kind, id, version, org, at, who, body) select kind, id, version, org, ?, ?, body from directory where kind = ? and id = ?",
			tx.db.Now().UnixMicro(), cmp.Or(string(tx.scope.User), string(tx.scope.Client)), kind, id)
	}
	tx.db.touched.Store(true)
	return broken(op, err)
}

// DirectoryMark changes with every commit that wrote the directory, when this
// process is the only one that can; ok is false where others can.
func (db *DB) DirectoryMark() (mark int64, ok bool) { return db.mark.Load(), !db.pg }

// DirectoryVersion counts up with every change of the directory.
func (v *View) DirectoryVersion() (n int64, err error) {
	_, err = v.s.one("select coalesce(max(version), 0) from directory", nil, &n)
	return n, broken("store.DirectoryVersion", err)
}

// Things reads what changed in the directory after a version.
func (v *View) Things(after int64, each func(Thing) error) error {
	return broken("store.Things", v.s.each("select kind, id, org, body from directory where version > ? order by version", []any{after}, func(scan func(...any) error) error {
		var t Thing
		var body []byte
		if err := scan(&t.Kind, &t.ID, &t.Org, &body); err != nil {
			return err
		}
		t.Body = body
		return each(t)
	}))
}

// PutCredential keeps the hash of a password or a secret.
func (tx *Tx) PutCredential(id, hash string) error {
	_, err := tx.s.exec("insert into credentials (id, hash) values (?, ?) on conflict (id) do update set hash = excluded.hash", id, hash)
	return broken("store.PutCredential", err)
}

// Credential reads it; empty when there is none.
func (v *View) Credential(id string) (hash string, err error) {
	_, err = v.s.one("select hash from credentials where id = ?", []any{id}, &hash)
	return hash, broken("store.Credential", err)
}

// Session is a signed-in person or a client's bearer token, by the machine's clock.
type Session struct {
	Token     string // hashed
	Seat      string // where who works in several organizations works now; empty is as Who
	Who       string
	Kind      string // session, bearer
	Scopes    string
	Made      time.Time
	Used      time.Time
	Ends      time.Time
	Confirmed time.Time
}

// PutSession writes a session or what changed of it.
func (tx *Tx) PutSession(s Session) error {
	_, err := tx.s.exec(`insert into sessions (token, who, seat, kind, scopes, made, used, ends, confirmed) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (token) do update set seat = excluded.seat, used = excluded.used, ends = excluded.ends, confirmed = excluded.confirmed`,
		s.Token, s.Who, s.Seat, s.Kind, s.Scopes, us0(s.Made), us0(s.Used), us0(s.Ends), us0(s.Confirmed))
	return broken("store.PutSession", err)
}

// Session reads one by its hashed token; found is false when it is not there.
func (v *View) Session(token string) (s Session, found bool, err error) {
	var made, used, ends, confirmed int64
	found, err = v.s.one("select token, who, seat, kind, scopes, made, used, ends, confirmed from sessions where token = ?", []any{token}, &s.Token, &s.Who, &s.Seat, &s.Kind, &s.Scopes, &made, &used, &ends, &confirmed)
	s.Made, s.Used, s.Ends, s.Confirmed = moment(&made), moment(&used), moment(&ends), moment(&confirmed)
	return s, found, broken("store.Session", err)
}

// EndSession removes one; EndSessions all of somebody. Who follows the feed hears
// of whom, so that what is open by it ends too, whoever ended it and where.
func (tx *Tx) EndSession(token string) error { return tx.end("token", token) }

// EndSessions removes all of somebody's.
func (tx *Tx) EndSessions(who string) error { return tx.end("who", who) }

func (tx *Tx) end(by, value string) error {
	_, err := tx.s.exec("insert into feed (kind, name, orgs) select distinct 'left', who, '' from sessions where "+by+" = ? and kind = 'session'", value)
	if err == nil {
		_, err = tx.s.exec("delete from sessions where "+by+" = ?", value)
	}
	return broken("store.EndSession", err)
}

// SweepSessions removes those that have ended.
func (tx *Tx) SweepSessions() error {
	_, err := tx.s.exec("delete from sessions where ends < ?", tx.db.Machine().UnixMicro())
	return broken("store.SweepSessions", err)
}

// Guesses is how often somebody failed to sign in lately.
func (v *View) Guesses(subject string) (n int, last time.Time, err error) {
	var at int64
	_, err = v.s.one("select n, last from guesses where subject = ?", []any{subject}, &n, &at)
	return n, moment(&at), broken("store.Guesses", err)
}

// Guessed counts one more, or none again.
func (tx *Tx) Guessed(subject string, n int) error {
	_, err := tx.s.exec("insert into guesses (subject, n, last) values (?, ?, ?) on conflict (subject) do update set n = excluded.n, last = excluded.last", subject, n, tx.db.Machine().UnixMicro())
	return broken("store.Guessed", err)
}

// Thing reads one line of the directory as it is in this commit; found is
// false when there is none.
func (v *View) Thing(kind, id string, into any) (found bool, err error) {
	var body []byte
	found, err = v.s.one("select body from directory where kind = ? and id = ?", []any{kind, id}, &body)
	if err == nil && found {
		err = json.Unmarshal(body, into)
	}
	return found, broken("store.Thing", err)
}
