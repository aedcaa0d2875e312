package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
	"referd/desk/turn"
)

// Miss records that the patient did not come. It is an outreach, not an ending.
// Who may: scheduling, the clinic; the system only asks. Reaching the patient is
// owed next.
func Miss(w *desk.Writing, f Form, a schedule.AppointmentID, words string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		n, err := t.Note(words, chart.Comment)
		if err != nil {
			return err
		}
		return t.Ask(referral.Missed{Leg: t.State.Leg(), Appointment: which(t, a), Reason: "did-not-attend", Note: n})
	})
}
