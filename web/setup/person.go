package setup

import (
	"net/url"
	"slices"
	"strings"

	"referd/core/party"
	"referd/desk"
	"referd/desk/house"
	"referd/web/page"
	"referd/web/visit"
)

// person is somebody who works here: how they are called, and what they do in
// which team. They are invited, and leave, under People.
var person = &subject{step: "people", path: "/setup/people", list: "/admin/people", back: "People",
	name:  func(x *asked) string { return x.dir.PersonName(party.UserID(x.id)) },
	lines: linesOfPerson, fill: fillPerson, show: showPerson, read: readPerson,
	happens: []string{"Who has things of a team in hand gives them on before they leave it.", "Two names are kept on what was done under another's."}}

// member is somebody's line in a team.
func member(u, t string) string { return u + "@" + t }

// listing is a clinician's line at an organization; empty when there is none.
func listing(dir *desk.Directory, p party.PractitionerID, org party.OrgID) (best party.RoleID) {
	for id, r := range dir.Roles {
		if r.Practitioner == p && r.Org == org && r.Active && (best == "" || id < best) {
			best = id
		}
	}
	return best
}

func linesOfPerson(x *asked) []house.Mark {
	u := x.dir.Users[party.UserID(x.id)]
	out := []house.Mark{{Kind: desk.KindUser, ID: x.id}}
	if u.Practitioner != "" {
		out = append(out, house.Mark{Kind: desk.KindPractitioner, ID: string(u.Practitioner)}, house.Mark{Kind: desk.KindRole, ID: string(listing(x.dir, u.Practitioner, u.Org))})
	}
	for _, t := range ours(x.dir, u.Org) {
		out = append(out, house.Mark{Kind: desk.KindMembership, ID: member(x.id, string(t.ID))})
	}
	return out
}

func fillPerson(x *asked) (url.Values, error) {
	u, ok := x.dir.Users[party.UserID(x.id)]
	if !ok || u.Org != x.Who.Org || !u.Active {
		return nil, absent()
	}
	f := url.Values{"prefix": {u.Name.Prefix}, "given": {strings.Join(u.Name.Given, " ")}, "family": {u.Name.Family}, "email": {u.Email}}
	if u.Practitioner != "" {
		f.Set("npi", house.NPI(x.dir.Practitioners[u.Practitioner].Identifiers))
		if s := x.dir.Roles[listing(x.dir, u.Practitioner, u.Org)].Specialty; s.Code != "" {
			f.Set("specialty", s.Display+" ("+s.Code+")")
		}
	}
	for _, t := range ours(x.dir, u.Org) {
		if m := x.dir.Memberships[member(x.id, string(t.ID))]; m.User != "" && m.In(x.Desk.Now()) {
			for _, j := range m.Roles {
				f.Set("job-"+string(t.ID)+"-"+string(j), "yes")
			}
		}
	}
	return f, nil
}

func showPerson(x *asked, p *page.SetupForm) {
	u := x.dir.Users[party.UserID(x.id)]
	who := page.Part{Legend: "Who they are", Fields: []page.Field{x.field("text", "prefix", "Title", "Dr, or nothing"), x.field("text", "given", "Given names", ""), x.field("text", "family", "Family name", ""), x.field("email", "email", "Work e-mail", "They sign in with it.")}}
	if u.Practitioner != "" {
		s := x.field("list", "specialty", "Specialty", "Choose one, or type its NUCC code.")
		s.Opts = visit.Specialties()
		who.Fields = append(who.Fields, x.field("text", "npi", "NPI", "Ten digits; the last checks the others."), s)
	}
	p.Parts = []page.Part{who}
	for _, t := range ours(x.dir, u.Org) {
		part := page.Part{Legend: "In " + t.Name, Hint: "No tick: they are not in this team", Wrap: true}
		part.Folded = true
		for _, j := range house.Jobs() {
			part.Fields = append(part.Fields, x.field("check", "job-"+string(t.ID)+"-"+string(j), visit.Job(j), ""))
			part.Folded = part.Folded && part.Fields[len(part.Fields)-1].Value == ""
		}
		p.Parts = append(p.Parts, part)
	}
}

func readPerson(x *asked) (out []house.Change, err error) {
	u := x.dir.Users[party.UserID(x.id)]
	u.Name = party.Name{Prefix: x.get("prefix"), Given: strings.Fields(x.get("given")), Family: x.get("family")}
	u.Email = x.get("email")
	out = append(out, house.Change{Kind: desk.KindUser, ID: x.id, Body: u})
	if u.Practitioner != "" {
		c := x.dir.Practitioners[u.Practitioner]
		c.Name, c.Identifiers = u.Name, house.WithNPI(c.Identifiers, x.get("npi"))
		out = append(out, house.Change{Kind: desk.KindPractitioner, ID: string(c.ID), Body: c})
		if id := listing(x.dir, u.Practitioner, u.Org); id != "" {
			r := x.dir.Roles[id]
			if r.Specialty, err = specialty(x.get("specialty")); err != nil {
				return nil, err
			}
			out = append(out, house.Change{Kind: desk.KindRole, ID: string(id), Body: r})
		}
	}
	for _, t := range ours(x.dir, u.Org) {
		id := member(x.id, string(t.ID))
		m, there := x.dir.Memberships[id]
		in := there && m.In(x.Desk.Now())
		var jobs []party.Job
		for _, j := range house.Jobs() {
			if x.is("job-" + string(t.ID) + "-" + string(j)) {
				jobs = append(jobs, j)
			}
		}
		switch {
		case len(jobs) > 0:
			m = party.Membership{User: u.ID, Team: t.ID, Roles: ordered(m.Roles, jobs, in)}
		case in:
			m.Until = x.Desk.Now()
		default:
			continue
		}
		out = append(out, house.Change{Kind: desk.KindMembership, ID: id, Body: m})
	}
	return out, nil
}

// ordered are jobs in the order in which they were kept, where they are the same.
func ordered(kept, jobs []party.Job, in bool) []party.Job {
	if !in || len(kept) != len(jobs) {
		return jobs
	}
	if slices.ContainsFunc(kept, func(j party.Job) bool { return !slices.Contains(jobs, j) }) {
		return jobs
	}
	return kept
}
