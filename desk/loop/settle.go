package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Settle says that named facts are settled, and how: a contradiction, a
// reopening, new facts, a bell. Who may: the side, or the team, that owes the
// settling. It can complete the proof; no clock moves.
func Settle(w *desk.Writing, f Form, facts []referral.Key, words string) (Done, error) {
	return turn.Plain(w, f, words, func(_ int, n chart.DocumentID) referral.Event { return referral.Settled{Facts: facts, Note: n} })
}
