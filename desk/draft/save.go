package draft

import (
	"referd/base/fault"
	"referd/base/id"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Save keeps what is typed so far. Who may: the referring side, until it is
// sent. What is written over unseen is kept as a version of its own.
func Save(w *desk.Writing, of referral.ID, d Draft) error {
	t, err := writes(w, of)
	if err != nil {
		return err
	}
	d.Patient, d.By = t.State.Patient, w.Who().User
	return saveDraft(w, of, d)
}

// writes begins to write a draft.
func writes(w *desk.Writing, of referral.ID) (*turn.Turn, error) {
	t, err := turn.Begin(w, turn.Form{Referral: of})
	switch {
	case err != nil:
		return nil, err
	case !w.Who().Charts():
		return nil, desk.Denied("draft.Save", "Those who work with patients write a draft.")
	case t.Who.Side != referral.Sender:
		return nil, desk.Denied("draft.Save", "Only the referring side writes a draft.")
	case !t.State.Sent.IsZero():
		return nil, turn.Refused("It has been sent. A message or an attachment adds to it.")
	}
	return t, nil
}

// Revert brings an earlier version back, the first being 1. What stands there now
// becomes a version itself. Who may: as Save; a version that is not there is
// Missing.
func Revert(w *desk.Writing, of referral.ID, version int) error {
	if _, err := writes(w, of); err != nil {
		return err
	}
	list, err := Versions(w.Reading, of)
	if err != nil {
		return err
	}
	if version < 1 || version > len(list) {
		return fault.E("draft.Revert", fault.Missing, "There is no such earlier version.", nil)
	}
	d := list[version-1]
	d.Window, d.Upon = id.New(w.Now()), "" // no window has shown what stands there now
	return Save(w, of, d)
}
