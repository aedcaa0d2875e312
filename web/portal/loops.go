package portal

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/lists"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/sheet/column"
	"referd/web/sheet/csv"
	"referd/web/visit"
)

// stands are the views of my loops: by who has the ball, then what is over.
var stands = []sheet.Tab{{View: lists.LoopsOpen, Name: "Open"}, {View: lists.WithUs, Name: "With us"}, {View: lists.WithTriage, Name: "With triage"}, {View: lists.WithScheduling, Name: "To be booked"}, {View: lists.WithVisit, Name: "Booked"}, {View: lists.WithReport, Name: "Report owed"}, {View: lists.LoopsDone, Name: "Closed with proof"}, {View: lists.LoopsOver, Name: "Ended another way"}, {View: lists.PinnedLoops, Name: "★ Pinned"}}

// wanted reads the list's address: codes and ids, never words of a patient.
func wanted(v *visit.Visit) (lists.Asking, error) {
	q := v.R.URL.Query()
	view, views, ok := chosen(v, stands)
	a := lists.Asking{View: view, Beside: views, Service: party.ServiceID(q.Get("service")), For: party.PractitionerID(q.Get("for")), Order: q.Get("order")}
	a.Page, _ = strconv.Atoi(q.Get("page"))
	if !ok {
		return a, fault.E("portal.loops", fault.Missing, "There is no such view.", nil)
	}
	if !column.Sortable(a.Order) {
		return a, fault.E("portal.loops", fault.Missing, "The list cannot be sorted by that.", nil)
	}
	return a, nil
}

// loops is every loop of mine and of my practice, whoever has the ball.
func loops(v *visit.Visit) error {
	a, err := wanted(v)
	if err != nil {
		return err
	}
	p := page.List{Heading: "My loops", New: v.Referring(), Here: v.R.URL.RequestURI(), PageHref: column.Address("/loops", a, a.View, a.Order), CSV: "/loops.csv" + strings.TrimPrefix(column.Address("/loops", a, a.View, a.Order), "/loops"), Order: "Open first; emergency, then what asks for action, then urgent, then the most of its time used."}
	err = v.Desk.Read(v.R.Context(), v.Who, "loops."+string(a.View), func(r *desk.Reading) (err error) {
		l, err := lists.LinesOf(r, a)
		if err != nil {
			return err
		}
		if p.Shell, err = v.Shell(r, "My loops"); err != nil {
			return err
		}
		p.Rows, p.Page, p.Pages = sheet.Lines(v, r.Directory(), l.Rows), l.Page, l.Pages
		for i := range p.Rows {
			p.Rows[i].Href += sheet.From("loops", a)
		}
		fillLoops(&p, v, r.Directory(), a, l)
		return nil
	})
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.ListPage(p))
}

func fillLoops(p *page.List, v *visit.Visit, dir *desk.Directory, a lists.Asking, l lists.List) {
	p.Words = fmt.Sprintf("%d open, %d closed with proof, %d ended another way. Only closed counts as closed.", l.Counts[lists.LoopsOpen], l.Counts[lists.LoopsDone], l.Counts[lists.LoopsOver])
	for _, t := range stands {
		if visit.Rests(t.View, a.View, l.Counts[t.View]) {
			continue
		}
		p.Tabs = append(p.Tabs, page.Tab{Href: column.Address("/loops", a, t.View, ""), Name: t.Name, Count: l.Counts[t.View], Here: t.View == a.View})
	}
	p.Sorts = column.Sorts("/loops", a)
	p.Kept = []page.Hidden{{Name: "view", Value: string(a.View)}}
	whose := []page.Opt{{Words: "My practice"}}
	if v.Who.Practitioner != "" {
		whose = append(whose, page.Opt{Value: string(v.Who.Practitioner), Words: "Mine"})
	}
	for _, t := range v.Who.Teams {
		for _, u := range dir.Members(t) {
			if u.Practitioner != "" && u.Practitioner != v.Who.Practitioner {
				whose = append(whose, page.Opt{Value: string(u.Practitioner), Words: dir.ClinicianName(u.Practitioner)})
			}
		}
	}
	to := []page.Opt{{Words: "All services"}}
	for _, s := range dir.Services("") {
		to = append(to, page.Opt{Value: string(s.ID), Words: s.Name})
	}
	p.Filters = []page.Field{{Name: "for", Label: "Whose", Value: string(a.For), Opts: whose}, {Name: "service", Label: "Service", Value: string(a.Service), Opts: to},
		{Name: "order", Label: "Order", Value: a.Order, Opts: []page.Opt{{Words: "Safest order"}, {Value: "due", Words: "By due"}, {Value: "-since", Words: "Newest in phase first"}, {Value: "seen", Words: "By seen-by date"}, {Value: "patient", Words: "By patient"}}}}
	if a.Service != "" || a.For != "" || a.Order != "" {
		p.Clear = column.Address("/loops", lists.Asking{}, a.View, "")
	}
	if a.Order != "" {
		p.Order = "In the order you chose."
	}
	p.Empty, p.EmptyHref, p.EmptyWords = "No loop is in this view.", "/loops", "See every open loop"
	if l.Counts[lists.LoopsOpen] == 0 && a.View == lists.LoopsOpen {
		p.Empty, p.EmptyHref, p.EmptyWords = "No loop is open.", "", ""
		if v.Referring() {
			p.Empty, p.EmptyHref, p.EmptyWords = "No loop is open. The next one begins with a patient.", "/referrals/new", "New referral"
		}
	}
}

// loopsTable is the view as a file.
func loopsTable(v *visit.Visit) error {
	a, err := wanted(v)
	if err != nil {
		return err
	}
	return csv.List(v, "loops", a)
}
