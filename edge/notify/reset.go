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

// Reset writes to somebody who forgot their password the link by which they set
// a new one; who never came in gets another invitation. Each letter has a link
// of its own, made as it is sent, which ends the one before. Nobody is not
// written to: the door asks for a letter to them as well, so that it answers all
// alike.
func (s *Sender) Reset(ctx context.Context, user string) error {
	u := party.UserID(user)
	if s.Relay == "" || u == "" {
		return nil
	}
	var token string
	var ends time.Time
	err := s.Desk.Write(ctx, desk.System("reset"), "account.link", func(w *desk.Writing) (err error) {
		token, ends, err = people.Reset(w, u)
		return err
	})
	switch k := fault.Of(err); {
	case err == nil:
	case k == fault.Conflict:
		return s.Invite(ctx, user)
	case k == fault.Refused || k == fault.Missing:
		return nil
	default:
		return err
	}
	dir, err := s.Desk.Directory(ctx)
	if err != nil {
		return err
	}
	to := dir.Users[u] // also when they left the organization they came into first
	zone, err := time.LoadLocation(dir.Orgs[to.Org].Zone)
	if err != nil {
		zone = time.UTC
	}
	return s.send(ctx, "reset "+token, letter{to: to.Email, subject: "A new password for referd", body: fmt.Sprintf("Somebody, likely you, asked for a new password for this address at referd.\n\nOpen this address and choose one: %s/password/%s\n\nIt works once, until %s. A later letter ends it. When the password is changed, you are signed out everywhere.\n\nIf you did not ask, leave it: nothing happens. Nobody asks you for the link.\n",
		s.Public, token, ends.In(zone).Format("Mon 02-Jan-2006 15:04 MST"))})
}
