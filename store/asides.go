package store

import (
	"slices"
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Aside is something owed that somebody put aside on their own lists until a day.
type Aside struct {
	Who      party.UserID
	Referral referral.ID
	Duty     string // empty is the ball
	Org      party.OrgID
	Until    time.Time
	Seq      int // of the loop, when it was put aside
	Level    int // how far it had climbed then
	Words    string
	At       time.Time
}

// standing is that something still lies aside: its day has not come, the loop has
// not moved on, it has not climbed, and it is of what may wait. Over asides a.
const standing = "a.until > ? and exists (select 1 from referrals m join owed w on w.referral = m.id where m.id = a.referral and w.duty = a.duty and m.seq = a.seq and w.level = a.level and w.class = 3)"

// aside is that somebody put something owed aside; over owed o.
const aside = "exists (select 1 from asides a where a.who = ? and a.referral = o.referral and a.duty = o.duty and " + standing + ")"

// notAside is its contrary: whoever put nothing aside is asked once, and not row by
// row.
const notAside = "(not exists (select 1 from asides a where a.who = ?) or not " + aside + ")"

// PutAside keeps it; what the same person said of the same thing before is over.
func (tx *Tx) PutAside(a Aside) error {
	const op = "store.PutAside"
	_, err := tx.s.exec(`insert into asides (who, referral, duty, org, until, seq, level, body, at) values (?, ?, ?, ?, ?, ?, (select level from owed where referral = ? and duty = ?), ?, ?)
		on conflict (who, referral, duty) do update set until = excluded.until, seq = excluded.seq, level = excluded.level, body = excluded.body, at = excluded.at`,
		string(a.Who), string(a.Referral), a.Duty, string(a.Org), us0(a.Until), a.Seq, string(a.Referral), a.Duty, a.Words, us0(a.At))
	if err != nil {
		return broken(op, err)
	}
	return broken(op, tx.ours(a.Referral, a.Org))
}

// TakeUp ends it before its day. False: there was none.
func (tx *Tx) TakeUp(who party.UserID, of referral.ID, duty string, org party.OrgID) (bool, error) {
	const op = "store.TakeUp"
	n, err := tx.s.exec("delete from asides where who = ? and referral = ? and duty = ?", string(who), string(of), duty)
	if err != nil || n == 0 {
		return false, broken(op, err)
	}
	return true, broken(op, tx.ours(of, org))
}

// ForgetAsides forgets those whose day came before a moment.
func (tx *Tx) ForgetAsides(before time.Time) error {
	_, err := tx.s.exec("delete from asides where until < ?", before.UnixMicro())
	return broken("store.ForgetAsides", err)
}

// Asides are what the people of the reader's own organizations have put aside of
// some loops they may see, as it stands now; the other side's are not there.
func (v *View) Asides(of []referral.ID, now time.Time) (out []Aside, err error) {
	if len(v.scope.Orgs) == 0 || v.scope.Only != "" {
		return nil, nil
	}
	cond, seen := v.visible("referral", "a.referral")
	for some := range slices.Chunk(args(of), 500) {
		err = v.s.each("select a.who, a.referral, a.duty, a.org, a.until, a.seq, a.level, a.body, a.at from asides a where a.referral in ("+marksFor(len(some))+") and a.org in ("+marksFor(len(v.scope.Orgs))+") and "+standing+" and "+cond+" order by a.until, a.who, a.duty",
			slices.Concat(some, args(v.scope.Orgs), []any{now.UnixMicro()}, seen), func(scan func(...any) error) error {
				var a Aside
				var until, at int64
				err := scan(&a.Who, &a.Referral, &a.Duty, &a.Org, &until, &a.Seq, &a.Level, &a.Words, &at)
				a.Until, a.At = moment(&until), moment(&at)
				out = append(out, a)
				return err
			})
		if err != nil {
			return nil, broken("store.Asides", err)
		}
	}
	return out, nil
}

// LyingAside counts what lies aside in the whole house, for whoever runs it.
func (v *View) LyingAside(now time.Time) (n int, err error) {
	if !v.scope.System {
		return 0, nil
	}
	_, err = v.s.one("select count(*) from asides a where "+standing, []any{now.UnixMicro()}, &n)
	return n, broken("store.LyingAside", err)
}
