package loop

import (
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
		n, err := t.Note(words, chart.Message)
		if err != nil {
			return err
		}
		if how != "accept" && how != "back" && how != "disagree" {
			return turn.Invalid("how", "Accept it, refer back, or disagree.")
		}
		if how != "accept" && words == "" {
			return turn.Invalid("words", "Say what is different.")
		}
		if how == "accept" {
			if told == "" {
				return turn.Invalid("told", "Say how the patient was told.")
			}
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
