package store

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
)

// gone is the answer to what is not there and to what is not yours: the same.
func gone(op string) error {
	return fault.E(op, fault.Missing, "There is no such thing here, or none you may see.", nil)
}

// Ledger reads the entries of a loop the reader may see, in order.
func (v *View) Ledger(id referral.ID) ([]referral.Entry, error) {
	const op = "store.Ledger"
	if ok, err := v.sees(id); err != nil || !ok {
		return nil, cmp.Or(broken(op, err), gone(op))
	}
	out, err := v.entries(id)
	if err == nil && len(out) == 0 {
		return nil, gone(op)
	}
	return out, broken(op, err)
}

// entries reads a ledger: what was read lately, and the rest.
func (v *View) entries(id referral.ID) ([]referral.Entry, error) {
	if list := v.memo.ledgers[id]; len(list) > 0 {
		return list, nil
	}
	n := v.memo.tips[id].Seq
	if n == 0 {
		if _, err := v.s.one("select coalesce(max(seq), 0) from entries where referral = ?", []any{string(id)}, &n); err != nil {
			return nil, err
		}
	}
	out := v.db.recent.of(id, n)
	if len(out) == n {
		v.memo.ledgers[id] = out
		return out, nil
	}
	err := v.s.each("select seq, at, noted, who, key, kind, body, owed from entries where referral = ? and seq > ? order by seq", []any{string(id), len(out)}, func(scan func(...any) error) error {
		e, err := scanEntry(scan, nil)
		out = append(out, e)
		return err
	})
	if err == nil && len(out) == n {
		if v.memo.ledgers[id] = out; !v.writing {
			v.db.recent.put(id, out)
		}
	}
	return out, err
}

// scanEntry reads an entry. Many are by the same few: with known, who has been
// read before is not read again.
func scanEntry(scan func(...any) error, known map[string]referral.By) (e referral.Entry, err error) {
	var at, noted int64
	var who, key, kind, owed string
	var body []byte
	if err = scan(&e.Seq, &at, &noted, &who, &key, &kind, &body, &owed); err != nil {
		return e, err
	}
	e.At, e.Noted, e.Key = moment(&at), moment(&noted), referral.Key(key)
	by, ok := known[who]
	if !ok {
		if err = json.Unmarshal([]byte(who), &by); err != nil {
			return e, err
		}
		if known != nil {
			known[who] = by
		}
	}
	e.By = by
	if owed != "" {
		if err = json.Unmarshal([]byte(owed), &e.Owed); err != nil {
			return e, err
		}
	}
	e.What, err = referral.Decode(kind, body)
	return e, err
}

// Loop folds a loop the reader may see.
func (v *View) Loop(id referral.ID) (referral.State, error) {
	entries, err := v.Ledger(id)
	if err != nil {
		return referral.State{}, err
	}
	return referral.Fold(id, entries), nil
}

// Row is a loop as lists and searches see it: the fold of its ledger with what
// the desk computed at its last commit.
type Row struct {
	ID                       referral.ID
	Code                     string
	Seq                      int
	Phase                    referral.Phase
	Open                     bool
	Urgency                  party.Urgency
	Origin                   string
	Leg                      int
	Patient, ReceiverPatient party.PatientID
	Sender, Receiver         party.OrgID
	SenderTeam               party.TeamID
	Clinician                party.PractitionerID
	Service                  party.ServiceID
	Question                 string // a document's id
	Ball                     referral.Owed
	Look                     time.Time // when escalation first looks at the ball; zero is its due
	Class                    int
	SeenBy, Started, Sent    time.Time
	Since, Ended, Visit      time.Time
	SRStatus                 string
	Authored, Noted          time.Time
	Shown                    int       // entries that show to other systems so far
	ShownAt                  time.Time // when the newest of them was learned of
	Extra                    string
	Duties                   []Duty
	Tasks                    []Task
	Relations                []Relation
}

// Duty is a duty with its kind and how it climbs.
type Duty struct {
	referral.Owed
	Kind string
	Look time.Time // when escalation first looks at it; zero is its due
}

// Relation lets an organization see a patient because of a fact.
type Relation struct {
	Org     party.OrgID
	Patient party.PatientID
	Kind    string // registered, referring, receiving
	Since   time.Time
	Until   time.Time
}

// Append adds entries to a ledger and brings its row, what is owed, its tasks,
// its relations and the feed up to date. It faults with Conflict when the
// ledger has grown since it was read, or the code is taken.
func (tx *Tx) Append(entries []referral.Entry, row Row) error {
	const op = "store.Append"
	if err := tx.entries(row.ID, entries); err != nil {
		if unique(err) {
			return fault.E(op, fault.Conflict, "Somebody else acted at the same moment. Look again.", err)
		}
		return broken(op, err)
	}
	if tx.veil != "" {
		return broken(op, tx.stage(row))
	}
	tx.memo.append(row.ID, entries)
	fresh := len(entries) == row.Seq
	for _, step := range []func(Row, bool) error{tx.row, tx.owed, tx.tasks, tx.relations} {
		if err := step(row, fresh); err != nil {
			if unique(err) {
				return fault.E(op, fault.Conflict, "That code is taken.", err)
			}
			return broken(op, err)
		}
	}
	_, err := tx.s.exec("insert into feed (kind, name, orgs) values ('referral', ?, ?)", string(row.ID), string(row.Sender)+","+string(row.Receiver))
	return broken(op, err)
}

// entries inserts what is added to a ledger in one go.
func (tx *Tx) entries(id referral.ID, list []referral.Entry) error {
	rows := make([][]any, 0, len(list))
	for _, e := range list {
		r, err := entryArgs(id, e)
		if err != nil {
			return err
		}
		rows = append(rows, r)
	}
	if tx.veil != "" {
		return tx.hide("entries", entryKept, rows)
	}
	return tx.s.rows("insert into entries ("+entryKept+")", rows, "")
}

// entryArgs are the values of an entry in the order of entryKept.
func entryArgs(id referral.ID, e referral.Entry) ([]any, error) {
	kind, body, err := referral.Encode(e.What)
	if err != nil {
		return nil, err
	}
	who, err := json.Marshal(e.By)
	if err != nil {
		return nil, err
	}
	owed := ""
	if len(e.Owed) > 0 {
		b, err := json.Marshal(e.Owed)
		if err != nil {
			return nil, err
		}
		owed = string(b)
	}
	return []any{string(id), e.Seq, e.At.UnixMicro(), e.Noted.UnixMicro(), string(who), string(e.Key), kind, string(body), owed}, nil
}

const entryKept = "referral, seq, at, noted, who, key, kind, body, owed"

const rowColumns = "id, code, seq, phase, open, urgency, origin, leg, patient, receiver_patient, sender, sender_team, clinician, receiver, service, question, " +
	"owner_team, owner_person, holder, act, due, due_from, class, seen_by, started, sent, since, ended, visit, sr_status, authored, noted, shown, shown_at, extra"

// moving are the columns an act changes without changing what a loop is found by.
var moving = strings.Split("seq, phase, open, leg, owner_team, owner_person, holder, act, due, due_from, class, seen_by, started, sent, since, ended, visit, sr_status, noted, shown, shown_at, extra", ", ")

var moveRow = "update referrals set " + strings.Join(moving, " = ?, ") + " = ? where id = ?"

// stays reports whether two rows of a loop differ in what moves alone.
func stays(a, b Row) bool {
	return a.Code == b.Code && a.Urgency == b.Urgency && a.Origin == b.Origin && a.Patient == b.Patient && a.ReceiverPatient == b.ReceiverPatient && a.Sender == b.Sender &&
		a.SenderTeam == b.SenderTeam && a.Clinician == b.Clinician && a.Receiver == b.Receiver && a.Service == b.Service && a.Question == b.Question && a.Authored.Equal(b.Authored)
}

var upsertRow = "insert into referrals (" + rowColumns + ") values (" + marksFor(35) + ") on conflict (id) do update set " + excluded(rowColumns)

func excluded(columns string) string {
	var b strings.Builder
	for i, c := range strings.Split(columns, ", ") {
		if i == 0 {
			continue // the key
		}
		if i > 1 {
			b.WriteString(", ")
		}
		b.WriteString(c + " = excluded." + c)
	}
	return b.String()
}

func (tx *Tx) row(r Row, _ bool) error {
	was, read := tx.memo.rows[r.ID]
	tx.memo.row(r)
	if read && stays(was, r) { // the indexes of what stays are left alone
		_, err := tx.s.exec(moveRow, r.Seq, string(r.Phase), flag(r.Open), r.Leg, string(r.Ball.Team), string(r.Ball.Person), string(r.Ball.Holder), string(r.Ball.Act), us(r.Ball.Due), us(r.Ball.From),
			r.Class, us(r.SeenBy), us(r.Started), us(r.Sent), us(r.Since), us(r.Ended), us(r.Visit), r.SRStatus, us0(r.Noted), r.Shown, us0(r.ShownAt), r.Extra, string(r.ID))
		return err
	}
	_, err := tx.s.exec(upsertRow, rowArgs(r)...)
	return err
}

// rowArgs are a row's values in the order of rowColumns.
func rowArgs(r Row) []any {
	return []any{string(r.ID), r.Code, r.Seq, string(r.Phase), flag(r.Open), string(r.Urgency), r.Origin, r.Leg, string(r.Patient), string(r.ReceiverPatient),
		string(r.Sender), string(r.SenderTeam), string(r.Clinician), string(r.Receiver), string(r.Service), r.Question,
		string(r.Ball.Team), string(r.Ball.Person), string(r.Ball.Holder), string(r.Ball.Act), us(r.Ball.Due), us(r.Ball.From), r.Class, us(r.SeenBy), us(r.Started), us(r.Sent),
		us(r.Since), us(r.Ended), us(r.Visit), r.SRStatus, us(r.Authored), us0(r.Noted), r.Shown, us0(r.ShownAt), r.Extra}
}

// owed replaces what is owed on a loop: the ball while it is open, and duties.
// What is the same thing with the same due goes on climbing where it was; what
// has not changed is not written.
func (tx *Tx) owed(r Row, fresh bool) error {
	all := r.owes()
	keep := make([]any, 1, 1+len(all))
	keep[0] = string(r.ID)
	for _, d := range all {
		if _, err := tx.s.exec(upsertOwed, owedArgs(r, d)...); err != nil {
			return err
		}
		keep = append(keep, d.Duty)
	}
	if fresh {
		return nil
	}
	q := "delete from owed where referral = ? and kind <> 'look'" // those are no part of the ledger
	if len(all) > 0 {
		q += " and duty not in (" + marksFor(len(all)) + ")"
	}
	_, err := tx.s.exec(q, keep...)
	return err
}

// owes are the ball while a loop is open, and its duties.
func (r Row) owes() []Duty {
	if !r.Open {
		return r.Duties
	}
	return append([]Duty{{Owed: r.Ball, Kind: "ball", Look: r.Look}}, r.Duties...)
}

const owedKept = "referral, duty, kind, team, person, holder, act, due, since, class, phase, open, next"

// owedArgs are the values of something owed, in that order.
func owedArgs(r Row, d Duty) []any {
	next := d.Look
	if next.IsZero() {
		next = d.Due
	}
	return []any{string(r.ID), d.Duty, d.Kind, string(d.Team), string(d.Person), string(d.Holder), string(d.Act), us0(d.Due), us0(d.From), r.Class, string(r.Phase), flag(r.Open), us0(next)}
}

const upsertOwed = "insert into owed (" + owedKept + `) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
	on conflict (referral, duty) do update set kind = excluded.kind, team = excluded.team, person = excluded.person, holder = excluded.holder, act = excluded.act,
	due = excluded.due, since = excluded.since, class = excluded.class, phase = excluded.phase, open = excluded.open,
	level = case when owed.due = excluded.due then owed.level else 0 end, next = case when owed.due <> excluded.due or excluded.next <> excluded.due and excluded.next < owed.next then excluded.next else owed.next end
	where (owed.kind, owed.team, owed.person, owed.holder, owed.act, owed.due, owed.since, owed.class, owed.phase, owed.open)
	   <> (excluded.kind, excluded.team, excluded.person, excluded.holder, excluded.act, excluded.due, excluded.since, excluded.class, excluded.phase, excluded.open)`

const relationKept = "org, patient, kind, referral, since, until"

// relations lets see who may because of a loop. Who wrote a new one need not ask.
func (tx *Tx) relations(r Row, fresh bool) error {
	err := tx.Relate(r.ID, r.Relations...)
	if err == nil && fresh && tx.veil == "" {
		tx.memo.relate(tx.View, r)
	}
	return err
}

// Relate lets organizations see patients; a relation only ever begins earlier.
func (tx *Tx) Relate(fact referral.ID, list ...Relation) error {
	rows := make([][]any, 0, len(list))
	for _, x := range list {
		rows = append(rows, []any{string(x.Org), string(x.Patient), x.Kind, string(fact), us0(x.Since), us0(x.Until)})
	}
	if tx.veil != "" {
		return tx.hide("relations", relationKept, rows)
	}
	if len(list) > 0 {
		tx.memo.related(slices.ContainsFunc(list, func(x Relation) bool { return !x.Until.IsZero() }))
	}
	return broken("store.Relate", tx.s.rows("insert into relations ("+relationKept+")", rows, " on conflict (org, patient, kind, referral) do update set until = excluded.until where relations.until <> excluded.until"))
}

func scanRow(scan func(...any) error, more ...any) (r Row, err error) {
	var open, class int64
	var due, from, seenBy, started, sent, since, ended, visit, authored, noted, shown *int64
	err = scan(append([]any{&r.ID, &r.Code, &r.Seq, &r.Phase, &open, &r.Urgency, &r.Origin, &r.Leg, &r.Patient, &r.ReceiverPatient, &r.Sender, &r.SenderTeam, &r.Clinician,
		&r.Receiver, &r.Service, &r.Question, &r.Ball.Team, &r.Ball.Person, &r.Ball.Holder, &r.Ball.Act, &due, &from, &class, &seenBy, &started, &sent, &since, &ended, &visit,
		&r.SRStatus, &authored, &noted, &r.Shown, &shown, &r.Extra}, more...)...)
	r.Open, r.Class = open == 1, int(class)
	r.Ball.Due, r.Ball.From, r.SeenBy, r.Started, r.Sent = moment(due), moment(from), moment(seenBy), moment(started), moment(sent)
	r.Since, r.Ended, r.Visit, r.Authored, r.Noted = moment(since), moment(ended), moment(visit), moment(authored), moment(noted)
	r.ShownAt = moment(shown)
	return r, err
}

// Row reads the row of a loop the reader may see.
func (v *View) Row(id referral.ID) (Row, error) { return v.rowBy("id", string(id)) }

// RowByCode reads it by the code people read aloud.
func (v *View) RowByCode(code string) (Row, error) { return v.rowBy("code", code) }

func (v *View) rowBy(column, value string) (r Row, err error) {
	cond, with := v.visible("referral", "l.id")
	found := false
	err = v.s.each("select "+prefixed("l", rowColumns)+" from referrals l where l."+column+" = ? and "+cond, append([]any{value}, with...), func(scan func(...any) error) (err error) {
		found = true
		r, err = scanRow(scan)
		return err
	})
	if err == nil && !found {
		return r, gone("store.Row")
	}
	if err == nil {
		v.memo.row(r)
		v.memo.loops[loopSeen{v.eyes(), r.ID}] = true
	}
	return r, broken("store.Row", err)
}

func prefixed(alias, columns string) string {
	return alias + "." + strings.ReplaceAll(columns, ", ", ", "+alias+".")
}

// Loops lists the ids of loops the reader may see after one, in order.
func (v *View) Loops(after referral.ID, limit int) (out []referral.ID, err error) {
	cond, with := v.visible("referral", "l.id")
	err = v.s.each("select l.id from referrals l where l.id > ? and "+cond+" order by l.id limit ?", slices.Concat([]any{string(after)}, with, []any{limit}), func(scan func(...any) error) error {
		var id referral.ID
		err := scan(&id)
		out = append(out, id)
		return err
	})
	return out, broken("store.Loops", err)
}

// Tip is where a ledger ends: its newest entry, how many have shown to other
// systems so far, and when the newest of those was learned of.
type Tip struct {
	Seq, Shown int
	At         time.Time
}

// Tip reads where the ledger of a loop the reader may see ends.
func (v *View) Tip(id referral.ID) (t Tip, err error) {
	const op = "store.Tip"
	if t, ok := v.memo.tips[id]; ok {
		if ok, err := v.sees(id); err != nil || !ok {
			return Tip{}, cmp.Or(broken(op, err), gone(op))
		}
		return t, nil
	}
	if v.writing { // who acts needs the whole row next
		r, err := v.Row(id)
		if fault.Of(err) == fault.Missing {
			err = gone(op)
		}
		return Tip{Seq: r.Seq, Shown: r.Shown, At: r.ShownAt}, err
	}
	cond, with := v.visible("referral", "l.id")
	var at int64
	ok, err := v.s.one("select l.seq, l.shown, l.shown_at from referrals l where l.id = ? and "+cond, append([]any{string(id)}, with...), &t.Seq, &t.Shown, &at)
	if err == nil && !ok {
		return Tip{}, gone(op)
	}
	if t.At = moment(&at); err == nil {
		v.memo.tips[id], v.memo.loops[loopSeen{v.eyes(), id}] = t, true
	}
	return t, broken(op, err)
}
