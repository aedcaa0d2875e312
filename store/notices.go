package store

import (
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Notice is a thing somebody is told, and the letter it stands in; one without
// a name where no mail goes.
type Notice struct {
	To       party.UserID
	Referral referral.ID
	Thing    string // what is owed, since when; or a fact
	Level    int    // how far it has climbed
	About    string // what word was asked of
	Letter   Letter

	Owed   referral.Owed // as it was told; a fact's Duty is what word was asked of, and it has no From
	Also   bool          // told beside whoever owes it
	Answer time.Time     // of what climbed to them: until when it waits for what they do
}

// Letter is a mail to be. Kind says why it comes when it does: "now", "hour" or "day".
type Letter struct {
	Name, Kind string
	Due, Left  time.Time // domain time; Left is zero while it waits
	There      bool      // read from the store
}

// Tell keeps a notice and puts it in its letter. What the same person was to be
// told of a lower level of it is dropped, or, where that had climbed to them, goes
// by no mail; what they were told of one is read with it. False: they were told, or
// will be, as much.
func (tx *Tx) Tell(n Notice) (bool, error) {
	const op = "store.Tell"
	same := []any{string(n.To), string(n.Referral), n.Thing, n.Level}
	known, err := tx.s.one("select 1 from notices where who = ? and referral = ? and thing = ? and level >= ?", same, new(int))
	if err != nil || known {
		return false, broken(op, err)
	}
	if n.Level > 0 {
		const waiting = " where who = ? and referral = ? and thing = ? and level < ? and letter in (select name from letters where who = ? and told = 0)"
		if _, err := tx.s.exec("delete from notices"+waiting+" and answer = 0", append(same, string(n.To))...); err != nil {
			return false, broken(op, err)
		}
		if n.Level > 2 { // the first to climb is two
			if _, err := tx.s.exec("update notices set letter = ''"+waiting, append(same, string(n.To))...); err != nil {
				return false, broken(op, err)
			}
		}
		if _, err := tx.s.exec("update notices set read = ? where who = ? and referral = ? and thing = ? and level < ? and read = 0", append([]any{tx.db.Now().UnixMicro()}, same...)...); err != nil {
			return false, broken(op, err)
		}
	}
	if !n.Letter.There && n.Letter.Name != "" {
		if _, err := tx.s.exec("insert into letters (name, who, kind, due, told) values (?, ?, ?, ?, 0) on conflict do nothing", n.Letter.Name, string(n.To), n.Letter.Kind, us0(n.Letter.Due)); err != nil {
			return false, broken(op, err)
		}
	}
	made, err := tx.s.exec("insert into notices (who, referral, thing, level, about, letter, act, duty, also, since, due, at, answer) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
		append(same, n.About, n.Letter.Name, string(n.Owed.Act), n.Owed.Duty, flag(n.Also), us0(n.Owed.From), us0(n.Owed.Due), tx.db.Now().UnixMicro(), us0(n.Answer))...)
	if err == nil {
		err = tx.rang(n.To, made)
	}
	return made > 0, broken(op, err)
}

// rang has somebody's open pages count their bell anew, where n of it are others now.
func (tx *Tx) rang(who party.UserID, n int64) error {
	if n == 0 {
		return nil
	}
	_, err := tx.s.exec("insert into feed (kind, name, orgs) values ('told', ?, '')", string(who))
	return err
}

// LettersOf lists somebody's letters, but those that come at once: what waits,
// and what left after a moment, in the order of dues (letters_who).
func (v *View) LettersOf(who party.UserID, after time.Time) (out []Letter, err error) {
	const of = "select name, kind, due, told from letters where kind <> 'now' and who = ? and told "
	err = v.s.each(of+"= 0 union all "+of+"> ? order by due, name", []any{string(who), string(who), after.UnixMicro()}, func(scan func(...any) error) error {
		l := Letter{There: true}
		var due, left int64
		err := scan(&l.Name, &l.Kind, &due, &left)
		l.Due, l.Left = moment(&due), moment(&left)
		out = append(out, l)
		return err
	})
	return out, broken("store.LettersOf", err)
}

// Pressing finds a letter that comes at once and has not begun to leave, for what
// presses meanwhile to come in it. From then on it waits for this commit.
func (tx *Tx) Pressing(who party.UserID) (l Letter, ok bool, err error) {
	const op = "store.Pressing"
	var due int64
	if ok, err = tx.s.one("select name, due from letters where who = ? and told = 0 and kind = 'now' order by due limit 1", []any{string(who)}, &l.Name, &due); err != nil || !ok {
		return l, false, broken(op, err)
	}
	n, err := tx.s.exec("update letters set told = 0 where name = ? and told = 0", l.Name) // on PostgreSQL one of this and Seal is tried again
	l.Kind, l.Due, l.There = "now", moment(&due), true
	return l, n > 0, broken(op, err)
}

// Seal lets nothing more come in a letter that leaves at once: tried again, it
// says the same.
func (tx *Tx) Seal(letter string) error {
	_, err := tx.s.exec("update letters set told = -1 where name = ? and told = 0 and kind = 'now'", letter)
	return broken("store.Seal", err)
}

// NoticesIn lists what a letter that waits is to tell (notices_letter).
func (v *View) NoticesIn(letter string) (out []Notice, err error) {
	err = v.s.each("select n.who, referral, thing, level, about, letter, l.kind, l.due from notices n join letters l on l.name = n.letter where letter = ? and told <= 0 order by referral, thing", []any{letter}, func(scan func(...any) error) error {
		var n Notice
		var due int64
		err := scan(&n.To, &n.Referral, &n.Thing, &n.Level, &n.About, &n.Letter.Name, &n.Letter.Kind, &due)
		n.Letter.Due = moment(&due)
		out = append(out, n)
		return err
	})
	return out, broken("store.NoticesIn", err)
}

// Told notes that a letter left, or needs to leave no more.
func (tx *Tx) Told(letter string) error {
	_, err := tx.s.exec("update letters set told = ? where name = ? and told <= 0", tx.db.Now().UnixMicro(), letter)
	return broken("store.Told", err)
}

// ForgetTold forgets what was told before a moment.
func (tx *Tx) ForgetTold(before time.Time) error {
	const gone = "from letters where told > 0 and told < ?"
	if _, err := tx.s.exec("delete from notices where letter in (select name "+gone+")", before.UnixMicro()); err != nil {
		return broken("store.ForgetTold", err)
	}
	if _, err := tx.s.exec("delete from notices where letter = '' and at < ?", before.UnixMicro()); err != nil {
		return broken("store.ForgetTold", err)
	}
	_, err := tx.s.exec("delete "+gone, before.UnixMicro())
	return broken("store.ForgetTold", err)
}
