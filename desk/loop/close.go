package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Close closes a loop whose proof is whole. Who may: the referring clinician,
// staff, a team lead. All clocks stop. Most close by themselves in the
// commit of the fact that completes it.
func Close(w *desk.Writing, f Form) (Done, error) {
	return turn.Plain(w, f, "", func(int, chart.DocumentID) referral.Event { return referral.Closed{How: "proof"} })
}
