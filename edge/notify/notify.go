// Package notify tells people by mail that there is something for them, and no
// more: kind, due and code, never a name or a diagnosis.
package notify

import (
	"context"
	"fmt"
	"time"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/notice"
	"referd/work"
)

// Sender sends through a relay.
type Sender struct {
	Desk     *desk.Desk
	Relay    string // smtp://[user:password@]host:port or smtps://…; empty sends nothing
	From     string
	Public   string
	Patience time.Duration // with a relay that does not answer; zero is 10 s
}

// Notify does a notify job: who owes the thing named is told of it by their
// bell, and in a letter where there is a relay.
func (s *Sender) Notify(ctx context.Context, of referral.ID, about string) error {
	return chase.Plan(ctx, s.Desk, of, about, s.Relay != "")
}

// Mail does a mail job: a letter leaves, unless everything in it was done
// meanwhile; a work.Later when its reader got one within the hour. Tried again it has the same Message-ID, so that a mailbox that got
// it twice can show it once.
func (s *Sender) Mail(ctx context.Context, name string) error {
	l, err := chase.LetterOf(ctx, s.Desk, name)
	if err != nil {
		return err
	}
	if !l.Later.IsZero() {
		return &work.Later{At: l.Later}
	}
	if len(l.Notices) > 0 && s.Relay != "" {
		dir, err := s.Desk.Directory(ctx)
		if err != nil {
			return err
		}
		stop := notice.StopLink(s.Desk, l.To.ID, l.Stoppable())
		if err := s.send(ctx, name, write(l, chase.Zone(dir, l.To), s.Desk.Now(), s.Public, stop)); err != nil {
			return fmt.Errorf("notify: to %s: %w", l.To.ID, err)
		}
	}
	return chase.Left(ctx, s.Desk, l.Names...)
}
