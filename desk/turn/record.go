package turn

import (
	"referd/base/id"
	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// ReceiverRecord is the receiver's own record of the patient.
func (t *Turn) ReceiverRecord(org party.OrgID) (party.PatientID, error) {
	if org == t.State.Org {
		return t.State.Patient, nil
	}
	return RecordAt(t.W, t.State.Patient, org)
}

// RecordAt is an organization's own record of a patient of another: the one
// linked as the same person, else one made from the other's demographics.
func RecordAt(w *desk.Writing, of party.PatientID, org party.OrgID) (party.PatientID, error) {
	all := w.Tx.As(store.Scope{System: true})
	same, err := all.SamePerson(of)
	if err != nil {
		return "", err
	}
	p, err := all.Patient(of)
	if err != nil {
		return "", err
	}
	for _, other := range same {
		theirs, err := all.Patient(other)
		if err != nil {
			return "", err
		}
		if theirs.Org == org {
			return theirs.ID, safest(w, theirs, p)
		}
	}
	p.ID, p.Org = party.PatientID(id.New(w.Now())), org
	if err := all.PutPatient(p); err != nil {
		return "", err
	}
	return p.ID, all.LinkPersons(of, p.ID, "")
}
