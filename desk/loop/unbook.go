package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
	"referd/desk/turn"
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
	return turn.Do(w, f, func(t *turn.Turn) error { return unbook(t, u) })
}

func unbook(t *turn.Turn, u Unbooking) error {
	n, err := t.Note(u.Words, chart.Comment)
	if err != nil {
		return err
	}
	a := which(t, u.Appointment)
	return t.Ask(referral.Unbooked{Leg: t.State.Leg(), Appointment: a, ByPatient: u.ByPatient, Reason: u.Reason, Note: n})
}

// which is the appointment named, or the one that stands.
func which(t *turn.Turn, a schedule.AppointmentID) schedule.AppointmentID {
	if live, ok := t.State.Live(); ok && a == "" {
		return live.ID
	}
	return a
}
