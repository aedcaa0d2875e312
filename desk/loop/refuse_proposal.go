package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// RefuseProposal says no to what was proposed, and why. Who may: the team that
// owes the confirming, or whoever proposed it. Nothing moves.
func RefuseProposal(w *desk.Writing, f Form, of referral.PropID, why string) (Done, error) {
	return do(w, f, func(t *turn) error {
		p, err := t.proposal(of)
		if err != nil {
			return err
		}
		if o, _ := t.state.OwedFor("proposal/" + string(p.ID)); p.By.User != w.Who().User {
			if err := t.member(o.Team); err != nil {
				return err
			}
		}
		if why == "" {
			return invalid("words", "Say why not.")
		}
		n, err := t.note(why, chart.Comment)
		if err != nil {
			return err
		}
		return t.ask(referral.ProposalRefused{Proposal: p.ID, Note: n})
	})
}
