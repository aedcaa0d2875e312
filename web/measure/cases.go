package measure

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"referd/base/fault"
	core "referd/core/measure"
	"referd/desk"
	"referd/desk/measure"
	"referd/web/page"
	"referd/web/visit"
)

// casesAsked reads which cases an address asks for.
func casesAsked(v *visit.Visit) (measure.Cases, error) {
	m, err := named(v)
	if err != nil {
		return measure.Cases{}, err
	}
	q := v.R.URL.Query()
	c := measure.Cases{Group: measure.Group(q.Get("show"))}
	c.Asking = asked(v)
	c.Measure = m
	if c.Group == "" {
		c.Group = open(m)
	}
	if !slices.Contains(measure.Groups, c.Group) {
		return c, fault.E("measure.cases", fault.Missing, "There are no such cases.", nil)
	}
	c.Page, _ = strconv.Atoi(q.Get("page"))
	c.Week, _ = time.Parse("2006-01-02", q.Get("week"))
	return c, nil
}

func (p pages) cases(v *visit.Visit) error {
	c, err := casesAsked(v)
	if err != nil {
		return err
	}
	var out page.MeasureCases
	err = p.read(v, "measures."+c.Measure.Name+".cases", func(r *desk.Reading) (err error) {
		if c, err = p.board.Cases(r, c); err != nil {
			return err
		}
		if out.Shell, err = v.Shell(r, "Cases: "+c.Measure.Title); err != nil {
			return err
		}
		words{v, r.Directory(), c.Out}.list(&out, c)
		return nil
	})
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.MeasureCasesPage(out))
}

// list fills the page of some cases.
func (w words) list(p *page.MeasureCases, c measure.Cases) {
	at := "/measures/" + c.Measure.Name
	p.Measuring, p.Title, p.Here, p.Back, p.Page = w.measuring(c.Figures), c.Measure.Title, at+"/cases", at+query(c.Figures), c.Page
	p.Kept = append(p.Kept, page.Hidden{Name: "show", Value: string(c.Group)})
	week := ""
	if !c.Week.IsZero() {
		week = c.Week.Format("2006-01-02")
		p.Words += ", the week of " + c.Week.Format("02-Jan-2006")
		p.Kept = append(p.Kept, page.Hidden{Name: "week", Value: week})
	}
	for _, g := range measure.Groups {
		if n := c.Total[g]; n > 0 || g == c.Group {
			p.Groups = append(p.Groups, page.Tab{Href: p.Here + query(c.Figures, "show", string(g), "week", week), Name: group(c.Measure, g), Count: n, Here: g == c.Group})
		}
	}
	p.Pages = (c.Total[c.Group] + measure.PerPage - 1) / measure.PerPage
	p.PageHref = p.Here + query(c.Figures, "show", string(c.Group), "week", week)
	p.CSV = p.Here + ".csv" + query(c.Figures, "show", string(c.Group), "week", week)
	p.Empty = "No referral of those measured is one of these."
	for _, x := range c.List {
		row := page.MeasureCase{Code: x.Code, Sent: x.Sent, Service: w.name(core.Service, x.Service), Sender: w.name(core.Sender, x.Sender), Urgency: x.Urgency, Phase: w.dir.PhaseName(w.v.Who.Org, x.Phase), Why: x.Why}
		if x.Done != "" {
			row.Coordinator = w.name(core.Coordinator, x.Done)
		}
		if x.Code != "" {
			row.Href = "/referrals/" + string(x.ID)
			row.WhyHref = row.Href + "/measures"
		}
		p.Rows = append(p.Rows, row)
	}
}
