package loop

import (
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Speak records a call: of an emergency before it is sent, or of an actionable
// report. Who may: anybody who works on the referral. No clock stops; it lets
// an emergency be sent, and moves an actionable report's ball to the asker.
func Speak(w *desk.Writing, f Form, c turn.Call, report referral.ReportID) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error { return t.Speak(c, report) })
}
