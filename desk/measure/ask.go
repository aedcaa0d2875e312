package measure

import (
	"cmp"
	"slices"
	"time"

	"referd/base/fault"
	"referd/core/measure"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Asking is what figures are asked of: a side, what is wanted of each
// dimension (ids and codes), and by what one measure's cases are told apart.
type Asking struct {
	Out     bool // what the organization sent; else what came to it
	Want    map[measure.Dimension]string
	Measure *measure.Measure
	By      measure.Dimension
}

// Figures are all ten, and one's shares.
type Figures struct {
	Asking
	Both    bool // the reader may ask for the other side too
	Ready   bool // false: not all is counted yet, and nothing is shown
	Counted int  // so far
	At      time.Time
	List    []measure.Figure // in the order of measure.All
	Parts   []Part
}

// Part is the share of one name.
type Part struct {
	ID string // of an organization, a person, a service, a place, a team; a code
	measure.Point
}

// leads are those who answer for how an organization does; refers are those of
// a practice that refers.
var (
	leads  = []party.Job{party.Quality, party.TeamLead}
	refers = []party.Job{party.ReferringClinician, party.ReferringStaff}
)

// May reports whether somebody may see measures: who leads, of what came to
// their organization and of what it sent; a referring practice, of what it
// sent. Of others' referrals nobody sees anything.
func May(who desk.Who) bool {
	return who.User != "" && who.Only == "" && who.Org != "" && (who.Has(leads...) || who.Has(refers...))
}

// denied is who may not, in words that say who may.
func denied(op string) error {
	return desk.Denied(op, "Measures are for those who lead an organization or see to its quality. A referring practice sees its own.")
}

// receives reports whether what came to the reader's organization is theirs to measure.
func receives(r *desk.Reading) bool {
	if !r.Who().Has(leads...) {
		return false
	}
	for _, s := range r.Directory().ServicesByID {
		if s.Org == r.Who().Org {
			return true
		}
	}
	return false
}

// Figures counts what is asked, as of the last commit.
func (b *Board) Figures(r *desk.Reading, a Asking) (Figures, error) {
	f := Figures{Asking: a}
	err := b.ask(r, &f, func(filter *measure.Filter, sites []string) {
		split := measure.Split{Measure: f.Measure, By: f.By, Filter: filter}
		c := b.count(filter, split, measure.To(r.Now()))
		f.List = c.Figures()
		if f.Measure == nil {
			return
		}
		for _, p := range c.Parts() {
			id := ""
			if f.By != measure.Site {
				id = b.names.Name(p.Key)
			} else if int(p.Key) < len(sites) {
				id = sites[p.Key]
			}
			f.Parts = append(f.Parts, Part{ID: id, Point: p.Point})
		}
	})
	return f, err
}

// ask decides whether and of what may be asked, and counts while the board is held.
func (b *Board) ask(r *desk.Reading, f *Figures, count func(*measure.Filter, []string)) error {
	if !May(r.Who()) {
		return denied("measure.ask")
	}
	f.Both = receives(r)
	f.Out = f.Out || !f.Both
	if f.Ready, f.Counted = b.ready.Load(), int(b.counted.Load()); !f.Ready {
		return nil
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	f.At = b.at
	org, some := b.names.Known(string(r.Who().Org))
	filter := &measure.Filter{Org: org, In: !f.Out}
	sites := b.sites(filter, r.Directory())
	for _, d := range measure.Dimensions {
		id, wanted := f.Want[d]
		if !wanted {
			continue
		}
		key, known := b.names.Known(id)
		if d == measure.Site {
			n := slices.Index(sites, id)
			key, known = uint32(max(n, 0)), n >= 0
		}
		some = some && known
		filter.Want = append(filter.Want, measure.Wanted{By: d, Key: key})
	}
	if !some { // a name no row has
		filter = &measure.Filter{Org: ^uint32(0), In: true}
	}
	count(filter, sites)
	return nil
}

// sites numbers the places of the services that rows name; 0 is none.
func (b *Board) sites(f *measure.Filter, dir *desk.Directory) []string {
	list := []string{""}
	f.Sites = make([]uint32, b.names.Len())
	for id, s := range dir.ServicesByID {
		n, known := b.names.Known(string(id))
		if !known || s.Location == "" {
			continue
		}
		at := slices.Index(list, string(s.Location))
		if at < 0 {
			at, list = len(list), append(list, string(s.Location))
		}
		f.Sites[n] = uint32(at)
	}
	return list
}

// Case is one referral of a figure.
type Case struct {
	ID                             referral.ID
	Code                           string
	Sent                           time.Time
	Phase                          referral.Phase
	Service, Sender, Urgency, Done string // ids and codes; Done is the coordinator's
	Why                            string
}

// Group is which of a measure's cases are listed.
type Group string

// Groups.
const (
	Counted Group = "counted"
	Not     Group = "not"
	LeftOut Group = "left-out"
	Waiting Group = "waiting"
	Young   Group = "young"
)

// Groups are all of them.
var Groups = []Group{Counted, Not, LeftOut, Waiting, Young}

// Cases are a page of a measure's cases, the newest first.
type Cases struct {
	Figures
	Group   Group
	Week    time.Time // only those of the week that began then; zero is all
	Page    int
	PerPage int // zero is PerPage
	Total   map[Group]int
	List    []Case
}

// PerPage is how many cases a page has.
const PerPage = 50

func group(v measure.Verdict, w measure.When) Group {
	switch {
	case v == measure.Outside || w == measure.Past:
		return ""
	case w == measure.Young:
		return Young
	}
	return map[measure.Verdict]Group{measure.Counted: Counted, measure.Not: Not, measure.LeftOut: LeftOut, measure.Waiting: Waiting}[v]
}

// Cases lists the referrals of a figure with why each is counted. They are told
// by their codes: who one is about is seen by opening it.
func (b *Board) Cases(r *desk.Reading, c Cases) (Cases, error) {
	c.Page, c.PerPage, c.Total = max(c.Page, 1), cmp.Or(c.PerPage, PerPage), map[Group]int{}
	var rows []measure.Row
	err := b.ask(r, &c.Figures, func(f *measure.Filter, _ []string) {
		rows = b.listed(f, &c, measure.To(r.Now()))
		for i := range rows {
			x := &rows[i]
			c.List = append(c.List, Case{ID: x.ID(), Sent: x.Sent(), Phase: x.Phase(), Service: b.names.Name(f.Key(measure.Service, x)), Sender: b.names.Name(f.Key(measure.Sender, x)),
				Urgency: b.names.Name(f.Key(measure.Urgency, x)), Done: b.names.Name(f.Key(measure.Coordinator, x)), Why: c.Measure.Why(x, measure.To(r.Now()))})
		}
	})
	for i := range c.List {
		row, e := r.Row(c.List[i].ID)
		if e != nil && fault.Of(e) != fault.Missing { // a relation that ended: it is counted, and not theirs to open
			return c, e
		}
		c.List[i].Code = row.Code
	}
	return c, err
}

// listed picks a page of a group, from the newest, and counts every group.
func (b *Board) listed(f *measure.Filter, c *Cases, now measure.Minute) (out []measure.Row) {
	skip := (c.Page - 1) * c.PerPage
	for k := len(b.rows.boards) - 1; k >= 0; k-- {
		board := b.rows.boards[k]
		for i := len(board) - 1; i >= 0; i-- {
			if !f.Takes(&board[i]) || !c.Week.IsZero() && !c.Measure.IsOf(&board[i], measure.To(c.Week)) {
				continue
			}
			g := group(c.Measure.Stands(&board[i], now))
			if c.Total[g]++; g == c.Group && g != "" && c.Total[g] > skip && len(out) < c.PerPage {
				out = append(out, board[i])
			}
		}
	}
	delete(c.Total, "")
	return out
}

// Reason is what a referral is to one measure.
type Reason struct {
	*measure.Measure
	Words string
}

// Why says of one referral why each measure counts it or not.
func (b *Board) Why(r *desk.Reading, of referral.ID) (code string, out []Reason, err error) {
	r.Tried(of)
	if !May(r.Who()) {
		return "", nil, denied("measure.why")
	}
	row, err := r.Row(of)
	if err != nil {
		return "", nil, err
	}
	s, err := r.Loop(of)
	if err != nil {
		return "", nil, err
	}
	r.SawLoop(of, s.Seq)
	x := measure.Read(&s, measure.NewNames())
	for _, m := range measure.All {
		out = append(out, Reason{m, m.Why(&x, measure.To(r.Now()))})
	}
	return row.Code, out, nil
}
