package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Unreachable ends the search for a patient after the whole contact protocol.
// Who may: scheduling proposes it, the referring clinician accepts. It ends the
// loop; any word from the patient opens it again.
func Unreachable(w *desk.Writing, f Form, words string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		n, err := t.Note(words, chart.Comment)
		if err != nil {
			return err
		}
		if confirms(t) {
			return t.Ask(referral.Unreachable{Note: n})
		}
		return propose(t, referral.ActUnreachable, n)
	})
}
