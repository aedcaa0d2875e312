package referral

import (
	"slices"

	"referd/core/party"
)

// RecordOf is the record some organizations have of the patient: the sender's own;
// that of the last recipient among them who made one; where there is none, the
// sender's. What another recipient calls the patient, before them or after, is not
// theirs to see.
func (s *State) RecordOf(orgs []party.OrgID) party.PatientID {
	if slices.Contains(orgs, s.Org) {
		return s.Patient
	}
	for _, l := range slices.Backward(s.Legs) {
		if l.Patient != "" && slices.Contains(orgs, l.To.Org) {
			return l.Patient
		}
	}
	return s.Patient
}

// About reports whether a record is of this referral's patient, at any side.
func (s *State) About(p party.PatientID) bool {
	return p != "" && (p == s.Patient || slices.ContainsFunc(s.Legs, func(l Leg) bool { return l.Patient == p }))
}

// LegOf is the leg some organizations tell of: that of the recipient now; of one who
// had it before it went on, the last that was theirs, since who saw the patient owes
// the report.
func (s *State) LegOf(orgs []party.OrgID) int {
	now := s.Leg()
	if slices.Contains(orgs, s.Org) || slices.Contains(orgs, s.Receiver()) {
		return now
	}
	for i, l := range slices.Backward(s.Legs) {
		if slices.Contains(orgs, l.To.Org) {
			return i
		}
	}
	return now
}
