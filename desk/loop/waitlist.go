package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// Waitlist puts the patient on the list.
func Waitlist(w *desk.Writing, f Form, words string) (Done, error) {
	return plain(w, f, words, func(leg int, n chart.DocumentID) referral.Event { return referral.Waitlisted{Leg: leg, Note: n} })
}
