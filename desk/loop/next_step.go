package loop

import (
	"referd/base/fault"
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
		sv, known := w.Directory().ServicesByID[x.To]
		if err := fault.All(turn.If(x.How != "elsewhere" && x.How != "back" && x.How != "end", "how", "Elsewhere, back with new facts, or end it."),
			turn.If(x.How == "elsewhere" && !known, "to", "Choose where it goes."),
			turn.If(x.How == "end" && x.Told == "", "told", "Say how the patient was told."),
			turn.If(x.How == "back" && x.Words == "", "words", "Say what is new."),
			turn.If(x.How == "end" && x.Words == "", "words", "Say why it ends.")); err != nil {
			return err
		}
		n, err := t.Note(x.Words, chart.Message)
		if err != nil {
			return err
		}
		leg := t.State.Leg()
		switch x.How {
		case "elsewhere":
			if err := t.Ask(referral.NextStep{Leg: leg, How: x.How}); err != nil {
				return err
			}
			return t.Ask(referral.Forwarded{Leg: leg + 1, To: recipient(w, sv), Reason: "after-decline", Note: n})
		case "back":
			return t.Ask(referral.SentBack{Leg: leg, Note: n})
		}
		if err := t.Ask(referral.PatientInformed{How: x.Told}); err != nil {
			return err
		}
		if err := t.Ask(referral.NextStep{Leg: leg, How: x.How}); err != nil {
			return err
		}
		return t.Ask(referral.Closed{How: "decline"})
	})
}

func recipient(w *desk.Writing, sv party.Service) referral.Recipient {
	return referral.Recipient{Service: sv.ID, Org: sv.Org, Channel: w.Directory().Orgs[sv.Org].Channel}
}
