package people

import (
	"context"
	"fmt"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/desk"
	"referd/store"
)

// A guess is counted three ways: for the account from this place, for the
// place, and for the account from everywhere; what nobody has an account for, for
// the place alone. Past what is free each waits
// twice as long as the one before, a minute at most. The last does not bind a
// place from which the account was opened before: guessing at somebody's
// account from elsewhere must not keep them out.
type guess struct{ pair, place, account, known string }

func guessAt(account, from string) guess {
	return guess{digest("pair " + account + " " + from), digest("address " + from), digest("account " + account), digest("known " + account + " " + from)}
}

// Wait is why a try came too soon: how long to wait before the next.
type Wait time.Duration

func (w Wait) Error() string { return "too many tries: " + time.Duration(w).String() }

// How many tries are free: many people may share a place.
const (
	freePair    = 3
	freePlace   = 20
	freeAccount = 30
)

const (
	forgotten  = time.Hour           // after which tries count no more
	remembers  = 30 * 24 * time.Hour // how long a place is known
	longestGap = time.Minute
)

// count is how many tries of a subject there were lately.
func count(v *store.View, subject string, now time.Time) (int, time.Time, error) {
	n, last, err := v.Guesses(subject)
	if err != nil || now.Sub(last) > forgotten {
		return 0, last, err
	}
	return n, last, nil
}

// begin counts a try before it is looked at, so that a hundred at once are a
// hundred. It faults with Busy when the try comes too soon.
func (g guess) begin(ctx context.Context, d *desk.Desk) error {
	return d.DB.Commit(ctx, func(tx *store.Tx) error {
		tries, err := g.look(tx.View, d.DB.Machine())
		if err != nil {
			return err
		}
		return g.count(tx, tries)
	})
}

// Pace counts something that anybody may do, from a place (an IP address) and
// from everywhere. It faults with Busy when it comes too fast.
func Pace(ctx context.Context, d *desk.Desk, what, from string) error {
	return guess{place: digest(what + " from " + from), account: digest(what + " from everywhere")}.begin(ctx, d)
}

// look gives how many tries there were lately of the account from this place,
// of the place, and of the account. It faults with Busy when one more comes too
// soon.
func (g guess) look(v *store.View, now time.Time) (tries [3]int, err error) {
	known, at, err := v.Guesses(g.known)
	if err != nil {
		return tries, err
	}
	wait := time.Duration(0)
	for i, x := range []struct {
		subject string
		free    int
	}{{g.pair, freePair}, {g.place, freePlace}, {g.account, freeAccount}} {
		if x.subject == "" {
			continue
		}
		n, last, err := count(v, x.subject, now)
		if err != nil {
			return tries, err
		}
		tries[i] = n
		if n < x.free || i == 2 && known > 0 && now.Sub(at) < remembers {
			continue
		}
		gap := min(time.Second<<min(n-x.free, 6), longestGap)
		wait = max(wait, min(last.Add(gap).Sub(now), longestGap))
	}
	if wait > 0 {
		return tries, fault.E("people.SignIn", fault.Busy, "Too many tries. Wait "+seconds(int(wait.Seconds())+1)+" and try again.", Wait(wait))
	}
	return tries, nil
}

// count keeps one more try of each.
func (g guess) count(tx *store.Tx, tries [3]int) error {
	for i, s := range []string{g.pair, g.place, g.account} {
		if s == "" {
			continue
		}
		if err := tx.Guessed(s, tries[i]+1); err != nil {
			return err
		}
	}
	return nil
}

// right forgets the tries of an account and knows the place from now on; the
// place keeps the tries at other accounts.
func (g guess) right(tx *store.Tx, now time.Time) error {
	n, _, err := count(tx.View, g.place, now)
	if err != nil {
		return err
	}
	for _, x := range []struct {
		subject string
		n       int
	}{{g.pair, 0}, {g.account, 0}, {g.place, max(n-1, 0)}, {g.known, 1}} {
		if err := tx.Guessed(x.subject, x.n); err != nil {
			return err
		}
	}
	return nil
}

// missed counts a wrong try, and puts it on record. An unknown name is a
// stranger's words and is not written down.
func (g guess) missed(ctx context.Context, d *desk.Desk, r access.Record) error {
	return d.DB.Commit(ctx, func(tx *store.Tx) error {
		var tries [3]int
		for i, s := range []string{g.pair, g.place, g.account} { // others may have tried meanwhile
			if s == "" {
				continue
			}
			n, _, err := count(tx.View, s, d.DB.Machine())
			if err != nil {
				return err
			}
			tries[i] = n
		}
		if err := g.count(tx, tries); err != nil {
			return err
		}
		r.Action, r.Outcome = access.Execute, access.Minor
		return tx.Audit(r)
	})
}

// made forgets the tries before a right one; where there were none it costs
// nothing.
func (g guess) made(ctx context.Context, d *desk.Desk, tries [3]int) error {
	if tries[0] == 0 && tries[2] == 0 {
		return nil
	}
	return d.DB.Commit(ctx, func(tx *store.Tx) error { return g.right(tx, d.DB.Machine()) })
}

// seconds says a wait as people do.
func seconds(n int) string {
	if n == 1 {
		return "a second"
	}
	return fmt.Sprintf("%d seconds", n)
}
