package chase

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"referd/base/id"
	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
	"referd/store"
)

// Nobody gets more than one mail an hour, and what is late and routine comes
// once a day (loop.md, Time, Escalation; hazard H14). What presses within six
// hours waits for neither. A letter that leaves within a minute is closed.
const (
	pause    = time.Hour
	pressing = 6 * time.Hour
	closes   = time.Minute
)

// Plan tells somebody what they are to be told, once: what they were told, or
// will be, is not told again, whoever asks. It stands in their notices at once,
// and, where mail goes out, in a letter for each who has an address. about is as
// NoticeOf takes it.
func Plan(ctx context.Context, d *desk.Desk, of referral.ID, about string, mail bool) error {
	n, err := NoticeOf(ctx, d, of, about)
	if err != nil || len(n.To) == 0 {
		return err
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	return d.DB.Commit(ctx, func(tx *store.Tx) error {
		for _, u := range n.To {
			var l store.Letter
			if mail && u.Email != "" {
				if l, err = place(tx, n, u, dir, d.Now()); err != nil {
					return err
				}
			}
			made, err := tx.Tell(store.Notice{To: u.ID, Referral: of, Thing: thing(n), Level: n.Level, About: about, Letter: l, Owed: told(n), Also: beside(about).also != "", Answer: n.Answer})
			if err != nil {
				return err
			}
			if made && l.Name != "" && !l.There { // one that is there has its job
				if err := tx.Enqueue(store.Job{Kind: "mail", Arg: l.Name, Due: l.Due, Once: "mail/" + l.Name}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// told is what is owed as a notice keeps it.
func told(n Notice) referral.Owed {
	o := n.Owed
	if o.Act = n.Act; strings.HasPrefix(o.Duty, turn.AboutFact) {
		o.From = time.Time{} // a fact is owed by nobody
	}
	return o
}

// thing names what is told: owed again, or given by somebody anew, it is another.
func thing(n Notice) string {
	since := n.Owed.From
	if n.Given.After(since) {
		since = n.Given
	}
	return fmt.Sprintf("%s/%s/%d", n.Act, n.Owed.Duty, since.UnixMicro())
}

// place finds the letter a notice comes in: one that leaves at once when it
// presses, the day's when it is late, else the next that keeps the hour.
func place(tx *store.Tx, n Notice, u party.User, dir *desk.Directory, now time.Time) (store.Letter, error) {
	if n.Presses && !n.Owed.Due.IsZero() && n.Owed.Due.Sub(now) < pressing {
		l, there, err := tx.Pressing(u.ID)
		if err == nil && !there {
			l = store.Letter{Name: fmt.Sprintf("%s/now/%s", u.ID, id.New(now)), Kind: "now", Due: now}
		}
		return l, err
	}
	l, z := store.Letter{Kind: "hour", Due: now}, Zone(dir, u)
	switch pace(n, u) {
	case party.Never:
		return store.Letter{}, nil
	case party.Daily:
		l.Kind, l.Due = "day", policy.Digest(dir.Teams[n.Owed.Team].Hours, z, u.Told.Daily, now)
	case party.Hourly:
		l.Due = policy.FullHour(z, now)
	}
	if !n.Presses {
		l.Due = policy.Awake(u.Told.Quiet, z, l.Due)
	}
	all, err := tx.LettersOf(u.ID, now.Add(-pause))
	for _, x := range all {
		leaves := x.Left
		if leaves.IsZero() {
			leaves = latest(x.Due, now)
		}
		if leaves.Sub(l.Due).Abs() >= pause {
			continue
		}
		if leaves.Sub(now) > closes {
			return x, err
		}
		l.Due = leaves.Add(pause)
	}
	l.Name = fmt.Sprintf("%s/%s/%s", u.ID, l.Kind, id.New(now)) // its own: the job of one before may be about to end
	return l, err
}

// pace is how soon a notice goes to somebody by mail. What presses asks for no
// wish; it is never stopped or gathered.
func pace(n Notice, u party.User) party.Pace {
	if n.Presses {
		return party.AtOnce
	}
	return u.Told.Pace(Topic(n, u.ID))
}

// Topic is what kind of thing a notice tells somebody of.
func Topic(n Notice, u party.UserID) party.Topic {
	switch {
	case strings.HasPrefix(n.Owed.Duty, turn.AboutFact):
		return party.OfChanges
	case n.Level > 0:
		return party.OfLate
	case slices.Contains(reading, n.Act):
		return party.OfReports
	case n.Owed.Person == u:
		return party.OfMine
	}
	return party.OfTeam
}

// reading are the acts that are to read something.
var reading = []referral.Act{referral.ActAcknowledge, referral.ActOpenReport, referral.ActReadFacts}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Zone is where somebody reads their mail.
func Zone(dir *desk.Directory, u party.User) *time.Location {
	z, err := time.LoadLocation(dir.Orgs[u.Org].Zone)
	if err != nil {
		return time.UTC
	}
	return z
}

// Letter is a mail as it leaves: what of it is still so, the first due first.
type Letter struct {
	To      party.User
	Daily   bool
	Notices []Notice
	Names   []string  // of the letters it is: those that are late leave with it
	Later   time.Time // not before
}

// Stoppable are the topics of what is in it that its reader may wish no mail of:
// what presses comes all the same.
func (l Letter) Stoppable() (out []party.Topic) {
	for _, n := range l.Notices {
		if !n.Presses {
			out = append(out, Topic(n, l.To.ID))
		}
	}
	return out
}

// LetterOf reads a letter; what was done since it was planned is left out, and
// what its reader wishes no mail of any more. It leaves later when another left
// within the hour, or is about to leave, and in their quiet hours when nothing
// in it presses.
func LetterOf(ctx context.Context, d *desk.Desk, name string) (l Letter, err error) {
	dir, err := d.Directory(ctx)
	if err == nil {
		err = d.DB.Commit(ctx, func(tx *store.Tx) error { return tx.Seal(name) })
	}
	if err != nil {
		return l, err
	}
	var all []store.Notice
	err = d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		l.Names = []string{name} // empty or not, it ends
		if all, err = v.NoticesIn(name); err != nil || len(all) == 0 {
			return err
		}
		l.To, l.Daily = dir.Users[all[0].To], all[0].Letter.Kind == "day"
		if all[0].Letter.Kind == "now" {
			return nil
		}
		all, err = l.gather(v, all, d.Now())
		return err
	})
	if err != nil || !l.Later.IsZero() {
		return l, err
	}
	for _, p := range all {
		n, err := NoticeOf(ctx, d, p.Referral, p.About)
		if err != nil {
			return l, err
		}
		if thing(n) == p.Thing && slices.ContainsFunc(n.To, func(u party.User) bool { return u.ID == p.To }) && pace(n, l.To) != party.Never {
			l.Notices = append(l.Notices, n)
		}
	}
	if at := policy.Awake(l.To.Told.Quiet, Zone(dir, l.To), d.Now()); at.After(d.Now()) && len(l.Notices) > 0 && !slices.ContainsFunc(l.Notices, func(n Notice) bool { return n.Presses }) {
		return Letter{Later: at}, nil
	}
	slices.SortFunc(l.Notices, func(a, b Notice) int {
		return cmp.Or(a.Owed.Due.Compare(b.Owed.Due), cmp.Compare(a.Code, b.Code))
	})
	return l, nil
}

// gather puts the other letters of the same reader that should have left with
// it: the house stood still. The first of them takes the rest.
func (l *Letter) gather(v *store.View, all []store.Notice, now time.Time) ([]store.Notice, error) {
	letters, err := v.LettersOf(l.To.ID, now.Add(-pause))
	for _, x := range letters {
		switch {
		case err != nil || x.Name == l.Names[0] || x.Due.After(now):
		case !x.Left.IsZero():
			l.Later = latest(l.Later, x.Left.Add(pause))
		case x.Due.Before(all[0].Letter.Due) || x.Due.Equal(all[0].Letter.Due) && x.Name < l.Names[0]:
			l.Later = latest(l.Later, now.Add(closes))
		default:
			var more []store.Notice
			more, err = v.NoticesIn(x.Name)
			all, l.Names = append(all, more...), append(l.Names, x.Name)
		}
	}
	return all, err
}

// Left notes that letters were taken by the relay, or had nothing to say.
func Left(ctx context.Context, d *desk.Desk, names ...string) error {
	return d.DB.Commit(ctx, func(tx *store.Tx) error {
		for _, n := range names {
			if err := tx.Told(n); err != nil {
				return err
			}
		}
		return nil
	})
}

// Lost makes work of what a letter that was given up was to tell.
func Lost(ctx context.Context, d *desk.Desk, name string) error {
	var all []store.Notice
	err := d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { all, err = v.NoticesIn(name); return err })
	for _, p := range all {
		if err == nil {
			err = Untold(ctx, d, p.Referral, p.About, []party.UserID{p.To})
		}
	}
	if err != nil {
		return err
	}
	return Left(ctx, d, name)
}
