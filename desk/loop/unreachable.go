package loop

import (
	"slices"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Unreachable ends the search after the whole contact protocol: scheduling
// proposes it, the referring clinician accepts.
func Unreachable(w *desk.Writing, f Form, words string) (Done, error) {
	return do(w, f, func(t *turn) error {
		n, err := t.note(words, chart.Comment)
		if err != nil {
			return err
		}
		if t.who.Side == referral.Sender && slices.Contains(t.who.Jobs, party.ReferringClinician) {
			return t.ask(referral.Unreachable{Note: n})
		}
		return t.propose(referral.ActUnreachable, n, referral.Unreachable{Note: n})
	})
}
