package turn

import (
	"slices"

	"referd/core/access"
	"referd/core/party"
	"referd/core/referral"
)

// WrongPaper is the reason of an incident about a document alone.
const WrongPaper = "wrong-paper"

// Commit finishes a turn: the house delivers what it can itself, closes what
// its proof completes, names who owes what now, and everything is kept together.
func (t *Turn) Commit() (Done, error) {
	if len(t.Added) == 0 {
		return t.done(), nil
	}
	if err := t.deliver(); err != nil {
		return Done{}, err
	}
	if t.State.Completes() {
		t.Add(referral.Closed{How: "proof"}, "P1-P5")
	}
	t.owe()
	t.fill()
	if t.before.Seq > 0 && slices.Equal(relations(&t.before, t.W.Directory()), t.Row.Relations) {
		t.Row.Relations = nil // they stand
	}
	if err := t.W.Tx.Append(t.Added, t.Row); err != nil {
		return Done{}, err
	}
	if err := t.answered(); err != nil {
		return Done{}, err
	}
	for i, e := range t.Added {
		if t.Quiet {
			break
		}
		before := t.before
		if i == len(t.Added)-1 {
			if err := t.react(before, e); err != nil {
				return Done{}, err
			}
			continue
		}
		if err := t.reactTo(e); err != nil {
			return Done{}, err
		}
	}
	t.W.SawLoop(t.Form.Referral, t.State.Seq)
	t.W.Act(access.Update)
	return t.done(), nil
}

// answered notes that what had climbed is done now, or that a person took it or gave
// it to somebody: so is measured what came of asking over the owner's head.
func (t *Turn) answered() error {
	climbed := func(e referral.Entry) bool { x, ok := e.What.(referral.Escalated); return ok && x.Level >= 2 }
	if !slices.ContainsFunc(t.before.Entries(), climbed) {
		return nil
	}
	var given []string
	for _, e := range t.Added {
		if e.By.User == "" {
			continue
		}
		switch x := e.What.(type) {
		case referral.Claimed:
			given = append(given, "")
		case referral.Reassigned:
			if x.Person != "" {
				given = append(given, x.Duty)
			}
		}
	}
	return t.W.Tx.Acted(t.Form.Referral, given)
}

func (t *Turn) done() Done {
	d := Done{ID: t.Form.Referral, Code: t.Row.Code, Seq: t.State.Seq, Phase: t.State.Phase(), Ball: t.State.Ball()}
	for _, e := range t.Added {
		if t.Undo > 0 && d.Undo == "" && t.span(e.What) > 0 {
			d.Undo, d.UndoUntil = e.Key, t.W.Now().Add(t.Undo)
		}
	}
	return d
}

// Delivered reports whether the current leg has its delivery.
func (t *Turn) Delivered() bool {
	n := t.State.Leg()
	return n >= 0 && n < len(t.State.Legs) && !t.State.Legs[n].Delivered.IsZero()
}

// deliver does in this commit what needs no transport: a receiver whose people
// work here has it as it is sent; so has a referrer its report.
func (t *Turn) deliver() error {
	for _, e := range slices.Clone(t.Added) {
		switch x := e.What.(type) {
		case referral.Sent, referral.Forwarded:
			to := t.State.Recipient()
			if !t.W.Directory().Here(to.Org) || to.Service == "" || t.Delivered() {
				continue
			}
			p, err := t.ReceiverRecord(to.Org)
			if err != nil {
				return err
			}
			t.Add(referral.Delivered{Leg: t.State.Leg(), Patient: p}, "house")
		case referral.Reported:
			if t.W.Directory().Here(t.State.Org) {
				t.Add(referral.ReportDelivered{Report: x.Report, Channel: party.House}, "house")
			}
		case referral.Detached: // the other side had somebody else's paper
			if x.Reason == "wrong-patient" && !t.State.Sent.IsZero() {
				t.Add(referral.IncidentOpened{Reason: WrongPaper, Document: x.Document}, "taken-off")
			}
		}
	}
	return nil
}
