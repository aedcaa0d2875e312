package loop

import (
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Step is what the sender does after a decline.
type Step struct {
	How   string // elsewhere, back, end
	To    party.ServiceID
	Words string
	Told  string // how the patient was told, when it ends
}

// NextStep sends it elsewhere (the same loop and dates), back with new facts,
// or ends it. Who may: the referring clinician, after a decline. The raw clock
// never began anew.
func NextStep(w *desk.Writing, f Form, x Step) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		n, err := t.Note(x.Words, chart.Message)
		if err != nil {
			return err
		}
		leg := t.State.Leg()
		switch x.How {
		case "elsewhere":
			sv, ok := w.Directory().ServicesByID[x.To]
			if !ok {
				return turn.Invalid("to", "Choose where it goes.")
			}
			if err := t.Ask(referral.NextStep{Leg: leg, How: x.How}); err != nil {
				return err
			}
			return t.Ask(referral.Forwarded{Leg: leg + 1, To: recipient(w, sv), Reason: "after-decline", Note: n})
		case "back":
			if x.Words == "" {
				return turn.Invalid("words", "Say what is new.")
			}
			return t.Ask(referral.SentBack{Leg: leg, Note: n})
		case "end":
			if x.Told == "" || x.Words == "" {
				return turn.Invalid("told", "Say why it ends, and how the patient was told.")
			}
			if err := t.Ask(referral.PatientInformed{How: x.Told}); err != nil {
				return err
			}
			if err := t.Ask(referral.NextStep{Leg: leg, How: x.How}); err != nil {
				return err
			}
			return t.Ask(referral.Closed{How: "decline"})
		}
		return turn.Invalid("how", "Elsewhere, back with new facts, or end it.")
	})
}

func recipient(w *desk.Writing, sv party.Service) referral.Recipient {
	return referral.Recipient{Service: sv.ID, Org: sv.Org, Channel: w.Directory().Orgs[sv.Org].Channel}
}
