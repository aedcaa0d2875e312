package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// EnterInError takes back a referral that should never have been. Who may: the
// referring clinician or staff, an administrator, before care; everybody
// who had it is asked to confirm its recall.
func EnterInError(w *desk.Writing, f Form, reason string) (Done, error) {
	return turn.Plain(w, f, "", func(int, chart.DocumentID) referral.Event { return referral.EnteredInError{Reason: reason} })
}
