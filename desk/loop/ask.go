package loop

import (
	"referd/base/id"
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Question asks the sender for something: coded items, words, or both.
type Question struct {
	Items []string
	Words string
}

func question(t *turn.Turn, q Question) (referral.Event, error) {
	if len(q.Items) == 0 && q.Words == "" {
		return nil, turn.Invalid("words", "Say what you need.")
	}
	n, err := t.Note(q.Words, chart.Message)
	return referral.Asked{Leg: t.State.Leg(), Ask: referral.AskID(id.New(t.W.Now())), Items: q.Items, Note: n}, err
}

// Ask asks the sender; the review goes on. Who may: intake, triage, the
// specialist; nobody in an emergency. The raw clock runs on; the adjusted one
// pauses when it is asked before an answer. It can be undone for a minute.
func Ask(w *desk.Writing, f Form, q Question) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		ev, err := question(t, q)
		if err != nil {
			return err
		}
		t.Undo = t.Slow()
		return t.Ask(ev)
	})
}
