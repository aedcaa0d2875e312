package loop

import (
	"slices"

	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Close closes a loop whose proof is whole. Most close by themselves in the
// commit of the fact that completes it.
func Close(w *desk.Writing, f Form) (Done, error) {
	return plain(w, f, "", func(int, chart.DocumentID) referral.Event { return referral.Closed{How: "proof"} })
}

// Cancel takes a referral back before care; against a live appointment it is a
// request the clinic answers.
func Cancel(w *desk.Writing, f Form, reason, words string) (Done, error) {
	return plain(w, f, words, func(_ int, n chart.DocumentID) referral.Event {
		return referral.Cancelled{Reason: reason, Note: n}
	})
}

// Withdraw records the patient's own no, in the patient's own words.
func Withdraw(w *desk.Writing, f Form, words string) (Done, error) {
	return do(w, f, func(t *turn) error {
		n, err := t.note(words, chart.PatientWord)
		if err != nil {
			return err
		}
		if t.who.Side != referral.Sender || !slices.Contains(t.who.Jobs, party.ReferringClinician) {
			return t.propose(referral.ActWithdraw, n, referral.Withdrawn{Words: n})
		}
		return t.ask(referral.Withdrawn{Words: n, Confirmed: true})
	})
}

// Unreachable ends the search after the whole contact protocol: scheduling
// proposes it, the referring clinician accepts.
func Unreachable(w *desk.Writing, f Form, words string) (Done, error) {
	return do(w, f, func(t *turn) error {
		n, err := t.note(words, chart.Comment)
		if err != nil {
			return err
		}
		if t.who.Side == referral.Sender && slices.Contains(t.who.Jobs, party.ReferringClinician) {
			return t.ask(referral.Unreachable{Note: n})
		}
		return t.propose(referral.ActUnreachable, n, referral.Unreachable{Note: n})
	})
}

// Die records a death with its source; a person of another pair of eyes confirms it.
func Die(w *desk.Writing, f Form, source string) (Done, error) {
	return do(w, f, func(t *turn) error {
		if source == "" {
			return invalid("source", "Say who told you.")
		}
		return t.second(referral.ActDeceased, "", referral.Deceased{Source: source})
	})
}

// CloseAdmin closes without proof: two people, a reason, three logged chases,
// every report it leaves unread named. It never counts as closed.
func CloseAdmin(w *desk.Writing, f Form, reason string) (Done, error) {
	return do(w, f, func(t *turn) error {
		ev := referral.ClosedAdmin{Reason: reason}
		for _, p := range t.state.Proposals {
			if p.Act == referral.ActCloseAdmin {
				ev.Second = p.By.User
			}
		}
		for _, e := range t.state.Entries() {
			switch e.What.(type) {
			case referral.Contacted, referral.Messaged, referral.Escalated:
				ev.Chases = append(ev.Chases, e.Key)
			}
		}
		for _, r := range t.state.Heads() {
			if r.Acknowledged.IsZero() {
				ev.Leaves = append(ev.Leaves, string(r.ID))
			}
		}
		return t.second(referral.ActCloseAdmin, "", ev)
	})
}

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

// EnterInError takes back a referral that should never have been: everybody
// who had it is asked to confirm its recall.
func EnterInError(w *desk.Writing, f Form, reason string) (Done, error) {
	return plain(w, f, "", func(int, chart.DocumentID) referral.Event { return referral.EnteredInError{Reason: reason} })
}

// Reopen opens what was over, with a reason that somebody settles.
func Reopen(w *desk.Writing, f Form, reason, words string) (Done, error) {
	return do(w, f, func(t *turn) error {
		if reason == "" {
			return invalid("reason", "Say why it opens again.")
		}
		n, err := t.note(words, chart.Comment)
		if err != nil {
			return err
		}
		t.fresh = true
		ev := referral.Reopened{Reason: reason, Note: n}
		if t.who.Side == referral.Receiver {
			ev.Team = t.w.Directory().ServicesByID[t.state.Recipient().Service].Scheduling
		}
		return t.ask(ev)
	})
}

// Say sends a message on the loop: to the other side, or to the patient.
func Say(w *desk.Writing, f Form, to, words string) (Done, error) {
	return do(w, f, func(t *turn) error {
		if words == "" {
			return invalid("words", "Write the message.")
		}
		if to != "patient" {
			to = string(referral.Sender)
			if t.who.Side == referral.Sender {
				to = string(referral.Receiver)
			}
		}
		n, err := t.note(words, chart.Message)
		if err != nil {
			return err
		}
		return t.ask(referral.Messaged{Message: n, To: to})
	})
}

// Attach adds a document of this patient; meets names what it answers.
func Attach(w *desk.Writing, f Form, doc chart.DocumentID, meets string) (Done, error) {
	return do(w, f, func(t *turn) error {
		docs, err := w.Documents([]chart.DocumentID{doc})
		if err != nil {
			return err
		}
		d, ok := docs[doc]
		switch {
		case !ok, d.Patient != t.state.Patient && d.Patient != t.state.ReceiverPatient:
			return invalid("document", "This document is not this patient's.")
		case d.Held != "":
			return invalid("document", "This document is held: "+d.Held)
		case d.Guard == chart.Differs:
			return invalid("document", "It names someone else. Confirm whose it is first.")
		}
		return t.ask(referral.Attached{Document: doc, Meets: meets, Side: string(t.who.Side)})
	})
}

// Detach takes a document off the loop, with why.
func Detach(w *desk.Writing, f Form, doc chart.DocumentID, why string) (Done, error) {
	return plain(w, f, "", func(int, chart.DocumentID) referral.Event { return referral.Detached{Document: doc, Reason: why} })
}
