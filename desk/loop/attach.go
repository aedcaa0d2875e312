package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// Attach adds a document of this patient; meets names what it answers.
func Attach(w *desk.Writing, f Form, doc chart.DocumentID, meets string) (Done, error) {
	return do(w, f, func(t *turn) error {
		docs, err := w.Documents([]chart.DocumentID{doc})
		if err != nil {
			return err
		}
		d, ok := docs[doc]
		switch {
		case !ok, d.Patient != t.state.Patient && d.Patient != t.state.ReceiverPatient:
			return invalid("document", "This document is not this patient's.")
		case d.Held != "":
			return invalid("document", "This document is held: "+d.Held)
		case d.Guard == chart.Differs:
			return invalid("document", "It names someone else. Confirm whose it is first.")
		}
		return t.ask(referral.Attached{Document: doc, Meets: meets, Side: string(t.who.Side)})
	})
}
