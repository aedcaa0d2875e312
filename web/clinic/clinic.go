// Package clinic is the receiving side's work queue, and what team leads and
// operators watch.
package clinic

import (
	"fmt"
	"net/http"
	"slices"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
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
		{Pattern: "POST /views", To: saveView},
		{Pattern: "POST /views/removal", To: dropView},
		{Pattern: "GET /exceptions", To: exceptions},
		{Pattern: "GET /ops", To: ops},
		{Pattern: "POST /search", To: search},
	}...)
}

func exceptions(v *visit.Visit) error {
	tabs := []sheet.Tab{{View: loop.Exceptions, Name: "To settle"}, {View: loop.Late, Name: "Late"}}
	return sheet.List(v, "/exceptions", "Exceptions", "Nothing contradicts, nothing failed, nobody waits for a second person.", tabs, func(p *page.List, l loop.List) {
		p.Words = fmt.Sprintf("%s to settle, %d late", page.Many(l.Counts[loop.Exceptions], "thing", "things"), l.Counts[loop.Late])
	})
}

func ops(v *visit.Visit) error {
	var p page.Ops
	err := v.Desk.Read(v.R.Context(), v.Who, "operations", func(r *desk.Reading) error {
		shell, err := v.Shell(r, "Operations")
		if err != nil {
			return err
		}
		h, err := loop.Operations(r)
		p = page.Ops{Shell: shell, Orphans: h.Orphans, Late: h.Late, Waiting: h.Backlog.Waiting, Behind: h.Backlog.Late, GivenUp: h.Backlog.GivenUp}
		for ph, n := range h.Phases {
			p.Phases = append(p.Phases, page.Count{Name: sheet.Phase(ph), N: n, Open: ph.Open()})
		}
		return err
	})
	if err != nil {
		return err
	}
	slices.SortFunc(p.Phases, func(a, b page.Count) int {
		if a.Open != b.Open {
			return map[bool]int{true: -1, false: 1}[a.Open]
		}
		return b.N - a.N
	})
	return v.Page(http.StatusOK, page.OpsPage(p))
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
		p = page.Find{Shell: shell, Heading: "Search", Words: "Only what your organization may see is found.", Asked: true, Action: "/search"}
		h, err := loop.Search(r, f.Get("q"))
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
				q.Phone = x.Phones[0].Number
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
