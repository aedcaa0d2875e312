package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// Resume ends a hold.
func Resume(w *desk.Writing, f Form) (Done, error) {
	return plain(w, f, "", func(leg int, _ chart.DocumentID) referral.Event { return referral.Resumed{Leg: leg} })
}
