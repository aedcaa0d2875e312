package loop

import (
	"referd/base/id"
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// Question asks the sender for something: coded items, words, or both.
type Question struct {
	Items []string
	Words string
}

func (t *turn) question(q Question) (referral.Event, error) {
	if len(q.Items) == 0 && q.Words == "" {
		return nil, invalid("words", "Say what you need.")
	}
	n, err := t.note(q.Words, chart.Message)
	return referral.Asked{Leg: t.state.Leg(), Ask: referral.AskID(id.New(t.w.Now())), Items: q.Items, Note: n}, err
}

// Ask asks the sender; the review goes on. Who may: intake, triage, the
// specialist; nobody in an emergency. The raw clock runs on; the adjusted one
// pauses when it is asked before an answer. It can be undone for a minute.
func Ask(w *desk.Writing, f Form, q Question) (Done, error) {
	return do(w, f, func(t *turn) error {
		ev, err := t.question(q)
		if err != nil {
			return err
		}
		t.undo = t.slow()
		return t.ask(ev)
	})
}
