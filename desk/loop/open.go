package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Open records that a person of the receiving side has it in front of them. Who
// may: intake, triage, the specialist, scheduling. The review's time begins.
func Open(w *desk.Writing, f Form) (Done, error) {
	return turn.Plain(w, f, "", func(leg int, _ chart.DocumentID) referral.Event { return referral.Opened{Leg: leg} })
}
