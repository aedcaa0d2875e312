package loop

import (
	"slices"

	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
)

// propose asks for a second person after checking that the act itself is possible.
func (t *turn) propose(a referral.Act, evidence chart.DocumentID, ev referral.Event) error {
	who := t.who
	who.Side, who.Accountable = referral.Sender, true
	who.Jobs = append(slices.Clone(who.Jobs), party.ReferringClinician)
	if _, err := referral.Decide(t.state, who, ev, t.at()); err != nil {
		return err
	}
	t.add(referral.Proposed{Proposal: referral.PropID(id.New(t.w.Now())), Act: a, Evidence: evidence}, "")
	return nil
}

// second proposes the first time and does it when another person asks for the same.
func (t *turn) second(a referral.Act, evidence chart.DocumentID, ev referral.Event) error {
	for _, p := range t.state.Proposals {
		if p.Act == a && p.By.User != t.w.Who().User {
			if err := t.ask(ev); err != nil {
				return err
			}
			t.add(referral.Settled{Facts: []referral.Key{p.Key}}, "second person")
			return nil
		}
		if p.Act == a {
			return refused("You proposed it. Another person confirms it.")
		}
	}
	if _, err := referral.Decide(t.state, t.who, ev, t.at()); err != nil && a != referral.ActCloseAdmin {
		return err
	}
	t.add(referral.Proposed{Proposal: referral.PropID(id.New(t.w.Now())), Act: a, Evidence: evidence}, "")
	return nil
}
