package desk

import (
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/store"
)

// What somebody reads whose work is not with patients. An administrator settles,
// reopens and ends referrals (loop.md, who may do what) and must not read charts
// (trust.md, D.4, case 11): they see where each stands, with whom and until
// when, and nothing of whom or what it is about. The reads are narrowed here, so
// that no list and no page can forget it.

// Withheld reports whether this reader sees where a referral stands, and not
// whom or what it is about. A commit withholds nothing from the verb that makes it.
func (r *Reading) Withheld() bool { return !r.acts && r.who.User != "" && !r.who.Charts() }

// Loop reads a referral; withheld, without the diagnoses it was made for.
func (r *Reading) Loop(of referral.ID) (referral.State, error) {
	s, err := r.View.Loop(of)
	if r.Withheld() {
		s.Reasons = nil
	}
	return s, err
}

// Patient reads a record; withheld, its id alone.
func (r *Reading) Patient(of party.PatientID) (party.Patient, error) {
	p, err := r.View.Patient(of)
	if err == nil && r.Withheld() {
		return party.Patient{ID: p.ID, Org: p.Org}, nil
	}
	return p, err
}

// Patients reads records; withheld, none.
func (r *Reading) Patients(ids []party.PatientID) (map[party.PatientID]party.Patient, error) {
	if r.Withheld() {
		return nil, nil
	}
	return r.View.Patients(ids)
}

// FindPatients finds records; withheld, none.
func (r *Reading) FindPatients(f store.Find) ([]party.Patient, error) {
	if r.Withheld() {
		return nil, nil
	}
	return r.View.FindPatients(f)
}

// Notes reads what the reader's own organization wrote for itself; withheld, nothing.
func (r *Reading) Notes(of referral.ID) ([]store.Note, error) {
	if r.Withheld() {
		return nil, nil
	}
	return r.View.Notes(of)
}

// Texts reads what was written on a referral; withheld, nothing.
func (r *Reading) Texts(of referral.ID) (map[chart.DocumentID]string, error) {
	if r.Withheld() {
		return nil, nil
	}
	return r.View.Texts(of)
}

// TextsOf reads what was written; withheld, nothing.
func (r *Reading) TextsOf(ids []chart.DocumentID) (map[chart.DocumentID]string, error) {
	if r.Withheld() {
		return nil, nil
	}
	return r.View.TextsOf(ids)
}

// Documents describes documents; withheld, none.
func (r *Reading) Documents(ids []chart.DocumentID) (map[chart.DocumentID]chart.Document, error) {
	if r.Withheld() {
		return nil, nil
	}
	return r.View.Documents(ids)
}

// DocumentsOf describes a referral's documents; withheld, none.
func (r *Reading) DocumentsOf(of referral.ID) ([]chart.Document, error) {
	if r.Withheld() {
		return nil, nil
	}
	return r.View.DocumentsOf(of)
}

// DocumentsApart describes documents about patients that are no referral's;
// withheld, none.
func (r *Reading) DocumentsApart(at int64, after chart.DocumentID, limit int) ([]store.Apart, error) {
	if r.Withheld() {
		return nil, nil
	}
	return r.View.DocumentsApart(at, after, limit)
}

// HeldDocuments lists what is held back; withheld, without what it is called.
func (r *Reading) HeldDocuments(most int) ([]store.HeldDocument, error) {
	list, err := r.View.HeldDocuments(most)
	if r.Withheld() {
		for i := range list {
			list[i].Document.Title = "A document"
		}
	}
	return list, err
}
