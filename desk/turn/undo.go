package turn

import (
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Undo takes back what was just done, by striking it: both entries are kept.
// Who may: whoever did it, and nobody else. Claiming, assigning, filing,
// holding and planning within ten seconds; accepting, declining and asking
// within a minute, for which their messages wait (an emergency's do not, and it
// is not undone). When somebody acted on it meanwhile it is a Conflict.
func Undo(w *desk.Writing, f Form, fact referral.Key) (Done, error) {
	return Do(w, f, func(t *Turn) error {
		e, ok := t.Entry(fact)
		if !ok {
			return Refused("There is nothing to undo.")
		}
		if e.By.User != w.Who().User || w.Who().User == "" {
			return desk.Denied("turn.Undo", "Whoever did it undoes it. A team lead strikes an entry with a reason.")
		}
		if w.Now().Sub(e.Noted) > t.span(e.What) {
			return Refused("It can no longer be undone. Act on it instead: it is all recorded.")
		}
		t.Form.Seq = e.Seq
		if err := t.current(); err != nil {
			return err
		}
		for _, more := range t.together(e) {
			t.Add(referral.Struck{Fact: more.Key, Reason: "undone"}, "")
		}
		return nil
	})
}

// span is how long an entry may be undone; zero is not at all.
func (t *Turn) span(ev referral.Event) time.Duration {
	switch ev.(type) {
	case referral.Claimed, referral.Released, referral.Reassigned, referral.Attached, referral.Held, referral.Planned:
		return t.W.Desk().QuickFor
	case referral.Accepted, referral.Declined, referral.Asked:
		return t.Slow()
	}
	return -1
}

// Slow is the minute in which a decision may be undone, and no time at all in
// an emergency.
func (t *Turn) Slow() time.Duration {
	if t.State.Urgency == party.Emergency {
		return -1
	}
	return t.W.Desk().UndoFor
}

// together are the entries one press made: an acceptance with its question,
// the lines of a plan.
func (t *Turn) together(e referral.Entry) []referral.Entry {
	out := []referral.Entry{e}
	for _, x := range t.State.Entries() {
		if x.Seq != out[len(out)-1].Seq+1 || !x.Noted.Equal(e.Noted) || x.By != e.By {
			continue
		}
		_, accepted := e.What.(referral.Accepted)
		_, asked := x.What.(referral.Asked)
		_, planned := e.What.(referral.Planned)
		_, line := x.What.(referral.Planned)
		if accepted && asked || planned && line {
			out = append(out, x)
		}
	}
	return out
}
