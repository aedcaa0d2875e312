package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// Unreachable ends the search for a patient after the whole contact protocol.
// Who may: scheduling proposes it, the referring clinician accepts. It ends the
// loop; any word from the patient opens it again.
func Unreachable(w *desk.Writing, f Form, words string) (Done, error) {
	return do(w, f, func(t *turn) error {
		n, err := t.note(words, chart.Comment)
		if err != nil {
			return err
		}
		if t.confirms() {
			return t.ask(referral.Unreachable{Note: n})
		}
		return t.propose(referral.ActUnreachable, n)
	})
}
