package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Waitlist puts the patient on the list. Who may: scheduling, the patient; never in
// an emergency. Past the seen-by date it needs triage's reason.
func Waitlist(w *desk.Writing, f Form, words string) (Done, error) {
	return turn.Plain(w, f, words, func(leg int, n chart.DocumentID) referral.Event { return referral.Waitlisted{Leg: leg, Note: n} })
}
