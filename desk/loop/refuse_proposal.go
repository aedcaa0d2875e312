package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// RefuseProposal says no to what was proposed, and why. Who may: the team that
// owes the confirming, whoever else may confirm it, or whoever proposed it.
// Nothing moves.
func RefuseProposal(w *desk.Writing, f Form, of referral.PropID, why string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		p, err := proposal(t, of)
		if err != nil {
			return err
		}
		if o, _ := t.State.OwedFor("proposal/" + string(p.ID)); !turn.Refuses(w.Who(), &t.State, t.Who, p) {
			return t.Member(o.Team)
		}
		if why == "" {
			return turn.Invalid("words", "Say why not.")
		}
		n, err := t.Note(why, chart.Comment)
		if err != nil {
			return err
		}
		return t.Ask(referral.ProposalRefused{Proposal: p.ID, Note: n})
	})
}
