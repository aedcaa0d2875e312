package paper

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"referd/core/party"
	"referd/desk"
	"referd/desk/lists"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// How many lines are on the page, and in the file, which nobody loads over a
// line; and how many of the directory's organizations.
const (
	onPage   = 400
	inFile   = 20_000
	partners = 120
)

// downtime is the kit of the reader's organization. An administrator who reads no
// chart gets all of it but the patients.
func downtime(v *visit.Visit) error {
	var p page.Downtime
	err := v.Desk.Read(v.R.Context(), v.Who, "downtime", func(r *desk.Reading) (err error) {
		if p.Kit, err = kit(r, v.Who.Org, onPage); err == nil {
			p.Shell, err = v.Shell(r, "Downtime kit")
		}
		return err
	})
	if err != nil {
		return err
	}
	p.Kit.House = v.Public
	return v.Page(http.StatusOK, page.DowntimePage(p))
}

// Organizations are those that work here, of whom each has a file of its own.
func Organizations(dir *desk.Directory) (out []party.Org) {
	for _, o := range dir.Orgs {
		if o.Active && dir.Here(o.ID) {
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b party.Org) int { return strings.Compare(a.Name+string(a.ID), b.Name+string(b.ID)) })
	return out
}

// Write writes an organization's kit as one file that needs nothing beside it.
// The house does it, and every patient in it is on record.
func Write(ctx context.Context, d *desk.Desk, org party.Org, public string, w io.Writer) error {
	who := desk.System("downtime")
	who.Org, who.Zone = org.ID, zone(org.Zone)
	var k page.Kit
	err := d.Read(ctx, who, "downtime", func(r *desk.Reading) (err error) { k, err = kit(r, org.ID, inFile); return err })
	if err != nil {
		return err
	}
	k.House = public
	return page.DowntimeFile(k).Render(ctx, w)
}

// Index writes the page that leads to each organization's file.
func Index(ctx context.Context, list []party.Org, made time.Time, w io.Writer) error {
	var names []page.Button
	for _, o := range list {
		names = append(names, page.Button{Href: string(o.ID) + ".html", Words: o.Name})
	}
	return page.DowntimeIndex(names, made).Render(ctx, w)
}

func zone(name string) *time.Location {
	if z, err := time.LoadLocation(name); err == nil {
		return z
	}
	return time.UTC
}

// kit reads what an organization needs.
func kit(r *desk.Reading, org party.OrgID, most int) (k page.Kit, err error) {
	who, dir := r.Who(), r.Directory()
	if !lists.MayDowntime(who) && !who.Has(party.Admin) {
		return k, desk.Denied("paper.kit", "Who leads a team, or sets the organization up, prints what it needs when the system is away.")
	}
	o := dir.Orgs[org]
	k = page.Kit{Name: o.Name, Phone: page.Phone(o.Phone), Clock: page.Clock{Now: r.Now(), Zone: who.Zone}, Most: most}
	known := map[party.OrgID]bool{}
	if lists.MayDowntime(who) {
		d, err := lists.InDowntime(r, org, most)
		if err != nil {
			return k, err
		}
		k.Patients, k.MoreWork, k.MoreVisits = true, d.Owed-len(d.Work), d.Booked-len(d.Visits)
		k.Owners, k.Days = owners(dir, org, d.Work), days(dir, k.Clock, d.Visits)
		for _, x := range d.Work {
			known[x.Sender], known[x.Receiver] = true, true
		}
		for _, x := range d.Visits {
			known[x.Sender], known[x.Receiver] = true, true
		}
	}
	k.Teams = teams(dir, org, r.Now())
	k.Partners, k.MorePartners = others(dir, org, known)
	return k, nil
}

// owners gives the work team by team, and in a team person by person, what is
// nobody's first.
func owners(dir *desk.Directory, org party.OrgID, work []lists.Listing) (out []page.KitOwner) {
	at := map[string]int{}
	for _, x := range work {
		name := cmp.Or(dir.TeamName(x.Owed.Team), "No team")
		switch {
		case x.Owed.Holder != "":
			name += ": with others, to be chased"
		case x.Owed.Person != "":
			name += ": " + dir.PersonName(x.Owed.Person)
		default:
			name += ": nobody’s yet"
		}
		if _, ok := at[name]; !ok {
			at[name] = len(out)
			out = append(out, page.KitOwner{Name: name})
		}
		i := at[name]
		out[i].Lines = append(out[i].Lines, kitLine(dir, org, x))
	}
	slices.SortStableFunc(out, func(a, b page.KitOwner) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// kitLine is a referral as it stands on paper: who it is, how they are reached, and
// what is owed.
func kitLine(dir *desk.Directory, org party.OrgID, x lists.Listing) page.KitLine {
	p := x.Patient
	l := page.KitLine{Code: x.Code, Patient: cmp.Or(page.StaffName(p.Name.Family, p.Name.Given, p.Name.Prefix), "Patient of another record"), Born: page.Day(string(p.Born)), Reach: sheet.Safe(p.Safe), Urgency: string(x.Urgency), Phase: dir.PhaseName(org, x.Phase), Due: x.Owed.Due, Question: sheet.Short(x.Question)}
	if len(p.Phones) > 0 {
		l.Phone = page.Phone(p.Phones[0].Number)
	}
	if p.Safe.Number != "" {
		l.Phone = page.Phone(p.Safe.Number)
	}
	if len(p.Identifiers) > 0 {
		l.Number = p.Identifiers[0].Value
	}
	if l.Act = sheet.Act(x.Owed.Act); x.Owed.Kind != "ball" {
		l.Act = sheet.Kind(x.Owed.Kind)
	}
	l.Other = "from " + dir.Orgs[x.Sender].Name
	if x.Sender == org {
		l.Other = "to " + cmp.Or(dir.Orgs[x.Receiver].Name, "nobody yet")
	}
	if s := dir.ServicesByID[x.Service]; s.Name != "" {
		l.Other += ", " + sheet.Within(s.Name, dir.Orgs[x.Receiver].Name, true)
	}
	if x.Owed.Holder != "" {
		l.Act += ": " + dir.Orgs[x.Owed.Holder].Name
	}
	return l
}

// days gives the visits day by day.
func days(dir *desk.Directory, c page.Clock, list []lists.Awaited) (out []page.KitDay) {
	slices.SortStableFunc(list, func(a, b lists.Awaited) int { return a.Start.Compare(b.Start) })
	for _, x := range list {
		name := x.Start.In(c.Zone).Format("Monday 02-Jan-2006")
		if len(out) == 0 || out[len(out)-1].Name != name {
			out = append(out, page.KitDay{Name: name})
		}
		v := page.KitVisit{Time: x.Start.In(c.Zone).Format("15:04"), KitLine: kitLine(dir, x.Sender, x.Listing)}
		at := dir.Locations[x.Location].Name
		switch {
		case x.Tele:
			at = "by video"
		case !x.Ours:
			at = cmp.Or(at, dir.Orgs[x.Receiver].Name)
		}
		v.With = strings.Join(slices.DeleteFunc([]string{dir.ClinicianName(x.Clinician), dir.ServicesByID[x.Service].Name, at}, func(s string) bool { return s == "" }), ", ")
		v.Other = "from " + dir.Orgs[x.Sender].Name
		if !x.Ours {
			v.Other = "our patient, at " + dir.Orgs[x.Receiver].Name + ", " + page.Phone(dir.Orgs[x.Receiver].Phone)
		}
		out[len(out)-1].Visits = append(out[len(out)-1].Visits, v)
	}
	return out
}

// teams are the organization's own, with their hours and who answers when it
// presses.
func teams(dir *desk.Directory, org party.OrgID, now time.Time) (out []page.KitTeam) {
	for id, t := range dir.Teams {
		if t.Org != org || !t.Active {
			continue
		}
		x := page.KitTeam{Name: t.Name, Lead: dir.PersonName(t.Lead), Hours: t.Hours.String(), OnCall: "nobody is named"}
		if o, ok := dir.OnCallFor(id, now); ok {
			x.OnCall = strings.Join(slices.DeleteFunc([]string{dir.PersonName(o.User), page.Phone(o.Phone)}, func(s string) bool { return s == "" }), ", ")
			if !o.Until.IsZero() {
				x.OnCall += ", until " + o.Until.In(zone(t.Hours.Zone)).Format("Mon 02-Jan 15:04 MST")
			}
		}
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b page.KitTeam) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// others are the numbers of the network: first of those with whom something is
// open, then by name.
func others(dir *desk.Directory, org party.OrgID, known map[party.OrgID]bool) (out []page.KitPartner, more int) {
	var list []party.Org
	for id, o := range dir.Orgs {
		if id != org && o.Active && o.Phone+o.Fax != "" {
			list = append(list, o)
		}
	}
	slices.SortFunc(list, func(a, b party.Org) int {
		if known[a.ID] != known[b.ID] {
			return map[bool]int{true: -1, false: 1}[known[a.ID]]
		}
		return strings.Compare(a.Name+string(a.ID), b.Name+string(b.ID))
	})
	if more = len(list) - partners; more > 0 {
		list = list[:partners]
	}
	slices.SortFunc(list, func(a, b party.Org) int { return strings.Compare(a.Name+string(a.ID), b.Name+string(b.ID)) })
	for _, o := range list {
		out = append(out, page.KitPartner{Name: o.Name, Phone: page.Phone(o.Phone), Fax: page.Phone(o.Fax), Direct: direct(dir, o)})
	}
	return out, max(more, 0)
}

// direct are the lines of an organization's services that have one of their own.
func direct(dir *desk.Directory, o party.Org) string {
	var out []string
	for _, s := range dir.ServicesByID {
		if s.Org == o.ID && s.Active && s.Phone != "" && s.Phone != o.Phone {
			out = append(out, fmt.Sprintf("%s %s", sheet.Within(s.Name, o.Name, true), page.Phone(s.Phone)))
		}
	}
	slices.Sort(out)
	return strings.Join(out, " · ")
}
