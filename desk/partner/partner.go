// Package partner is what is done for a receiver who is not here and what it
// says back: the packet it gets by fax or by post, the link by which it answers
// without an account, and its word on the telephone or on paper, as whoever
// sent the referral writes it down.
package partner

import (
	"slices"

	"referd/core/referral"
	"referd/desk/turn"
)

// Form is what every act carries, and Done what came of it.
type (
	Form = turn.Form
	Done = turn.Done
)

// away refuses who may not speak for a receiver, and any receiver whose people
// work here.
func away(t *turn.Turn, a referral.Act) error {
	if err := t.Can(a, referral.Delivered{Receipt: "asked"}); err != nil {
		return err
	}
	if !slices.Contains(turn.Offered(t.W.Reading, &t.State, t.Who), a) {
		return turn.Refused("They work here: they have it as it is sent, and say the rest themselves.")
	}
	return nil
}
