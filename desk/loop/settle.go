package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// Settle says that named facts are settled, and how.
func Settle(w *desk.Writing, f Form, facts []referral.Key, words string) (Done, error) {
	return plain(w, f, words, func(_ int, n chart.DocumentID) referral.Event { return referral.Settled{Facts: facts, Note: n} })
}
