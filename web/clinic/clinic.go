// Package clinic is the receiving side's work queue, and what team leads and
// operators watch.
package clinic

import (
	"net/http"
	"strings"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/lists"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// Routes of the receiving side and of those who watch.
func Routes() []visit.Route {
	return append(decideRoutes(), []visit.Route{
		{Pattern: "GET /referrals/{id}/decline", To: declineShown},
		{Pattern: "POST /referrals/{id}/decline", To: declined},
		{Pattern: "GET /referrals/{id}/booking", To: bookShown},
		{Pattern: "POST /referrals/{id}/booking", To: booked},
		{Pattern: "GET /referrals/{id}/rebooking", To: moveShown},
		{Pattern: "POST /referrals/{id}/rebooking", To: moved},
		{Pattern: "GET /referrals/{id}/contact", To: reachShown},
		{Pattern: "POST /referrals/{id}/contact", To: reached},
		{Pattern: "GET /referrals/{id}/report", To: composeShown},
		{Pattern: "POST /referrals/{id}/report", Limit: visit.File, To: write},
		{Pattern: "POST /referrals/{id}/words/{form}", To: keep},
		{Pattern: "GET /queue", To: queue},
		{Pattern: "GET /queue.csv", To: table},
		{Pattern: "GET /queue/next", To: next},
		{Pattern: "POST /claims", To: claim},
		{Pattern: "POST /releases", To: release},
		{Pattern: "POST /assignments", To: assign},
		{Pattern: "POST /assignments/undo", To: unassign},
		{Pattern: "POST /views", To: saveView},
		{Pattern: "POST /views/removal", To: dropView},
		{Pattern: "GET /exceptions", To: exceptions},
		{Pattern: "GET /ops", To: ops},
		{Pattern: "POST /ops/clock", To: confirmClock},
		{Pattern: "POST /search", To: search},
	}...)
}

// search finds a referral by its code, a patient, a service. The words are
// posted; no address carries them.
func search(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	var p page.Find
	var hit referral.ID
	err = v.Desk.Read(v.R.Context(), v.Who, "search", func(r *desk.Reading) error {
		shell, err := v.Shell(r, "Search")
		if err != nil {
			return err
		}
		shell.Sought = strings.TrimSpace(f.Get("q"))
		p = page.Find{Shell: shell, Heading: "Search", Words: "Only what your organization may see is found.", Asked: true, Action: "/search"}
		h, err := lists.Search(r, f.Get("q"))
		if err != nil {
			return err
		}
		hit = h.Loop
		for _, x := range h.Patients {
			q := page.Person{ID: string(x.ID), Name: page.StaffName(x.Name.Family, x.Name.Given, x.Name.Prefix), Born: page.Born(string(x.Born), v.Desk.Now()), Sex: x.Sex}
			if len(x.Identifiers) > 0 {
				q.Number = x.Identifiers[0].Value
			}
			if len(x.Phones) > 0 {
				q.Phone = page.Phone(x.Phones[0].Number)
			}
			if v.Referring() && x.Org == v.Who.Org {
				q.Refer = string(x.ID)
			}
			for _, l := range h.Loops[x.ID] {
				q.Loops = append(q.Loops, page.Button{Href: "/referrals/" + string(l.ID), Words: l.Code + ", " + r.Directory().ServicesByID[l.Service].Name + ", " + sheet.Phase(l.Phase)})
			}
			p.Found = append(p.Found, q)
		}
		for _, s := range h.Services {
			p.Services = append(p.Services, page.Opt{Words: s.Name, Hint: r.Directory().Orgs[s.Org].Name + " " + s.Phone})
		}
		return nil
	})
	if err != nil {
		return err
	}
	if hit != "" {
		return v.Go("/referrals/" + string(hit))
	}
	return v.Page(http.StatusOK, page.FindPage(p))
}
