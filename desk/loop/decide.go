package loop

import (
	"time"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Decision is what triage decides on one page: the answer, and with it how
// soon and by when the patient is to be seen, where those change.
type Decision struct {
	How      string        // accept, accept-and-ask, ask, advise, forward
	Urgency  party.Urgency // empty keeps it
	SeenBy   time.Time     // zero keeps it
	Why      string        // of a change of urgency or date
	Spoke    *turn.Call    // when it becomes an emergency
	Expected time.Time     // of an acceptance: what the sender is told
	Words    string        // to the sender
	Items    []string      // what is asked for
	Asking   string
	BackIf   string // of advice
	Lines    []Line // of advice: what is to be done, by whom and when
	To       party.ServiceID
}

// Decide commits the whole decision or nothing of it. Who may: triage, the
// specialist; intake what it may by itself. What can be undone is
// the answer; a changed urgency or date stays and is changed by a further entry.
func Decide(w *desk.Writing, f Form, x Decision) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := fault.All(x.lacks(t)...); err != nil {
			return err
		}
		if err := sooner(t, x); err != nil {
			return err
		}
		switch x.How {
		case "accept", "accept-and-ask":
			t.Undo = t.Slow()
			return accepted(t, x)
		case "ask":
			ev, err := question(t, Question{Items: x.Items, Words: x.Asking})
			if err != nil {
				return err
			}
			t.Undo = t.Slow()
			return t.Ask(ev)
		case "advise":
			return advised(t, x)
		}
		return forwarded(t, x)
	})
}

// lacks is everything the decision still wants.
func (x Decision) lacks(t *turn.Turn) []error {
	urgency, date := x.changes(t)
	asks, advises, forwards := x.How == "ask" || x.How == "accept-and-ask", x.How == "advise", x.How == "forward"
	_, known := t.W.Directory().ServicesByID[x.To]
	return []error{
		turn.If(!asks && !advises && !forwards && x.How != "accept", "how", "Choose one of the decisions."),
		turn.If(urgency && x.Urgency == party.Emergency && x.Spoke == nil, "spoke-with", "An emergency is spoken first: say with whom, and when."),
		turn.If(x.Spoke != nil && x.Spoke.At.IsZero(), "spoke-at", "Say when you spoke."),
		turn.If(date && !x.SeenBy.After(t.W.Now()), "by", "Choose a day ahead."),
		turn.If((urgency || date) && x.Why == "", "why", "Say why the priority or the date changes."),
		turn.If(asks && len(x.Items) == 0 && x.Asking == "", "asking", "Say what you need."),
		turn.If(advises && x.Words == "", "words", "Write the advice."),
		turn.If(advises && x.BackIf == "", "back", "Say when they should refer back after all."),
		turn.If(forwards && (!known || x.To == t.State.Recipient().Service), "to", "Choose another service."),
		turn.If(forwards && x.Words == "", "words", "Say why it goes there."),
	}
}

// changes reports whether how soon, and by when, is changed.
func (x Decision) changes(t *turn.Turn) (urgency, date bool) {
	return x.Urgency != "" && x.Urgency != t.State.Urgency, !x.SeenBy.IsZero() && !sameDay(x.SeenBy, t.State.SeenBy)
}

// sooner changes how soon and by when, each with the one reason.
func sooner(t *turn.Turn, x Decision) error {
	urgency, date := x.changes(t)
	if !urgency && !date {
		return nil
	}
	n, err := t.Note(x.Why, chart.Comment)
	if err != nil {
		return err
	}
	if urgency {
		if x.Spoke != nil {
			if err := t.Speak(*x.Spoke, ""); err != nil {
				return err
			}
		}
		t.Fresh = true
		if err := t.Ask(referral.Prioritised{Urgency: x.Urgency, Note: n}); err != nil {
			return err
		}
	}
	if !date {
		return nil
	}
	return t.Ask(referral.SeenBySet{By: x.SeenBy, Note: n})
}

// sameDay reports whether a moment is on a day that somebody gave, which is its
// 17:00: what was sent after midnight is due after midnight.
func sameDay(day, at time.Time) bool {
	from := at.Sub(day)
	return -17*time.Hour <= from && from < 7*time.Hour
}

func accepted(t *turn.Turn, x Decision) error {
	n, err := t.Note(x.Words, chart.Comment)
	if err != nil {
		return err
	}
	if err := t.Ask(referral.Accepted{Leg: t.State.Leg(), Expected: x.Expected, Note: n}); err != nil || x.How == "accept" {
		return err
	}
	ev, err := question(t, Question{Items: x.Items, Words: x.Asking})
	if err != nil {
		return err
	}
	return t.Ask(ev)
}

func advised(t *turn.Turn, x Decision) error {
	ev := referral.Advised{Leg: t.State.Leg()}
	var err error
	if ev.Advice, err = t.Note(x.Words, chart.Advice); err != nil {
		return err
	}
	if ev.BackIf, err = t.Note(x.BackIf, chart.Advice); err != nil {
		return err
	}
	if err := t.Ask(ev); err != nil {
		return err
	}
	return plan(t, x.Lines, "")
}

func forwarded(t *turn.Turn, x Decision) error {
	if t.State.Phase() == referral.PhaseDeclined {
		return turn.Refused("It is declined. The referring clinician chooses the next step.")
	}
	sv := t.W.Directory().ServicesByID[x.To]
	n, err := t.Note(x.Words, chart.Message)
	if err != nil {
		return err
	}
	return t.Ask(referral.Forwarded{Leg: t.State.Leg() + 1, To: recipient(t.W, sv), Reason: "forwarded", Note: n})
}
