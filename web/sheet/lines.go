package sheet

import (
	"net/http"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/desk"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/visit"
)

// Lines makes a list's rows: what must be seen on any row that carries an act.
func Lines(v *visit.Visit, dir *desk.Directory, rows []loop.Listing) (out []page.Line) {
	for _, x := range rows {
		l := page.Line{ID: string(x.ID), Href: "/referrals/" + string(x.ID), Code: x.Code, Patient: page.StaffName(x.Patient.Name.Family, x.Patient.Name.Given, x.Patient.Name.Prefix),
			Born: page.Born(string(x.Patient.Born), v.Desk.Now()), Urgency: string(x.Urgency), Service: orElse(dir.ServicesByID[x.Service].Name, orElse(dir.Orgs[x.Receiver].Name, "No service yet")),
			From: orElse(dir.ClinicianName(x.Clinician), dir.Orgs[x.Sender].Name), Question: short(x.Question), Ring: x.Shown.Ring, Phase: brief(briefPhases, x.Phase, Phase(x.Phase)), SeenBy: x.SeenBy, Due: x.Owed.Due, Since: x.Since, Mine: x.Mine, Climbs: x.Next, Seq: x.Seq}
		if l.Patient == "" {
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
		if x.Shown.Called {
			l.Extra = "Called: spoken before it was sent"
		}
		if x.Shown.News && x.Owed.Kind != "new-facts" {
			l.Extra = "New facts: read"
		}
		if x.Mine {
			l.ActHref = path(x.ID, x.Owed.Act)
		}
		if allowed := x.Owed.Due.Sub(x.Owed.From); allowed > 0 {
			l.Used = float64(v.Desk.Now().Sub(x.Owed.From)) / float64(allowed)
		}
		out = append(out, l)
	}
	return out
}

func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 110 {
		return string(r[:107]) + "…"
	}
	return s
}

// Tab is a saved view of a list.
type Tab struct {
	View loop.View
	Name string
}

// List shows one of a page's views, each with its true count.
func List(v *visit.Visit, base, heading, empty string, tabs []Tab, fill func(*page.List, loop.List)) error {
	view, known := loop.View(v.R.URL.Query().Get("view")), false
	var views []loop.View
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
		l, err := loop.Lines(r, view, n, views)
		if err != nil {
			return err
		}
		p = page.List{Shell: shell, Heading: heading, Empty: empty, Here: v.R.URL.RequestURI(), Page: l.Page, Pages: l.Pages, PageHref: base + "?view=" + string(view), Order: "Emergency first, then what asks for action, then urgent, then the most of its time used.", Rows: Lines(v, r.Directory(), l.Rows)}
		for _, t := range tabs {
			p.Tabs = append(p.Tabs, page.Tab{Href: base + "?view=" + string(t.View), Name: t.Name, Count: l.Counts[t.View], Here: t.View == view})
		}
		for i := range p.Rows { // a page opened from a list knows its neighbours there
			if _, ok := lists[strings.TrimPrefix(base, "/")]; ok {
				p.Rows[i].Href += From(strings.TrimPrefix(base, "/"), view)
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
