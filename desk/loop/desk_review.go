package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// DeskReview records a documented review without the patient. Who may: the
// specialist, triage. The report's clock starts.
func DeskReview(w *desk.Writing, f Form, words string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if words == "" {
			return turn.Invalid("words", "Write what was reviewed and found.")
		}
		n, err := t.Note(words, chart.Report)
		if err != nil {
			return err
		}
		return t.Ask(referral.DeskReviewed{Leg: t.Leg(), Note: n})
	})
}
