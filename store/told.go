package store

import (
	"slices"
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Told is a notice as whoever was told reads it.
type Told struct {
	Notice
	Code   string
	At     time.Time
	Read   time.Time // zero is not yet
	Stands bool      // it is still theirs, since the same moment; a fact always is
}

// stands is that what a notice tells is still owed as it was told, and by whom
// it was told or their team: what somebody else took or did is no news any more.
const stands = `(n.since = 0 or exists (select 1 from owed o where o.referral = n.referral and o.duty = n.duty and o.since = n.since and o.holder = '' and (n.also = 1 or o.person = '' or o.person = n.who)))`

// Told lists what somebody was told of loops the reader may see, the newest
// first, and how many of all of it they have not read: one question, so that
// the number is that of the list (notices_who).
func (v *View) Told(who party.UserID, limit, offset int) (out []Told, fresh int, err error) {
	cond, with := v.visible("referral", "n.referral")
	unread, counted := v.unread(who)
	count := "select count(*) from (" + unread + ") u"
	q := "select n.referral, n.thing, n.level, n.act, n.duty, n.also, n.since, n.due, n.at, n.read, l.code, case when " + stands + " then 1 else 0 end, (" + count + ") from notices n join referrals l on l.id = n.referral where n.who = ? and " + cond +
		" order by n.at desc, n.referral desc, n.thing desc, n.level desc limit ? offset ?"
	err = v.s.each(q, slices.Concat(counted, []any{string(who)}, with, []any{limit, offset}), func(scan func(...any) error) error {
		t := Told{Notice: Notice{To: who}}
		var also, still, since, due, at, read int64
		err := scan(&t.Referral, &t.Thing, &t.Level, &t.Owed.Act, &t.Owed.Duty, &also, &since, &due, &at, &read, &t.Code, &still, &fresh)
		t.Also, t.Stands, t.Owed.From, t.Owed.Due, t.At, t.Read = also == 1, still == 1, moment(&since), moment(&due), moment(&at), moment(&read)
		out = append(out, t)
		return err
	})
	return out, fresh, broken("store.Told", err)
}

// Unread counts what somebody was told and has not read, as Told does, up to so
// many: it stands on every page, and who lets it grow waits no longer for any
// (notices_unread).
func (v *View) Unread(who party.UserID, most int) (n int, err error) {
	q, with := v.unread(who)
	err = v.s.each(q+" limit ?", append(with, most), func(func(...any) error) error { n++; return nil })
	return n, broken("store.Unread", err)
}

// unread is what a bell counts.
func (v *View) unread(who party.UserID) (string, []any) {
	cond, with := v.visible("referral", "n.referral")
	return "select 1 from notices n where n.who = ? and n.read = 0 and " + stands + " and " + cond, append([]any{string(who)}, with...)
}

// ReadTold notes that somebody read what they were told of one thing up to a
// level. False: they were told no such thing.
func (tx *Tx) ReadTold(who party.UserID, of referral.ID, thing string, level int) (bool, error) {
	const op = "store.ReadTold"
	same := []any{string(who), string(of), thing, level}
	known, err := tx.s.one("select 1 from notices where who = ? and referral = ? and thing = ? and level = ?", same, new(int))
	if err != nil || !known {
		return false, broken(op, err)
	}
	n, err := tx.s.exec("update notices set read = ? where who = ? and referral = ? and thing = ? and level <= ? and read = 0", append([]any{tx.db.Now().UnixMicro()}, same...)...)
	if err == nil {
		err = tx.rang(who, n)
	}
	return true, broken(op, err)
}

// ReadAllTold notes that somebody read all they were told up to a moment.
func (tx *Tx) ReadAllTold(who party.UserID, until time.Time) (int64, error) {
	n, err := tx.s.exec("update notices set read = ? where who = ? and read = 0 and at <= ?", tx.db.Now().UnixMicro(), string(who), until.UnixMicro())
	if err == nil {
		err = tx.rang(who, n)
	}
	return n, broken("store.ReadAllTold", err)
}

// SettleTold counts as read what was never read and is no news any more, so that
// a bell looks at what is and not at all that ever was.
func (tx *Tx) SettleTold() error {
	_, err := tx.s.exec("update notices as n set read = ? where n.read = 0 and not "+stands, tx.db.Now().UnixMicro())
	return broken("store.SettleTold", err)
}
