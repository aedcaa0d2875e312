package loop

import (
	"referd/desk"
	"referd/desk/turn"
)

// Rebook moves a visit: the old time is freed and the new one taken together.
// A new time that names nobody keeps the clinician: who is seen changes only
// by choosing somebody else's time.
// Who may: scheduling, the patient.
func Rebook(w *desk.Writing, f Form, u Unbooking, b Booking) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		u.Appointment = which(t, u.Appointment)
		if live, ok := t.State.Live(); ok && b.Slot == "" && b.Clinician == "" {
			b.Clinician = live.Clinician
		}
		if err := unbook(t, u); err != nil {
			return err
		}
		if err := w.Tx.FreeSlot(u.Appointment); err != nil {
			return err
		}
		return book(t, b)
	})
}
