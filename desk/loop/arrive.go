package loop

import (
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
)

// Arrive records that the patient is here. Who may: scheduling, the clinic.
func Arrive(w *desk.Writing, f Form, a schedule.AppointmentID) (Done, error) {
	return do(w, f, func(t *turn) error {
		return t.ask(referral.Arrived{Leg: t.state.Leg(), Appointment: t.which(a)})
	})
}
