package store

import (
	"slices"
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Note is what somebody wrote for their own organization beside a loop.
type Note struct {
	ID       string
	Referral referral.ID
	Org      party.OrgID
	By       party.UserID
	At       time.Time
	Words    string
	Mine     bool // read by its author alone
}

// PutNote keeps one. It is never edited.
func (tx *Tx) PutNote(n Note) error {
	_, err := tx.s.exec("insert into notes (id, referral, org, author, at, body, mine) values (?, ?, ?, ?, ?, ?, ?)", n.ID, string(n.Referral), string(n.Org), string(n.By), n.At.UnixMicro(), n.Words, flag(n.Mine))
	return broken("store.PutNote", err)
}

// Notes are those of the reader's own organizations on a loop they may see, the
// oldest first, and of notes for oneself their own. The other side's are not there,
// whoever asks, the house included.
func (v *View) Notes(of referral.ID) (out []Note, err error) {
	if len(v.scope.Orgs) == 0 || v.scope.Only != "" { // who came in by a link has none
		return nil, nil
	}
	cond, with := v.visible("referral", "n.referral")
	err = v.s.each("select n.id, n.referral, n.org, n.author, n.at, n.body, n.mine from notes n where n.referral = ? and n.org in ("+marksFor(len(v.scope.Orgs))+") and (n.mine = 0 or n.author = ?) and "+cond+" order by n.id", slices.Concat([]any{string(of)}, args(v.scope.Orgs), []any{string(v.scope.User)}, with), func(scan func(...any) error) error {
		var n Note
		var at, mine int64
		err := scan(&n.ID, &n.Referral, &n.Org, &n.By, &at, &n.Words, &mine)
		n.At, n.Mine = moment(&at), mine == 1
		out = append(out, n)
		return err
	})
	return out, broken("store.Notes", err)
}
