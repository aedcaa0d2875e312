package measure

import (
	"fmt"
	"slices"
	"strings"

	core "referd/core/measure"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/measure"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// words says figures as a reader of one side sees them.
type words struct {
	v   *visit.Visit
	dir *desk.Directory
	out bool
}

// label is what a dimension is called.
func (w words) label(d core.Dimension) string {
	switch {
	case d == core.Sender && w.out:
		return "Clinician"
	case d == core.Coordinator && w.out:
		return "Sent by"
	}
	return [...]string{"Service", "Site", "Sender", "Urgency", "Channel", "Coordinator", "Team"}[d]
}

var channels = map[string]string{"house": "Works here", "fhir": "FHIR", "feed": "FHIR feed", "phone": "By phone", "": "Not told"}

var urgencies = map[string]string{"routine": "Routine", "urgent": "Urgent", "emergency": "Emergency", "": "Not told"}

// name is who or what an id or a code is.
func (w words) name(d core.Dimension, id string) string {
	out := ""
	switch d {
	case core.Service:
		out = w.dir.ServicesByID[party.ServiceID(id)].Name
	case core.Site:
		out = w.dir.Locations[party.LocationID(id)].Name
	case core.Sender:
		if out = w.dir.Orgs[party.OrgID(id)].Name; w.out {
			out = w.dir.ClinicianName(party.PractitionerID(id))
		}
	case core.Urgency:
		out = urgencies[id]
	case core.Channel:
		out = channels[id]
	case core.Coordinator:
		out = w.dir.PersonName(party.UserID(id))
	case core.Owner:
		out = w.dir.TeamName(party.TeamID(id))
	}
	switch {
	case out != "":
		return out
	case id == "":
		return "Nobody by name"
	}
	return "Not in the directory"
}

// measuring says what is measured, and offers to narrow it.
func (w words) measuring(f measure.Figures) page.Measuring {
	org := w.dir.Orgs[w.v.Who.Org].Name
	m := page.Measuring{At: f.At, Words: "Referrals that came to " + org}
	if f.Out {
		m.Words = "Referrals sent by " + org
	}
	if !f.Ready {
		m.Counting = fmt.Sprintf("%s so far. Figures are shown when every referral is counted, and never before.", page.Thousands(f.Counted))
		return m
	}
	if f.Both {
		path := w.v.R.URL.Path
		m.Sides = []page.Tab{{Href: path, Name: "Came to us", Count: -1, Here: !f.Out}, {Href: path + "?side=out", Name: "Sent by us", Count: -1, Here: f.Out}}
		if f.Out {
			m.Kept = []page.Hidden{{Name: "side", Value: "out"}}
		}
	}
	for _, d := range core.Dimensions {
		if id := f.Want[d]; id != "" {
			m.Words += ", " + strings.ToLower(w.label(d)) + " " + w.name(d, id)
		}
		if d == core.Owner {
			if id := f.Want[d]; id != "" {
				m.Kept = append(m.Kept, page.Hidden{Name: d.String(), Value: id})
			}
			continue
		}
		x := page.Field{Name: d.String(), Label: w.label(d), Value: f.Want[d], Opts: append([]page.Opt{{Words: "All"}}, w.options(d)...)}
		if x.Value != "" && !slices.ContainsFunc(x.Opts, func(o page.Opt) bool { return o.Value == x.Value }) {
			x.Opts = append(x.Opts, page.Opt{Value: x.Value, Words: w.name(d, x.Value)})
		}
		m.Filters = append(m.Filters, x)
	}
	if len(f.Want) > 0 {
		m.Clear = w.v.R.URL.Path
		if f.Out && f.Both {
			m.Clear += "?side=out"
		}
	}
	return m
}

// options are what a dimension can be narrowed to, by name.
func (w words) options(d core.Dimension) (out []page.Opt) {
	own := w.v.Who.Org
	add := func(id string) { out = append(out, page.Opt{Value: id, Words: w.name(d, id)}) }
	switch d {
	case core.Service, core.Site:
		for _, s := range w.dir.ServicesByID {
			id := map[core.Dimension]string{core.Service: string(s.ID), core.Site: string(s.Location)}[d]
			if (w.out || s.Org == own) && id != "" && !slices.ContainsFunc(out, func(o page.Opt) bool { return o.Value == id }) {
				add(id)
			}
		}
	case core.Sender, core.Coordinator:
		for id, u := range w.dir.Users {
			if u.Org == own && d == core.Coordinator {
				add(string(id))
			} else if u.Org == own && w.out && u.Practitioner != "" {
				add(string(u.Practitioner))
			}
		}
		for id := range w.dir.Orgs {
			if d == core.Sender && !w.out {
				add(string(id))
			}
		}
	case core.Urgency:
		return []page.Opt{{Value: "emergency", Words: "Emergency"}, {Value: "urgent", Words: "Urgent"}, {Value: "routine", Words: "Routine"}}
	case core.Channel:
		for _, c := range []party.Channel{party.House, party.FHIR, party.Feed, party.Phone} {
			if w.out || c == party.House || c == party.FHIR {
				add(string(c))
			}
		}
		return out
	}
	slices.SortFunc(out, func(a, b page.Opt) int { return strings.Compare(a.Words, b.Words) })
	return out
}

// said is a value of a measure in words.
func said(m *core.Measure, v float64) string {
	switch {
	case m.Unit == core.Time:
		return core.Length(core.Minute(v))
	case v > 0 && v < .01:
		return fmt.Sprintf("%.1f%%", v*100)
	}
	return fmt.Sprintf("%.0f%%", v*100)
}

func date(m core.Minute) string { return m.Time().Format("02-Jan-2006") }

// figure is a measure's figure as a page shows it.
func (w words) figure(f measure.Figures, x core.Figure) page.Figure {
	m := x.Measure
	at := "/measures/" + m.Name
	out := page.Figure{Name: m.Name, Href: at + query(f), Title: m.Title, Sentence: m.Sentence, Censored: m.Censored, Source: m.Source, EndingsOf: "Where they stand now"}
	out.Period = fmt.Sprintf("%d weeks, %s to %s", core.Weeks, date(x.From), date(x.Until-24*60))
	if m.Now {
		out.Period = fmt.Sprintf("Now, and at the end of %d weeks", core.Weeks)
	}
	if x.Whole.Known {
		out.Value = said(m, x.Whole.Value)
	}
	out.Of = page.Thousands(x.Whole.Counted) + " of " + page.Thousands(x.Whole.N) + " " + m.Of
	if x.Whole.Counted == x.Whole.N && m.Unit == core.Time {
		out.Of = page.Thousands(x.Whole.N) + " " + m.Of
	}
	out.Also = also(x)
	out.Chart = w.chart(f, x)
	for _, p := range referral.Phases() {
		if n := x.Endings[p]; n > 0 {
			out.Endings = append(out.Endings, page.Count{Name: sheet.Phase(p), N: n, Open: p.Open()})
		}
	}
	return out
}

// also says what stands beside a figure: the ninth of ten, who waits, who is
// left out, and who is not counted yet.
func also(x core.Figure) string {
	var out []string
	if x.Unit == core.Time && x.Whole.N > 0 && !x.Whole.Known {
		out = append(out, "half are not "+x.What+" yet")
	} else if x.Whole.Most > 0 {
		out = append(out, "nine of ten within "+core.Length(core.Minute(x.Whole.Most)))
	} else if x.Unit == core.Time && x.Whole.N > 0 {
		out = append(out, "nine of ten are not "+x.What+" yet")
	}
	for _, n := range []struct {
		n     int
		words string
	}{{x.Whole.Waiting, x.Yet}, {x.Whole.LeftOut, "left out"}, {x.Young, "too young to count"}} {
		if n.n > 0 {
			out = append(out, page.Thousands(n.n)+" "+n.words)
		}
	}
	if len(out) == 0 {
		return ""
	}
	return capital(strings.Join(out, "; ")) + "."
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// chart is the weeks of a figure with what is ordinary of them.
func (w words) chart(f measure.Figures, x core.Figure) page.XmR {
	m, l := x.Measure, x.Limits
	c := page.XmR{Name: m.Title, Limits: l.Known, Mean: l.Mean, Low: l.Low, High: l.High, SaidMean: said(m, l.Mean), SaidLow: said(m, l.Low), SaidHigh: said(m, l.High)}
	for _, p := range x.Weeks {
		k := page.Week{From: p.Week.Time(), Known: p.Known, Value: p.Value, Said: said(m, p.Value), N: p.N, Counted: p.Counted}
		if !m.Now {
			k.Href = "/measures/" + m.Name + "/cases" + query(f, "week", p.Week.Time().Format("2006-01-02"), "show", string(open(m)))
		}
		c.Weeks = append(c.Weeks, k)
	}
	for _, s := range l.Signals {
		tone := "late"
		if s.Up != m.Low {
			tone = "ok"
		}
		for i := s.From; i <= s.To; i++ {
			if c.Weeks[i].Known && (c.Weeks[i].Signal == "" || s.Rule == core.Beyond) {
				c.Weeks[i].Signal = tone
			}
		}
		c.Signals = append(c.Signals, page.Signaled{Words: signal(s, x.Weeks), Tone: tone})
	}
	return c
}

func signal(s core.Signal, weeks []core.Point) string {
	n := 0
	for _, p := range weeks[s.From : s.To+1] {
		if p.Known {
			n++
		}
	}
	span := fmt.Sprintf("%d weeks, %s to %s, ", n, date(weeks[s.From].Week), date(weeks[s.To].Week))
	if n == 1 {
		span = "the week of " + date(weeks[s.To].Week) + " is "
	}
	side := map[bool]string{true: "above", false: "below"}[s.Up]
	switch {
	case s.Rule == core.OneSide:
		return span + side + " the mean."
	case s.Rule == core.Trend:
		return span + map[bool]string{true: "rising.", false: "falling."}[s.Up]
	}
	return span + side + " what is ordinary."
}

// open is the group of cases somebody wants to see first: what went wrong, or waits.
func open(m *core.Measure) measure.Group {
	switch {
	case m.Name == "time-to-accept":
		return measure.Waiting
	case m.Unit == core.Time || m.Low:
		return measure.Counted
	}
	return measure.Not
}

// group is what a group of cases is called.
func group(m *core.Measure, g measure.Group) string {
	return capital(map[measure.Group]string{measure.Counted: m.What, measure.Not: m.Else, measure.LeftOut: "left out", measure.Waiting: m.Yet, measure.Young: "too young to count"}[g])
}

// groups leads to the cases of a figure.
func (w words) groups(f measure.Figures, x core.Figure) (out []page.Button) {
	n := map[measure.Group]int{measure.Counted: x.Whole.Counted, measure.LeftOut: x.Whole.LeftOut, measure.Waiting: x.Whole.Waiting, measure.Young: x.Young}
	if x.Unit == core.Share {
		n[measure.Not] = x.Whole.N - x.Whole.Counted
	}
	for _, g := range measure.Groups {
		if n[g] > 0 {
			out = append(out, page.Button{Href: "/measures/" + x.Name + "/cases" + query(f, "show", string(g)), Words: group(x.Measure, g) + ": " + page.Thousands(n[g])})
		}
	}
	return out
}

// split tells a measure's cases apart.
func (w words) split(p *page.Measured, f measure.Figures, at string) {
	for _, d := range core.Dimensions {
		if d == core.Owner && !f.Measure.Now {
			continue
		}
		p.Splits = append(p.Splits, page.Tab{Href: at + query(f, "by", d.String()), Name: w.label(d), Count: -1, Here: d == f.By})
	}
	p.Split, p.HasTimes = w.label(f.By), f.Measure.Unit == core.Time
	top := 0.0
	for _, x := range f.Parts {
		if x.Known {
			top = max(top, x.Value)
		}
	}
	for _, x := range f.Parts {
		if len(p.Parts) == most {
			p.More = len(f.Parts) - most
			break
		}
		s := page.Share{Name: w.name(f.By, x.ID), N: x.N, Counted: x.Counted, Known: x.Known, Value: said(f.Measure, x.Value)}
		if x.ID != "" {
			s.Href = at + query(f, "by", f.By.String(), f.By.String(), x.ID)
		}
		if x.Most > 0 {
			s.Most = core.Length(core.Minute(x.Most))
		}
		if x.Known && top > 0 {
			s.Used = x.Value / top
		}
		p.Parts = append(p.Parts, s)
	}
}
