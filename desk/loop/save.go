package loop

import (
	"referd/core/referral"
	"referd/desk"
)

// Save keeps what is typed so far. Who may: the referring side, until it is
// sent. What somebody else wrote before is kept as a version of its own.
func Save(w *desk.Writing, id referral.ID, d Draft) error {
	t, err := begin(w, Form{Referral: id})
	if err != nil {
		return err
	}
	if t.who.Side != referral.Sender {
		return desk.Denied("loop.Save", "Only the referring side writes a draft.")
	}
	if !t.state.Sent.IsZero() {
		return refused("It has been sent. A message or an attachment adds to it.")
	}
	d.Patient, d.By = t.state.Patient, w.Who().User
	return saveDraft(w, id, d)
}
