package store

import (
	"encoding/json"
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

// record writes the records of a commit, many to a statement.
func (tx *Tx) record() error {
	const op = "store.Audit"
	list := *tx.audits
	for size := 32; len(list) > 0; size /= 2 {
		for len(list) >= size {
			if err := tx.recordSome(list[:size]); err != nil {
				return broken(op, err)
			}
			list = list[size:]
		}
	}
	return nil
}

func (tx *Tx) recordSome(list []access.Record) error {
	with := make([]any, 0, 12*len(list))
	now := tx.db.Machine()
	for _, r := range list {
		at := now
		if !r.Recorded.IsZero() { // of a series: when the clock stood there
			at = r.Recorded
		}
		more, err := auditMore(r)
		if err != nil {
			return err
		}
		who := string(r.User)
		if who == "" {
			who = string(r.Client)
		}
		with = append(with, at.UnixMicro(), who, string(r.Org), string(r.Action), r.Kind, string(r.Referral), r.Seq, r.Object, joinIDs(r.Patients), r.N, string(r.Outcome), more)
	}
	keys, err := tx.insert("insert into audit ("+auditColumns+") values "+rowsOf(len(list), 12), with, len(list))
	if err != nil {
		return err
	}
	return tx.recordPatients(list, keys)
}

// recordPatients makes records found by the patients they name; a list is
// found by its record, not by each of its patients.
func (tx *Tx) recordPatients(list []access.Record, keys []int64) error {
	var with []any
	for i, r := range list {
		if len(r.Patients) > 3 {
			continue
		}
		for _, p := range r.Patients {
			with = append(with, string(p), keys[i])
		}
	}
	for size := 32; len(with) > 0; size /= 2 {
		for len(with) >= 2*size {
			if _, err := tx.s.exec("insert into audit_patients (patient, audit) values "+rowsOf(size, 2)+" on conflict (patient, audit) do nothing", with[:2*size]...); err != nil {
				return err
			}
			with = with[2*size:]
		}
	}
	return nil
}

// insert inserts n rows whose key counts by itself, and gives the keys. On
// SQLite, with its one writer, they follow each other.
func (tx *Tx) insert(q string, with []any, n int) (keys []int64, err error) {
	if tx.s.pg {
		err = tx.s.each(q+" returning id", with, func(scan func(...any) error) error {
			var k int64
			err := scan(&k)
			keys = append(keys, k)
			return err
		})
		return keys, err
	}
	_, err = tx.s.exec(q, with...)
	for k := tx.s.lite.LastInsertRowID() - int64(n); len(keys) < n; {
		k++
		keys = append(keys, k)
	}
	return keys, err
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
	return "(a.org in (" + marksFor(len(v.scope.Orgs)) + ") or a.referral <> '' and " + cond + ")", append(args(v.scope.Orgs), with...)
}

// Audits reads the audit the reader may see, newest first. Who may ask for what
// of it is the desk's to say.
func (v *View) Audits(q access.Query) (out []access.Record, err error) {
	cond, with := v.auditVisible()
	parts := []string{cond}
	add := func(p string, a ...any) { parts = append(parts, p); with = append(with, a...) }
	if q.Referral != "" {
		add("a.referral = ?", string(q.Referral))
	}
	if q.Patient != "" {
		add("a.id in (select audit from audit_patients where patient = ?)", string(q.Patient))
	}
	if q.User != "" {
		add("a.who = ?", string(q.User))
	}
	if len(q.Orgs) > 0 {
		add("a.org in ("+marksFor(len(q.Orgs))+")", args(q.Orgs)...)
	}
	if !q.Since.IsZero() {
		add("a.recorded >= ?", q.Since.UnixMicro())
	}
	if q.Before > 0 {
		add("a.id < ?", q.Before)
	}
	if q.Limit == 0 {
		q.Limit = 50
	}
	err = v.s.each("select a.id, a.recorded, a.who, a.org, a.action, a.kind, a.referral, a.seq, a.object, a.patients, a.n, a.outcome, a.more from audit a where "+strings.Join(parts, " and ")+" order by a.id desc limit ?",
		append(with, q.Limit), func(scan func(...any) error) error {
			r, err := scanAudit(scan)
			out = append(out, r)
			return err
		})
	return out, broken("store.Audits", err)
}

func scanAudit(scan func(...any) error) (r access.Record, err error) {
	var at int64
	var who, patients, more, ref string
	if err = scan(&r.ID, &at, &who, &r.Org, &r.Action, &r.Kind, &ref, &r.Seq, &r.Object, &patients, &r.N, &r.Outcome, &more); err != nil {
		return r, err
	}
	var m struct {
		For, Rule, Purpose, Query, Session, Request string
		Client                                      bool
	}
	if err = json.Unmarshal([]byte(more), &m); err != nil {
		return r, err
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
