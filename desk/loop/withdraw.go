package loop

import (
	"slices"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Withdraw records the patient's own no, in the patient's own words.
func Withdraw(w *desk.Writing, f Form, words string) (Done, error) {
	return do(w, f, func(t *turn) error {
		n, err := t.note(words, chart.PatientWord)
		if err != nil {
			return err
		}
		if t.who.Side != referral.Sender || !slices.Contains(t.who.Jobs, party.ReferringClinician) {
			return t.propose(referral.ActWithdraw, n, referral.Withdrawn{Words: n})
		}
		return t.ask(referral.Withdrawn{Words: n, Confirmed: true})
	})
}
