package store

import (
	"slices"
	"strings"
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// KindLook is the kind of what is owed that is a look and no duty of the ledger.
const KindLook = "look"

// Look is a day on which somebody of an organization looks again at a loop.
type Look struct {
	ID       string
	Referral referral.ID
	Org      party.OrgID
	Team     party.TeamID
	Person   party.UserID // empty: whoever of the team
	From     time.Time    // when its day begins
	Due      time.Time    // from when it is late
	Words    string
	By       party.UserID
	At       time.Time
	Done     time.Time // zero is not yet
	DoneBy   party.UserID
	Found    string // what came of it; empty is nothing new
}

// Duty is the name under which it is owed.
func (l Look) Duty() string { return KindLook + "/" + l.ID }

const lookColumns = "k.id, k.referral, k.org, k.team, k.person, k.since, k.due, k.body, k.author, k.at, k.done, k.done_by, k.found"

func scanLook(scan func(...any) error) (l Look, err error) {
	var from, due, at, done int64
	err = scan(&l.ID, &l.Referral, &l.Org, &l.Team, &l.Person, &from, &due, &l.Words, &l.By, &at, &done, &l.DoneBy, &l.Found)
	l.From, l.Due, l.At, l.Done = moment(&from), moment(&due), moment(&at), moment(&done)
	return l, err
}

// PutLook keeps one, owed from its day on. It is nobody's clinical deadline: among
// what is owed it stands with the routine. Escalation looks at it when its day begins.
func (tx *Tx) PutLook(l Look) error {
	const op = "store.PutLook"
	_, err := tx.s.exec("insert into looks (id, referral, org, team, person, since, due, body, author, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		l.ID, string(l.Referral), string(l.Org), string(l.Team), string(l.Person), us0(l.From), us0(l.Due), l.Words, string(l.By), us0(l.At))
	if err != nil {
		return broken(op, err)
	}
	_, err = tx.s.exec("insert into owed ("+owedKept+") values ("+marksFor(13)+")", string(l.Referral), l.Duty(), KindLook, string(l.Team), string(l.Person), "", string(referral.ActLook), us0(l.Due), us0(l.From), 3, "", 1, us0(l.From))
	if err != nil {
		return broken(op, err)
	}
	return broken(op, tx.ours(l.Referral, l.Org))
}

// EndLook notes that somebody looked; nobody owes it any more.
func (tx *Tx) EndLook(l Look) error {
	const op = "store.EndLook"
	if _, err := tx.s.exec("update looks set done = ?, done_by = ?, found = ? where id = ? and done = 0", us0(l.Done), string(l.DoneBy), l.Found, l.ID); err != nil {
		return broken(op, err)
	}
	if _, err := tx.s.exec("delete from owed where referral = ? and duty = ?", string(l.Referral), l.Duty()); err != nil {
		return broken(op, err)
	}
	return broken(op, tx.ours(l.Referral, l.Org))
}

// GiveLook gives what is owed of one to somebody else, by the name it is owed under.
func (tx *Tx) GiveLook(of referral.ID, duty string, team party.TeamID, person party.UserID) error {
	const op = "store.GiveLook"
	if _, err := tx.s.exec("update looks set team = ?, person = ? where id = ? and referral = ?", string(team), string(person), strings.TrimPrefix(duty, KindLook+"/"), string(of)); err != nil {
		return broken(op, err)
	}
	_, err := tx.s.exec("update owed set team = ?, person = ? where referral = ? and duty = ? and kind = ?", string(team), string(person), string(of), duty, KindLook)
	return broken(op, err)
}

// ours tells an organization's own people, and nobody else, that something of a
// loop is to be shown anew.
func (tx *Tx) ours(of referral.ID, org party.OrgID) error {
	_, err := tx.s.exec("insert into feed (kind, name, orgs) values ('referral', ?, ?)", string(of), string(org))
	return err
}

// Looks are those of the reader's own organizations on a loop they may see, the
// first due first, what was done among them. The other side's are not there,
// whoever asks, the house included.
func (v *View) Looks(of referral.ID) ([]Look, error) {
	return v.looks("k.referral = ?", string(of))
}

// LooksOwed are those of the reader's own organizations by the names they are
// owed under.
func (v *View) LooksOwed(duties []string) (out map[string]Look, err error) {
	out = map[string]Look{}
	var ids []any
	for _, d := range duties {
		if id, ok := strings.CutPrefix(d, KindLook+"/"); ok {
			ids = append(ids, id)
		}
	}
	for some := range slices.Chunk(ids, 500) {
		list, err := v.looks("k.id in ("+marksFor(len(some))+")", some...)
		if err != nil {
			return nil, err
		}
		for _, l := range list {
			out[l.Duty()] = l
		}
	}
	return out, nil
}

func (v *View) looks(which string, with ...any) (out []Look, err error) {
	if len(v.scope.Orgs) == 0 || v.scope.Only != "" { // who came in by a link has none
		return nil, nil
	}
	cond, seen := v.visible("referral", "k.referral")
	err = v.s.each("select "+lookColumns+" from looks k where "+which+" and k.org in ("+marksFor(len(v.scope.Orgs))+") and "+cond+" order by k.due, k.id", slices.Concat(with, args(v.scope.Orgs), seen), func(scan func(...any) error) error {
		l, err := scanLook(scan)
		out = append(out, l)
		return err
	})
	return out, broken("store.looks", err)
}

// LookOwed is who owes a look and until when, for the house that reminds them;
// ok is false when it is done, and to anybody else.
func (v *View) LookOwed(of referral.ID, duty string) (o referral.Owed, ok bool, err error) {
	if !v.scope.System {
		return o, false, nil
	}
	var due, since int64
	o = referral.Owed{Duty: duty, Act: referral.ActLook}
	ok, err = v.s.one("select team, person, due, since from owed where referral = ? and duty = ? and kind = ?", []any{string(of), duty, KindLook}, &o.Team, &o.Person, &due, &since)
	o.Due, o.From = moment(&due), moment(&since)
	return o, ok, broken("store.LookOwed", err)
}
