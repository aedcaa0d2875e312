package sheet

import (
	"net/http"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/policy"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/lists"
	"referd/web/page"
	"referd/web/visit"
)

// Lines makes a list's rows: what must be seen on any row that carries an act.
func Lines(v *visit.Visit, dir *desk.Directory, rows []lists.Listing) (out []page.Line) {
	for _, x := range rows {
		l := page.Line{ID: string(x.ID), Href: "/referrals/" + string(x.ID), Code: x.Code, Patient: page.StaffName(x.Patient.Name.Family, x.Patient.Name.Given, x.Patient.Name.Prefix),
			Born: page.Born(string(x.Patient.Born), v.Desk.Now()), Urgency: string(x.Urgency), Service: orElse(Within(dir.ServicesByID[x.Service].Name, dir.Orgs[x.Receiver].Name, x.Receiver == v.Who.Org), orElse(dir.Orgs[x.Receiver].Name, "No service yet")),
			From: orElse(initialed(dir.Practitioners[x.Clinician].Name), dir.Orgs[x.Sender].Name), Sex: letter(x.Patient.Sex), Question: Short(x.Question), Ring: x.Shown.Ring, Phase: phaseOf(dir, v.Who.Org, x.Phase), SeenBy: x.SeenBy, Due: x.Owed.Due, Since: x.Since, Mine: x.Mine, For: dir.PersonName(x.For), Climbs: x.Next, Seq: x.Seq}
		l.Zones = dir.Meets(v.Zone(), v.Desk.Now(), x.Sender, x.Receiver)
		if x.Owed.Kind != "ball" {
			l.Duty = x.Owed.Duty
		}
		switch {
		case !v.Who.Charts(): // where it stands, and not whose it is
			l.Patient = x.Code
		case l.Patient == "":
			l.Patient = "Patient of another record"
		}
		if len(x.Patient.Identifiers) > 0 {
			l.Number = x.Patient.Identifiers[0].Value
		}
		l.With = orElse(dir.PersonName(x.Owed.Person), dir.TeamName(x.Owed.Team))
		if x.Owed.Holder != "" {
			l.With = dir.Orgs[x.Owed.Holder].Name
		}
		if l.Act = brief(briefActs, x.Owed.Act, Act(x.Owed.Act)); x.Owed.Kind != "ball" {
			l.Act, l.Extra = brief(briefKinds, x.Owed.Kind, Kind(x.Owed.Kind)), Kind(x.Owed.Kind)
		}
		l.Free = x.Owed.Person == "" && x.Owed.Holder == "" && x.Owed.Team != "" && dir.Teams[x.Owed.Team].Org == v.Who.Org
		l.Goes, l.Climbed = gone(v, dir, x)
		if x.Look != "" {
			l.Extra += ": " + Short(x.Look)
		}
		l.Pinned = x.Pinned
		for _, a := range x.Asides {
			l.Aside = append(l.Aside, asideWords(v, dir, a.Who, a.Until, a.Words))
		}
		if l.Call = x.Shown.Called && l.Extra == ""; l.Call { // what is owed beside the ball is said first
			l.Extra = "Called: spoken before it was sent"
		}
		if x.Shown.News && x.Owed.Kind != "new-facts" {
			l.Extra = "New facts: read"
		}
		if x.Mine {
			l.ActHref = Path(x.ID, x.Owed.Act)
		}
		if allowed := x.Owed.Due.Sub(x.Owed.From); allowed > 0 {
			l.Used = float64(v.Desk.Now().Sub(x.Owed.From)) / float64(allowed)
		}
		out = append(out, l)
	}
	return out
}

// gone is to whom something goes next when it stays, and where it went. When it
// went is on its page, which has read the ledger: a list has not.
func gone(v *visit.Visit, dir *desk.Directory, x lists.Listing) (goes, went string) {
	who, goes := chase.Above(dir, x.Owed.Team, x.Owed.Act), "the lead"
	if x.Owed.Kind == policy.KindWorse {
		goes = "another clinician"
		who = chase.Second(dir, x.Owed.Owed, chase.Further(dir, x.SenderTeam, x.Service, x.Owed.Team), v.Desk.Now())
	}
	switch {
	case x.Level >= 3:
		return goes, "both sides"
	case x.Level == 2 && who != x.Owed.Person:
		return goes, orElse(dir.PersonName(who), "the lead")
	}
	return goes, ""
}

// initialed is a clinician as a row says them: "Dr A. Rivera".
func initialed(n party.Name) string {
	if n.Family == "" {
		return ""
	}
	first := ""
	if len(n.Given) > 0 && n.Given[0] != "" {
		first = string([]rune(n.Given[0])[:1]) + ". "
	}
	return strings.TrimSpace(n.Prefix + " " + first + n.Family)
}

func letter(sex string) string {
	switch sex {
	case "female":
		return "F"
	case "male":
		return "M"
	}
	return ""
}

// Within leaves a house's own name off its services.
func Within(service, house string, ours bool) string {
	first, rest, ok := strings.Cut(service, " ")
	if !ours || !ok || !strings.HasPrefix(house, first+" ") {
		return service
	}
	for _, w := range strings.Fields(house)[1:] {
		next, more, ok := strings.Cut(rest, " ")
		if !ok || next != w {
			break
		}
		rest = more
	}
	return rest
}

// Short is a text on one line, as a list has room for.
func Short(s string) string { return shortTo(s, 110) }

// shortTo is a text on one line, of so many letters at most.
func shortTo(s string, most int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		return string(r[:most-3]) + "…"
	}
	return s
}

// Tab is a saved view of a list.
type Tab struct {
	View lists.View
	Name string
}

// List shows one of a page's views, each with its true count.
func List(v *visit.Visit, base, heading, empty string, tabs []Tab, fill func(*page.List, lists.List)) error {
	view, known := lists.View(v.R.URL.Query().Get("view")), false
	var views []lists.View
	for _, t := range tabs {
		views = append(views, t.View)
		known = known || t.View == view
	}
	if view == "" {
		view, known = tabs[0].View, true
	}
	if !known {
		return fault.E("sheet.List", fault.Missing, "There is no such view.", nil)
	}
	n, _ := strconv.Atoi(v.R.URL.Query().Get("page"))
	var p page.List
	err := v.Desk.Read(v.R.Context(), v.Who, "list."+string(view), func(r *desk.Reading) error {
		shell, err := v.Shell(r, heading)
		if err != nil {
			return err
		}
		l, err := lists.Lines(r, view, n, views)
		if err != nil {
			return err
		}
		p = page.List{Shell: shell, Heading: heading, Empty: empty, Here: v.R.URL.RequestURI(), Page: l.Page, Pages: l.Pages, PageHref: base + "?view=" + string(view), Order: "Emergency first, then what asks for action, then urgent, then the most of its time used.", Rows: Lines(v, r.Directory(), l.Rows)}
		for _, t := range tabs {
			p.Tabs = append(p.Tabs, page.Tab{Href: base + "?view=" + string(t.View), Name: t.Name, Count: l.Counts[t.View], Here: t.View == view})
		}
		for i := range p.Rows { // a page opened from a list knows its neighbours there
			if _, ok := crumbs[strings.TrimPrefix(base, "/")]; ok {
				p.Rows[i].Href += From(strings.TrimPrefix(base, "/"), lists.Asking{View: view})
			}
		}
		fill(&p, l)
		return nil
	})
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.ListPage(p))
}
