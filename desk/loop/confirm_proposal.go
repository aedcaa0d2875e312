package loop

import (
	"slices"
	"time"

	"referd/base/id"
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// ConfirmProposal does what somebody else, or the system from evidence,
// proposed. Who may: for evidence the team that owes the confirming; for a
// withdrawal or a patient who cannot be reached the referring clinician; for a
// death anybody, against two identifiers; to close without proof a team lead or
// an administrator; never the one who proposed. Evidence gives its own date,
// and what was skipped before it is inferred.
func ConfirmProposal(w *desk.Writing, f Form, of referral.PropID, by Identity) (Done, error) {
	return do(w, f, func(t *turn) error {
		p, err := t.proposal(of)
		if err != nil {
			return err
		}
		return t.confirm(p, by, "")
	})
}

// propose lays an act that takes two before a second person.
func (t *turn) propose(a referral.Act, evidence chart.DocumentID) error {
	return t.ask(referral.Proposed{Proposal: referral.PropID(id.New(t.w.Now())), Act: a, Evidence: evidence})
}

func (t *turn) proposal(of referral.PropID) (referral.Proposal, error) {
	i := slices.IndexFunc(t.state.Proposals, func(p referral.Proposal) bool { return p.ID == of })
	if i < 0 {
		return referral.Proposal{}, refused("That proposal no longer waits: it was confirmed, refused, or has come true.")
	}
	return t.state.Proposals[i], nil
}

func (t *turn) confirm(p referral.Proposal, by Identity, reason string) error {
	if p.By.User != "" && p.By.User == t.w.Who().User {
		return refused("You proposed it. Another person confirms it.")
	}
	switch p.Act {
	case referral.ActWithdraw:
		return t.ask(referral.Withdrawn{Words: p.Evidence, Confirmed: true})
	case referral.ActUnreachable:
		return t.ask(referral.Unreachable{Note: p.Evidence})
	case referral.ActDeceased:
		return t.die(p, by)
	case referral.ActCloseAdmin:
		return t.ask(t.ending(reason, p.By.User))
	}
	return t.shown(p)
}

// shown makes what a document shows true, at the document's date.
func (t *turn) shown(p referral.Proposal) error {
	const op = "loop.ConfirmProposal"
	if t.w.Who().User == "" {
		return desk.Denied(op, "A person decides this; the system never does.")
	}
	o, _ := t.state.OwedFor("proposal/" + string(p.ID))
	if err := t.member(o.Team); err != nil {
		return err
	}
	var ev referral.Event
	switch leg := t.state.Leg(); p.Act {
	case referral.ActSee:
		ev = referral.Seen{Leg: leg}
	case referral.ActDeskReview:
		ev = referral.DeskReviewed{Leg: leg, Note: p.Evidence}
	case referral.ActReport:
		ev = referral.Reported{Leg: leg, Report: referral.ReportID(id.New(t.w.Now())), Kind: referral.Final, Document: p.Evidence}
	default:
		return refused("This cannot be confirmed here.")
	}
	t.addAt(ev, "", t.dated(p))
	t.add(referral.Settled{Facts: []referral.Key{p.Key}}, "confirmed")
	return nil
}

// dated is the date of a proposal's evidence, else when it was proposed.
func (t *turn) dated(p referral.Proposal) time.Time {
	if e, ok := t.entry(p.Key); ok {
		if x, ok := e.What.(referral.Proposed); ok && !x.When.IsZero() {
			return x.When
		}
	}
	return p.At
}
