package draft

import (
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Ready asks the accountable clinician for the signature. Who may: referring
// staff, the referring clinician. The signature's time begins.
func Ready(w *desk.Writing, f turn.Form) (turn.Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		d, err := Of(w.Reading, f.Referral, t.State)
		if err != nil {
			return err
		}
		if d.Clinician == "" {
			return turn.Invalid("clinician", "Name the clinician who signs.")
		}
		return t.Ask(referral.Readied{Clinician: d.Clinician})
	})
}
