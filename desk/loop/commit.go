package loop

import (
	"slices"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/core/referral"
)

// commit finishes a turn: the house delivers what it can itself, closes what
// its proof completes, names who owes what now, and everything is kept together.
func (t *turn) commit() (Done, error) {
	if len(t.added) == 0 {
		return t.done(), nil
	}
	if err := t.deliver(); err != nil {
		return Done{}, err
	}
	if t.state.Completes() {
		t.add(referral.Closed{How: "proof"}, "P1-P5")
	}
	t.owe()
	t.fill()
	if err := t.w.Tx.Append(t.added, t.row); err != nil {
		return Done{}, err
	}
	for i, e := range t.added {
		before := t.before
		if i == len(t.added)-1 {
			if err := t.react(before, e); err != nil {
				return Done{}, err
			}
			continue
		}
		if err := t.reactTo(e); err != nil {
			return Done{}, err
		}
	}
	t.w.SawLoop(t.f.Referral, t.state.Seq)
	t.w.Act(access.Update)
	return t.done(), nil
}

func (t *turn) done() Done {
	d := Done{ID: t.f.Referral, Code: t.row.Code, Seq: t.state.Seq, Phase: t.state.Phase(), Ball: t.state.Ball()}
	for _, e := range t.added {
		if t.undo > 0 && d.Undo == "" && t.span(e.What) > 0 {
			d.Undo, d.UndoUntil = e.Key, t.w.Now().Add(t.undo)
		}
	}
	return d
}

// deliver does in this commit what needs no transport: a receiver whose people
// work here has it as it is sent; so has a referrer its report.
func (t *turn) deliver() error {
	for _, e := range slices.Clone(t.added) {
		switch x := e.What.(type) {
		case referral.Sent, referral.Forwarded:
			to := t.state.Recipient()
			if !t.w.Directory().Here(to.Org) || to.Service == "" {
				continue
			}
			p, err := t.receiverRecord(to.Org)
			if err != nil {
				return err
			}
			t.add(referral.Delivered{Leg: t.state.Leg(), Patient: p}, "house")
		case referral.Reported:
			if t.w.Directory().Here(t.state.Org) {
				t.add(referral.ReportDelivered{Report: x.Report, Channel: party.House}, "house")
			}
		}
	}
	return nil
}

// conflict of a code is tried again with another by whoever begins a loop.
func taken(err error) bool { return fault.Of(err) == fault.Conflict }
