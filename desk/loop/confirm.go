package loop

import (
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
)

// Confirm and Arrive say what the patient did.
func Confirm(w *desk.Writing, f Form, a schedule.AppointmentID) (Done, error) {
	return do(w, f, func(t *turn) error {
		return t.ask(referral.Confirmed{Leg: t.state.Leg(), Appointment: t.which(a)})
	})
}
