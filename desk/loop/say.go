package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// Say sends a message on the loop: to the other side, or to the patient. Who
// may: anybody who works on the referral. It moves nothing.
func Say(w *desk.Writing, f Form, to, words string) (Done, error) {
	return do(w, f, func(t *turn) error {
		if words == "" {
			return invalid("words", "Write the message.")
		}
		if to != "patient" {
			to = string(referral.Sender)
			if t.who.Side == referral.Sender {
				to = string(referral.Receiver)
			}
		}
		n, err := t.note(words, chart.Message)
		if err != nil {
			return err
		}
		return t.ask(referral.Messaged{Message: n, To: to})
	})
}
