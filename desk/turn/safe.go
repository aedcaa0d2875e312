package turn

import (
	"referd/core/party"
	"referd/desk"
	"referd/desk/people"
	"referd/store"
)

// Record is the patient's record of the side of whoever acts.
func (t *Turn) Record() (party.Patient, error) {
	return t.W.Patient(t.State.RecordOf(t.W.Who().All()))
}

// Safe keeps how it is safe to reach the patient, as they said it now: on the
// record of the side that asked, and on the other side's of every open referral
// of theirs. Whoever writes or calls next must not learn it too late (hazard
// H5). Where a way is safe no more, the links to their page that they have end:
// one may lie where they do not want to be reached. It faults with Invalid for
// what cannot be.
func (t *Turn) Safe(s party.SafeContact) error {
	if field, why := s.Wrong(); why != "" {
		return Invalid(field, why)
	}
	mine, err := t.Record()
	if err != nil {
		return err
	}
	s.Agreed = t.W.Now()
	all := t.W.Tx.As(store.Scope{System: true})
	rows, err := all.LoopsOf([]party.PatientID{mine.ID}, true)
	if err != nil {
		return err
	}
	records := []party.Patient{mine}
	told := map[party.PatientID]bool{mine.ID: true, "": true}
	for _, l := range rows {
		for _, id := range []party.PatientID{l.Patient, l.ReceiverPatient} {
			if told[id] {
				continue
			}
			told[id] = true
			other, err := all.Patient(id)
			if err != nil {
				return err
			}
			records = append(records, other)
		}
	}
	for i, p := range records {
		at := t.W.Tx
		if i > 0 {
			at = all
		}
		if err := at.PutSafe(p, s, t.W.Who().Org, t.W.Who().User); err != nil {
			return err
		}
		if s.Narrows(p.Safe) {
			if err := t.endLinks(all, p.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// endLinks ends what links a patient has by one record, whoever gave them.
func (t *Turn) endLinks(all *store.Tx, p party.PatientID) error {
	rows, err := all.LoopsOf([]party.PatientID{p}, false)
	if err != nil {
		return err
	}
	for _, l := range rows {
		list, err := all.Tickets(l.ID)
		if err != nil {
			return err
		}
		for _, x := range list {
			if x.Kind != people.Patients || !x.Revoked.IsZero() {
				continue
			}
			if err := people.Revoke(t.W, x); err != nil {
				return err
			}
		}
	}
	return nil
}

// safest gives a record that is there already the newer of what it and another
// of the same person say.
func safest(w *desk.Writing, to, from party.Patient) error {
	if !from.Safe.Agreed.After(to.Safe.Agreed) {
		return nil
	}
	return w.Tx.As(store.Scope{System: true}).PutSafe(to, from.Safe, from.Org, "")
}

// PastSeenBy begins, in what is written beside a booking, why it is past the
// seen-by date: that is for the referrer, and what stands before it is also for
// the patient.
const PastSeenBy = "After the seen-by date, because: "
