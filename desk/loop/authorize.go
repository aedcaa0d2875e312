package loop

import (
	"slices"
	"time"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Permit is a payer's authorization as it stands.
type Permit struct {
	State  string // needed, submitted, pended, approved, denied, expired
	Number string // of an approved one
	Units  int
	Until  time.Time
	Words  string
}

var permits = []string{"needed", "submitted", "pended", "approved", "denied", "expired"}

// Authorize records how the authorization stands. Who may: referring staff,
// the referring clinician, scheduling; a system. It has a clock of its own and
// moves no phase; denied or expiring is a duty of the referring side.
func Authorize(w *desk.Writing, f Form, p Permit) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := fault.All(turn.If(!slices.Contains(permits, p.State), "state", "Say how it stands: needed, submitted, pended, approved, denied or expired."),
			turn.If(p.State == "approved" && p.Number == "", "number", "Give the number of the authorization."),
			turn.If(p.Units < 0, "units", "Units are counted from nought.")); err != nil {
			return err
		}
		n, err := t.Note(p.Words, chart.Comment)
		if err != nil {
			return err
		}
		return t.Ask(referral.Authorization{State: p.State, Number: p.Number, Units: p.Units, Until: p.Until, Note: n})
	})
}
