package loop

import (
	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Prioritise changes how soon, with why; the other side is told.
// Who may: the referring clinician; triage, the specialist. Dues count from now;
// software never lowers it.
func Prioritise(w *desk.Writing, f Form, u party.Urgency, why string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := fault.All(turn.If(u == "", "urgency", "Say how soon."), turn.If(why == "", "why", "Say why.")); err != nil {
			return err
		}
		n, err := t.Note(why, chart.Comment)
		if err != nil {
			return err
		}
		t.Fresh = true
		return t.Ask(referral.Prioritised{Urgency: u, Note: n})
	})
}
