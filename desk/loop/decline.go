package loop

import (
	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
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
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := fault.All(turn.If(x.Reason == "", "reason", "Choose the reason."), turn.If(x.Words == "", "words", "Say why, in your words, to the clinician who asked."),
			turn.If(x.Tells != "receiver" && x.Tells != "sender", "tells", "Say who tells the patient.")); err != nil {
			return err
		}
		n, err := t.Note(x.Words, chart.Message)
		if err != nil {
			return err
		}
		t.Undo = t.Slow()
		return t.Ask(referral.Declined{Leg: t.State.Leg(), Reason: x.Reason, Alternative: x.Alternative, Tells: x.Tells, Note: n})
	})
}
