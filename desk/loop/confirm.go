package loop

import (
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
	"referd/desk/turn"
)

// Confirm records that the patient said they will come. Who may: scheduling,
// the patient. No clock moves.
func Confirm(w *desk.Writing, f Form, a schedule.AppointmentID) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		return t.Ask(referral.Confirmed{Leg: t.State.Leg(), Appointment: which(t, a)})
	})
}
