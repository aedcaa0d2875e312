package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// DeskReview records a documented review without the patient. Who may: the
// specialist, triage. The report's clock starts.
func DeskReview(w *desk.Writing, f Form, words string) (Done, error) {
	return do(w, f, func(t *turn) error {
		if words == "" {
			return invalid("words", "Write what was reviewed and found.")
		}
		n, err := t.note(words, chart.Report)
		if err != nil {
			return err
		}
		return t.ask(referral.DeskReviewed{Leg: t.state.Leg(), Note: n})
	})
}
