package loop

import (
	"referd/base/fault"
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Advice answers without a visit.
type Advice struct {
	Words, BackIf string
	Lines         []Line
}

// Advise sends advice, with lines to do, each with an owner and a day. Who may:
// the specialist; never in an emergency. The clock continues.
func Advise(w *desk.Writing, f Form, a Advice) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := fault.All(turn.If(a.Words == "", "words", "Write the advice."), turn.If(a.BackIf == "", "back", "Write when to refer back.")); err != nil {
			return err
		}
		ev := referral.Advised{Leg: t.State.Leg()}
		var err error
		if ev.Advice, err = t.Note(a.Words, chart.Advice); err != nil {
			return err
		}
		if ev.BackIf, err = t.Note(a.BackIf, chart.Advice); err != nil {
			return err
		}
		if err := t.Ask(ev); err != nil {
			return err
		}
		return plan(t, a.Lines, "")
	})
}
