package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// AnswerAdvice accepts the advice, refers back, or disagrees. Who may: the
// referring clinician. Accepting ends the loop once the patient was told; else
// the clock continues.
func AnswerAdvice(w *desk.Writing, f Form, how, words string, told string) (Done, error) {
	return do(w, f, func(t *turn) error {
		n, err := t.note(words, chart.Message)
		if err != nil {
			return err
		}
		if how != "accept" && how != "back" && how != "disagree" {
			return invalid("how", "Accept it, refer back, or disagree.")
		}
		if how != "accept" && words == "" {
			return invalid("words", "Say what is different.")
		}
		if how == "accept" {
			if told == "" {
				return invalid("told", "Say how the patient was told.")
			}
			if err := t.ask(referral.PatientInformed{How: told}); err != nil {
				return err
			}
		}
		if err := t.ask(referral.AdviceAnswered{Leg: t.state.Leg(), How: how, Note: n}); err != nil || how != "accept" {
			return err
		}
		return t.ask(referral.Closed{How: "advice"})
	})
}
