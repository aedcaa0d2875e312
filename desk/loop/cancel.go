package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Cancel takes a referral back before care. Who may: the referring clinician or
// staff; against a live appointment it is a
// request the clinic answers.
func Cancel(w *desk.Writing, f Form, reason, words string) (Done, error) {
	return turn.Plain(w, f, words, func(_ int, n chart.DocumentID) referral.Event {
		return referral.Cancelled{Reason: reason, Note: n}
	})
}
