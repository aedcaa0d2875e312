package store

import (
	"slices"
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Pin gives a loop somebody's star, or takes it away; both as often as it is asked.
func (tx *Tx) Pin(who party.UserID, of referral.ID, on bool, at time.Time) error {
	q, with := "delete from pins where who = ? and referral = ?", []any{string(who), string(of)}
	if on {
		q, with = "insert into pins (who, referral, at) values (?, ?, ?) on conflict do nothing", append(with, us0(at))
	}
	_, err := tx.s.exec(q, with...)
	return broken("store.Pin", err)
}

// Pins says which of some loops, of those the reader may see, have the reader's star.
func (v *View) Pins(of []referral.ID) (out map[referral.ID]bool, err error) {
	out = map[referral.ID]bool{}
	if v.scope.User == "" {
		return out, nil
	}
	cond, seen := v.visible("referral", "p.referral")
	for some := range slices.Chunk(args(of), 500) {
		err = v.s.each("select p.referral from pins p where p.who = ? and p.referral in ("+marksFor(len(some))+") and "+cond, slices.Concat([]any{string(v.scope.User)}, some, seen), func(scan func(...any) error) error {
			var id referral.ID
			err := scan(&id)
			out[id] = true
			return err
		})
		if err != nil {
			return nil, broken("store.Pins", err)
		}
	}
	return out, nil
}
