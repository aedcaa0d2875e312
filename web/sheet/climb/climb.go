// Package climb says in words where what is owed goes when it stays, before it
// goes there, and where it has gone.
package climb

import (
	"strings"
	"time"

	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/web/visit"
)

// Of says it of the ball, or of a duty beside it: "Went to Dr Wei Chen today
// 12:00; goes to both sides tomorrow 16:00". It is empty for what goes no further
// than whoever owes it, and has not.
func Of(v *visit.Visit, dir *desk.Directory, s *referral.State, o referral.Owed) string {
	var went, goes []string
	leads := func(who party.UserID) bool { return dir.Teams[o.Team].Lead == who }
	for _, l := range policy.Escalations(o, policy.ClimbOf(s, o, dir.Teams[o.Team].Hours)) {
		if at, to, ok := fired(s, o, l.Level); ok && l.Level > 1 {
			if l.Level == 3 {
				went = append(went, "to both sides "+when(v, at))
			} else if to != o.Person || to == "" {
				went = append(went, "to "+named(v, dir, to, leads(to))+" "+when(v, at))
			}
			continue
		}
		if !l.At.After(v.Desk.Now()) {
			continue // about to
		}
		switch l.Level {
		case 2:
			if to := chase.Next(dir, s, o, v.Desk.Now()); to == "" || to != o.Person {
				goes = append(goes, "to "+named(v, dir, to, leads(to))+" "+when(v, l.At))
			}
		case 3:
			goes = append(goes, "to both sides "+when(v, l.At))
		}
	}
	switch {
	case len(goes) == 0 && len(went) == 0:
		return ""
	case len(goes) == 0:
		return "Went " + strings.Join(went, ", ")
	case len(went) == 0:
		return "Goes " + strings.Join(goes, ", ")
	}
	return "Went " + strings.Join(went, ", ") + "; goes " + strings.Join(goes, ", ")
}

// To says who is asked next when it stays where it is: nothing when that is
// whoever has it already.
func To(v *visit.Visit, dir *desk.Directory, s *referral.State, o referral.Owed, has party.UserID, at time.Time) string {
	who := chase.Next(dir, s, o, v.Desk.Now())
	if who != "" && who == has {
		return ""
	}
	return "Goes to " + named(v, dir, who, dir.Teams[o.Team].Lead == who) + " " + when(v, at)
}

// when is a moment within a sentence: "today 16:40", "tomorrow 08:00".
func when(v *visit.Visit, t time.Time) string {
	c := v.Clock()
	said := c.Short(t)
	if at, ok := strings.CutPrefix(said, "Today "); ok {
		return "today " + at
	}
	if at, ok := strings.CutPrefix(c.Short(t.AddDate(0, 0, -1)), "Today "); ok {
		return "tomorrow " + at
	}
	return said
}

// named says who is reached: the team's lead, or a clinician who leads nothing,
// as where the lead is none.
func named(v *visit.Visit, dir *desk.Directory, who party.UserID, leads bool) string {
	name := dir.PersonName(who)
	switch {
	case who != "" && who == v.Who.User && leads:
		return "you, as the team's lead,"
	case who != "" && who == v.Who.User:
		return "you"
	case name != "":
		return name
	}
	return "the team lead"
}

// fired is when something climbed to a level, as it is owed now, and to whom.
func fired(s *referral.State, o referral.Owed, level int) (at time.Time, to party.UserID, ok bool) {
	for _, e := range s.Entries() {
		if x, is := e.What.(referral.Escalated); is && x.Duty == o.Duty && x.Level == level && x.Due.Equal(o.Due) && !e.Noted.Before(o.From) {
			at, to, ok = e.Noted, x.Person, true
		}
	}
	return at, to, ok
}
