// Package turn is one act on one referral, from reading it to the commit: where
// the one who acts stands, what they may, what the law decides of it, who owes
// what then, and what the lists show.
package turn

import (
	"slices"
	"time"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// Turn is one act under way on one loop.
type Turn struct {
	W      *desk.Writing
	Form   Form
	State  referral.State
	before referral.State
	Added  []referral.Entry
	Row    store.Row
	Tasks  []store.Task
	Fresh  bool             // the due is computed anew
	Told   bool             // a partner tells: nothing is refused
	Quiet  bool             // it happened before: nobody is told now
	Word   chart.DocumentID // whose word it is that somebody here writes down
	Undo   time.Duration    // how long it may be undone
	Who    referral.Standing
}

// New is a turn on a loop that is not there yet.
func New(w *desk.Writing, f Form) *Turn {
	t := &Turn{W: w, Form: f, State: referral.Fold(f.Referral, nil)}
	t.Row.Code = id.Code()
	return t
}

// Begin reads the loop and where the one who acts stands in it. A loop they
// may not see is Missing, like one that is not there.
func Begin(w *desk.Writing, f Form) (*Turn, error) {
	w.Tried(f.Referral)
	row, err := w.Row(f.Referral)
	if err != nil {
		return nil, err
	}
	entries, err := w.Ledger(f.Referral)
	if err != nil {
		return nil, err
	}
	t := &Turn{W: w, Form: f, Row: row, State: referral.Fold(f.Referral, entries)}
	t.before = t.State
	if t.Tasks, err = w.Tasks(f.Referral); err != nil {
		return nil, err
	}
	t.Who = Standing(w.Reading, &t.State)
	t.Who.Confirmed = t.Who.Confirmed || f.Confirmed
	w.SawLoop(f.Referral, t.State.Seq)
	w.Saw(t.State.Patient)
	return t, t.behalf()
}

// Peek is a turn on a loop that is looked at and never kept: what an act would
// make of it. It has no commit to write to.
func Peek(r *desk.Reading, of referral.ID) (*Turn, error) {
	return Begin(&desk.Writing{Reading: r}, Form{Referral: of})
}

// behalf keeps both names: whoever acts for the accountable clinician, as
// delegate or as cover, does it in that clinician's name; in another's, nobody.
func (t *Turn) behalf() error {
	who := t.W.Who()
	if t.Form.For != "" && t.Form.For != who.Practitioner && !slices.Contains(who.For, t.Form.For) {
		return desk.Denied("turn.begin", "You do not act for that clinician. They, or an administrator, may say that you do.")
	}
	t.Form.For = ""
	if c := t.State.Clinician; c != who.Practitioner && slices.Contains(who.All(), t.State.Org) && slices.Contains(who.For, c) {
		t.Form.For = c
	}
	t.W.ActsFor(t.Form.For)
	return nil
}

// Ask decides an event and adds it, or says why not.
func (t *Turn) Ask(ev referral.Event) error { return t.AskAt(ev, t.At()) }

// AskAt is Ask of what happened at another time.
func (t *Turn) AskAt(ev referral.Event, at time.Time) error {
	if t.Told {
		t.AddAt(ev, "", at)
		return nil
	}
	if _, err := referral.Decide(t.State, t.Who, ev, at); err != nil {
		if t.Form.Seq > 0 && t.Form.Seq < t.before.Seq && fault.Of(err) == fault.Refused {
			return t.stale("turn.ask", func(referral.Entry) bool { return true })
		}
		return err
	}
	t.AddAt(ev, "", at)
	return nil
}

// Can is why somebody may not do such a thing, or not now, before anything they
// typed is looked at.
func (t *Turn) Can(a referral.Act, ev referral.Event) error {
	if slices.Contains(t.State.May(t.Who), a) {
		return nil
	}
	_, err := referral.Decide(t.State, t.Who, ev, t.At())
	return err
}

// At is when it happened: as the form says, unless that is still to come.
func (t *Turn) At() time.Time {
	now := t.W.Now()
	if t.Form.At.IsZero() || t.Form.At.After(now) {
		return now
	}
	return t.Form.At
}

// Add appends an event as a fact; rule names the system's when it is the
// house that knows it.
func (t *Turn) Add(ev referral.Event, rule string) referral.Key {
	return t.AddAt(ev, rule, t.At())
}

// AddAt is Add of what happened at another time.
func (t *Turn) AddAt(ev referral.Event, rule string, at time.Time) referral.Key {
	who, now := t.W.Who(), t.W.Now()
	e := referral.Entry{Seq: t.State.Seq + 1, At: at, Noted: now, What: ev}
	e.By = referral.By{User: who.User, For: t.Form.For, Client: who.Client, Org: who.Org, Guest: who.Guest, Word: t.Word, Rule: rule}
	if who.System {
		e.By.Rule = who.Request
	}
	if _, self := who.User.Patient(); self {
		e.By.Org = ""
	}
	if rule != "" || who.System {
		e.By = referral.By{Org: e.By.Org, Rule: e.By.Rule}
	} else if who.Client != "" {
		e.By.Org = t.org(ev)
		t.W.ActedOn(t.Form.Referral, e.By.Org)
	}
	if e.Key = t.Form.Key; e.Key == "" || len(t.Added) > 0 {
		e.Key = t.State.KeyFor(ev, id.New(now))
	}
	t.State = referral.Evolve(t.State, e)
	t.Added = append(t.Added, e)
	return e.Key
}

// Entry finds the entry of a fact.
func (t *Turn) Entry(fact referral.Key) (referral.Entry, bool) {
	all := t.State.Entries()
	i := slices.IndexFunc(all, func(e referral.Entry) bool { return e.Key == fact })
	if i < 0 {
		return referral.Entry{}, false
	}
	return all[i], true
}

// Note keeps words beside an act as a document; empty words keep nothing.
func (t *Turn) Note(words string, kind chart.Kind) (chart.DocumentID, error) {
	if words == "" {
		return "", nil
	}
	who, now := t.W.Who(), t.W.Now()
	source := "house"
	if who.Guest != "" {
		source = who.Source()
	}
	d := chart.Document{ID: chart.DocumentID(id.New(now)), Patient: t.State.Patient, Kind: kind, Media: "text/plain", Author: who.Practitioner, By: who.User, Org: who.Org,
		Source: source, Written: now, Received: now}
	return d.ID, t.W.Tx.PutDocument(d, t.Form.Referral, []byte(words))
}

// Facts of the directory for the current leg.
func (t *Turn) Facts() policy.Facts {
	to := t.State.Recipient()
	f := t.W.Directory().Facts(to.Service, to.Org)
	f.Sender = t.W.Directory().Orgs[t.State.Org]
	f.OnCall = func(team party.TeamID) party.UserID { return t.W.Directory().OnCall(team, t.W.Now()) }
	f.Privacy = func(o party.OrgID) (party.TeamID, party.UserID) { return t.W.Directory().PrivacyOfficer(o, t.W.Now()) }
	return f
}
