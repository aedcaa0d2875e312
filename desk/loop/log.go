package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
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
// ends an outreach, unless a needed interpreter was not there; a word from the patient opens an ending for want of one.
func Log(w *desk.Writing, f Form, c Contact) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if !channels[c.Channel] || !outcomes[c.Outcome] {
			return turn.Invalid("outcome", "Say how you tried and what came of it.")
		}
		n, err := t.Note(c.Words, chart.Comment)
		if err != nil {
			return err
		}
		alone, err := alone(t, c)
		if err != nil {
			return err
		}
		return t.Ask(referral.Contacted{Without: alone, Channel: c.Channel, Outcome: c.Outcome, Alternate: c.Alternate, Interpreter: c.Interpreter, ByPatient: c.ByPatient, Note: n})
	})
}

// alone reports whether somebody spoke to a patient who needs an interpreter
// and had none: that is kept, and is neither an attempt nor a reaching (loop.md,
// Time, Unreachable; hazard H5). Whoever is called in the patient's place needs none.
func alone(t *turn.Turn, c Contact) (bool, error) {
	if c.Interpreter || c.ByPatient || c.Alternate || c.Channel != "call" && c.Channel != "visit" {
		return false, nil
	}
	p, err := t.Record()
	return p.Interpreter, err
}
