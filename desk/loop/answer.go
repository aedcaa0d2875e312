package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Answer answers a question of the receiver; an empty ask answers all of them.
// Who may: the referring clinician or staff. The adjusted clock runs again.
func Answer(w *desk.Writing, f Form, ask referral.AskID, words string, docs []chart.DocumentID) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if words == "" && len(docs) == 0 {
			return turn.Invalid("words", "Write the answer, or attach what was asked for.")
		}
		if err := t.Fits(docs...); err != nil {
			return err
		}
		n, err := t.Note(words, chart.Message)
		if err != nil {
			return err
		}
		return t.Ask(referral.Answered{Leg: t.State.Leg(), Ask: ask, Note: n, Documents: docs})
	})
}
