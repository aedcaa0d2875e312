package loop

import (
	"slices"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Withdraw records the patient's own no, in the patient's own words. Who may:
// staff of either side write the words down, which proposes it; the referring
// clinician confirms. Silence never is a no. It ends the loop; with a visit
// booked it is a request the clinic answers.
func Withdraw(w *desk.Writing, f Form, words string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		n, err := t.Note(words, chart.PatientWord)
		if err != nil {
			return err
		}
		if confirms(t) {
			return t.Ask(referral.Withdrawn{Words: n, Confirmed: true})
		}
		return propose(t, referral.ActWithdraw, n)
	})
}

// confirms reports whether somebody is the referring clinician's side of a
// proposal: they do the act itself.
func confirms(t *turn.Turn) bool {
	return t.Who.Side == referral.Sender && slices.Contains(t.Who.Jobs, party.ReferringClinician)
}
