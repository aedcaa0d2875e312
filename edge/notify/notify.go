// Package notify tells people by mail that there is something for them, and no
// more: kind, due and code, never a name or a diagnosis.
package notify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/work"
)

// Sender sends through a relay.
type Sender struct {
	Desk     *desk.Desk
	Relay    string // smtp://[user:password@]host:port or smtps://…; empty sends nothing
	From     string
	Public   string
	Patience time.Duration // with a relay that does not answer; zero is 10 s

	rhythm rhythm
}

// Undelivered is what Notify answers when the relay did not take the mail of
// some of those who were to be told.
type Undelivered struct {
	To  []party.UserID
	Err error
}

func (u *Undelivered) Error() string { return u.Err.Error() }
func (u *Undelivered) Unwrap() error { return u.Err }

// Notify does a notify job: who owes the thing named is told. Nobody gets more
// than one mail an hour of a kind (hazard H14): what comes meanwhile is kept
// and told together, so that it answers with a work.Later; what presses is
// told at once. Whoever was told is not told again when the job is tried again
// for somebody else's sake.
func (s *Sender) Notify(ctx context.Context, of referral.ID, duty string) error {
	if s.Relay == "" {
		return nil
	}
	n, err := chase.NoticeOf(ctx, s.Desk, of, duty)
	if err != nil {
		return err
	}
	dir, err := s.Desk.Directory(ctx)
	if err != nil {
		return err
	}
	failed := &Undelivered{}
	var later time.Time
	for _, u := range n.To {
		if u.Email == "" {
			continue
		}
		now := s.Desk.Now()
		turn := s.rhythm.take(u.ID, n, now)
		if !turn.send {
			if !turn.at.IsZero() && (later.IsZero() || turn.at.Before(later)) {
				later = turn.at
			}
			continue
		}
		all, err := s.still(ctx, u, n, turn.more)
		if err == nil {
			err = s.send(ctx, write(all, u, zone(dir.Orgs[u.Org].Zone), now, s.Public))
		}
		s.rhythm.done(pile{u.ID, n.Act}, turn, all, now, err == nil)
		if err != nil {
			failed.To, failed.Err = append(failed.To, u.ID), errors.Join(failed.Err, fmt.Errorf("notify: to %s: %w", u.ID, err))
		}
	}
	switch {
	case failed.Err != nil:
		return failed
	case !later.IsZero():
		return &work.Later{At: later}
	}
	return nil
}

// still is the notice and those kept beside it that somebody still owes.
func (s *Sender) still(ctx context.Context, u party.User, n chase.Notice, later []late) ([]chase.Notice, error) {
	out := []chase.Notice{n}
	for _, k := range later {
		x, err := chase.NoticeOf(ctx, s.Desk, k.of, k.about)
		if err != nil {
			return nil, err
		}
		for _, to := range x.To {
			if to.ID == u.ID && x.Act == n.Act {
				out = append(out, x)
			}
		}
	}
	return out, nil
}

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return z
}
