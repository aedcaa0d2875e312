package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
)

// Unbooking cancels a booking: by whom, and why. The referral lives on.
type Unbooking struct {
	Appointment schedule.AppointmentID
	ByPatient   bool
	Reason      string
	Words       string
}

// Unbook cancels a booking. Who may: scheduling, the patient. When the patient
// cancels, the delay is theirs and dated: the adjusted clock leaves it out.
func Unbook(w *desk.Writing, f Form, u Unbooking) (Done, error) {
	return do(w, f, func(t *turn) error { return t.unbook(u) })
}

func (t *turn) unbook(u Unbooking) error {
	n, err := t.note(u.Words, chart.Comment)
	if err != nil {
		return err
	}
	a := t.which(u.Appointment)
	return t.ask(referral.Unbooked{Leg: t.state.Leg(), Appointment: a, ByPatient: u.ByPatient, Reason: u.Reason, Note: n})
}

// which is the appointment named, or the one that stands.
func (t *turn) which(a schedule.AppointmentID) schedule.AppointmentID {
	if live, ok := t.state.Live(); ok && a == "" {
		return live.ID
	}
	return a
}
