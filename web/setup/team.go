package setup

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/policy"
	"referd/desk"
	"referd/desk/house"
	"referd/web/page"
	"referd/web/visit"
)

// ours are the teams at work of an organization, by name.
func ours(dir *desk.Directory, org party.OrgID) (out []party.Team) {
	for _, t := range dir.Teams {
		if t.Org == org && t.Active {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b party.Team) int { return strings.Compare(a.Name+string(a.ID), b.Name+string(b.ID)) })
	return out
}

func teamOpts(dir *desk.Directory, org party.OrgID, but party.TeamID) (out []page.Opt) {
	for _, t := range ours(dir, org) {
		if t.ID != but {
			out = append(out, page.Opt{Value: string(t.ID), Words: t.Name})
		}
	}
	return out
}

// peopleOpts are those who work at an organization, by name; only clinicians,
// where that is asked for.
func peopleOpts(dir *desk.Directory, org party.OrgID, clinicians bool) (out []page.Opt) {
	for id, u := range dir.Users {
		if u.Org == org && u.Active && (!clinicians || u.Practitioner != "") {
			out = append(out, page.Opt{Value: string(id), Words: dir.PersonName(id)})
		}
	}
	slices.SortFunc(out, func(a, b page.Opt) int { return strings.Compare(a.Words+a.Value, b.Words+b.Value) })
	return out
}

func teams(v *visit.Visit) error {
	p := page.SetupList{Heading: "Teams", One: "team", More: "teams", Words: "A team owns work; a person does it. What is late climbs to the lead.", AddHref: "/setup/teams/new", AddWords: "Add a team"}
	return listed(v, "teams", &p, func(r *desk.Reading) {
		dir := r.Directory()
		for _, t := range dir.Teams {
			if t.Org != v.Who.Org {
				continue
			}
			lead := "no lead"
			if t.Lead != "" {
				lead = "led by " + dir.PersonName(t.Lead)
			}
			row := page.SetupRow{Name: t.Name, Words: joined(lead, page.Many(len(dir.Asked(t.ID)), "person", "people"), t.Hours.String()), Href: "/setup/teams/" + string(t.ID)}
			if len(dir.Asked(t.ID)) == 0 && t.Active {
				row.Note = "nobody is in it"
			}
			into(&p, row, t.Active)
		}
	})
}

var team = &subject{step: "teams", path: "/setup/teams", list: "/setup/teams", back: "Teams",
	name: func(x *asked) string {
		if x.fresh {
			return "New team"
		}
		return x.dir.Teams[party.TeamID(x.id)].Name
	},
	lines: func(x *asked) []house.Mark { return []house.Mark{{Kind: desk.KindTeam, ID: x.made}} },
	fill: func(x *asked) (url.Values, error) {
		t, ok := x.dir.Teams[party.TeamID(x.id)]
		if !x.fresh && (!ok || t.Org != x.Who.Org) {
			return nil, absent()
		}
		if x.fresh {
			t = party.Team{Lead: x.Who.User, Active: true}
		}
		f := url.Values{"name": {t.Name}, "lead": {string(t.Lead)}, "cover": {string(t.Cover)}}
		if t.Active {
			f.Set("active", "yes")
		}
		return f, nil
	},
	show: func(x *asked, p *page.SetupForm) {
		fields := []page.Field{x.field("text", "name", "Name", "As people here call it: Intake, Triage, Front desk."), x.choice("lead", "Lead", "What is late climbs to them. They see the exceptions of the team.", peopleOpts(x.dir, x.Who.Org, false)),
			x.choice("cover", "Asked outside its hours", "For what is urgent. May stay empty.", teamOpts(x.dir, x.Who.Org, party.TeamID(x.id)))}
		if !x.fresh {
			fields = append(fields, x.field("check", "active", "At work", "A team that has open work, or does a service's, cannot be closed."))
		}
		p.Parts = []page.Part{{Legend: "The team", Fields: fields}}
		if p.Happens = []string{"Who is in it is set under People, when it works under Hours."}; x.fresh {
			p.Happens = append(p.Happens, "It begins with the hours of your first team, or Monday to Friday, eight to five.")
		}
	},
	read: func(x *asked) ([]house.Change, error) {
		t := x.dir.Teams[party.TeamID(x.made)]
		if x.fresh {
			t = party.Team{ID: party.TeamID(x.made), Org: x.Who.Org, Hours: party.OfficeHours(x.dir.Orgs[x.Who.Org].Zone)}
			if have := ours(x.dir, x.Who.Org); len(have) > 0 {
				t.Hours = have[0].Hours
			}
		}
		t.Name, t.Lead, t.Cover, t.Active = x.get("name"), party.UserID(x.get("lead")), party.TeamID(x.get("cover")), x.fresh || x.is("active")
		return []house.Change{{Kind: desk.KindTeam, ID: x.made, Body: t}}, nil
	}}

// hours lists when each team works.
func hours(v *visit.Visit) error {
	p := page.SetupList{Heading: "Hours and holidays", One: "team", More: "teams", Words: "Routine work is counted in working days; what is due on a day that is shut would be late."}
	return listed(v, "hours", &p, func(r *desk.Reading) {
		for _, t := range ours(r.Directory(), v.Who.Org) {
			next := 0
			for _, d := range t.Hours.Holidays {
				if d >= v.Desk.Now().In(v.Zone()).Format(time.DateOnly) {
					next++
				}
			}
			row := page.SetupRow{Name: t.Name, Words: joined(t.Hours.String(), t.Hours.Zone, page.Many(next, "holiday ahead", "holidays ahead")), Href: "/setup/hours/" + string(t.ID)}
			if t.Hours.String() == "" {
				row.Note = "never at work"
			} else if next == 0 {
				row.Note = "no holidays entered"
			}
			p.Rows = append(p.Rows, row)
		}
	})
}

var days = [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}

// offered are the federal holidays of this year and the next, as the team counts.
func (x *asked) offered() (out []policy.Holiday) {
	year := x.Desk.Now().In(x.Zone()).Year()
	return append(policy.FederalHolidays(year), policy.FederalHolidays(year+1)...)
}

var calendar = &subject{step: "hours", path: "/setup/hours", list: "/setup/hours", back: "Hours",
	name: func(x *asked) string { return "Hours of " + x.dir.TeamName(party.TeamID(x.id)) },
	lines: func(x *asked) (out []house.Mark) {
		out = append(out, house.Mark{Kind: desk.KindTeam, ID: x.id})
		for _, t := range ours(x.dir, x.Who.Org) {
			if string(t.ID) != x.id {
				out = append(out, house.Mark{Kind: desk.KindTeam, ID: string(t.ID)})
			}
		}
		return out
	},
	fill: func(x *asked) (url.Values, error) {
		t, ok := x.dir.Teams[party.TeamID(x.id)]
		if !ok || t.Org != x.Who.Org {
			return nil, absent()
		}
		f := url.Values{"zone": {t.Hours.Zone}}
		for d, o := range t.Hours.Open {
			if o[1] > o[0] {
				f.Set(fmt.Sprintf("from-%d", d), party.Clock(o[0]))
				f.Set(fmt.Sprintf("to-%d", d), party.Clock(o[1]%(24*60)))
			}
		}
		federal := map[string]bool{}
		for _, h := range x.offered() {
			if federal[h.Day] = true; t.Hours.Shut(h.Day) {
				f.Set("shut-"+h.Day, "yes")
			}
		}
		var others []string
		for _, d := range t.Hours.Holidays {
			if !federal[d] {
				others = append(others, d)
			}
		}
		f.Set("others", strings.Join(others, "\n"))
		for _, o := range ours(x.dir, x.Who.Org) {
			if o.ID != t.ID && same(o.Hours, t.Hours) {
				f.Set("also-"+string(o.ID), "yes")
			}
		}
		return f, nil
	},
	show: func(x *asked, p *page.SetupForm) {
		p.Parts = []page.Part{{Legend: "Where its clock is", Fields: []page.Field{x.zone("Time zone", "Hours are read on this clock.")}}}
		week := page.Grid{Legend: "Working hours", Hint: "Leave a day empty that is shut", First: "Day", Heads: []string{"From", "To"}}
		for i := range 7 {
			d := (i + 1) % 7
			week.Rows = append(week.Rows, page.GridRow{Name: days[d], Fields: []page.Field{x.field("time", fmt.Sprintf("from-%d", d), days[d]+" from", ""), x.field("time", fmt.Sprintf("to-%d", d), days[d]+" to", "")}})
		}
		p.Grids = []page.Grid{week}
		federal := page.Part{Legend: "Federal holidays", Hint: "Tick those on which the team is shut", Wrap: true}
		for _, h := range x.offered() {
			day, _ := time.Parse(time.DateOnly, h.Day)
			federal.Fields = append(federal.Fields, x.field("check", "shut-"+h.Day, h.Name, day.Format("Mon 02-Jan-2006")))
		}
		p.After = []page.Part{federal, {Legend: "Other days it is shut", Fields: []page.Field{x.field("area", "others", "Days", "One on each line, as 2026-12-24.")}}}
		also := page.Part{Legend: "The same for", Hint: "They get these hours and these holidays", Wrap: true}
		for _, t := range ours(x.dir, x.Who.Org) {
			if string(t.ID) != x.id {
				also.Fields = append(also.Fields, x.field("check", "also-"+string(t.ID), t.Name, t.Hours.String()))
			}
		}
		if len(also.Fields) > 0 {
			p.After = append(p.After, also)
		}
	},
	read: func(x *asked) (out []house.Change, err error) {
		h, wrong := x.typedHours()
		for _, t := range ours(x.dir, x.Who.Org) {
			if string(t.ID) == x.id || x.is("also-"+string(t.ID)) {
				t.Hours = h
				out = append(out, house.Change{Kind: desk.KindTeam, ID: string(t.ID), Body: t})
			}
		}
		return out, wrong
	},
	happens: []string{"No due that is there moves. What is owed from now on is counted in the new hours.", "The next page says what is due on a day that will be shut."}}

func same(a, b party.Hours) bool {
	return a.Zone == b.Zone && a.Open == b.Open && slices.Equal(a.Holidays, b.Holidays)
}

// typedHours reads a week and its holidays.
func (x *asked) typedHours() (h party.Hours, err error) {
	var all []error
	h.Zone = x.get("zone")
	for d := range h.Open {
		from, to := x.get(fmt.Sprintf("from-%d", d)), x.get(fmt.Sprintf("to-%d", d))
		if from+to == "" {
			continue
		}
		a, ok := party.ReadClock(from)
		b, ok2 := party.ReadClock(to)
		if b == 0 {
			b = 24 * 60 // midnight, where a day ends
		}
		if !ok || !ok2 || b <= a {
			all = append(all, wrongAbout(fmt.Sprintf("to-%d", d), days[d]+" ends before it begins, or one of its hours is missing. Leave both empty for a day that is shut."))
			continue
		}
		h.Open[d] = [2]int{a, b}
	}
	for _, o := range x.offered() {
		if x.is("shut-" + o.Day) {
			h.Holidays = append(h.Holidays, o.Day)
		}
	}
	for _, d := range strings.FieldsFunc(x.f.Get("others"), func(r rune) bool { return r == '\n' || r == '\r' || r == ',' || r == ' ' }) {
		if _, err := time.Parse(time.DateOnly, d); err != nil {
			all = append(all, wrongAbout("others", "“"+d+"” is no day of the calendar. Write one on each line, as 2026-12-24."))
			continue
		}
		h.Holidays = append(h.Holidays, d)
	}
	slices.Sort(h.Holidays)
	h.Holidays = slices.Compact(h.Holidays)
	return h, fault.All(all...)
}
