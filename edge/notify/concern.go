package notify

import (
	"context"
	"errors"
	"strings"

	"referd/core/party"
	"referd/desk"
	"referd/desk/safety"
)

var gradeWords = map[string]string{safety.Unsafe: "something unsafe, nobody harmed", safety.Near: "a near miss", safety.Harm: "somebody was or may be harmed"}

// Concern tells whom an organization's concerns go to that there is one, and how
// bad it is: not what it says, nor who says it.
func (s *Sender) Concern(ctx context.Context, arg string) error {
	org, which, _ := strings.Cut(arg, "/")
	if s.Relay == "" {
		return nil
	}
	grade, open, to := "", false, []party.User(nil)
	err := s.Desk.Read(ctx, desk.System("concern"), "safety.told", func(r *desk.Reading) (err error) {
		for _, u := range safety.Officers(r.Directory(), party.OrgID(org)) {
			to = append(to, r.Directory().Users[u])
		}
		r.SawObject("Concern/" + which)
		grade, open, err = safety.Told(r, which, party.OrgID(org))
		return err
	})
	if err != nil || !open {
		return err
	}
	for _, u := range to {
		e := s.send(ctx, "concern "+which+" "+string(u.ID), letter{to: u.Email, subject: "A safety concern was reported: " + gradeWords[grade],
			body: "Somebody who works here reported a safety concern: " + gradeWords[grade] + ".\n\nOpen it here: " + s.Public + "/concerns/" + which + "\n\nThis message names no patient on purpose.\n"})
		err = errors.Join(err, e)
	}
	return err
}
