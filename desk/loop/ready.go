package loop

import (
	"referd/core/referral"
	"referd/desk"
)

// Ready asks the accountable clinician for the signature. Who may: referring
// staff, the referring clinician. The signature's time begins.
func Ready(w *desk.Writing, f Form) (Done, error) {
	return do(w, f, func(t *turn) error {
		d, err := DraftOf(w.Reading, f.Referral, t.state)
		if err != nil {
			return err
		}
		if d.Clinician == "" {
			return invalid("clinician", "Name the clinician who signs.")
		}
		return t.ask(referral.Readied{Clinician: d.Clinician})
	})
}
