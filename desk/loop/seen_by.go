package loop

import (
	"time"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// SeenBy is the date a referral would carry, for the page that chooses how soon.
func SeenBy(r *desk.Reading, sv party.Service, u party.Urgency) time.Time {
	return r.Directory().Settings.SeenByDate(sv, u, r.Now())
}

// SetSeenBy moves the date the patient should be seen by, with why. Who may:
// the referring clinician; triage, the specialist, and the other side is told.
// Software never moves it.
func SetSeenBy(w *desk.Writing, f Form, by time.Time, why string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := fault.All(turn.If(!by.After(w.Now()), "by", "Choose a day ahead."), turn.If(why == "", "why", "Say why it moves.")); err != nil {
			return err
		}
		n, err := t.Note(why, chart.Comment)
		if err != nil {
			return err
		}
		return t.Ask(referral.SeenBySet{By: by, Note: n})
	})
}
