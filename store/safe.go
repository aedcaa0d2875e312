package store

import (
	"encoding/json"
	"time"

	"referd/core/party"
)

// SafeSaid is how it was safe to reach a patient, as they said it at a time.
type SafeSaid struct {
	party.SafeContact
	Version int
	Noted   time.Time   // when it came to this record
	Org     party.OrgID // whose people asked
	Who     party.UserID
}

// PutSafe makes what a patient said the newest of a record, beside all before.
func (tx *Tx) PutSafe(p party.Patient, s party.SafeContact, org party.OrgID, who party.UserID) error {
	const op = "store.PutSafe"
	body, err := json.Marshal(s)
	if err != nil {
		return broken(op, err)
	}
	if p.Safe.Known() { // kept before its versions were
		was, err := json.Marshal(p.Safe)
		if err != nil {
			return broken(op, err)
		}
		if _, err := tx.s.exec("insert into safe_contacts (patient, version, noted, org, who, body) values (?, 1, ?, ?, '', ?) on conflict (patient, version) do nothing", string(p.ID), p.Safe.Agreed.UnixMicro(), string(p.Org), string(was)); err != nil {
			return broken(op, err)
		}
	}
	if _, err := tx.s.exec("insert into safe_contacts (patient, version, noted, org, who, body) values (?, (select coalesce(max(version), 0) + 1 from safe_contacts where patient = ?), ?, ?, ?, ?)",
		string(p.ID), string(p.ID), tx.db.Now().UnixMicro(), string(org), string(who), string(body)); err != nil {
		return broken(op, err)
	}
	p.Safe = s
	return tx.PutPatient(p)
}

// SafeContacts lists what a patient has said of it, the newest first, where the
// reader may see the record.
func (v *View) SafeContacts(p party.PatientID) (out []SafeSaid, err error) {
	cond, with := v.visible("patient", "c.patient")
	err = v.s.each("select c.version, c.noted, c.org, c.who, c.body from safe_contacts c where c.patient = ? and "+cond+" order by c.version desc", append([]any{string(p)}, with...), func(scan func(...any) error) error {
		var x SafeSaid
		var noted int64
		var body []byte
		if err := scan(&x.Version, &noted, &x.Org, &x.Who, &body); err != nil {
			return err
		}
		x.Noted = moment(&noted)
		out = append(out, x)
		return json.Unmarshal(body, &out[len(out)-1].SafeContact)
	})
	return out, broken("store.SafeContacts", err)
}
