package loop

import (
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Recommend adds lines to the plan after the report: what is done, by which
// team, by when. Who may: the specialist, the referring clinician. Each line
// has a clock of its own; it can be undone for ten seconds.
func Recommend(w *desk.Writing, f Form, of referral.ReportID, lines []Line) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		t.Undo = w.Desk().QuickFor
		if err := plan(t, lines, of); err != nil {
			return err
		}
		if len(t.Added) == 0 {
			return turn.Invalid("lines", "Write what is to be done.")
		}
		return nil
	})
}
