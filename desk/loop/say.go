package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Say sends a message on the loop: to the other side, or to the patient. Who
// may: anybody who works on the referral. It moves nothing.
func Say(w *desk.Writing, f Form, to, words string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if words == "" {
			return turn.Invalid("words", "Write the message.")
		}
		if to != "patient" {
			to = string(referral.Sender)
			if t.Who.Side == referral.Sender {
				to = string(referral.Receiver)
			}
		}
		n, err := t.Note(words, chart.Message)
		if err != nil {
			return err
		}
		return t.Ask(referral.Messaged{Message: n, To: to})
	})
}
