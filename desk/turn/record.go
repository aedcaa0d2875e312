package turn

import (
	"referd/base/id"
	"referd/core/party"
	"referd/store"
)

// receiverRecord is the receiver's own record of the patient: the one linked as
// the same person, else one made from the sender's demographics.
func (t *Turn) receiverRecord(org party.OrgID) (party.PatientID, error) {
	if org == t.State.Org {
		return t.State.Patient, nil
	}
	all := t.W.Tx.As(store.Scope{System: true})
	same, err := all.SamePerson(t.State.Patient)
	if err != nil {
		return "", err
	}
	p, err := all.Patient(t.State.Patient)
	if err != nil {
		return "", err
	}
	for _, other := range same {
		theirs, err := all.Patient(other)
		if err != nil {
			return "", err
		}
		if theirs.Org == org {
			return theirs.ID, t.safest(theirs, p)
		}
	}
	p.ID, p.Org = party.PatientID(id.New(t.W.Now())), org
	if err := all.PutPatient(p); err != nil {
		return "", err
	}
	return p.ID, all.LinkPersons(t.State.Patient, p.ID, "")
}
