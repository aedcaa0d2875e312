// Package measure is the pages on how an organization does: the ten measures,
// each of them, their cases, and why one is counted.
package measure

import (
	"net/http"
	"net/url"

	"referd/base/fault"
	core "referd/core/measure"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/measure"
	"referd/web/page"
	"referd/web/visit"
)

// Routes of the measures, which a board counts.
func Routes(b *measure.Board) []visit.Route {
	p := pages{b}
	return []visit.Route{
		{Pattern: "GET /measures", To: p.all},
		{Pattern: "GET /measures.csv", To: p.allCSV},
		{Pattern: "GET /measures/{name}", To: p.one},
		{Pattern: "GET /measures/{name}/figures.csv", To: p.oneCSV},
		{Pattern: "GET /measures/{name}/cases", To: p.cases},
		{Pattern: "GET /measures/{name}/cases.csv", To: p.casesCSV},
		{Pattern: "GET /referrals/{id}/measures", To: p.why},
	}
}

type pages struct{ board *measure.Board }

// read asks the board on a reading, brought up to the last commit first.
func (p pages) read(v *visit.Visit, what string, f func(*desk.Reading) error) error {
	if err := p.board.Fresh(v.R.Context()); err != nil {
		return err
	}
	return v.Desk.Read(v.R.Context(), v.Who, what, f)
}

// named is the measure of an address.
func named(v *visit.Visit) (*core.Measure, error) {
	m := core.Named(v.R.PathValue("name"))
	if m == nil {
		return nil, fault.E("measure.named", fault.Missing, "There is no such measure.", nil)
	}
	return m, nil
}

// asked reads what an address narrows to: ids and codes.
func asked(v *visit.Visit) measure.Asking {
	q := v.R.URL.Query()
	a := measure.Asking{Out: q.Get("side") == "out", Want: map[core.Dimension]string{}}
	for _, d := range core.Dimensions {
		if id := q.Get(d.String()); id != "" {
			a.Want[d] = id
		}
		if d.String() == q.Get("by") {
			a.By = d
		}
	}
	return a
}

// query is the same as an address again, changed by pairs of a name and a value.
func query(f measure.Figures, change ...string) string {
	q := url.Values{}
	if f.Out && f.Both {
		q.Set("side", "out")
	}
	for d, id := range f.Want {
		q.Set(d.String(), id)
	}
	for i := 0; i+1 < len(change); i += 2 {
		if q.Set(change[i], change[i+1]); change[i+1] == "" {
			q.Del(change[i])
		}
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

func (p pages) all(v *visit.Visit) error {
	var out page.Measures
	err := p.read(v, "measures", func(r *desk.Reading) error {
		f, err := p.board.Figures(r, asked(v))
		if err != nil {
			return err
		}
		if out.Shell, err = v.Shell(r, "Measures"); err != nil {
			return err
		}
		w := words{v, r.Directory(), f.Out}
		out.Measuring = w.measuring(f)
		out.CSV = "/measures.csv" + query(f)
		for _, x := range f.List {
			out.List = append(out.List, w.figure(f, x))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.MeasuresPage(out))
}

// most is how many shares of a split a page shows.
const most = 40

func (p pages) one(v *visit.Visit) error {
	m, err := named(v)
	if err != nil {
		return err
	}
	var out page.Measured
	err = p.read(v, "measures."+m.Name, func(r *desk.Reading) error {
		a := asked(v)
		a.Measure = m
		f, err := p.board.Figures(r, a)
		if err != nil {
			return err
		}
		if out.Shell, err = v.Shell(r, m.Title); err != nil {
			return err
		}
		w := words{v, r.Directory(), f.Out}
		at := "/measures/" + m.Name
		out.Measuring, out.Here, out.Back = w.measuring(f), at, "/measures"+query(f)
		out.Kept = append(out.Kept, page.Hidden{Name: "by", Value: f.By.String()})
		out.Figure = page.Figure{Title: m.Title, Sentence: m.Sentence, Censored: m.Censored, Source: m.Source}
		if !f.Ready {
			return nil
		}
		out.CSV = at + "/figures.csv" + query(f, "by", f.By.String())
		x := f.List[index(m)]
		out.Figure, out.Cases = w.figure(f, x), w.groups(f, x)
		w.split(&out, f, at)
		return nil
	})
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.MeasuredPage(out))
}

func index(m *core.Measure) int {
	for i, x := range core.All {
		if x == m {
			return i
		}
	}
	return -1
}

// why says of one referral why each measure counts it or not.
func (p pages) why(v *visit.Visit) error {
	id := referral.ID(v.R.PathValue("id"))
	var out page.WhyCounted
	err := v.Desk.Read(v.R.Context(), v.Who, "measures.why", func(r *desk.Reading) error {
		code, list, err := p.board.Why(r, id)
		if err != nil {
			return err
		}
		if out.Shell, err = v.Shell(r, "Why "+code+" is counted"); err != nil {
			return err
		}
		out.Code, out.Href = code, "/referrals/"+string(id)
		for _, x := range list {
			out.Reasons = append(out.Reasons, page.Reason{Title: x.Title, Href: "/measures/" + x.Name, Words: x.Words, Sentence: x.Sentence})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.WhyCountedPage(out))
}
