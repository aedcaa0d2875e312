package loop

import (
	"time"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Decision is what triage decides on one page: the answer, and with it how
// soon and by when the patient is to be seen, where those change.
type Decision struct {
	How      string        // accept, accept-and-ask, ask, advise, forward
	Urgency  party.Urgency // empty keeps it
	SeenBy   time.Time     // zero keeps it
	Why      string        // of a change of urgency or date
	Spoke    *Call         // when it becomes an emergency
	Expected time.Time     // of an acceptance: what the sender is told
	Words    string        // to the sender
	Items    []string      // what is asked for
	Asking   string
	BackIf   string // of advice
	To       party.ServiceID
}

// Decide commits the whole decision or nothing of it. Who may: triage, the
// specialist; intake what it may by itself. What can be undone is
// the answer; a changed urgency or date stays and is changed by a further entry.
func Decide(w *desk.Writing, f Form, x Decision) (Done, error) {
	return do(w, f, func(t *turn) error {
		if err := t.sooner(x); err != nil {
			return err
		}
		switch x.How {
		case "accept", "accept-and-ask":
			t.undo = t.slow()
			return t.accepted(x)
		case "ask":
			ev, err := t.question(Question{Items: x.Items, Words: x.Asking})
			if err != nil {
				return err
			}
			t.undo = t.slow()
			return t.ask(ev)
		case "advise":
			return t.advised(x)
		case "forward":
			return t.forwarded(x)
		}
		return invalid("how", "Choose one of the decisions above.")
	})
}

// sooner changes how soon and by when, each with the one reason.
func (t *turn) sooner(x Decision) error {
	urgency, date := x.Urgency != "" && x.Urgency != t.state.Urgency, !x.SeenBy.IsZero() && !sameDay(x.SeenBy, t.state.SeenBy)
	if !urgency && !date {
		return nil
	}
	if x.Why == "" {
		return invalid("why", "Say why the priority or the date changes.")
	}
	n, err := t.note(x.Why, chart.Comment)
	if err != nil {
		return err
	}
	if urgency {
		if x.Urgency == party.Emergency && x.Spoke == nil {
			return invalid("spoke-with", "An emergency is spoken first: say with whom, and when.")
		}
		if x.Spoke != nil {
			if err := t.speak(*x.Spoke, ""); err != nil {
				return err
			}
		}
		t.fresh = true
		if err := t.ask(referral.Prioritised{Urgency: x.Urgency, Note: n}); err != nil {
			return err
		}
	}
	if !date {
		return nil
	}
	if !x.SeenBy.After(t.w.Now()) {
		return invalid("by", "Choose a day ahead.")
	}
	return t.ask(referral.SeenBySet{By: x.SeenBy, Note: n})
}

func sameDay(a, b time.Time) bool { return a.Sub(b).Abs() < 12*time.Hour }

func (t *turn) accepted(x Decision) error {
	n, err := t.note(x.Words, chart.Comment)
	if err != nil {
		return err
	}
	if err := t.ask(referral.Accepted{Leg: t.state.Leg(), Expected: x.Expected, Note: n}); err != nil || x.How == "accept" {
		return err
	}
	ev, err := t.question(Question{Items: x.Items, Words: x.Asking})
	if err != nil {
		return err
	}
	return t.ask(ev)
}

func (t *turn) advised(x Decision) error {
	if x.Words == "" {
		return invalid("words", "Write the advice.")
	}
	if x.BackIf == "" {
		return invalid("back", "Say when they should refer back after all.")
	}
	ev := referral.Advised{Leg: t.state.Leg()}
	var err error
	if ev.Advice, err = t.note(x.Words, chart.Advice); err != nil {
		return err
	}
	if ev.BackIf, err = t.note(x.BackIf, chart.Advice); err != nil {
		return err
	}
	return t.ask(ev)
}

func (t *turn) forwarded(x Decision) error {
	if t.state.Phase() == referral.PhaseDeclined {
		return refused("It is declined. The referring clinician chooses the next step.")
	}
	sv, ok := t.w.Directory().ServicesByID[x.To]
	if !ok || x.To == t.state.Recipient().Service {
		return invalid("to", "Choose another service.")
	}
	if x.Words == "" {
		return invalid("words", "Say why it goes there.")
	}
	n, err := t.note(x.Words, chart.Message)
	if err != nil {
		return err
	}
	return t.ask(referral.Forwarded{Leg: t.state.Leg() + 1, To: recipient(t.w, sv), Reason: "forwarded", Note: n})
}
