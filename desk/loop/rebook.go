package loop

import "referd/desk"

// Rebook moves a visit: the old time is freed and the new one taken together.
// A new time that names nobody keeps the clinician: who is seen changes only
// by choosing somebody else's time.
// Who may: scheduling, the patient.
func Rebook(w *desk.Writing, f Form, u Unbooking, b Booking) (Done, error) {
	return do(w, f, func(t *turn) error {
		u.Appointment = t.which(u.Appointment)
		if live, ok := t.state.Live(); ok && b.Slot == "" && b.Clinician == "" {
			b.Clinician = live.Clinician
		}
		if err := t.unbook(u); err != nil {
			return err
		}
		if err := w.Tx.FreeSlot(u.Appointment); err != nil {
			return err
		}
		return t.book(b)
	})
}
