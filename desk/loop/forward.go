package loop

import (
	"referd/core/party"
	"referd/desk"
	"referd/desk/turn"
)

// Forward hands it to another service. Who may: intake, triage, the specialist,
// under an agreement. The same loop, the same clocks.
func Forward(w *desk.Writing, f Form, to party.ServiceID, words string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error { return forwarded(t, Decision{To: to, Words: words}) })
}
