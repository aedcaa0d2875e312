package loop

import (
	"referd/base/fault"
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// AnswerAdvice accepts the advice, refers back, or disagrees. Who may: the
// referring clinician. Accepting ends the loop once the patient was told; else
// the clock continues.
func AnswerAdvice(w *desk.Writing, f Form, how, words string, told string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := fault.All(turn.If(how != "accept" && how != "back" && how != "disagree", "how", "Accept it, refer back, or disagree."),
			turn.If(how == "accept" && told == "", "told", "Say how the patient was told."),
			turn.If((how == "back" || how == "disagree") && words == "", "words", "Say what is different.")); err != nil {
			return err
		}
		n, err := t.Note(words, chart.Message)
		if err != nil {
			return err
		}
		if how == "accept" {
			if err := t.Ask(referral.PatientInformed{How: told}); err != nil {
				return err
			}
		}
		if err := t.Ask(referral.AdviceAnswered{Leg: t.State.Leg(), How: how, Note: n}); err != nil || how != "accept" {
			return err
		}
		return t.Ask(referral.Closed{How: "advice"})
	})
}
