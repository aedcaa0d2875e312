package draft

import (
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Sign signs a referral: a draft that staff made ready, or one that another
// system sent without. Who may: the accountable clinician or their named
// cover. No clock starts: sending does that.
func Sign(w *desk.Writing, f turn.Form) (turn.Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		d, err := Of(w.Reading, f.Referral, t.State)
		if err != nil {
			return err
		}
		if !t.Who.Accountable && w.Who().Practitioner != d.Clinician {
			return desk.Denied("draft.Sign", "The accountable clinician, or their named cover, signs.")
		}
		return t.Ask(referral.Signed{Clinician: d.Clinician})
	})
}
