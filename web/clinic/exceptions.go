package clinic

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/lists"
	"referd/web/act"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

var wrongs = []sheet.Tab{{View: lists.Exceptions, Name: "All"}, {View: lists.Contradictions, Name: "Contradictions"}, {View: lists.Deliveries, Name: "Failed deliveries"}, {View: lists.Proposals, Name: "Second person"}, {View: lists.Reopenings, Name: "Opened again"},
	{View: lists.Recalls, Name: "Recalls"}, {View: lists.Bells, Name: "Patients who rang"}, {View: lists.Leaks, Name: "Privacy incidents"}}

// exceptions is what went wrong and waits for a person: facts that cannot both
// be right stand side by side.
func exceptions(v *visit.Visit) error {
	a := lists.Asking{View: lists.View(v.R.URL.Query().Get("view"))}
	if a.View == "" {
		a.View = lists.Exceptions
	}
	a.Page, _ = strconv.Atoi(v.R.URL.Query().Get("page"))
	known := false
	for _, t := range wrongs {
		a.Beside, known = append(a.Beside, t.View), known || t.View == a.View
	}
	if !known {
		return fault.E("clinic.exceptions", fault.Missing, "There is no such view.", nil)
	}
	p := page.List{Heading: "Exceptions", Order: safest, PageHref: "/exceptions?view=" + string(a.View), Here: v.R.URL.RequestURI(), Settles: true, Empty: "Nothing contradicts, nothing failed, nobody waits for a second person, and no document is held."}
	err := v.Desk.Read(v.R.Context(), v.Who, "exceptions."+string(a.View), func(r *desk.Reading) (err error) {
		l, err := lists.LinesOf(r, a)
		if err != nil {
			return err
		}
		if p.Shell, err = v.ShellWith(r, "Exceptions", map[lists.View]int{lists.Exceptions: l.Counts[lists.Exceptions]}); err != nil {
			return err
		}
		p.Rows, p.Page, p.Pages = sheet.Lines(v, r.Directory(), l.Rows), l.Page, l.Pages
		p.Bulk, p.Assign = false, givesTo(v, r.Directory())
		for i := range p.Rows {
			p.Bulk = p.Bulk || lists.Settles(l.Rows[i].Owed.Kind)
			switch l.Rows[i].Owed.Kind {
			case "contradiction":
				if p.Rows[i].Facts, err = sides(v, r, l.Rows[i].ID); err != nil {
					return err
				}
			case "proposal": // of one referral there may be several
				p.Rows[i].Extra = "For a second person: " + strings.ToLower(act.Proposals[l.Rows[i].Owed.Act])
				s, err := r.Loop(l.Rows[i].ID)
				if err != nil {
					return err
				}
				if s.Proposer(l.Rows[i].Owed.Duty) == v.Who.User {
					p.Rows[i].Act = "Take it back"
				}
			}
		}
		for _, t := range wrongs {
			p.Tabs = append(p.Tabs, page.Tab{Href: "/exceptions?view=" + string(t.View), Name: t.Name, Count: l.Counts[t.View], Here: t.View == a.View})
		}
		held, err := lists.Held(r)
		for _, h := range held {
			p.Held = append(p.Held, page.HeldLine{Href: "/referrals/" + string(h.Referral), Code: h.Code, Title: h.Document.Title, Why: h.Document.Held, From: r.Directory().Orgs[h.Document.Org].Name, At: h.Document.Received})
		}
		p.Words = fmt.Sprintf("%s to settle, %s held", page.Many(l.Counts[lists.Exceptions], "thing", "things"), page.Many(len(held), "document", "documents"))
		return err
	})
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.ListPage(p))
}

// sides are the facts of a contradiction in words, each with who said so.
func sides(v *visit.Visit, r *desk.Reading, id referral.ID) (out []page.FactLine, err error) {
	p, facts, err := lists.Disputed(r, id)
	for _, e := range facts {
		t := sheet.Tell(v, r.Directory(), p, e)
		out = append(out, page.FactLine{Words: t.Bold + " " + t.Words, By: t.By, At: e.At})
	}
	return out, err
}
