package turn

import (
	"referd/core/chart"
	"referd/core/party"
)

// Fits refuses documents that may not go with this referral: another
// patient's, one that is held, one that names somebody else and that nobody
// has confirmed. One that the asker may not see is like one that is not there.
func (t *Turn) Fits(docs ...chart.DocumentID) error {
	found, err := t.W.Documents(docs)
	if err != nil {
		return err
	}
	for _, id := range docs {
		d, ok := found[id]
		switch {
		case !ok, !t.About(d.Patient):
			return Invalid("document", "This document is not this patient's.")
		case d.Held != "":
			return Invalid("document", "This document is held: "+d.Held)
		case d.Guard == chart.Differs:
			return Invalid("document", "It names someone else. Confirm whose it is first.")
		}
	}
	return nil
}

// About reports whether a record is this loop's patient, at either side.
func (t *Turn) About(p party.PatientID) bool {
	return t.State.About(p)
}
