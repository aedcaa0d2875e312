package loop

import (
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
)

// Confirm records that the patient said they will come. Who may: scheduling,
// the patient. No clock moves.
func Confirm(w *desk.Writing, f Form, a schedule.AppointmentID) (Done, error) {
	return do(w, f, func(t *turn) error {
		return t.ask(referral.Confirmed{Leg: t.state.Leg(), Appointment: t.which(a)})
	})
}
