package loop

import (
	"referd/base/id"
	"referd/core/party"
	"referd/store"
)

// receiverRecord is the receiver's own record of the patient: the one linked as
// the same person, else one made from the sender's demographics.
func (t *turn) receiverRecord(org party.OrgID) (party.PatientID, error) {
	if org == t.state.Org {
		return t.state.Patient, nil
	}
	all := t.w.Tx.As(store.Scope{System: true})
	same, err := all.SamePerson(t.state.Patient)
	if err != nil {
		return "", err
	}
	for _, other := range same {
		p, err := all.Patient(other)
		if err != nil {
			return "", err
		}
		if p.Org == org {
			return p.ID, nil
		}
	}
	p, err := all.Patient(t.state.Patient)
	if err != nil {
		return "", err
	}
	p.ID, p.Org = party.PatientID(id.New(t.w.Now())), org
	if err := all.PutPatient(p); err != nil {
		return "", err
	}
	return p.ID, all.LinkPersons(t.state.Patient, p.ID, "")
}
