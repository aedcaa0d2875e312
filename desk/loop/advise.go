package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// Advice answers without a visit.
type Advice struct {
	Words, BackIf string
	Lines         []Line
}

// Advise sends advice, with lines to do, each with an owner and a day. Who may:
// the specialist; never in an emergency. The clock continues.
func Advise(w *desk.Writing, f Form, a Advice) (Done, error) {
	return do(w, f, func(t *turn) error {
		if a.Words == "" || a.BackIf == "" {
			return invalid("words", "Write the advice, and when to refer back.")
		}
		ev := referral.Advised{Leg: t.state.Leg()}
		var err error
		if ev.Advice, err = t.note(a.Words, chart.Advice); err != nil {
			return err
		}
		if ev.BackIf, err = t.note(a.BackIf, chart.Advice); err != nil {
			return err
		}
		if err := t.ask(ev); err != nil {
			return err
		}
		return t.plan(a.Lines, "")
	})
}
