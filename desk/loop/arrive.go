package loop

import (
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
	"referd/desk/turn"
)

// Arrive records that the patient is here. Who may: scheduling, the clinic.
func Arrive(w *desk.Writing, f Form, a schedule.AppointmentID) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		return t.Ask(referral.Arrived{Leg: t.State.Leg(), Appointment: which(t, a)})
	})
}
