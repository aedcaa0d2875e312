package notify

import (
	"context"
	"fmt"
	"time"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk/partner"
)

// Link writes to a receiver without an account the link by which it answers one
// referral. Each letter has a link of its own, made as it is sent; it names
// nobody, and not the code, which goes another way. What was ended meanwhile is
// not sent.
func (s *Sender) Link(ctx context.Context, of referral.ID, ticket string) error {
	if s.Relay == "" {
		return nil
	}
	l, err := partner.Post(ctx, s.Desk, of, ticket)
	if k := fault.Of(err); err != nil && (k == fault.Refused || k == fault.Missing) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.send(ctx, "link "+l.Token, ofLink(l, s.Public)); err != nil {
		return fmt.Errorf("notify: link %s: %w", ticket, err)
	}
	return partner.Posted(ctx, s.Desk, of)
}

func ofLink(l partner.Letter, public string) letter {
	zone, err := time.LoadLocation(l.Zone)
	if err != nil {
		zone = time.UTC
	}
	day := func(t time.Time) string { return t.In(zone).Format("Mon 02-Jan-2006 15:04 MST") }
	urgent := l.Urgent
	if urgent != "" {
		urgent = ", " + urgent
	}
	answer := ""
	if !l.Due.IsZero() {
		answer = "Please answer by " + day(l.Due) + ".\n\n"
	}
	return letter{to: l.To, subject: l.Sender + " has a referral for you" + urgent + ", " + l.Code,
		body: fmt.Sprintf("%s has a referral for you%s, %s. You need no account to answer it.\n\n%sOpen it here: %s/a/%s\n\nYou will be asked for a code of six digits. It is not in this mail: it is on the cover sheet where one was faxed to you; else call %s, telephone %s.\n\nThe link works until %s, for this referral only. This message names no patient on purpose. If you did not expect it, call the number of %s that you know.\n",
			l.Sender, urgent, l.Code, answer, public, l.Token, l.Sender, l.Phone, day(l.Ends), l.Sender)}
}
