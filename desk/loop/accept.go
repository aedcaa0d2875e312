package loop

import (
	"time"

	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Acceptance takes a referral on. With a question it is accept and ask: booking
// starts and what is missing is owed (the urgent never stop for paper).
type Acceptance struct {
	Expected time.Time
	Words    string
	Ask      *Question
}

// Accept takes it on. Who may: triage, the specialist; intake where a rule
// allows. The time allowed for booking begins; the raw clock runs on. It can be
// undone for a minute, an emergency not at all.
func Accept(w *desk.Writing, f Form, a Acceptance) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		n, err := t.Note(a.Words, chart.Comment)
		if err != nil {
			return err
		}
		t.Undo = t.Slow()
		if err := t.Ask(referral.Accepted{Leg: t.State.Leg(), Expected: a.Expected, Note: n}); err != nil || a.Ask == nil {
			return err
		}
		ev, err := question(t, *a.Ask)
		if err != nil {
			return err
		}
		return t.Ask(ev)
	})
}
