package loop

import (
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Prioritise changes how soon, with why; the other side is told.
// Who may: the referring clinician; triage, the specialist. Dues count from now;
// software never lowers it.
func Prioritise(w *desk.Writing, f Form, u party.Urgency, why string) (Done, error) {
	return do(w, f, func(t *turn) error {
		if why == "" {
			return invalid("why", "Say why.")
		}
		n, err := t.note(why, chart.Comment)
		if err != nil {
			return err
		}
		t.fresh = true
		return t.ask(referral.Prioritised{Urgency: u, Note: n})
	})
}
