package setup

import (
	"net/url"
	"time"

	"referd/core/party"
	"referd/desk"
	"referd/desk/house"
	"referd/web/page"
	"referd/web/visit"
)

// calls lists who is on call, now and to come, and for which teams nobody is.
func calls(v *visit.Visit) error {
	p := page.SetupList{Heading: "On call", One: "line", More: "lines", Words: "Who answers for what presses: an emergency, an actionable report, a patient who is worse. A clinician, or a number that is answered at any hour.",
		Empty: "Nobody is on call. The first referral waits for it.", AddHref: "/setup/on-call/new", AddWords: "Name who is on call"}
	return listed(v, "on-call", &p, func(r *desk.Reading) {
		dir, now := r.Directory(), v.Desk.Now()
		for id, o := range dir.OnCalls {
			if dir.Teams[o.Team].Org != v.Who.Org || !o.Until.IsZero() && !o.Until.After(now) {
				continue
			}
			row := page.SetupRow{Name: dir.TeamName(o.Team), Words: joined(dir.PersonName(o.User), o.Phone, term(v, o.From, o.Until)), Href: "/setup/on-call/" + url.PathEscape(id)}
			if o.From.After(now) {
				row.Words += " · has not begun"
			}
			p.Rows = append(p.Rows, row)
		}
		for _, t := range ours(dir, v.Who.Org) {
			if _, ok := dir.OnCallFor(t.ID, now); !ok {
				p.Rows = append(p.Rows, page.SetupRow{Name: t.Name, Words: "nobody now"})
			}
		}
	})
}

func term(v *visit.Visit, from, until time.Time) string {
	c := v.Clock()
	switch {
	case until.IsZero():
		return "until another is named"
	case from.IsZero():
		return "until " + c.Exact(until)
	}
	return c.Exact(from) + " to " + c.Exact(until)
}

const minute = "2006-01-02T15:04"

var onCall = &subject{step: "on-call", path: "/setup/on-call", list: "/setup/on-call", back: "On call",
	name: func(x *asked) string {
		if x.fresh {
			return "Who is on call"
		}
		return "On call for " + x.dir.TeamName(x.dir.OnCalls[x.id].Team)
	},
	lines: func(x *asked) []house.Mark {
		if x.fresh {
			return nil
		}
		return []house.Mark{{Kind: desk.KindOnCall, ID: x.id}}
	},
	fill: func(x *asked) (url.Values, error) {
		f := url.Values{"phone": {x.dir.Orgs[x.Who.Org].Phone}}
		o, ok := x.dir.OnCalls[x.id]
		switch {
		case x.fresh:
			f.Set("phone", "")
			for _, t := range ours(x.dir, x.Who.Org) {
				if _, has := x.dir.OnCallFor(t.ID, x.Desk.Now()); !has {
					f.Set("team-"+string(t.ID), "yes")
				}
			}
			return f, nil
		case !ok || x.dir.Teams[o.Team].Org != x.Who.Org:
			return nil, absent()
		}
		f.Set("user", string(o.User))
		f.Set("phone", o.Phone)
		for name, at := range map[string]time.Time{"from": o.From, "until": o.Until} {
			if !at.IsZero() {
				f.Set(name, at.In(x.Zone()).Format(minute))
			}
		}
		return f, nil
	},
	show: func(x *asked, p *page.SetupForm) {
		p.Parts = []page.Part{{Legend: "Who answers", Hint: "A clinician, a number, or both", Fields: []page.Field{x.choice("user", "Clinician", "What presses and is nobody's is theirs by name.", peopleOpts(x.dir, x.Who.Org, true)),
			x.field("tel", "phone", "Number", "Answered at any hour. It stands on the practice sheet."), x.field("datetime", "from", "From", "Empty: at once."), x.field("datetime", "until", "Until", "Empty: until another is named.")}}}
		if !x.fresh {
			return
		}
		teams := page.Part{Legend: "For which teams", Wrap: true}
		for _, t := range ours(x.dir, x.Who.Org) {
			teams.Fields = append(teams.Fields, x.field("check", "team-"+string(t.ID), t.Name, ""))
		}
		p.Parts = append(p.Parts, teams)
	},
	read: func(x *asked) (out []house.Change, err error) {
		o := party.OnCall{User: party.UserID(x.get("user")), Phone: x.get("phone")}
		for name, at := range map[string]*time.Time{"from": &o.From, "until": &o.Until} {
			if x.get(name) == "" {
				continue
			}
			if *at, err = time.ParseInLocation(minute, x.get(name), x.Zone()); err != nil {
				return nil, wrongAbout(name, "Write it as 2026-06-15T18:00.") // nothing is known of the term
			}
			*at = at.UTC()
		}
		if !x.fresh {
			o.Team = x.dir.OnCalls[x.id].Team
			return []house.Change{{Kind: desk.KindOnCall, ID: x.id, Body: o}}, nil
		}
		for _, t := range ours(x.dir, x.Who.Org) {
			if x.is("team-" + string(t.ID)) {
				o.Team = t.ID
				out = append(out, house.Change{Kind: desk.KindOnCall, ID: x.made + "-" + string(t.ID), Body: o})
			}
		}
		if len(out) == 0 {
			return nil, wrongAbout("phone", "Choose for which teams they answer.")
		}
		return out, nil
	},
	happens: []string{"Of several for one team the one who took over last answers. It ends by naming an end, or another."}}
