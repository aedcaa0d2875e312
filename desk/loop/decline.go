package loop

import (
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Refusal declines with a reason, another place if one is known, and who tells the patient.
type Refusal struct {
	Reason      string // a code of Reasons
	Alternative party.ServiceID
	Tells       string // receiver or sender
	Words       string
}

// Decline declines. Who may: the specialist, triage; intake for administrative
// reasons. The loop stays open with the sender, and its clock runs until the
// next step. It can be undone for a minute.
func Decline(w *desk.Writing, f Form, x Refusal) (Done, error) {
	return do(w, f, func(t *turn) error {
		if x.Words == "" {
			return invalid("words", "Say why, in your words, to the clinician who asked.")
		}
		if x.Tells != "receiver" && x.Tells != "sender" {
			return invalid("tells", "Say who tells the patient.")
		}
		n, err := t.note(x.Words, chart.Message)
		if err != nil {
			return err
		}
		t.undo = t.slow()
		return t.ask(referral.Declined{Leg: t.state.Leg(), Reason: x.Reason, Alternative: x.Alternative, Tells: x.Tells, Note: n})
	})
}
