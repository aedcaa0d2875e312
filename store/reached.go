package store

import (
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Climbed is how often what is late reached somebody by climbing, each level by
// itself, and what came of it by now. Told is the sum of the other four.
type Climbed struct {
	Who    party.UserID
	Told   int
	InTime int // somebody did it, took it or was given it while it waited for an answer
	Later  int // the same, past that
	Not    int // nobody yet, past that
	Waits  int // nobody yet, and there is time
}

// Climbed counts what reached each since a moment, as it is at another
// (notices_reached, which a plain grouping would not be read by). It names no
// referral.
func (v *View) Climbed(since, now time.Time) (out []Climbed, err error) {
	err = v.s.each(`select who || '', count(*), count(*) filter (where acted > 0 and acted <= answer), count(*) filter (where acted > answer),
		count(*) filter (where acted = 0 and answer < ?), count(*) filter (where acted = 0 and answer >= ?) from notices where answer > 0 and at > ? group by 1 order by 1`,
		[]any{now.UnixMicro(), now.UnixMicro(), since.UnixMicro()}, func(scan func(...any) error) error {
			var c Climbed
			err := scan(&c.Who, &c.Told, &c.InTime, &c.Later, &c.Not, &c.Waits)
			out = append(out, c)
			return err
		})
	return out, broken("store.Climbed", err)
}

// Acted notes of a loop that what climbed is owed no more as it was, or, of the
// duties named, that a person took or gave it: whoever it reached waits no longer
// (notices_waits).
func (tx *Tx) Acted(of referral.ID, given []string) error {
	q, with := "update notices set acted = ? where answer > 0 and acted = 0 and referral = ? and (not exists (select 1 from owed o where o.referral = notices.referral and o.duty = notices.duty and o.since = notices.since)", []any{tx.db.Now().UnixMicro(), string(of)}
	if len(given) > 0 {
		q += " or duty in (" + marksFor(len(given)) + ")"
		for _, d := range given {
			with = append(with, d)
		}
	}
	_, err := tx.s.exec(q+")", with...)
	return broken("store.Acted", err)
}
