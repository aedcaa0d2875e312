package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// Contact is an attempt to reach the patient, or the patient getting in touch.
type Contact struct {
	Channel, Outcome                  string
	Alternate, Interpreter, ByPatient bool
	Words                             string
}

var channels = map[string]bool{"call": true, "text": true, "letter": true, "visit": true, "page": true}

var outcomes = map[string]bool{"reached": true, "no-answer": true, "message-left": true, "wrong-number": true, "bounced": true, "sent": true}

// Log records an attempt to reach the patient, or the patient getting in touch.
// Who may: scheduling, referring staff, triage, intake. Reaching the patient
// ends an outreach; a word from the patient opens an ending for want of one.
func Log(w *desk.Writing, f Form, c Contact) (Done, error) {
	return do(w, f, func(t *turn) error {
		if !channels[c.Channel] || !outcomes[c.Outcome] {
			return invalid("outcome", "Say how you tried and what came of it.")
		}
		n, err := t.note(c.Words, chart.Comment)
		if err != nil {
			return err
		}
		return t.ask(referral.Contacted{Channel: c.Channel, Outcome: c.Outcome, Alternate: c.Alternate, Interpreter: c.Interpreter, ByPatient: c.ByPatient, Note: n})
	})
}
