package notify

import (
	"context"
	"errors"
	"time"

	"referd/core/party"
	"referd/desk"
	"referd/desk/people"
)

// Cover writes of a cover as it stands: to whom is asked to cover; to who is away,
// that it was accepted or declined; where a lead said that somebody is out, to
// both, and to the lead who hears no. What is over by itself tells nobody.
func (s *Sender) Cover(ctx context.Context, arg string) error {
	dir, x, ok, err := s.cover(ctx, arg)
	if !ok {
		return err
	}
	now, cover, away := s.Desk.Now(), dir.PersonName(x.To), dir.ClinicianName(x.For)
	asker := x.By
	if asker == "" {
		asker = dir.UserOf(x.For, dir.Users[x.To].Org)
	}
	switch {
	case x.Declined:
		said := ""
		if x.Why != "" { // words of a colleague stay in the house
			said = " They said why: it stands where this link leads."
		}
		return s.tell(ctx, arg, x, asker, "declined", func(*time.Location) (string, string) {
			return cover + " does not cover " + away, cover + " does not cover " + away + ", as was asked. What " + away + " owes stands with nobody else: choose somebody else." + said
		})
	case x.Over(now):
		return nil
	case x.Waits:
		return s.tell(ctx, arg, x, x.To, "asked", func(z *time.Location) (string, string) {
			return away + " asks you to cover" + days(x, z), away + " asks you to cover" + days(x, z) + ". It holds once you accept; if you cannot, decline: " + away + " is told. Until you answer nobody covers."
		})
	case x.By == "":
		return s.tell(ctx, arg, x, asker, "accepted", func(z *time.Location) (string, string) {
			return cover + " covers you" + days(x, z), cover + " accepted to cover you" + days(x, z) + ". What you owe stands in their lists too in that time. Either of you can end it."
		})
	}
	lead := dir.PersonName(x.By)
	return errors.Join(s.tell(ctx, arg, x, x.To, "", func(z *time.Location) (string, string) {
		return "You cover " + away + days(x, z), lead + " says that " + away + " is out, and asks you to cover" + days(x, z) + ". What they owe stands in your lists too, said for them. If you cannot, end it: " + lead + " is told."
	}), s.tell(ctx, arg, x, dir.UserOf(x.For, dir.Users[x.By].Org), "", func(z *time.Location) (string, string) {
		return cover + " covers you" + days(x, z), lead + " said that you are out. " + cover + " covers you" + days(x, z) + ": what you owe stands in their lists too. You can end it."
	}))
}

// Unanswered tells who is away, and the leads of their teams, that a cover should
// begin and was not accepted: nobody reads for them.
func (s *Sender) Unanswered(ctx context.Context, arg string) error {
	dir, x, ok, err := s.cover(ctx, arg)
	if !ok || !x.Waits || x.Over(s.Desk.Now()) {
		return err
	}
	absent := dir.UserOf(x.For, dir.Users[x.To].Org)
	heard := map[party.UserID]bool{absent: true}
	for _, m := range dir.Memberships {
		if t := dir.Teams[m.Team]; m.User == absent && m.In(s.Desk.Now()) && t.Active && t.Lead != "" && t.Lead != x.To {
			heard[t.Lead] = true
		}
	}
	cover, away := dir.PersonName(x.To), dir.ClinicianName(x.For)
	for u := range heard {
		err = errors.Join(err, s.tell(ctx, arg, x, u, "unanswered", func(*time.Location) (string, string) {
			return "Nobody covers " + away, cover + " was asked to cover " + away + " from now on, and has not accepted. What " + away + " owes stands with nobody else: ask again, or choose somebody else. The lead of a team can say that somebody is out, and who covers."
		}))
	}
	return err
}

// cover is the delegation a job writes of; ok is false where there is nothing to
// write.
func (s *Sender) cover(ctx context.Context, arg string) (dir *desk.Directory, x party.Delegation, ok bool, err error) {
	if s.Relay == "" {
		return nil, x, false, nil
	}
	if dir, err = s.Desk.Directory(ctx); err != nil {
		return nil, x, false, err
	}
	x, ok = dir.Delegations[arg]
	return dir, x, ok && x.Cover, nil
}

// tell writes to one person in the time of where they work; who left meanwhile is
// told nothing. One letter of a state has one key: who gets it twice sees one.
func (s *Sender) tell(ctx context.Context, arg string, x party.Delegation, u party.UserID, state string, says func(*time.Location) (subject, body string)) error {
	to, err := people.As(ctx, s.Desk, u)
	if err != nil {
		return nil
	}
	subject, body := says(to.Zone)
	return s.send(ctx, "cover "+arg+" "+string(u)+" "+x.From.Format("20060102T150405.000000000")+" "+state, letter{to: to.Email, subject: subject, body: body + "\n\nSee it here: " + s.Public + "/covers\n\nThis message names no patient on purpose.\n"})
}

// days says when a cover holds.
func days(x party.Delegation, z *time.Location) (text string) {
	if !x.From.IsZero() && x.By == "" {
		text = " from " + x.From.In(z).Format("Mon 02-Jan-2006")
	}
	if !x.Until.IsZero() {
		text += " until the end of " + x.LastDay().In(z).Format("Mon 02-Jan-2006")
	}
	return text
}
