package loop

import (
	"slices"

	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// RefuseProposal says no to what was proposed, and why. Who may: the team that
// owes the confirming, whoever else may confirm it, or whoever proposed it.
// Nothing moves.
func RefuseProposal(w *desk.Writing, f Form, of referral.PropID, why string) (Done, error) {
	return do(w, f, func(t *turn) error {
		p, err := t.proposal(of)
		if err != nil {
			return err
		}
		if o, _ := t.state.OwedFor("proposal/" + string(p.ID)); !refuses(w.Who(), &t.state, t.who, p) {
			return t.member(o.Team)
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

// refuses reports whether somebody may say no to a proposal.
func refuses(who desk.Who, s *referral.State, st referral.Standing, p referral.Proposal) bool {
	o, _ := s.OwedFor("proposal/" + string(p.ID))
	return p.By.User != "" && p.By.User == who.User || works(who, o.Team) || slices.Contains(s.May(st), p.Act) && !twice(who, s, st, p.Act)
}
