package draft

import (
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Save keeps what is typed so far. Who may: the referring side, until it is
// sent. What somebody else wrote before is kept as a version of its own.
func Save(w *desk.Writing, id referral.ID, d Draft) error {
	t, err := turn.Begin(w, turn.Form{Referral: id})
	if err != nil {
		return err
	}
	if t.Who.Side != referral.Sender {
		return desk.Denied("draft.Save", "Only the referring side writes a draft.")
	}
	if !t.State.Sent.IsZero() {
		return turn.Refused("It has been sent. A message or an attachment adds to it.")
	}
	d.Patient, d.By = t.State.Patient, w.Who().User
	return saveDraft(w, id, d)
}
