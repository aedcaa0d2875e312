package loop

import (
	"referd/core/referral"
	"referd/desk"
)

// Recommend adds lines to the plan after the report: what is done, by which
// team, by when. Who may: the specialist, the referring clinician. Each line
// has a clock of its own; it can be undone for ten seconds.
func Recommend(w *desk.Writing, f Form, of referral.ReportID, lines []Line) (Done, error) {
	return do(w, f, func(t *turn) error {
		t.undo = w.Desk().QuickFor
		if err := t.plan(lines, of); err != nil {
			return err
		}
		if len(t.added) == 0 {
			return invalid("lines", "Write what is to be done.")
		}
		return nil
	})
}
