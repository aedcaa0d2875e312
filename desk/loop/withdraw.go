package loop

import (
	"slices"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Withdraw records the patient's own no, in the patient's own words. Who may:
// staff of either side write the words down, which proposes it; the referring
// clinician confirms. Silence never is a no. It ends the loop; with a visit
// booked it is a request the clinic answers.
func Withdraw(w *desk.Writing, f Form, words string) (Done, error) {
	return do(w, f, func(t *turn) error {
		n, err := t.note(words, chart.PatientWord)
		if err != nil {
			return err
		}
		if t.confirms() {
			return t.ask(referral.Withdrawn{Words: n, Confirmed: true})
		}
		return t.propose(referral.ActWithdraw, n)
	})
}

// confirms reports whether somebody is the referring clinician's side of a
// proposal: they do the act itself.
func (t *turn) confirms() bool {
	return t.who.Side == referral.Sender && slices.Contains(t.who.Jobs, party.ReferringClinician)
}
