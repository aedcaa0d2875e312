package loop

import (
	"slices"
	"time"

	"referd/base/id"
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// ConfirmProposal does what somebody else, or the system from evidence,
// proposed. Who may: for evidence the team that owes the confirming; for a
// withdrawal or a patient who cannot be reached the referring clinician; for a
// death anybody, against two identifiers; to close without proof a team lead or
// an administrator; never the one who proposed. Evidence gives its own date,
// and what was skipped before it is inferred.
func ConfirmProposal(w *desk.Writing, f Form, of referral.PropID, by Identity) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		p, err := proposal(t, of)
		if err != nil {
			return err
		}
		return confirm(t, p, by, "", "")
	})
}

// propose lays an act that takes two before a second person.
func propose(t *turn.Turn, a referral.Act, evidence chart.DocumentID) error {
	return t.Ask(referral.Proposed{Proposal: referral.PropID(id.New(t.W.Now())), Act: a, Evidence: evidence})
}

func proposal(t *turn.Turn, of referral.PropID) (referral.Proposal, error) {
	i := slices.IndexFunc(t.State.Proposals, func(p referral.Proposal) bool { return p.ID == of })
	if i < 0 {
		return referral.Proposal{}, turn.Refused("That proposal no longer waits: it was confirmed, refused, or has come true.")
	}
	return t.State.Proposals[i], nil
}

func confirm(t *turn.Turn, p referral.Proposal, by Identity, reason, words string) error {
	if p.By.User != "" && p.By.User == t.W.Who().User {
		return turn.Refused("You proposed it. Another person confirms it.")
	}
	switch p.Act {
	case referral.ActWithdraw:
		return t.Ask(referral.Withdrawn{Words: p.Evidence, Confirmed: true})
	case referral.ActUnreachable:
		return t.Ask(referral.Unreachable{Note: p.Evidence})
	case referral.ActDeceased:
		return die(t, p, by)
	case referral.ActCloseAdmin:
		ev := ending(t, reason, p.By.User)
		var err error
		if ev.Note, err = t.Note(words, chart.Comment); err != nil {
			return err
		}
		return t.Ask(ev)
	}
	return shown(t, p)
}

// shown makes what a document shows true, at the document's date.
func shown(t *turn.Turn, p referral.Proposal) error {
	const op = "loop.ConfirmProposal"
	if t.W.Who().User == "" {
		return desk.Denied(op, "A person decides this; the system never does.")
	}
	o, _ := t.State.OwedFor("proposal/" + string(p.ID))
	if err := t.Member(o.Team); err != nil {
		return err
	}
	var ev referral.Event
	switch leg := t.State.Leg(); p.Act {
	case referral.ActSee:
		ev = referral.Seen{Leg: leg}
	case referral.ActDeskReview:
		ev = referral.DeskReviewed{Leg: leg, Note: p.Evidence}
	case referral.ActReport:
		ev = referral.Reported{Leg: leg, Report: referral.ReportID(id.New(t.W.Now())), Kind: referral.Final, Document: p.Evidence}
	default:
		return turn.Refused("This cannot be confirmed here.")
	}
	t.AddAt(ev, "", dated(t, p))
	t.Add(referral.Settled{Facts: []referral.Key{p.Key}}, "confirmed")
	return nil
}

// dated is the date of a proposal's evidence, else when it was proposed.
func dated(t *turn.Turn, p referral.Proposal) time.Time {
	if e, ok := t.Entry(p.Key); ok {
		if x, ok := e.What.(referral.Proposed); ok && !x.When.IsZero() {
			return x.When
		}
	}
	return p.At
}
