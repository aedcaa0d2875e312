// Package clinic is the receiving side's work queue, and what team leads and
// operators watch.
package clinic

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// Routes of the receiving side and of those who watch.
func Routes() []visit.Route {
	return []visit.Route{
		{Pattern: "GET /queue", To: queue},
		{Pattern: "GET /queue/next", To: next},
		{Pattern: "POST /claims", To: claim},
		{Pattern: "GET /exceptions", To: exceptions},
		{Pattern: "GET /ops", To: ops},
		{Pattern: "POST /search", To: search},
	}
}

func queue(v *visit.Visit) error {
	tabs := []sheet.Tab{{loop.All, "All open"}, {loop.ToOpen, "To open"}, {loop.Unclaimed, "Unclaimed"}, {loop.Mine, "Mine"}, {loop.Late, "Late"}, {loop.Today, "Due today"}, {loop.Answers, "Awaiting answer"}, {loop.ToBook, "To book"}, {loop.ToReport, "Reports owed"}}
	return sheet.List(v, "/queue", "Work queue", "Nothing is owed here. New referrals come by themselves.", tabs, func(p *page.List, l loop.List) {
		p.Bulk, p.OpenNext = true, "/queue/next?view="+string(l.View)
		p.Words = fmt.Sprintf("%d open, %d late, all with a team, %d not yet claimed", l.Counts[loop.All], l.Counts[loop.Late], l.Counts[loop.Unclaimed])
	})
}

func exceptions(v *visit.Visit) error {
	tabs := []sheet.Tab{{loop.Exceptions, "To settle"}, {loop.Late, "Late"}}
	return sheet.List(v, "/exceptions", "Exceptions", "Nothing contradicts, nothing failed, nobody waits for a second person.", tabs, func(p *page.List, l loop.List) {
		p.Words = fmt.Sprintf("%s to settle, %d late", page.Many(l.Counts[loop.Exceptions], "thing", "things"), l.Counts[loop.Late])
	})
}

// next opens the most late thing that is mine or nobody's.
func next(v *visit.Visit) error {
	var id referral.ID
	err := v.Desk.Read(v.R.Context(), v.Who, "queue.next", func(r *desk.Reading) (err error) {
		view := loop.View(v.R.URL.Query().Get("view"))
		if view == "" {
			view = loop.All
		}
		id, err = loop.NextOf(r, view, referral.ID(v.R.URL.Query().Get("not")))
		return err
	})
	if err != nil {
		return err
	}
	if id == "" {
		return v.Go("/queue")
	}
	return v.Go("/referrals/" + string(id))
}

// claim takes what was selected, one by one, and says what came of each.
func claim(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	claimed, taken := 0, 0
	for _, id := range f["id"][:min(len(f["id"]), loop.PerPage)] {
		err := v.Desk.Write(v.R.Context(), v.Who, "claim", func(w *desk.Writing) error {
			_, err := loop.Claim(w, loop.Form{Referral: referral.ID(id)})
			return err
		})
		switch fault.Of(err) {
		case fault.Denied, fault.Refused, fault.Missing, fault.Conflict:
			if err != nil {
				taken++
				continue
			}
		}
		if err != nil {
			return err
		}
		claimed++
	}
	words := fmt.Sprintf("%d claimed.", claimed)
	if taken > 0 {
		words = fmt.Sprintf("%d claimed, %d not yours or taken.", claimed, taken)
	}
	v.Say(words, loop.Done{})
	back, err := url.Parse(f.Get("back"))
	if err != nil || back.Host != "" || back.Path != "/queue" {
		return v.Go("/queue")
	}
	return v.Go(back.String())
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
