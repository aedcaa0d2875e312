package bring

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	deskbring "referd/desk/bring"
	"referd/web/page"
	"referd/web/visit"
)

type visitContext = context.Context

// shown is how many rows of a kind one page shows.
const (
	shown  = 20
	listed = 100
)

func (m Room) one(v *visit.Visit, wrong error) error { return m.oneWith(v, wrong, nil) }

// oneWith shows a list as it is, with the columns as they were just named.
func (m Room) oneWith(v *visit.Visit, wrong error, columns []string) error {
	p := page.Bring{Action: "/bring/" + string(at(v))}
	err := v.Desk.Read(v.R.Context(), v.Who, "import.read", func(r *desk.Reading) error {
		i, err := deskbring.Of(r, at(v))
		if err != nil {
			return err
		}
		if len(columns) == len(i.Headings) {
			i.Map = columns
		}
		p.Kind, p.File, p.Words, p.Why = kinds[i.Kind], i.Name, i.Format, i.Why
		if i.Head > 0 {
			p.Words += "; headings in row " + strconv.Itoa(i.Head)
		}
		m.about(v, i, &p)
		p.Listed = i.Kind.Directory()
		waits, err := deskbring.Waiting(r, i)
		if err != nil {
			return err
		}
		p.Letters, p.Mailed = len(waits), v.Mail
		if i.State == deskbring.Checked {
			if err := m.report(v, r, i, &p); err != nil {
				return err
			}
		}
		p.Shell, err = v.Shell(r, p.Kind)
		return err
	})
	if err != nil {
		return err
	}
	if p.Step != "" {
		v.W.Header().Set("Refresh", "3")
	}
	status := http.StatusOK
	if wrong != nil {
		status, p.Errors = http.StatusUnprocessableEntity, []page.Wrong{{Words: fault.Public(wrong)}}
	}
	return v.Page(status, page.BringPage(p))
}

// about says how far it is, and offers what may be done.
func (m Room) about(v *visit.Visit, i *deskbring.Import, p *page.Bring) {
	if i.Works() {
		p.Done, p.All = i.Progress()
		p.Step = map[deskbring.State]string{deskbring.Reading: "The rows are being read", deskbring.Checking: "The rows are being checked", deskbring.Applying: "All of it is being made; nobody sees it yet", deskbring.Backing: "What nobody saw is being taken away", deskbring.Undoing: "It is being taken back"}[i.State]
		p.MayDrop = i.State != deskbring.Undoing
		return
	}
	when := v.Clock()
	switch i.State {
	case deskbring.Applied:
		p.Ended = page.Many(i.Counts[deskbring.Make], "row was made", "rows were made") + " and " + page.Many(i.Counts[deskbring.Change], "record changed", "records changed") + noted(i.Notes) + ", " + when.Exact(i.Ended) + "."
		p.MayUndo = i.Clean
	case deskbring.Undone:
		p.Ended = page.Many(i.Done-i.Stays, "row was", "rows were") + " taken back " + when.Exact(i.Undid) + "."
		if i.Stays > 0 {
			p.Ended += " " + page.Many(i.Stays, "thing was", "things were") + " used since and stay."
		}
	case deskbring.Dropped:
		p.Ended = "It was given up. Nothing of it was made."
	default:
		p.MayName, p.MayDrop = true, true
		m.columns(i, p)
	}
}

func (m Room) columns(i *deskbring.Import, p *page.Bring) {
	twice := map[string]bool{}
	for _, h := range i.Twice() {
		twice[strings.ToLower(h)] = true
	}
	for n, h := range i.Headings {
		c := page.BringColumn{Letter: deskbring.Letters(n), Heading: h, Field: i.Map[n], Twice: twice[strings.ToLower(h)]}
		for _, row := range i.First {
			if n < len(row) && row[n] != "" {
				c.First = append(c.First, row[n])
			}
		}
		if n < len(i.Elements) { // FHIR says what each is; who wonders may still say otherwise
			c.Heading, c.Set = i.Elements[n], len(c.First) == 0 && c.Field != ""
		}
		p.Columns = append(p.Columns, c)
	}
	for _, f := range deskbring.Fields(i.Kind) {
		words := f.Label
		if f.Need {
			words += " (needed)"
		}
		p.Fields = append(p.Fields, page.Opt{Value: f.Key, Words: words})
	}
	for _, s := range i.Sheets {
		p.Sheets = append(p.Sheets, page.Opt{Value: s, Words: s})
	}
	p.Sheet = i.Sheet
}

// becomes are what becomes of rows, in the order of the report.
var becomes = [][2]string{{deskbring.Make, "New"}, {deskbring.Change, "Changed"}, {deskbring.Same, "Here already"}, {deskbring.Left, "Left out"}, {deskbring.Ask, "You decide"}, {deskbring.Wrong, "To correct"}}

// report fills what came of the check.
func (m Room) report(v *visit.Visit, r *desk.Reading, i *deskbring.Import, p *page.Bring) error {
	show := v.R.URL.Query().Get("show")
	for _, b := range becomes {
		n := i.Counts[b[0]]
		if n == 0 {
			continue
		}
		p.Counts = append(p.Counts, page.Count{Name: b[1], N: n})
		if b[0] == deskbring.Ask || b[0] == deskbring.Wrong {
			continue
		}
		if show == "" {
			show = b[0]
		}
		if show == b[0] {
			p.RowsOf = b[1]
		}
		p.Tabs = append(p.Tabs, page.Tab{Name: b[1] + " " + strconv.Itoa(n), Href: p.Action + "?show=" + b[0], Here: show == b[0]})
	}
	n := i.Counts
	p.MayApply = n[deskbring.Wrong]+n[deskbring.Ask] == 0 && n[deskbring.Make]+n[deskbring.Change]+i.Notes > 0
	for _, w := range i.Unknown {
		if opts := options(r.Directory(), i.Org, w.Field); len(opts) > 1 {
			p.Unknown = append(p.Unknown, page.BringWord{Field: deskbring.Label(i.Kind, w.Field), Key: w.Field, Word: w.Word, N: w.N, Opts: opts})
		}
	}
	if p.RowsOf != "" {
		list, err := deskbring.Lines(r, i, []string{show}, 0, shown)
		if err != nil {
			return err
		}
		for _, l := range list {
			p.Rows = append(p.Rows, page.BringRow{N: l.N, Row: said(i, l), Does: l.Does})
		}
	}
	return m.todo(v, r, i, p)
}

// todo fills what a person decides, and what is to be corrected.
func (m Room) todo(v *visit.Visit, r *desk.Reading, i *deskbring.Import, p *page.Bring) error {
	asks, err := deskbring.Lines(r, i, []string{deskbring.Ask}, 0, shown)
	if err != nil {
		return err
	}
	for _, l := range asks {
		a := page.BringAsk{N: l.N, Row: said(i, l), Why: l.Does, Other: deskbring.New, None: "Somebody else"}
		if len(l.Alike) == 0 || l.Choice != "" {
			a.Other, a.None = deskbring.Other, "Another referral: make it"
		} else {
			a.Alike = persons(v, l.Alike)
		}
		p.Asks = append(p.Asks, a)
	}
	p.MoreAsks = i.Counts[deskbring.Ask] - len(asks)
	p.Wrong = i.Counts[deskbring.Wrong]
	lines, err := deskbring.Lines(r, i, []string{deskbring.Wrong}, 0, listed)
	for _, l := range lines {
		for _, f := range l.Faults {
			if len(p.Faults) < listed {
				p.Faults = append(p.Faults, page.BringFault{N: l.N, Column: i.Where(l, f), Words: f.Words})
			}
		}
	}
	return err
}

func persons(v *visit.Visit, list []party.Patient) (out []page.Person) {
	for _, x := range list {
		p := page.Person{ID: string(x.ID), Name: page.StaffName(x.Name.Family, x.Name.Given, x.Name.Prefix), Born: page.Born(string(x.Born), v.Desk.Now())}
		if len(x.Identifiers) > 0 {
			p.Number = x.Identifiers[0].Value
		}
		if len(x.Phones) > 0 {
			p.Phone = page.Phone(x.Phones[0].Number)
		}
		out = append(out, p)
	}
	return out
}

// said is a row in a line: what tells it from its like.
func said(i *deskbring.Import, l deskbring.Line) string {
	var out []string
	for _, key := range []string{"id", "email", "npi", "number", "name", "family", "given", "born", "service"} {
		for c, f := range i.Map {
			if f == key && c < len(l.Cells) && l.Cells[c] != "" {
				out = append(out, l.Cells[c])
			}
		}
	}
	return strings.Join(out, " · ")
}

// noted says how many that were here already are known by their numbers from then on.
func noted(n int) string {
	if n == 0 {
		return ""
	}
	return "; " + page.Many(n, "that is here already is known by its number", "that are here already are known by their numbers")
}
