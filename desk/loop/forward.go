package loop

import (
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Forward hands it to another service. Who may: intake, triage, the specialist,
// under an agreement. The same loop, the same clocks.
func Forward(w *desk.Writing, f Form, to party.ServiceID, words string) (Done, error) {
	return do(w, f, func(t *turn) error {
		sv, ok := w.Directory().ServicesByID[to]
		if !ok || to == t.state.Recipient().Service {
			return invalid("to", "Choose another service.")
		}
		if words == "" {
			return invalid("words", "Say why it goes there.")
		}
		n, err := t.note(words, chart.Message)
		if err != nil {
			return err
		}
		return t.ask(referral.Forwarded{Leg: t.state.Leg() + 1, To: recipient(w, sv), Reason: "forwarded", Note: n})
	})
}
