package notify

import (
	"context"
	"errors"

	"referd/core/party"
	"referd/desk/people"
)

// Cover tells whom a lead asked to cover somebody who is out, and who is out; or
// the lead, that whoever was asked declined. What is over by itself tells nobody.
func (s *Sender) Cover(ctx context.Context, arg string) error {
	if s.Relay == "" {
		return nil
	}
	dir, err := s.Desk.Directory(ctx)
	if err != nil {
		return err
	}
	x, ok := dir.Delegations[arg]
	if !ok || x.By == "" || !x.Declined && !x.In(s.Desk.Now()) {
		return nil
	}
	lead, cover, out := dir.PersonName(x.By), dir.PersonName(x.To), dir.ClinicianName(x.For)
	tell := func(u party.UserID, subject, body string) error {
		to, err := people.As(ctx, s.Desk, u)
		if err != nil {
			return nil // closed meanwhile
		}
		return s.send(ctx, "cover "+arg+" "+string(u)+" "+x.From.Format("20060102T150405.000000000")+map[bool]string{true: " declined"}[x.Declined], letter{to: to.Email, subject: subject, body: body + "\n\nSee it here: " + s.Public + "/covers\n\nThis message names no patient on purpose.\n"})
	}
	if x.Declined {
		return tell(x.By, cover+" does not cover "+out, cover+" ended the cover of "+out+" that you asked for. What they owe is with them again: choose somebody else.")
	}
	until := ""
	if to, err := people.As(ctx, s.Desk, x.To); err == nil {
		until = x.LastDay().In(to.Zone).Format("Mon 02-Jan-2006")
	}
	err = tell(x.To, "You cover "+out+" until "+until, lead+" says that "+out+" is out, and asks you to cover until the end of "+until+". What they owe stands in your lists too, said for them. If you cannot, end it: "+lead+" is told.")
	return errors.Join(err, tell(dir.UserOf(x.For, dir.Users[x.By].Org), cover+" covers you until "+until, lead+" said that you are out. "+cover+" covers you until the end of "+until+": what you owe stands in their lists too. You can end it."))
}
