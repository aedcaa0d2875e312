package loop

import (
	"slices"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// ConfirmRecall says that a recipient of a referral entered in error has taken
// it out of its own records, and how. Who may: intake, triage or a team lead of
// that recipient; for a partner, whoever chases it. Every recipient confirms
// for itself.
func ConfirmRecall(w *desk.Writing, f Form, words string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if words == "" {
			return turn.Invalid("words", "Say what was done with what you had.")
		}
		var facts []referral.Key
		for _, d := range t.State.Duties() {
			if o, ok := t.State.OwedFor(d.Key); ok && d.Kind == "recall" && recalled(w.Who(), w.Directory().Teams[o.Team]) {
				facts = append(facts, d.Facts...)
			}
		}
		if len(facts) == 0 {
			return turn.Refused("No recall waits for your confirmation.")
		}
		n, err := t.Note(words, chart.Comment)
		if err != nil {
			return err
		}
		return t.Ask(referral.Settled{Facts: facts, Note: n})
	})
}

func recalled(who desk.Who, team party.Team) bool {
	lead := who.Has(party.TeamLead, party.Intake, party.TriageNurse) && team.Org == who.Org
	return lead || slices.Contains(who.Teams, team.ID)
}
