package loop

import (
	"time"

	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// Acceptance takes a referral on. With a question it is accept and ask: booking
// starts and what is missing is owed (the urgent never stop for paper).
type Acceptance struct {
	Expected time.Time
	Words    string
	Ask      *Question
}

// Accept takes it on.
func Accept(w *desk.Writing, f Form, a Acceptance) (Done, error) {
	return undoable(w, f, func(t *turn) (referral.Key, error) {
		n, err := t.note(a.Words, chart.Comment)
		if err != nil {
			return "", err
		}
		key, err := t.asked(referral.Accepted{Leg: t.state.Leg(), Expected: a.Expected, Note: n})
		if err != nil || a.Ask == nil {
			return key, err
		}
		ev, err := t.question(*a.Ask)
		if err != nil {
			return "", err
		}
		return key, t.ask(ev)
	})
}
