package row

import (
	"encoding/json"
	"slices"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk/bring/said"
	"referd/store"
)

// undoers take back a row of each kind; false when it was used since.
var undoers = map[said.Kind]func(*Row, store.ImportRow) (bool, error){
	said.Organizations: (*Row).unlisted,
	said.Locations:     (*Row).unlisted,
	said.Services:      (*Row).unlisted,
	said.Clinicians:    (*Row).unlisted,
	said.People:        (*Row).unlisted,

	said.Referrals: (*Row).unsent,
	said.Patients: func(r *Row, k store.ImportRow) (bool, error) {
		if k.State == Change {
			return r.asBefore(party.PatientID(k.Thing))
		}
		return r.inactive(party.PatientID(k.Thing))
	},
}

// inactive takes back a patient no referral names.
func (r *Row) inactive(of party.PatientID) (bool, error) {
	loops, err := r.w.LoopsOf([]party.PatientID{of}, false)
	if err != nil || slices.ContainsFunc(loops, func(l store.Row) bool { return l.Phase != referral.InError }) {
		return false, err
	}
	named, err := r.w.PatientNamed(of)
	if err != nil || named {
		return false, err
	}
	p, err := r.w.Patient(of)
	if err != nil {
		return false, err
	}
	p.Active = false
	r.w.Saw(of)
	return true, r.w.Tx.PutPatient(p)
}

// asBefore gives a record back what it said before, unless somebody has changed
// it since.
func (r *Row) asBefore(of party.PatientID) (bool, error) {
	var was asItWas
	if err := json.Unmarshal(r.Before, &was); err != nil {
		return false, err
	}
	now, err := r.w.Patient(of)
	if err != nil {
		return false, err
	}
	if !sameJSON(plain(now), r.After) {
		return false, nil
	}
	r.w.Saw(of)
	return true, r.w.Tx.PutPatient(was.patient(of, now.Org))
}

// sameJSON compares what is here with what was kept of it.
func sameJSON(now any, was json.RawMessage) bool {
	b, err := json.Marshal(now)
	return err == nil && string(b) == string(was)
}
