// Package portal is the referring side: what waits on me, my loops, and a new
// referral from the patient to the sending.
package portal

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"referd/base/fault"
	"referd/desk"
	"referd/desk/lists"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// Routes of the referring side.
func Routes() []visit.Route {
	return []visit.Route{
		{Pattern: "GET /waiting", To: waiting},
		{Pattern: "GET /loops", To: loops},
		{Pattern: "GET /loops.csv", To: loopsTable},
		{Pattern: "GET /referrals/new", To: find},
		{Pattern: "POST /referrals/new", To: find},
		{Pattern: "POST /patients", To: addPatient},
		{Pattern: "POST /referrals", To: begin},
		{Pattern: "GET /referrals/{id}/sending", To: sending},
		{Pattern: "POST /referrals/{id}/sending", Limit: visit.File, To: send},
		{Pattern: "POST /referrals/{id}/draft", To: keep},
		{Pattern: "GET /signing", To: signing},
		{Pattern: "GET /referrals/{id}/signature", To: readToSign},
		{Pattern: "POST /referrals/{id}/signature", To: sign},
	}
}

var kinds = []sheet.Tab{{View: lists.Waiting, Name: "All"}, {View: lists.ToRead, Name: "To read"}, {View: lists.Declines, Name: "Declined, advised"}, {View: lists.Questions, Name: "Questions"}, {View: lists.ToSign, Name: "To sign"}, {View: lists.Drafts, Name: "Drafts"}, {View: lists.Overdue, Name: "Late"}, {View: lists.Looks, Name: "To look again"}, {View: lists.Aside, Name: "Put aside"}}

// waiting is the home of the referring side.
func waiting(v *visit.Visit) error {
	view, views, ok := chosen(v, kinds)
	if !ok {
		return fault.E("portal.waiting", fault.Missing, "There is no such view.", nil)
	}
	n, _ := strconv.Atoi(v.R.URL.Query().Get("page"))
	p := page.Waiting{New: v.Referring(), Order: "Emergency first, then what asks for action, then urgent, then the most of its time used.", PageHref: "/waiting?view=" + string(view)}
	err := v.Desk.Read(v.R.Context(), v.Who, "list."+string(view), func(r *desk.Reading) (err error) {
		if p.Shell, err = v.Shell(r, "Waiting on me"); err != nil {
			return err
		}
		l, rows, err := lists.Cards(r, view, n, views)
		if err != nil {
			return err
		}
		if p.Cards, err = sheet.Cards(v, r, "waiting", view, rows); err != nil {
			return err
		}
		p.Page, p.Pages = l.Page, l.Pages
		late := l.Counts[lists.Overdue]
		p.Words = page.Many(l.Counts[lists.Waiting], "thing", "things") + ", " + map[bool]string{true: "none late", false: fmt.Sprintf("%d late", late)}[late == 0] + ". " + rests(l.Counts[lists.Aside]) + "The rest is watched for you."
		for _, t := range kinds {
			if visit.Rests(t.View, view, l.Counts[t.View]) {
				continue
			}
			p.Tabs = append(p.Tabs, page.Tab{Href: "/waiting?view=" + string(t.View), Name: t.Name, Count: l.Counts[t.View], Here: t.View == view})
		}
		if view == lists.ToSign {
			mine, err := lists.Signing(r)
			if err != nil {
				return err
			}
			p.Sign = len(mine)
		}
		return beside(v, r, &p)
	})
	if err != nil {
		return err
	}
	p.Empty = map[bool]string{true: "Nothing waits on you.", false: "Nothing of this kind waits on you."}[view == lists.Waiting]
	p.Others = page.Many(p.All, "loop is", "loops are") + " open; what is with others is watched for you and comes back when it is late."
	return v.Page(http.StatusOK, page.WaitingPage(p))
}

// rests says how many the reader has put aside, so that no list looks shorter
// than the work is.
func rests(n int) string {
	if n == 0 {
		return ""
	}
	return page.Many(n, "more is", "more are") + " put aside. "
}

// chosen is the view asked for, the first when none is.
func chosen(v *visit.Visit, tabs []sheet.Tab) (view lists.View, views []lists.View, ok bool) {
	view = lists.View(v.R.URL.Query().Get("view"))
	if view == "" {
		view = tabs[0].View
	}
	for _, t := range tabs {
		views = append(views, t.View)
		ok = ok || t.View == view
	}
	return view, views, ok
}

var balls = map[lists.View]string{lists.WithUs: "With us, after sending", lists.WithTriage: "With their triage", lists.WithScheduling: "To be booked", lists.WithVisit: "Booked", lists.WithReport: "Report owed"}

// beside fills the side panel: my loops by ball, what closed, who covers.
func beside(v *visit.Visit, r *desk.Reading, p *page.Waiting) error {
	shares, err := lists.Balls(r)
	if err != nil {
		return err
	}
	for _, s := range shares {
		p.Balls = append(p.Balls, page.BallCount{Href: "/loops?view=" + string(s.View), Name: balls[s.View], N: s.N, Late: s.Late, Today: s.Today})
	}
	counts, err := lists.Counts(r, []lists.View{lists.LoopsOpen})
	if err != nil {
		return err
	}
	p.All = counts[lists.LoopsOpen]
	closed, err := lists.ClosedSince(r, r.Now().AddDate(0, 0, -7), 4)
	for _, x := range closed {
		p.Closed = append(p.Closed, page.ClosedLoop{Href: "/referrals/" + string(x.ID), Patient: orElse(page.StaffName(x.Patient.Name.Family, x.Patient.Name.Given, x.Patient.Name.Prefix), x.Code), Service: r.Directory().ServicesByID[x.Service].Name, Took: page.Span(x.Ended.Sub(x.Sent))})
	}
	p.Cover = cover(v, r.Directory(), r.Now())
	return err
}

// cover says who stands in for the reader, and for whom the reader stands in.
func cover(v *visit.Visit, dir *desk.Directory, now time.Time) (out []string) {
	for _, d := range dir.Delegations {
		if d.From.After(now.AddDate(0, 1, 0)) || !d.Until.IsZero() && d.Until.Before(now) {
			continue
		}
		when := ""
		if !d.From.IsZero() {
			when += " from " + v.Clock().Day(d.From)
		}
		if !d.Until.IsZero() {
			when += " until " + v.Clock().Day(d.LastDay())
		}
		who, whom := dir.PersonName(d.To), dir.ClinicianName(d.For)
		switch {
		case d.For != v.Who.Practitioner && d.To != v.Who.User:
			continue
		case d.To == v.Who.User:
			who = "You"
		default:
			whom = "you"
		}
		s := map[bool]string{true: "", false: "s"}[who == "You"]
		words := who + " may prepare and answer for " + whom + when + ", not acknowledge."
		if d.Cover && d.Waits {
			words = who + map[bool]string{true: " are", false: " is"}[who == "You"] + " asked to cover " + whom + when + map[bool]string{true: ": accept or decline it under “Who covers whom”.", false: ", and has not answered: nobody covers you yet."}[who == "You"]
		} else if d.Cover {
			words = who + " cover" + s + " " + whom + when + ": may read and acknowledge." + map[bool]string{true: " " + dir.PersonName(d.By) + " said who is out."}[d.By != ""]
		} else if d.Sign {
			words = who + " may send for " + whom + when + ", not acknowledge."
		}
		out = append(out, words)
	}
	slices.Sort(out)
	return out
}
