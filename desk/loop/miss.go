package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
)

// Miss records that the patient did not come. It is an outreach, not an ending.
// Who may: scheduling, the clinic; the system only asks. Reaching the patient is
// owed next.
func Miss(w *desk.Writing, f Form, a schedule.AppointmentID, words string) (Done, error) {
	return do(w, f, func(t *turn) error {
		n, err := t.note(words, chart.Comment)
		if err != nil {
			return err
		}
		return t.ask(referral.Missed{Leg: t.state.Leg(), Appointment: t.which(a), Reason: "did-not-attend", Note: n})
	})
}
