// Package desk is the one door to the house: whatever people and systems may
// ask goes through it, so that nobody reads a patient without being allowed
// and recorded. This package is the mechanism; the verbs are in the rooms
// inside: turn, draft, loop, chase, lists, chart, people, kept, bring, give.
package desk

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/access"
	"referd/core/party"
	"referd/core/referral"
	"referd/store"
)

// Desk answers people and systems.
type Desk struct {
	DB       *store.DB
	Log      *slog.Logger
	UndoFor  time.Duration // how long accept, decline and ask may be undone; their messages wait as long
	QuickFor time.Duration // how long claiming, assigning, filing, holding and planning may be undone

	mu  sync.RWMutex
	dir *Directory
}

// New opens the desk on a store.
func New(db *store.DB, log *slog.Logger) *Desk {
	return &Desk{DB: db, Log: log, UndoFor: time.Minute, QuickFor: 10 * time.Second}
}

// Now is domain time.
func (d *Desk) Now() time.Time { return d.DB.Now() }

// Who asks: a person with their teams and jobs, or a client with the
// organizations it acts for. The zero Who may do nothing.
type Who struct {
	User         party.UserID
	Login        party.UserID   // whose password let them in; what is of their account, not of their work, is its
	Seats        []party.UserID // where they work, of who works in several organizations: one at a time, User now
	Name         party.Name
	Email        string
	Practitioner party.PractitionerID
	Org          party.OrgID
	Teams        []party.TeamID
	Jobs         []party.Job
	For          []party.PractitionerID // may act for, as their delegate
	Sign         []party.PractitionerID // may send for without their signature
	Cover        []party.PractitionerID // acknowledges for, as the named cover
	Covered      []party.UserID         // whom that is: what they owe stands in the cover's lists too

	Client party.ClientID
	Orgs   []party.OrgID // a client acts for these
	Scopes []string
	Feed   bool

	Guest string      // came in by a ticket: who, as they named themselves (store.Guest)
	Only  referral.ID // and into this loop alone

	Zone      *time.Location
	Session   string
	Request   string
	Confirmed time.Time // when the password was last typed, by the machine's clock
	Ends      time.Time // when the session ends if nothing more is asked, by the machine's clock
	KeysOff   bool
	System    bool // the house itself: jobs
}

// System is the house itself, for jobs. rule says which.
func System(rule string) Who {
	return Who{System: true, Request: rule, Jobs: []party.Job{party.System}}
}

// Has reports whether somebody does one of some jobs.
func (w Who) Has(jobs ...party.Job) bool {
	for _, j := range jobs {
		for _, mine := range w.Jobs {
			if j == mine {
				return true
			}
		}
	}
	return false
}

// Charts reports whether somebody's work is with patients. Who keeps the house,
// the connections, or the rules of privacy, and does nothing else here reads no
// chart by its id or by a name; nor does who does nothing here at all. An
// administrator who leads a team works with patients only by a job of it.
func (w Who) Charts() bool {
	if w.User == "" {
		return w.Client != "" || w.Guest != "" || w.System
	}
	none := []party.Job{party.Engineer, party.PrivacyOfficer, party.Admin}
	if w.Has(party.Admin) {
		none = append(none, party.TeamLead)
	}
	return slices.ContainsFunc(w.Jobs, func(j party.Job) bool { return !slices.Contains(none, j) })
}

// Stands reports whether somebody may see where a referral stands: whose work is
// with patients, and an administrator, who sees no more than that.
func (w Who) Stands() bool { return w.Charts() || w.Has(party.Admin) }

// NoChart is what those are told who open one: as of what is not here.
func NoChart(op string) error {
	return fault.E(op, fault.Missing, "There is no such chart here, or none you may see.", nil)
}

// All are the organizations somebody belongs to or acts for.
func (w Who) All() []party.OrgID {
	if w.Client != "" {
		return w.Orgs
	}
	if w.Org == "" {
		return nil
	}
	return []party.OrgID{w.Org}
}

// Owes reports whether something is with somebody: theirs by name, or of whom
// they cover, or their team's and nobody else's of it. What a partner holds is not.
func (w Who) Owes(o referral.Owed) bool {
	if o.Holder != "" {
		return false
	}
	if o.Person != "" {
		return o.Person == w.User || slices.Contains(w.Covered, o.Person)
	}
	return slices.Contains(w.Teams, o.Team)
}

// Source is where what somebody writes comes from, as documents keep it.
func (w Who) Source() string {
	switch {
	case w.Client != "":
		return "fhir:" + string(w.Client)
	case w.Guest != "":
		return "link"
	}
	return "house"
}

// Self names who acts among all who press forms.
func (w Who) Self() string {
	if w.Guest != "" {
		return GuestClient + w.Guest
	}
	return string(w.User)
}

func (w Who) scope() store.Scope {
	return store.Scope{Orgs: w.All(), User: w.User, Client: w.Client, Teams: w.Teams, Only: w.Only, System: w.System}
}

// GuestClient begins the name under which the audit keeps who came in by a ticket.
const GuestClient = "guest/"

// record begins an audit record of somebody.
func (w Who) record(kind string, a access.Action) access.Record {
	org := w.Org
	if w.Client != "" && len(w.Orgs) > 0 {
		org = w.Orgs[0]
	}
	r := access.Record{User: w.User, Client: w.Client, Org: org, Action: a, Kind: kind, Purpose: "TREAT", Session: w.Session, Request: w.Request, Outcome: access.Success}
	if w.Guest != "" {
		r.Client = party.ClientID(GuestClient + w.Guest)
	}
	if w.System {
		r.User, r.Rule = "system", w.Request
	}
	return r
}

// Reading is one answered question: a snapshot, who asks, and what they were shown.
type Reading struct {
	*store.View
	d    *Desk
	who  Who
	now  time.Time
	dir  *Directory
	seen access.Record
	acted
	acts bool // of a commit
}

// Writing is one act: a commit that reads what it has written.
type Writing struct {
	*Reading
	Tx *store.Tx
}

// Who asks.
func (r *Reading) Who() Who { return r.who }

// Now is domain time, the same for the whole reading.
func (r *Reading) Now() time.Time { return r.now }

// Directory is the network's people and places.
func (r *Reading) Directory() *Directory { return r.dir }

// Desk is the desk that is asked.
func (r *Reading) Desk() *Desk { return r.d }

// Saw notes what the answer shows, for the audit record that is committed
// before the answer leaves.
func (r *Reading) Saw(patients ...party.PatientID) {
	if r.Withheld() {
		return
	}
	r.seen.Patients = append(r.seen.Patients, patients...)
}

// SawLoop notes which loop was shown, at which entry.
func (r *Reading) SawLoop(id referral.ID, seq int) {
	r.seen.Referral, r.seen.Seq = id, seq
	r.sawLoop(id, "")
}

// Tried notes which loop was asked for before it is known whether the asker may
// see it, so that a refusal says what was tried. What is no id is a stranger's
// words and is not written down.
func (r *Reading) Tried(of referral.ID) {
	if id.Is(string(of)) {
		r.seen.Referral = of
	}
}

// ActsFor notes on whose behalf it was done.
func (r *Reading) ActsFor(c party.PractitionerID) { r.seen.For = c }

// SawObject notes a document or a resource that was shown.
func (r *Reading) SawObject(name string) { r.seen.Object = name }

// Act notes what was done, for the same record.
func (r *Reading) Act(a access.Action) { r.seen.Action = a }

// Beside is the same snapshot as somebody sees it in another of the organizations
// they work in: to count what waits for them there. It shows nobody a patient.
func (r *Reading) Beside(who Who) *Reading {
	x := *r
	x.who, x.View, x.seen = who, r.View.As(who.scope()), who.record(r.seen.Kind, access.Read)
	return &x
}

// Refused notes that the asker was turned away although something was kept: a
// wrong answer is counted.
func (r *Reading) Refused(why string) { r.seen.Outcome, r.seen.Rule = access.Minor, why }

// Read answers a question from a snapshot. It returns only after the audit
// record of what was shown is durable; when that fails nothing may be shown.
func (d *Desk) Read(ctx context.Context, who Who, what string, f func(*Reading) error) error {
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	r := &Reading{d: d, who: who, now: d.Now(), dir: dir, seen: who.record(what, access.Read)}
	err = d.DB.View(ctx, who.scope(), func(v *store.View) error {
		r.View = v
		return cmp.Or(f(r), r.complete())
	})
	if err != nil {
		return d.refused(ctx, r.seen, err)
	}
	return d.DB.Seen(ctx, r.seen)
}

// Write does an act in one commit with its audit record. f may run more than
// once and must have no other effect.
func (d *Desk) Write(ctx context.Context, who Who, what string, f func(*Writing) error) error {
	return d.WriteThen(ctx, who, what, f, nil)
}

// WriteThen is Write, and shows what came of it once it is kept, when nobody's
// commit waits for it; the record of the act is that of what is shown. What
// cannot be shown has been done all the same: that is no error.
func (d *Desk) WriteThen(ctx context.Context, who Who, what string, f func(*Writing) error, then func(*Reading) error) error {
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	last := &Reading{}
	err = d.DB.Commit(ctx, func(tx *store.Tx) error {
		mine := tx.As(who.scope())
		last = &Reading{View: mine.View, d: d, who: who, now: d.Now(), dir: dir, seen: who.record(what, access.Update), acts: true}
		if err := f(&Writing{Reading: last, Tx: mine}); err != nil {
			last.complete() // of a refusal: as far as it is known
			return err
		}
		if err := last.complete(); err != nil {
			return err
		}
		return mine.Audit(last.seen)
	})
	if err != nil {
		return d.refused(ctx, last.seen, err)
	}
	if then == nil {
		return nil
	}
	err = d.DB.Later(context.WithoutCancel(ctx), last.View, func(v *store.View) error {
		last.View = v
		return then(last)
	})
	if err != nil {
		d.Log.Error("done and not shown", "what", what, "err", err)
	}
	return nil
}

// refused records who was turned away from what, and what the refusal shows
// (who acted meanwhile, a record that matches), and gives the fault back.
func (d *Desk) refused(ctx context.Context, r access.Record, err error) error {
	switch fault.Of(err) {
	case fault.Denied, fault.Missing, fault.Refused, fault.Conflict:
		r.Outcome, r.Rule = access.Minor, fault.Of(err).String()
		if e := d.DB.Seen(ctx, r); e != nil {
			return e
		}
	case fault.Broken:
		d.Log.Error("broken", "what", r.Kind, "referral", r.Referral, "err", err)
	}
	return err
}

// Current is the directory as this commit sees it: with what others have changed
// since the asker's was read. What is set up is checked against it.
func (w *Writing) Current() (*Directory, error) {
	n, err := w.DirectoryVersion()
	if err != nil || n == w.dir.version {
		return w.dir, err
	}
	return w.dir.with(w.View, n)
}

// Denied is the fault of somebody who may not, in words that say who may.
func Denied(op, words string) error { return fault.E(op, fault.Denied, words, nil) }

// Gain lets a client act, for the rest of this commit, for an organization it
// has just registered.
func (w *Writing) Gain(org party.OrgID) {
	w.who.Orgs = append(slices.Clone(w.who.Orgs), org)
	w.Tx = w.Tx.As(w.who.scope())
	w.View = w.Tx.View
}

// As is the same commit done by somebody else: the house itself, when one act
// calls for another on a loop its author may not see.
func (w *Writing) As(who Who) *Writing {
	tx := w.Tx.As(who.scope())
	r := *w.Reading
	r.View, r.who, r.seen = tx.View, who, who.record(who.Request, access.Update)
	return &Writing{Reading: &r, Tx: tx}
}

// Veiled does f in the same commit, whose patients and referrals belong to an
// import that nobody sees before all of it is shown.
func (w *Writing) Veiled(of string, f func(*Writing) error) error {
	return w.Tx.Veil(of, func(tx *store.Tx) error {
		r := *w.Reading
		r.View = tx.View
		return f(&Writing{Reading: &r, Tx: tx})
	})
}
