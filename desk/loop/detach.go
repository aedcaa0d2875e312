package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Detach takes a document off the loop, with why. Who may: anybody who works on
// the referral. A need it met is owed again.
func Detach(w *desk.Writing, f Form, doc chart.DocumentID, why string) (Done, error) {
	return turn.Plain(w, f, "", func(int, chart.DocumentID) referral.Event { return referral.Detached{Document: doc, Reason: why} })
}
