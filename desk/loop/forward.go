package loop

import (
	"referd/core/party"
	"referd/desk"
)

// Forward hands it to another service. Who may: intake, triage, the specialist,
// under an agreement. The same loop, the same clocks.
func Forward(w *desk.Writing, f Form, to party.ServiceID, words string) (Done, error) {
	return do(w, f, func(t *turn) error { return t.forwarded(Decision{To: to, Words: words}) })
}
