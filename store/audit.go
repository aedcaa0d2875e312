package store

import (
	"encoding/json"
	"strings"

	"referd/core/access"
	"referd/core/party"
	"referd/core/referral"
)

// Audit writes one record with the commit it belongs to.
func (tx *Tx) Audit(r access.Record) error {
	const op = "store.Audit"
	who := string(r.User)
	if who == "" {
		who = string(r.Client)
	}
	more, err := json.Marshal(struct {
		For, Rule, Purpose, Query, Session, Request string `json:",omitempty"`
		Client                                      bool   `json:",omitempty"`
	}{string(r.For), r.Rule, r.Purpose, r.Query, r.Session, r.Request, r.Client != ""})
	if err != nil {
		return broken(op, err)
	}
	list := make([]string, len(r.Patients))
	for i, p := range r.Patients {
		list[i] = string(p)
	}
	var id int64
	_, err = tx.s.one("insert into audit (recorded, who, org, action, kind, referral, seq, object, patients, n, outcome, more) values ("+marksFor(12)+") returning id",
		[]any{tx.db.Machine().UnixMicro(), who, string(r.Org), string(r.Action), r.Kind, string(r.Referral), r.Seq, r.Object, strings.Join(list, ","), r.N, string(r.Outcome), string(more)}, &id)
	if err != nil {
		return broken(op, err)
	}
	if len(r.Patients) > 3 {
		return nil // a list: found by its record, not by each of its patients
	}
	for _, p := range r.Patients {
		if _, err := tx.s.exec("insert into audit_patients (patient, audit) values (?, ?) on conflict (patient, audit) do nothing", string(p), id); err != nil {
			return broken(op, err)
		}
	}
	return nil
}

// Audits reads the audit, newest first. Who may ask is the desk's to say.
func (v *View) Audits(q access.Query) (out []access.Record, err error) {
	parts, with := []string{"1 = 1"}, []any{}
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
