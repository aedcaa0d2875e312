package loop

import (
	"encoding/json"
	"time"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// do is every act: begin, refuse what is stale, act, commit. The same press
// twice gives the first answer. Who may is decided by referral.Decide with the
// Standing of the one who acts.
func do(w *desk.Writing, f Form, act func(*turn) error) (Done, error) {
	if f.Once != "" {
		first, again, err := w.Tx.Receive(party.ClientID("form:"+string(w.Who().User)), f.Once, string(f.Referral))
		if err != nil {
			return Done{}, err
		}
		if again {
			var d Done
			err := json.Unmarshal(first, &d)
			d.Already = true
			return d, err
		}
	}
	t, err := begin(w, f)
	if err != nil {
		return Done{}, err
	}
	if err := t.current("loop.do"); err != nil {
		return Done{}, err
	}
	if err := act(t); err != nil {
		return Done{}, err
	}
	done, err := t.commit()
	if err != nil {
		return Done{}, err
	}
	if f.Once != "" {
		b, err := json.Marshal(done)
		if err != nil {
			return Done{}, err
		}
		return done, w.Tx.Answer(party.ClientID("form:"+string(w.Who().User)), f.Once, b)
	}
	return done, nil
}

// plain is an act that is one event and perhaps a few words.
func plain(w *desk.Writing, f Form, words string, ev func(leg int, note chart.DocumentID) referral.Event) (Done, error) {
	return do(w, f, func(t *turn) error {
		n, err := t.note(words, chart.Comment)
		if err != nil {
			return err
		}
		return t.ask(ev(t.state.Leg(), n))
	})
}

// undoable marks an act whose messages wait, so that it may be undone.
func undoable(w *desk.Writing, f Form, act func(*turn) (referral.Key, error)) (Done, error) {
	var key referral.Key
	urgent := false
	d, err := do(w, f, func(t *turn) (err error) {
		urgent = t.state.Urgency == party.Emergency
		key, err = act(t)
		return err
	})
	if err == nil && !d.Already && !urgent {
		d.Undo, d.UndoUntil = key, w.Now().Add(w.Desk().UndoFor)
	}
	return d, err
}

// lastKey is the key of the entry added last.
func (t *turn) lastKey() referral.Key { return t.added[len(t.added)-1].Key }

// Tell takes what a partner says happened. It is never refused; what does not
// fit stands beside it as a contradiction for a person.
func Tell(w *desk.Writing, f Form, ev referral.Event) (Done, error) {
	return do(w, f, func(t *turn) error { t.told = true; return t.ask(ev) })
}

// Open records that a person of the receiving side has it in front of them.
func Open(w *desk.Writing, f Form) (Done, error) {
	return plain(w, f, "", func(leg int, _ chart.DocumentID) referral.Event { return referral.Opened{Leg: leg} })
}

// Claim takes the ball for a person of the team that has it.
func Claim(w *desk.Writing, f Form) (Done, error) {
	return do(w, f, func(t *turn) error {
		if err := t.member(t.state.Ball().Team); err != nil {
			return err
		}
		return t.ask(referral.Claimed{Person: w.Who().User})
	})
}

// Release gives it back to the team.
func Release(w *desk.Writing, f Form) (Done, error) {
	return do(w, f, func(t *turn) error {
		if err := t.member(t.state.Ball().Team); err != nil {
			return err
		}
		return t.ask(referral.Released{})
	})
}

// Assign gives the ball or a duty to a team or a person, with why.
type Assign struct {
	Duty   string
	Team   party.TeamID
	Person party.UserID
	Why    string
}

// Give assigns.
func Give(w *desk.Writing, f Form, a Assign) (Done, error) {
	return do(w, f, func(t *turn) error {
		o, ok := t.state.OwedFor(a.Duty)
		if !ok {
			return refused("That is no longer owed.")
		}
		if err := t.member(o.Team); err != nil {
			return err
		}
		if a.Team == "" {
			a.Team = o.Team
		}
		if _, ok := w.Directory().Teams[a.Team]; !ok {
			return invalid("team", "Choose a team.")
		}
		return t.ask(referral.Reassigned{Duty: a.Duty, Team: a.Team, Person: a.Person, Reason: a.Why})
	})
}

// member refuses who does not work in a team.
func (t *turn) member(team party.TeamID) error {
	who := t.w.Who()
	if who.System || who.Client != "" {
		return nil
	}
	for _, mine := range who.Teams {
		if mine == team {
			return nil
		}
	}
	return desk.Denied("loop.member", "This is with "+t.w.Directory().TeamName(team)+". Somebody there may do it.")
}

// Undo takes back an accept, a decline or a question within its minute.
func Undo(w *desk.Writing, f Form, fact referral.Key) (Done, error) {
	return do(w, f, func(t *turn) error {
		for _, e := range t.state.Entries() {
			if e.Key != fact {
				continue
			}
			if e.By.User != w.Who().User || w.Now().Sub(e.Noted) > w.Desk().UndoFor {
				return refused("It can no longer be undone. Act on it instead: it is all recorded.")
			}
			if err := w.Tx.Forget(f.Referral, "notify"); err != nil {
				return err
			}
			t.add(referral.Struck{Fact: fact, Reason: "undone"}, "")
			return nil
		}
		return refused("There is nothing to undo.")
	})
}

// Strike takes back an entry made in error, with a reason; the original dates stay.
func Strike(w *desk.Writing, f Form, fact referral.Key, reason string) (Done, error) {
	return do(w, f, func(t *turn) error {
		for _, e := range t.state.Entries() {
			if e.Key == fact {
				if e.By.User != w.Who().User && !w.Who().Has(party.TeamLead, party.Admin) {
					return desk.Denied("loop.Strike", "Its author, a team lead or an administrator strikes an entry.")
				}
				return t.ask(referral.Struck{Fact: fact, Reason: reason})
			}
		}
		return invalid("fact", "There is no such entry.")
	})
}

// Settle says that named facts are settled, and how.
func Settle(w *desk.Writing, f Form, facts []referral.Key, words string) (Done, error) {
	return plain(w, f, words, func(_ int, n chart.DocumentID) referral.Event { return referral.Settled{Facts: facts, Note: n} })
}

// Call is a conversation: who was spoken to, and when.
type Call struct {
	With, Number, Note string
	At                 time.Time
	Took               party.UserID
}

func (c *Call) words() string {
	return "Spoke to " + c.With + " at " + c.At.UTC().Format("2006-01-02 15:04 MST") + map[bool]string{true: ", " + c.Number}[c.Number != ""] + map[bool]string{true: ". " + c.Note}[c.Note != ""]
}

// Speak records a call: of an emergency before it is sent, or of an actionable report.
func Speak(w *desk.Writing, f Form, c Call, report referral.ReportID) (Done, error) {
	return do(w, f, func(t *turn) error { return t.speak(c, report) })
}

func (t *turn) speak(c Call, report referral.ReportID) error {
	if c.With == "" || c.At.IsZero() {
		return invalid("spoke", "Say whom you spoke to, and when.")
	}
	n, err := t.note(c.words(), chart.Comment)
	if err != nil {
		return err
	}
	return t.ask(referral.Spoke{Note: n, Report: report, Took: c.Took})
}
