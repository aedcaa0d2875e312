package notify

import (
	"context"
	"errors"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk/link"
)

// Patient writes to a patient the link to their page. The letter names nobody, no
// service and no place, so that it says nothing to whoever else reads it (hazard
// H5); its link is made as it is sent and stands nowhere else. What was ended
// meanwhile, or is safe no more, is not sent.
func (s *Sender) Patient(ctx context.Context, of referral.ID, ticket string) error {
	if s.Relay == "" {
		return errors.New("notify: there is no relay, and a patient waits for a letter")
	}
	l, err := link.Post(ctx, s.Desk, of, ticket)
	if k := fault.Of(err); err != nil && (k == fault.Refused || k == fault.Missing) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.send(ctx, "patient "+l.Token, toPatient(l, s.Public, s.Desk.Now()))
}

// toPatient is the letter, in what the patient reads and in English under it.
func toPatient(l link.Letter, public string, now time.Time) letter {
	var parts []string
	for _, in := range l.In {
		at := public + "/p/" + l.Token + "?lang=" + string(in)
		text := in.Say("letter.body") + "\n\n" + at + "\n\n" + in.Say("letter.end", "d", in.Day(l.Ends.In(l.Zone), now.In(l.Zone))) + "\n"
		if in.Draft() {
			text += "\n" + in.Say("draft") + "\n"
		}
		parts = append(parts, text)
	}
	return letter{to: l.To, subject: l.In[0].Say("letter.subject"), body: strings.Join(parts, "\n")}
}
