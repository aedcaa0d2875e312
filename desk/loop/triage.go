package loop

import (
	"time"

	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Question asks the sender for something: coded items, words, or both.
type Question struct {
	Items []string
	Words string
}

func (t *turn) question(q Question) (referral.Event, error) {
	if len(q.Items) == 0 && q.Words == "" {
		return nil, invalid("words", "Say what you need.")
	}
	n, err := t.note(q.Words, chart.Message)
	return referral.Asked{Leg: t.state.Leg(), Ask: referral.AskID(id.New(t.w.Now())), Items: q.Items, Note: n}, err
}

// Ask asks the sender; the review goes on.
func Ask(w *desk.Writing, f Form, q Question) (Done, error) {
	return undoable(w, f, func(t *turn) (referral.Key, error) {
		ev, err := t.question(q)
		if err != nil {
			return "", err
		}
		return t.asked(ev)
	})
}

func (t *turn) asked(ev referral.Event) (referral.Key, error) {
	if err := t.ask(ev); err != nil {
		return "", err
	}
	return t.lastKey(), nil
}

// Acceptance takes a referral on. With a question it is accept and ask: booking
// starts and what is missing is owed (the urgent never stop for paper).
type Acceptance struct {
	Expected time.Time
	Words    string
	Ask      *Question
}

// Accept takes it on.
func Accept(w *desk.Writing, f Form, a Acceptance) (Done, error) {
	return undoable(w, f, func(t *turn) (referral.Key, error) {
		n, err := t.note(a.Words, chart.Comment)
		if err != nil {
			return "", err
		}
		key, err := t.asked(referral.Accepted{Leg: t.state.Leg(), Expected: a.Expected, Note: n})
		if err != nil || a.Ask == nil {
			return key, err
		}
		ev, err := t.question(*a.Ask)
		if err != nil {
			return "", err
		}
		return key, t.ask(ev)
	})
}

// Refusal declines with a reason, another place if one is known, and who tells the patient.
type Refusal struct {
	Reason      string // a code of Reasons
	Alternative party.ServiceID
	Tells       string // receiver or sender
	Words       string
}

// Decline declines; the loop stays open with the sender.
func Decline(w *desk.Writing, f Form, x Refusal) (Done, error) {
	return undoable(w, f, func(t *turn) (referral.Key, error) {
		if x.Words == "" {
			return "", invalid("words", "Say why, in your words, to the clinician who asked.")
		}
		if x.Tells != "receiver" && x.Tells != "sender" {
			return "", invalid("tells", "Say who tells the patient.")
		}
		n, err := t.note(x.Words, chart.Message)
		if err != nil {
			return "", err
		}
		return t.asked(referral.Declined{Leg: t.state.Leg(), Reason: x.Reason, Alternative: x.Alternative, Tells: x.Tells, Note: n})
	})
}

// Advice answers without a visit.
type Advice struct {
	Words, BackIf string
	Lines         []Line
}

// Advise sends advice, with lines to do, each with an owner and a day.
func Advise(w *desk.Writing, f Form, a Advice) (Done, error) {
	return do(w, f, func(t *turn) error {
		if a.Words == "" || a.BackIf == "" {
			return invalid("words", "Write the advice, and when to refer back.")
		}
		ev := referral.Advised{Leg: t.state.Leg()}
		var err error
		if ev.Advice, err = t.note(a.Words, chart.Advice); err != nil {
			return err
		}
		if ev.BackIf, err = t.note(a.BackIf, chart.Advice); err != nil {
			return err
		}
		if err := t.ask(ev); err != nil {
			return err
		}
		return t.plan(a.Lines, "")
	})
}

// AnswerAdvice accepts the advice, refers back, or disagrees.
func AnswerAdvice(w *desk.Writing, f Form, how, words string, told string) (Done, error) {
	return do(w, f, func(t *turn) error {
		n, err := t.note(words, chart.Message)
		if err != nil {
			return err
		}
		if how != "accept" && how != "back" && how != "disagree" {
			return invalid("how", "Accept it, refer back, or disagree.")
		}
		if how != "accept" && words == "" {
			return invalid("words", "Say what is different.")
		}
		if how == "accept" {
			if told == "" {
				return invalid("told", "Say how the patient was told.")
			}
			if err := t.ask(referral.PatientInformed{How: told}); err != nil {
				return err
			}
		}
		if err := t.ask(referral.AdviceAnswered{Leg: t.state.Leg(), How: how, Note: n}); err != nil || how != "accept" {
			return err
		}
		return t.ask(referral.Closed{How: "advice"})
	})
}

// Step is what the sender does after a decline.
type Step struct {
	How   string // elsewhere, back, end
	To    party.ServiceID
	Words string
	Told  string // how the patient was told, when it ends
}

// NextStep sends it elsewhere (the same loop and dates), back with new facts, or ends it.
func NextStep(w *desk.Writing, f Form, x Step) (Done, error) {
	return do(w, f, func(t *turn) error {
		n, err := t.note(x.Words, chart.Message)
		if err != nil {
			return err
		}
		leg := t.state.Leg()
		switch x.How {
		case "elsewhere":
			sv, ok := w.Directory().ServicesByID[x.To]
			if !ok {
				return invalid("to", "Choose where it goes.")
			}
			if err := t.ask(referral.NextStep{Leg: leg, How: x.How}); err != nil {
				return err
			}
			return t.ask(referral.Forwarded{Leg: leg + 1, To: recipient(w, sv), Reason: "after-decline", Note: n})
		case "back":
			if x.Words == "" {
				return invalid("words", "Say what is new.")
			}
			return t.ask(referral.SentBack{Leg: leg, Note: n})
		case "end":
			if x.Told == "" || x.Words == "" {
				return invalid("told", "Say why it ends, and how the patient was told.")
			}
			if err := t.ask(referral.PatientInformed{How: x.Told}); err != nil {
				return err
			}
			if err := t.ask(referral.NextStep{Leg: leg, How: x.How}); err != nil {
				return err
			}
			return t.ask(referral.Closed{How: "decline"})
		}
		return invalid("how", "Elsewhere, back with new facts, or end it.")
	})
}

func recipient(w *desk.Writing, sv party.Service) referral.Recipient {
	return referral.Recipient{Service: sv.ID, Org: sv.Org, Channel: w.Directory().Orgs[sv.Org].Channel}
}

// Forward hands it to another service; the same loop, the same clocks.
func Forward(w *desk.Writing, f Form, to party.ServiceID, words string) (Done, error) {
	return do(w, f, func(t *turn) error {
		sv, ok := w.Directory().ServicesByID[to]
		if !ok || to == t.state.Recipient().Service {
			return invalid("to", "Choose another service.")
		}
		if words == "" {
			return invalid("words", "Say why it goes there.")
		}
		n, err := t.note(words, chart.Message)
		if err != nil {
			return err
		}
		return t.ask(referral.Forwarded{Leg: t.state.Leg() + 1, To: recipient(w, sv), Reason: "forwarded", Note: n})
	})
}

// Answer answers a question of the receiver; an empty ask answers all of them.
func Answer(w *desk.Writing, f Form, ask referral.AskID, words string, docs []chart.DocumentID) (Done, error) {
	return do(w, f, func(t *turn) error {
		if words == "" && len(docs) == 0 {
			return invalid("words", "Write the answer, or attach what was asked for.")
		}
		n, err := t.note(words, chart.Message)
		if err != nil {
			return err
		}
		return t.ask(referral.Answered{Leg: t.state.Leg(), Ask: ask, Note: n, Documents: docs})
	})
}

// Prioritise changes how soon, with why; the other side is told by its story.
func Prioritise(w *desk.Writing, f Form, u party.Urgency, why string) (Done, error) {
	return do(w, f, func(t *turn) error {
		if why == "" {
			return invalid("why", "Say why.")
		}
		n, err := t.note(why, chart.Comment)
		if err != nil {
			return err
		}
		t.fresh = true
		return t.ask(referral.Prioritised{Urgency: u, Note: n})
	})
}

// SetSeenBy moves the date the patient should be seen by, with why.
func SetSeenBy(w *desk.Writing, f Form, by time.Time, why string) (Done, error) {
	return do(w, f, func(t *turn) error {
		if why == "" || !by.After(w.Now()) {
			return invalid("why", "Choose a day ahead and say why it moves.")
		}
		n, err := t.note(why, chart.Comment)
		if err != nil {
			return err
		}
		return t.ask(referral.SeenBySet{By: by, Note: n})
	})
}
