package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"referd/core/access"
	"referd/core/party"
	"referd/core/referral"
)

// Audit adds a record to the commit it belongs to: written with it, or not at all.
func (tx *Tx) Audit(r access.Record) error {
	*tx.audits = append(*tx.audits, r)
	return nil
}

const auditColumns = "recorded, who, org, action, kind, referral, seq, object, patients, n, outcome, more"

// record writes the records of a commit, many to a statement: on SQLite to wait
// with others until many are put together where they are found.
func (tx *Tx) record() error {
	if !tx.s.pg {
		err := pieces(*tx.audits, func(list []access.Record) error {
			_, err := tx.db.recordIn(tx.s, "fresh", list)
			return err
		})
		if tx.db.fresh += len(*tx.audits); err == nil && tx.db.fresh >= stale {
			err = find(tx.s)
			tx.db.fresh = 0
		}
		return broken("store.Audit", err)
	}
	return broken("store.Audit", pieces(*tx.audits, func(list []access.Record) error {
		keys, err := tx.db.recordIn(tx.s, "audit", list)
		if err != nil {
			return err
		}
		return tx.recordPatients(list, keys)
	}))
}

// pieces goes through a list in a few lengths, so that few statements serve every
// length. Three is how many entries a referral from another system begins with.
func pieces[T any](list []T, f func([]T) error) error {
	for _, size := range []int{32, 16, 8, 4, 3, 2, 1} {
		for len(list) >= size {
			if err := f(list[:size]); err != nil {
				return err
			}
			list = list[size:]
		}
	}
	return nil
}

// recordIn inserts records into a table and gives their keys. On SQLite the
// keys are given out here, in one order over both its files.
func (db *DB) recordIn(s *session, table string, list []access.Record) (keys []int64, err error) {
	with := make([]any, 0, 13*len(list))
	now := db.Machine()
	for _, r := range list {
		at := now
		if !r.Recorded.IsZero() { // of a series: when the clock stood there
			at = r.Recorded
		}
		more, err := auditMore(r)
		if err != nil {
			return nil, err
		}
		who := string(r.User)
		if who == "" {
			who = string(r.Client)
		}
		if !s.pg {
			keys = append(keys, db.audited.Add(1))
			with = append(with, keys[len(keys)-1])
		}
		with = append(with, at.UnixMicro(), who, actedFor(r), string(r.Action), r.Kind, string(r.Referral), r.Seq, r.Object, joinIDs(r.Patients), r.N, string(r.Outcome), more)
	}
	if !s.pg {
		_, err = s.exec("insert into "+table+" (id, "+auditColumns+") values "+rowsOf(len(list), 13), with...)
		return keys, err
	}
	err = s.each("insert into "+table+" ("+auditColumns+") values "+rowsOf(len(list), 12)+" returning id", with, func(scan func(...any) error) error {
		var k int64
		err := scan(&k)
		keys = append(keys, k)
		return err
	})
	return keys, err
}

// recordPatients makes records found by the patients they name.
func (tx *Tx) recordPatients(list []access.Record, keys []int64) error {
	type found struct {
		patient party.PatientID
		audit   int64
	}
	var all []found
	for i, r := range list {
		if len(r.Patients) > access.MostFound {
			continue
		}
		for _, p := range r.Patients {
			all = append(all, found{p, keys[i]})
		}
	}
	return pieces(all, func(list []found) error {
		var with []any
		for _, f := range list {
			with = append(with, string(f.patient), f.audit)
		}
		_, err := tx.s.exec("insert into audit_patients (patient, audit) values "+rowsOf(len(list), 2)+" on conflict (patient, audit) do nothing", with...)
		return err
	})
}

// rowsOf is "(?, ?), (?, ?)" for rows of some columns.
func rowsOf(rows, columns int) string {
	return strings.TrimSuffix(strings.Repeat("("+marksFor(columns)+"), ", rows), ", ")
}

func joinIDs[T ~string](list []T) string {
	if len(list) == 1 {
		return string(list[0])
	}
	var b strings.Builder
	for i, p := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(string(p))
	}
	return b.String()
}

// actedFor is the organizations of a record as they are kept: no id has a space.
func actedFor(r access.Record) string {
	if len(r.Also) == 0 {
		return string(r.Org)
	}
	var b strings.Builder
	b.WriteString(string(r.Org))
	for _, o := range r.Also {
		b.WriteString(" " + string(o))
	}
	return b.String()
}

// auditMore is the rest of a record: what no question asks for.
func auditMore(r access.Record) (string, error) {
	b, err := json.Marshal(struct {
		For, Rule, Purpose, Query, Session, Request string `json:",omitempty"`
		Client                                      bool   `json:",omitempty"`
	}{string(r.For), r.Rule, r.Purpose, r.Query, r.Session, r.Request, r.Client != ""})
	return string(b), err
}

// auditVisible: what happened on a loop the reader may see, and what the
// reader's own organizations did.
func (v *View) auditVisible() (string, []any) {
	if v.scope.System {
		return "1 = 1", nil
	}
	if len(v.scope.Orgs) == 0 {
		return "1 = 0", nil
	}
	cond, with := v.visible("referral", "a.referral")
	if v.scope.Only != "" {
		return "a.referral <> '' and " + cond, with
	}
	own, mine := v.actedFor(v.scope.Orgs)
	return "(" + own + " or a.referral <> '' and " + cond + ")", append(mine, with...)
}

// actedFor is that a record is of one of some organizations. Most records name
// one; that of an answer or an act which was for several names each.
func (v *View) actedFor(list []party.OrgID) (string, []any) {
	within, each := "instr", `json_each('["' || replace(a.org, ' ', '","') || '"]') o`
	if v.s.pg {
		within, each = "strpos", "unnest(string_to_array(a.org, ' ')) as o(value)"
	}
	orgs := spaced(list)
	if len(list) == 1 {
		return within + "(' ' || a.org || ' ', ?) > 0", []any{orgs}
	}
	return "(" + within + "(?, ' ' || a.org || ' ') > 0 or " + within + "(a.org, ' ') > 0 and exists (select 1 from " + each + " where " + within + "(?, ' ' || o.value || ' ') > 0))", []any{orgs, orgs}
}

// Audits reads the audit the reader may see, newest first; inside a commit,
// that of acts alone. Who may ask for what of it is the desk's to say.
func (v *View) Audits(q access.Query) (out []access.Record, err error) {
	if q.Limit == 0 {
		q.Limit = 50
	}
	for _, place := range v.auditPlaces() {
		list, err := v.audits(place, q)
		if err != nil {
			return nil, broken("store.Audits", err)
		}
		out = append(out, list...)
	}
	slices.SortFunc(out, func(a, b access.Record) int { return cmp.Compare(b.ID, a.ID) })
	return out[:min(len(out), q.Limit)], nil
}

// auditPlace is a table of the audit and how its records are found by a patient.
type auditPlace struct{ table, ofPatient string }

// few is that a record names so few patients that it is found by each.
var few = "length(a.patients) - length(replace(a.patients, ',', '')) < " + strconv.Itoa(access.MostFound)

// auditPlaces are where the audit is: on SQLite what was read has a file of its
// own, and the newest of either is in no index yet.
func (v *View) auditPlaces() (out []auditPlace) {
	const listed = "a.id in (select audit from %saudit_patients where patient = ?)"
	if v.s.pg {
		return []auditPlace{{"audit", fmt.Sprintf(listed, "")}}
	}
	for _, file := range []string{"main.", "reads."} {
		if file == "main." || !v.writing {
			out = append(out, auditPlace{file + "audit", fmt.Sprintf(listed, file)}, auditPlace{file + "fresh", "instr(',' || a.patients || ',', ',' || ? || ',') > 0 and " + few})
		}
	}
	return out
}

func (v *View) audits(place auditPlace, q access.Query) (out []access.Record, err error) {
	cond, with := v.auditVisible()
	parts := []string{cond}
	add := func(p string, a ...any) { parts = append(parts, p); with = append(with, a...) }
	if q.Referral != "" {
		add("a.referral = ?", string(q.Referral))
	}
	if q.Patient != "" {
		add(place.ofPatient, string(q.Patient))
	}
	if q.User != "" {
		add("a.who = ?", string(q.User))
	}
	if len(q.Orgs) > 0 {
		of, orgs := v.actedFor(q.Orgs)
		add(of, orgs...)
	}
	if !q.Since.IsZero() {
		add("a.recorded >= ?", q.Since.UnixMicro())
	}
	if q.Before > 0 {
		add("a.id < ?", q.Before)
	}
	err = v.s.each("select a.id, a.recorded, a.who, a.org, a.action, a.kind, a.referral, a.seq, a.object, a.patients, a.n, a.outcome, a.more from "+place.table+" a where "+strings.Join(parts, " and ")+" order by a.id desc limit ?",
		append(with, q.Limit), func(scan func(...any) error) error {
			r, err := scanAudit(scan)
			out = append(out, r)
			return err
		})
	return out, err
}

func scanAudit(scan func(...any) error) (r access.Record, err error) {
	var at int64
	var who, org, patients, more, ref string
	if err = scan(&r.ID, &at, &who, &org, &r.Action, &r.Kind, &ref, &r.Seq, &r.Object, &patients, &r.N, &r.Outcome, &more); err != nil {
		return r, err
	}
	var m struct {
		For, Rule, Purpose, Query, Session, Request string
		Client                                      bool
	}
	if err = json.Unmarshal([]byte(more), &m); err != nil {
		return r, err
	}
	for i, o := range strings.Split(org, " ") {
		if i == 0 {
			r.Org = party.OrgID(o)
			continue
		}
		r.Also = append(r.Also, party.OrgID(o))
	}
	r.Recorded, r.Referral = moment(&at), referral.ID(ref)
	r.For, r.Rule, r.Purpose, r.Query, r.Session, r.Request = party.PractitionerID(m.For), m.Rule, m.Purpose, m.Query, m.Session, m.Request
	if r.User = party.UserID(who); m.Client {
		r.User, r.Client = "", party.ClientID(who)
	}
	if patients != "" {
		for _, p := range strings.Split(patients, ",") {
			r.Patients = append(r.Patients, party.PatientID(p))
		}
	}
	return r, nil
}
