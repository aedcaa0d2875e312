package chase

import (
	"strconv"
	"time"

	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// remind tells whose it is that the day of a look has come, at its end that it
// is late, and half a day of theirs later their team's lead. It climbs within
// their own organization alone, and writes nothing on the loop.
func remind(w *desk.Writing, x store.Listed) error {
	o, stands, err := w.View.As(store.Scope{System: true}).LookOwed(x.ID, x.Owed.Duty)
	if err != nil || !stands {
		return err
	}
	tell := func(about string) error {
		return w.Tx.Enqueue(store.Job{Kind: "notify", Referral: x.ID, Arg: about, Due: w.Now()})
	}
	next := time.Time{}
	if x.Level == 0 && w.Now().Before(o.Due) {
		if err := tell(o.Duty); err != nil {
			return err
		}
		next = o.Due
	}
	level := x.Level
	for _, l := range policy.Escalations(o, policy.Climb{Phase: referral.Review, Hours: w.Directory().Teams[o.Team].Hours}) {
		if l.Level <= x.Level || l.Level > 2 {
			continue
		}
		if l.At.After(w.Now()) {
			if next.IsZero() {
				next = l.At
			}
			break
		}
		who := ""
		if l.Level == 2 {
			who = string(above(w.Directory(), o))
		}
		level = l.Level
		if l.Level == 2 && who == "" {
			continue
		}
		if err := tell("level/" + strconv.Itoa(l.Level) + "/" + who + "/" + o.Duty); err != nil {
			return err
		}
	}
	if next.IsZero() {
		next = far
	}
	return w.Tx.Climbed(x.ID, o.Duty, level, next)
}
