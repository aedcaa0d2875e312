// Package mine is what somebody keeps for themselves and their own people beside
// a referral: notes, and days on which to look again. None of it is an entry of
// the ledger or a document: the other side, the patient, a link and a system
// never have it (docs/decisions/0041-notes-of-ones-own.md).
package mine

import (
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// May reports whether somebody is one of an organization's own who work with patients.
func May(who desk.Who) bool {
	return who.User != "" && who.Client == "" && who.Guest == "" && who.Charts()
}

// own lets in who works here with patients, on a referral they may see; to
// anybody else it is like one that is not there.
func own(r *desk.Reading, of referral.ID) (s referral.State, err error) {
	r.Tried(of)
	if !May(r.Who()) {
		return s, desk.NoChart("mine.own")
	}
	if s, err = r.Loop(of); err != nil {
		return s, err
	}
	if turn.Standing(r, &s).Side == referral.Receiver && s.Sent.IsZero() {
		return s, desk.NoChart("mine.own")
	}
	r.SawLoop(of, s.Seq)
	r.Saw(s.Patient)
	return s, nil
}

// writes is own for who keeps something: somebody who sees where it stands and
// does not work with patients is told who may.
func writes(w *desk.Writing, of referral.ID) error {
	w.Tried(of)
	if _, err := w.Row(of); err != nil {
		return err
	}
	if !May(w.Who()) {
		return desk.Denied("mine.writes", "This is for those who work with patients here.")
	}
	_, err := own(w.Reading, of)
	return err
}
