// Package loop is what may be asked about a referral: every act of loop.md's
// table, a file each, and what each side sees of it.
package loop

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

// turn is one act under way on one loop.
type turn struct {
	w      *desk.Writing
	f      Form
	state  referral.State
	before referral.State
	added  []referral.Entry
	row    store.Row
	tasks  []store.Task
	fresh  bool          // the due is computed anew
	told   bool          // a partner tells: nothing is refused
	undo   time.Duration // how long it may be undone
	who    referral.Standing
}

// begin reads the loop and where the one who acts stands in it. A loop they
// may not see is Missing, like one that is not there.
func begin(w *desk.Writing, f Form) (*turn, error) {
	w.Tried(f.Referral)
	row, err := w.Row(f.Referral)
	if err != nil {
		return nil, err
	}
	entries, err := w.Ledger(f.Referral)
	if err != nil {
		return nil, err
	}
	t := &turn{w: w, f: f, row: row, state: referral.Fold(f.Referral, entries)}
	t.before = t.state
	if t.tasks, err = w.Tasks(f.Referral); err != nil {
		return nil, err
	}
	t.who = Standing(w.Reading, &t.state)
	t.who.Confirmed = t.who.Confirmed || f.Confirmed
	w.SawLoop(f.Referral, t.state.Seq)
	w.Saw(t.state.Patient)
	return t, t.behalf()
}

// behalf keeps both names: whoever acts for the accountable clinician, as
// delegate or as cover, does it in that clinician's name; in another's, nobody.
func (t *turn) behalf() error {
	who := t.w.Who()
	if t.f.For != "" && t.f.For != who.Practitioner && !slices.Contains(who.For, t.f.For) {
		return desk.Denied("loop.begin", "You do not act for that clinician. They, or an administrator, may say that you do.")
	}
	t.f.For = ""
	if c := t.state.Clinician; c != who.Practitioner && slices.Contains(who.For, c) {
		t.f.For = c
	}
	t.w.ActsFor(t.f.For)
	return nil
}

// ask decides an event and adds it, or says why not.
func (t *turn) ask(ev referral.Event) error {
	if t.told {
		t.add(ev, "")
		return nil
	}
	if _, err := referral.Decide(t.state, t.who, ev, t.at()); err != nil {
		if t.f.Seq > 0 && t.f.Seq < t.before.Seq && fault.Of(err) == fault.Refused {
			return t.stale("loop.ask", func(referral.Entry) bool { return true })
		}
		return err
	}
	t.add(ev, "")
	return nil
}

// can is why somebody may not do such a thing, or not now, before anything they
// typed is looked at.
func (t *turn) can(a referral.Act, ev referral.Event) error {
	if slices.Contains(t.state.May(t.who), a) {
		return nil
	}
	_, err := referral.Decide(t.state, t.who, ev, t.at())
	return err
}

func (t *turn) at() time.Time {
	now := t.w.Now()
	if t.f.At.IsZero() || t.f.At.After(now) {
		return now
	}
	return t.f.At
}

// add appends an event as a fact; rule names the system's when it is the
// house that knows it.
func (t *turn) add(ev referral.Event, rule string) referral.Key {
	return t.addAt(ev, rule, t.at())
}

func (t *turn) addAt(ev referral.Event, rule string, at time.Time) referral.Key {
	who, now := t.w.Who(), t.w.Now()
	e := referral.Entry{Seq: t.state.Seq + 1, At: at, Noted: now, What: ev}
	e.By = referral.By{User: who.User, For: t.f.For, Client: who.Client, Org: who.Org, Rule: rule}
	if who.System {
		e.By.Rule = who.Request
	}
	if rule != "" || who.System {
		e.By.User, e.By.Client, e.By.For = "", "", ""
	}
	if e.Key = t.f.Key; e.Key == "" || len(t.added) > 0 {
		e.Key = t.state.KeyFor(ev, id.New(now))
	}
	t.state = referral.Evolve(t.state, e)
	t.added = append(t.added, e)
	return e.Key
}

// entry finds the entry of a fact.
func (t *turn) entry(fact referral.Key) (referral.Entry, bool) {
	all := t.state.Entries()
	i := slices.IndexFunc(all, func(e referral.Entry) bool { return e.Key == fact })
	if i < 0 {
		return referral.Entry{}, false
	}
	return all[i], true
}

// note keeps words beside an act as a document; empty words keep nothing.
func (t *turn) note(words string, kind chart.Kind) (chart.DocumentID, error) {
	return note(t.w, t.f.Referral, t.state.Patient, words, kind)
}

func note(w *desk.Writing, of referral.ID, about party.PatientID, words string, kind chart.Kind) (chart.DocumentID, error) {
	if words == "" {
		return "", nil
	}
	who := w.Who()
	d := chart.Document{ID: chart.DocumentID(id.New(w.Now())), Patient: about, Kind: kind, Media: "text/plain", Author: who.Practitioner, By: who.User, Org: who.Org,
		Source: "house", Written: w.Now(), Received: w.Now()}
	return d.ID, w.Tx.PutDocument(d, of, []byte(words))
}

// facts of the directory for the current leg.
func (t *turn) facts() policy.Facts {
	to := t.state.Recipient()
	f := t.w.Directory().Facts(to.Service, to.Org)
	f.Sender = t.w.Directory().Orgs[t.state.Org]
	f.OnCall = func(team party.TeamID) party.UserID { return t.w.Directory().OnCall(team, t.w.Now()) }
	return f
}
