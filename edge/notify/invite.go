package notify

import (
	"context"
	"fmt"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/people"
)

// Invite writes to somebody who has an account and no password yet the link by
// which they set one. Each letter has a link of its own, made as it is sent: none
// stands anywhere but in the letter. Who came in meanwhile is not written to.
func (s *Sender) Invite(ctx context.Context, user string) error {
	u := party.UserID(user)
	if s.Relay == "" {
		return nil
	}
	var token string
	var ends time.Time
	err := s.Desk.Write(ctx, desk.System("invitation"), "account.invite", func(w *desk.Writing) (err error) {
		token, ends, err = people.Invitation(w, u)
		return err
	})
	if k := fault.Of(err); err != nil && (k == fault.Refused || k == fault.Missing) {
		return nil
	}
	if err != nil {
		return err
	}
	to, err := people.As(ctx, s.Desk, u)
	if err != nil {
		return err
	}
	dir, err := s.Desk.Directory(ctx)
	if err != nil {
		return err
	}
	org := dir.Orgs[to.Org].Name
	return s.send(ctx, "invitation "+token, letter{to: to.Email, subject: "You are invited to referd at " + org, body: fmt.Sprintf("%s works with referd, which keeps referrals from being lost, and has an account for you.\n\nOpen this address and choose your password: %s/join/%s\n\nIt works once, until %s. Then sign in with this address. If you work with referd in another organization already, sign in there instead, and accept with the account you have.\n\nIf you did not expect this, leave it: nothing happens. Nobody asks you for the link.\n",
		org, s.Public, token, ends.In(to.Zone).Format("Mon 02-Jan-2006 15:04 MST"))})
}
