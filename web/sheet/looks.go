package sheet

import (
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/visit"
)

// looks are the days on which the reader's own people look again, beside what
// else is owed: one that is still to come says its day.
func looks(g *page.Loop, v *visit.Visit, dir *desk.Directory, p *loop.Picture) {
	for _, l := range p.Looks {
		if !l.Done.IsZero() {
			continue
		}
		d := page.DutyLine{Words: "Look again: " + Short(l.Words), With: orElse(dir.PersonName(l.Person), dir.TeamName(l.Team)), Due: l.Due, Href: Path(p.ID, referral.ActLook) + Suffix(v), Own: true}
		if d.Mine = v.Who.Owes(referral.Owed{Team: l.Team, Person: l.Person}) && !l.From.After(v.Desk.Now()); d.Mine && l.Person != v.Who.User {
			d.For = dir.PersonName(l.Person)
		}
		g.Duties = append(g.Duties, d)
	}
	for _, a := range p.Asides {
		g.Aside = append(g.Aside, asideWords(v, dir, a.Who, a.Until, a.Words))
	}
	if v.Who.User != "" && !p.Withheld {
		g.PinHref, g.Pinned = "/referrals/"+string(p.ID)+"/"+PinNoun+Suffix(v), p.Pinned
	}
	if len(p.Asides) > 0 {
		g.AsideHref = "/referrals/" + string(p.ID) + "/" + AsideNoun + Suffix(v)
	}
}

// asideWords says who put something aside, until when and why.
func asideWords(v *visit.Visit, dir *desk.Directory, by party.UserID, until time.Time, why string) string {
	who := orElse(dir.PersonName(by), "somebody")
	if by == v.Who.User {
		who = "you"
	}
	return "Put aside by " + who + " until " + v.Clock().Day(until) + ": " + Short(why)
}
