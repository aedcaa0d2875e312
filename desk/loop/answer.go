package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// Answer answers a question of the receiver; an empty ask answers all of them.
// Who may: the referring clinician or staff. The adjusted clock runs again.
func Answer(w *desk.Writing, f Form, ask referral.AskID, words string, docs []chart.DocumentID) (Done, error) {
	return do(w, f, func(t *turn) error {
		if words == "" && len(docs) == 0 {
			return invalid("words", "Write the answer, or attach what was asked for.")
		}
		if err := t.fits(docs...); err != nil {
			return err
		}
		n, err := t.note(words, chart.Message)
		if err != nil {
			return err
		}
		return t.ask(referral.Answered{Leg: t.state.Leg(), Ask: ask, Note: n, Documents: docs})
	})
}
