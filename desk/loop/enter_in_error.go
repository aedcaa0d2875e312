package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// WrongPatient is the reason of a referral that was about somebody else.
const WrongPatient = "wrong-patient"

// EnterInError takes back a referral that should never have been. Who may: the
// referring clinician or staff, an administrator, before care; everybody
// who had it is asked to confirm its recall. One about the wrong patient told its
// recipients of somebody who is not theirs: a privacy incident is opened.
func EnterInError(w *desk.Writing, f Form, reason, words string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		n, err := t.Note(words, chart.Comment)
		if err != nil {
			return err
		}
		if err := t.Ask(referral.EnteredInError{Reason: reason, Note: n}); err != nil {
			return err
		}
		if reason == WrongPatient && !t.State.Sent.IsZero() {
			t.Add(referral.IncidentOpened{Reason: reason}, "recalled")
		}
		return nil
	})
}
