package loop

import (
	"referd/core/party"
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
	"referd/desk/turn"
)

// See records the visit. Who may: the specialist, imaging, scheduling; a system
// that knows of the encounter. The report's clock starts.
func See(w *desk.Writing, f Form, clinician party.PractitionerID) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		leg, a := t.Leg(), schedule.AppointmentID("")
		if live, ok := t.State.Live(); ok && live.Leg == leg {
			if a = live.ID; clinician == "" {
				clinician = live.Clinician
			}
		}
		if clinician == "" {
			clinician = w.Who().Practitioner
		}
		return t.Ask(referral.Seen{Leg: leg, Appointment: a, Clinician: clinician})
	})
}
