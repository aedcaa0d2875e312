// Package loop is what may be asked about a referral: every act of loop.md's
// table, and what each side sees of it.
package loop

import (
	"errors"
	"fmt"
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

// Form is what every act carries: which loop, which version of it was on the
// page, and a key that makes a double press one act.
type Form struct {
	Referral  referral.ID
	Seq       int                  // 0: no page was read (a client did its own If-Match)
	For       party.PractitionerID // on whose behalf
	Once      string
	At        time.Time    // when it happened; zero is now
	Key       referral.Key // a partner's own name for the fact
	Confirmed bool         // the password was typed again just now
}

// Done is what came of an act.
type Done struct {
	ID        referral.ID
	Code      string
	Seq       int
	Phase     referral.Phase
	Ball      referral.Owed
	Undo      referral.Key // what undo strikes
	UndoUntil time.Time
	Already   bool // the same press was done before
}

// Stale is the answer to a form that was filled in while a person acted: who
// did what since, and what is still possible. Nothing typed is lost by it.
type Stale struct {
	Since []referral.Entry
	Acts  []referral.Act
	Seq   int
}

func (s *Stale) Error() string {
	return fmt.Sprintf("loop: %d entries since the form was read", len(s.Since))
}

// stale wraps a Stale as the conflict it is.
func stale(op string, x *Stale) error {
	return fault.E(op, fault.Conflict, "Somebody acted on this referral while you were writing. Your words are kept; look at what changed.", x)
}

// StaleOf finds the Stale in an error.
func StaleOf(err error) (*Stale, bool) {
	var s *Stale
	return s, errors.As(err, &s)
}

// turn is one act under way on one loop.
type turn struct {
	w      *desk.Writing
	f      Form
	state  referral.State
	before referral.State
	added  []referral.Entry
	row    store.Row
	tasks  []store.Task
	fresh  bool // the due is computed anew
	told   bool // a partner tells: nothing is refused
	who    referral.Standing
}

// begin reads the loop and where the one who acts stands in it.
func begin(w *desk.Writing, f Form) (*turn, error) {
	entries, err := w.Ledger(f.Referral)
	if err != nil {
		return nil, err
	}
	t := &turn{w: w, f: f, state: referral.Fold(f.Referral, entries)}
	t.before = t.state
	if t.row, err = w.Row(f.Referral); err != nil {
		return nil, err
	}
	if t.tasks, err = w.Tasks(f.Referral); err != nil {
		return nil, err
	}
	t.who = Standing(w.Reading, &t.state)
	t.who.Confirmed = t.who.Confirmed || f.Confirmed
	w.SawLoop(f.Referral, t.state.Seq)
	w.Saw(t.state.Patient)
	return t, nil
}

// Standing is what somebody is in a loop: the side of their organization,
// their jobs, and whether they answer for it as the accountable clinician or
// the named cover.
func Standing(r *desk.Reading, s *referral.State) referral.Standing {
	who := r.Who()
	st := referral.Standing{User: who.User, Practitioner: who.Practitioner, Jobs: who.Jobs}
	if who.System {
		return st
	}
	sends, receives := slices.Contains(who.All(), s.Org), slices.ContainsFunc(s.Legs, func(l referral.Leg) bool { return slices.Contains(who.All(), l.To.Org) })
	st.Both = sends && receives
	st.Side = referral.Receiver
	if sends {
		st.Side = referral.Sender
	}
	if who.Client != "" {
		st.Jobs = clientJobs(sends, receives)
		st.Accountable, st.Confirmed = sends, sends // "through client C"
		return st
	}
	st.Accountable = who.Practitioner != "" && who.Practitioner == s.Clinician || slices.Contains(who.Cover, s.Clinician)
	st.Behalf = slices.Contains(who.Sign, s.Clinician)
	st.Confirmed = !who.Confirmed.IsZero() && r.Desk().DB.Machine().Sub(who.Confirmed) < 2*time.Minute
	return st
}

// clientJobs are what a client does for the organizations it acts for.
func clientJobs(sends, receives bool) (out []party.Job) {
	if sends {
		out = append(out, party.ReferringClinician, party.ReferringStaff)
	}
	if receives {
		out = append(out, party.Intake, party.TriageNurse, party.Specialist, party.Scheduler, party.Imaging)
	}
	return out
}

// current refuses a form that a person has overtaken.
func (t *turn) current(op string) error {
	if t.f.Seq == 0 || t.f.Seq >= t.state.Seq {
		return nil
	}
	x := &Stale{Acts: t.state.May(t.who), Seq: t.state.Seq}
	for _, e := range t.state.Entries() {
		if e.Seq > t.f.Seq && e.By.User != "" && e.By.Rule == "" && e.By.User != t.w.Who().User && moves(e.What) {
			x.Since = append(x.Since, e)
		}
	}
	if len(x.Since) == 0 {
		return nil
	}
	return stale(op, x)
}

// moves says which entries of another person make a form stale: a view does not.
func moves(ev referral.Event) bool {
	switch ev.(type) {
	case referral.Opened, referral.ReportOpened, referral.Claimed, referral.Released, referral.Messaged:
		return false
	}
	return true
}

// ask decides an event and adds it, or says why not.
func (t *turn) ask(ev referral.Event) error {
	if t.told {
		t.add(ev, "")
		return nil
	}
	at := t.at()
	if _, err := referral.Decide(t.state, t.who, ev, at); err != nil {
		if t.f.Seq > 0 && t.f.Seq < t.before.Seq && fault.Of(err) == fault.Refused {
			x := &Stale{Acts: t.before.May(t.who), Seq: t.before.Seq}
			for _, e := range t.before.Entries() {
				if e.Seq > t.f.Seq {
					x.Since = append(x.Since, e)
				}
			}
			return stale("loop.ask", x)
		}
		return err
	}
	t.add(ev, "")
	return nil
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
	who, now := t.w.Who(), t.w.Now()
	e := referral.Entry{Seq: t.state.Seq + 1, At: t.at(), Noted: now, What: ev}
	e.By = referral.By{User: who.User, For: t.f.For, Client: who.Client, Org: who.Org, Rule: rule}
	if who.System {
		e.By.Rule = who.Request
	}
	if rule != "" || who.System {
		e.By.User, e.By.Client = "", ""
	}
	if e.Key = t.f.Key; e.Key == "" || len(t.added) > 0 {
		e.Key = t.state.KeyFor(ev, id.New(now))
	}
	t.state = referral.Evolve(t.state, e)
	t.added = append(t.added, e)
	return e.Key
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
	return f
}
