package clinic

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/lists"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/sheet/column"
	"referd/web/visit"
)

// tabs are the queue's views: the whole house's, my team's, mine, and the ways
// people cut them.
var tabs = []sheet.Tab{{View: lists.All, Name: "All open"}, {View: lists.Team, Name: "My team's"}, {View: lists.Mine, Name: "Mine"}, {View: lists.ToOpen, Name: "To open"}, {View: lists.Unclaimed, Name: "Unclaimed"}, {View: lists.Late, Name: "Late"},
	{View: lists.Today, Name: "Due today"}, {View: lists.Answers, Name: "Awaiting answer"}, {View: lists.ToBook, Name: "To book"}, {View: lists.ToReport, Name: "Reports owed"}, {View: lists.Looks, Name: "To look again"}, {View: lists.Aside, Name: "Put aside"}, {View: lists.Pinned, Name: "★ Pinned"}}

// offered are the tabs that are there for the reader.
func offered(v *visit.Visit) []sheet.Tab {
	return slices.DeleteFunc(slices.Clone(tabs), func(t sheet.Tab) bool { return t.View.Inbound() && !v.Receiving() })
}

const safest = "Emergency first, then what asks for action, then urgent, then the most of its time used."

// asked reads the queue's address: codes and ids, never words of a patient.
func asked(v *visit.Visit) (lists.Asking, error) {
	q := v.R.URL.Query()
	a := lists.Asking{View: lists.View(q.Get("view")), Service: party.ServiceID(q.Get("service")), Sender: party.OrgID(q.Get("sender")), Order: q.Get("order"), With: party.UserID(q.Get("with"))}
	if a.View == "" {
		a.View = v.QueueView()
	}
	a.Page, _ = strconv.Atoi(q.Get("page"))
	tabs := offered(v)
	if person := a.View == lists.Person || a.View == lists.PersonLate; person != (a.With != "") || !person && !slices.ContainsFunc(tabs, func(t sheet.Tab) bool { return t.View == a.View }) {
		return a, fault.E("clinic.queue", fault.Missing, "There is no such view.", nil)
	}
	if !column.Sortable(a.Order) {
		return a, fault.E("clinic.queue", fault.Missing, "The list cannot be sorted by that.", nil)
	}
	for _, t := range tabs {
		a.Beside = append(a.Beside, t.View)
	}
	if a.With != "" {
		a.Beside = append(a.Beside, lists.Person, lists.PersonLate)
	}
	return a, nil
}

func queue(v *visit.Visit) error {
	a, err := asked(v)
	if err != nil {
		return err
	}
	p := page.List{Heading: "Work queue", PeopleHref: "/queue/people", Sheets: []page.Button{{Href: "/day", Words: "My day", Icon: "printer"}, {Href: "/visits", Words: "Visits", Icon: "calendar"}}, Bulk: true, Here: v.R.URL.RequestURI(), Order: safest, CSV: "/queue.csv?" + v.R.URL.RawQuery}
	err = v.Desk.Read(v.R.Context(), v.Who, "queue."+string(a.View), func(r *desk.Reading) (err error) {
		l, err := lists.LinesOf(r, a)
		if err != nil {
			return err
		}
		dir := r.Directory()
		if a.With != "" && dir.Users[a.With].Org != v.Who.Org {
			return fault.E("clinic.queue", fault.Missing, "There is no such view.", nil)
		}
		if p.Shell, err = v.ShellWith(r, "Work queue", l.Counts); err != nil {
			return err
		}
		p.Rows, p.Page, p.Pages = sheet.Lines(v, dir, l.Rows), l.Page, l.Pages
		for i := range p.Rows {
			p.Rows[i].Href += sheet.From("queue", a)
		}
		fillQueue(&p, v, dir, a, l)
		return nil
	})
	if err != nil {
		return err
	}
	v.WorkFrom(v.R.URL.RequestURI())
	return v.Page(http.StatusOK, page.ListPage(p))
}

func fillQueue(p *page.List, v *visit.Visit, dir *desk.Directory, a lists.Asking, l lists.List) {
	p.PageHref, p.OpenNext = column.Address("/queue", a, a.View, a.Order), "/queue/next?"+strings.TrimPrefix(column.Address("/queue", a, a.View, a.Order), "/queue?")
	every := map[bool]lists.View{true: lists.All, false: lists.Team}[v.Receiving()]
	p.Words = fmt.Sprintf("%d open, %d late, all with a team, %d not yet claimed", l.Counts[every], l.Counts[lists.Late], l.Counts[lists.Unclaimed])
	for _, t := range offered(v) {
		if visit.Rests(t.View, a.View, l.Counts[t.View]) {
			continue
		}
		p.Tabs = append(p.Tabs, page.Tab{Href: column.Address("/queue", a, t.View, ""), Name: t.Name, Count: l.Counts[t.View], Here: t.View == a.View})
	}
	fixed := len(p.Tabs)
	if a.With != "" {
		name := dir.PersonName(a.With)
		for view, words := range map[lists.View]string{lists.Person: "With " + name, lists.PersonLate: "Late with " + name} {
			p.Tabs = append(p.Tabs, page.Tab{Href: column.Address("/queue", a, view, ""), Name: words, Count: l.Counts[view], Here: view == a.View})
		}
		slices.SortFunc(p.Tabs[fixed:], func(x, y page.Tab) int { return strings.Compare(y.Name, x.Name) })
		p.Kept = []page.Hidden{{Name: "view", Value: string(a.View)}, {Name: "with", Value: string(a.With)}}
	}
	p.Sorts = column.Sorts("/queue", a)
	if a.With == "" {
		p.Kept = []page.Hidden{{Name: "view", Value: string(a.View)}}
	}
	p.Filters = []page.Field{{Name: "service", Label: "Service", Value: string(a.Service), Opts: services(v, dir)}, {Name: "sender", Label: "Sender", Value: string(a.Sender), Opts: senders(dir)},
		{Name: "order", Label: "Order", Value: a.Order, Opts: []page.Opt{{Words: "Safest order"}, {Value: "due", Words: "By due"}, {Value: "-since", Words: "Newest in phase first"}, {Value: "seen", Words: "By seen-by date"}, {Value: "patient", Words: "By patient"}}}}
	if a.Service != "" || a.Sender != "" || a.Order != "" {
		p.Clear, p.SaveView = column.Address("/queue", lists.Asking{}, a.View, ""), strings.TrimPrefix(column.Address("/queue", a, a.View, a.Order), "/queue?")
		p.Order = map[bool]string{true: safest, false: "In the order you chose. The safe order: " + safest}[a.Order == ""]
	}
	p.Empty = "Nothing is in this view. New referrals come by themselves."
	if n := l.Counts[every]; n > 0 && a.View != every {
		p.Empty, p.EmptyHref, p.EmptyWords = "Every open referral is with somebody else or in another view.", column.Address("/queue", a, every, ""), fmt.Sprintf("See all %d open", n)
	}
	for _, x := range dir.ViewsOf(v.Who) {
		p.Saved = append(p.Saved, page.Tab{Href: "/queue?" + x.Query, Name: x.Name, Count: -1, Here: v.R.URL.RawQuery == x.Query})
	}
	p.Acts, p.Assign = bulkActs(v), givesTo(v, dir)
}

// givesTo are those to whom the reader gives what is owed: a lead, to whoever's work
// they see by name.
func givesTo(v *visit.Visit, dir *desk.Directory) (out []page.Opt) {
	if !v.Who.Has(party.TeamLead) { // it is theirs to give
		return nil
	}
	for _, t := range lists.Watches(v.Who, dir) {
		for _, u := range dir.Members(t) {
			if o := (page.Opt{Value: string(u.ID), Words: dir.PersonName(u.ID)}); !slices.Contains(out, o) {
				out = append(out, o)
			}
		}
	}
	return out
}

// bulkActs are what the reader's job lets them do to many.
func bulkActs(v *visit.Visit) (out []page.Button) {
	add := func(to, words string, jobs ...party.Job) {
		if v.Who.Has(jobs...) {
			out = append(out, page.Button{Href: to, Words: words})
		}
	}
	decides := []party.Job{party.Intake, party.TriageNurse, party.Specialist}
	add("/questions", "Ask", decides...)
	add("/holds", "Hold", party.Scheduler, party.TriageNurse)
	add("/forwards", "Forward", decides...)
	return append(out, page.Button{Href: "/prints", Words: "Print"}, page.Button{Href: "/queue.csv", Words: "CSV"})
}

func services(v *visit.Visit, dir *desk.Directory) []page.Opt {
	out := []page.Opt{{Words: "All services"}}
	for _, s := range dir.Services("") {
		if s.Org == v.Who.Org {
			out = append(out, page.Opt{Value: string(s.ID), Words: s.Name})
		}
	}
	return out
}

func senders(dir *desk.Directory) []page.Opt {
	var out []page.Opt
	for id, o := range dir.Orgs {
		out = append(out, page.Opt{Value: string(id), Words: o.Name})
	}
	slices.SortFunc(out, func(a, b page.Opt) int { return strings.Compare(a.Words, b.Words) })
	return append([]page.Opt{{Words: "All senders"}}, out...)
}

// next opens the most late thing that is mine or nobody's.
func next(v *visit.Visit) error {
	a, err := asked(v)
	if err != nil {
		return err
	}
	var id referral.ID
	err = v.Desk.Read(v.R.Context(), v.Who, "queue.next", func(r *desk.Reading) (err error) {
		id, err = lists.NextIn(r, a, referral.ID(v.R.URL.Query().Get("not")))
		return err
	})
	if err != nil {
		return err
	}
	if id == "" {
		return v.Go(column.Address("/queue", a, a.View, a.Order))
	}
	return v.Go("/referrals/" + string(id) + sheet.From("queue", a))
}
