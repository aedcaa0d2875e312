package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Resume ends a hold. Who may: scheduling, triage, the referring clinician. The
// time allowed counts from now; neither clock had stopped.
func Resume(w *desk.Writing, f Form) (Done, error) {
	return turn.Plain(w, f, "", func(leg int, _ chart.DocumentID) referral.Event { return referral.Resumed{Leg: leg} })
}
