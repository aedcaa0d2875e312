package turn

import (
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Form is what every act carries: which loop, which version of it was on the
// page, and a key that makes a double press one act.
type Form struct {
	Referral  referral.ID
	Seq       int                  // 0: no page was read (a client did its own If-Match)
	For       party.PractitionerID // on whose behalf; only for whom one may act
	Once      string
	At        time.Time    // when it happened; zero is now
	Key       referral.Key // a partner's own name for the fact
	Confirmed bool         // the password was typed again just now
}

// Done is what came of an act.
type Done struct {
	ID        referral.ID
	Code      string
	Seq       int
	Phase     referral.Phase
	Ball      referral.Owed
	Undo      referral.Key // what undo strikes; empty when it is not undone
	UndoUntil time.Time
	Already   bool // the same press was done before
}
