package setup

import (
	"cmp"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/policy"
	"referd/desk"
	"referd/desk/house"
	"referd/web/page"
	"referd/web/visit"
)

func services(v *visit.Visit) error {
	p := page.SetupList{Heading: "Services", One: "service", More: "services", Words: "What others refer to: what it needs, how soon it acts, who does its work.", Empty: "No service yet. An organization that only refers needs none.", AddHref: "/setup/services/new", AddWords: "Add a service"}
	return listed(v, "services", &p, func(r *desk.Reading) {
		dir := r.Directory()
		for _, s := range dir.ServicesByID {
			if !sees(v, dir, s.Org) {
				continue
			}
			row := page.SetupRow{Name: s.Name, Words: joined(s.Specialty.Display, page.Many(len(s.Needs), "thing asked for", "things asked for"), s.Phone), Href: "/setup/services/" + string(s.ID)}
			if s.Org != v.Who.Org {
				row.Words = joined(dir.Orgs[s.Org].Name+", a partner", row.Words)
			}
			into(&p, row, s.Active)
		}
	})
}

// sees reports whether what is an organization's is the reader's to set up: their
// own, and the partners of the house they keep.
func sees(v *visit.Visit, dir *desk.Directory, org party.OrgID) bool {
	return org == v.Who.Org || dir.Keeps(v.Who.Org) && !dir.Here(org)
}

// posts are the fields of who does a service's work, in the order of its way.
var posts = []string{"intake", "triage", "scheduling", "clinic"}

// blank is how many empty rows are offered for what a service needs.
const blank = 3

var service = &subject{step: "services", path: "/setup/services", list: "/setup/services", back: "Services",
	name: func(x *asked) string {
		if x.fresh {
			return "New service"
		}
		return x.dir.ServicesByID[party.ServiceID(x.id)].Name
	},
	lines: func(x *asked) []house.Mark { return []house.Mark{{Kind: desk.KindService, ID: x.made}} },
	fill: func(x *asked) (url.Values, error) {
		s, ok := x.dir.ServicesByID[party.ServiceID(x.id)]
		if !x.fresh && (!ok || !sees(x.Visit, x.dir, s.Org)) {
			return nil, absent()
		}
		if x.fresh {
			s = x.begun()
			if !sees(x.Visit, x.dir, s.Org) {
				return nil, absent()
			}
		}
		return fillService(s), nil
	},
	show: showService, read: readService,
	happens: []string{"What was sent keeps what it was asked for, its dues and its seen-by date.", "The next page shows what changes and how many open referrals it touches."}}

// begun is a service as it begins: its teams are those who can do its work, where
// there are such.
func (x *asked) begun() party.Service {
	s := party.Service{Org: party.OrgID(cmp.Or(x.f.Get("org"), x.R.URL.Query().Get("org"), string(x.Who.Org))), Active: true}
	s.Phone = x.dir.Orgs[s.Org].Phone
	for _, l := range x.dir.Locations {
		if l.Org == s.Org && l.Active && (s.Location == "" || l.ID < s.Location) {
			s.Location = l.ID
		}
	}
	for i, t := range house.Posts(&s) {
		*t = x.able(s.Org, house.PostJobs[i])
	}
	return s
}

// able is the first team with somebody who can do one of some jobs, else the
// first there is.
func (x *asked) able(org party.OrgID, jobs []party.Job) party.TeamID {
	list := ours(x.dir, org)
	for _, t := range list {
		for _, m := range x.dir.Memberships {
			if m.Team != t.ID || !m.In(x.Desk.Now()) {
				continue
			}
			for _, j := range m.Roles {
				for _, can := range jobs {
					if j == can {
						return t.ID
					}
				}
			}
		}
	}
	if len(list) > 0 {
		return list[0].ID
	}
	return ""
}

func fillService(s party.Service) url.Values {
	f := url.Values{"org": {string(s.Org)}, "name": {s.Name}, "location": {string(s.Location)}, "phone": {s.Phone}, "specialty": {s.Specialty.Display}}
	if s.Specialty.Code != "" {
		f.Set("specialty", s.Specialty.Display+" ("+s.Specialty.Code+")")
	}
	tick := func(name string, on bool) {
		if on {
			f.Set(name, "yes")
		}
	}
	tick("active", s.Active)
	tick("intake-accepts", s.IntakeAccepts)
	for i, u := range house.Urgencies {
		tick("takes-"+string(u), s.Takes(u))
		if s.SeenIn[i] > 0 {
			f.Set(fmt.Sprintf("seen-%d", i), strconv.Itoa(s.SeenIn[i]))
		}
	}
	for i, t := range house.Posts(&s) {
		f.Set(posts[i], string(*t))
	}
	for i, n := range s.Needs {
		at := fmt.Sprintf("need-%d-", i)
		how := "words"
		if n.Document {
			how = "document"
		} else if n.Unit != "" {
			how = "quantity"
		}
		f.Set(at+"code", n.Code)
		f.Set(at+"label", n.Label)
		f.Set(at+"why", n.Why)
		f.Set(at+"how", how)
		f.Set(at+"unit", n.Unit)
		f.Set(at+"low", n.Low)
		f.Set(at+"high", n.High)
		f.Set(at+"loinc", strings.Join(n.LOINC, " "))
		if n.Days > 0 {
			f.Set(at+"days", strconv.Itoa(n.Days))
		}
		tick(at+"required", n.Required)
	}
	fillDues(f, s.Dues)
	return f
}

func fillDues(f url.Values, d party.Dues) {
	for what, spans := range d {
		for i, s := range spans {
			f.Set(fmt.Sprintf("due-%s-%d", what, i), s.String())
		}
	}
}

func showService(x *asked, p *page.SetupForm) {
	if x.fresh {
		p.Happens = []string{"Who refers finds it as soon as it is saved.", "All of it can be changed later; what was before stays in the history."}
	}
	org := party.OrgID(cmp.Or(x.f.Get("org"), string(x.Who.Org)))
	p.Hidden = append(p.Hidden, page.Hidden{Name: "org", Value: string(org)})
	if org != x.Who.Org {
		p.Words = x.dir.Orgs[org].Name + ", a partner"
	}
	specialty := x.field("list", "specialty", "Specialty", "Choose one, or type its NUCC code.")
	specialty.Opts = visit.Specialties()
	var places []page.Opt
	for id, l := range x.dir.Locations {
		if l.Org == org && l.Active {
			places = append(places, page.Opt{Value: string(id), Words: l.Name})
		}
	}
	what := []page.Field{x.field("text", "name", "Name", "As those who refer would look for it."), specialty, x.choice("location", "Location", "", places), x.field("tel", "phone", "Direct line", "An emergency is spoken here before it is sent.")}
	if !x.fresh {
		what = append(what, x.field("check", "active", "Takes referrals", "Without the tick nobody can refer to it any more; what is open goes on."))
	}
	takes := page.Part{Legend: "What it takes", Wrap: true}
	for _, u := range house.Urgencies {
		takes.Fields = append(takes.Fields, x.field("check", "takes-"+string(u), strings.ToUpper(string(u[:1]))+string(u[1:]), ""))
	}
	p.Parts = []page.Part{{Legend: "The service", Fields: what}, takes}
	if x.dir.Here(org) {
		who := page.Part{Legend: "Who does its work"}
		hints := []string{"Intake", "A triage nurse or a specialist", "Scheduling", "A specialist, or imaging"}
		for i, name := range posts {
			who.Fields = append(who.Fields, x.choice(name, house.PostWords[i], hints[i], teamOpts(x.dir, org, "")))
		}
		who.Fields = append(who.Fields, x.field("check", "intake-accepts", "Intake may accept what needs no clinician", "Else a triage nurse or a specialist decides each."))
		p.Parts = append(p.Parts, who)
	}
	if !x.fresh && org == x.Who.Org {
		p.Links = append(p.Links, page.Button{Href: "/setup/services/" + x.id + "/times", Icon: "calendar", Words: "Bookable times"}, page.Button{Href: "/setup/services/" + x.id + "/dues", Icon: "clock", Words: "Open dues anew"})
	}
	p.Grids = []page.Grid{x.needs(), x.dues("Time it allows itself", "Empty is the house's, which stands in grey", func(s policy.Step) bool {
		return s.Receives && (!strings.HasPrefix(s.What, "seen") || policy.Imaging(party.Specialty(x.get("specialty"))) == (s.What == "seen/imaging"))
	}, x.dir.Settings.Dues), x.seen(x.dir.Settings.SeenBy)}
}

// needs is what the service asks for, and some empty rows.
func (x *asked) needs() page.Grid {
	g := page.Grid{Legend: "What it needs before it decides", Hint: "Asked of whoever refers, in these words. Clear a name to take one away", First: "No.", Heads: []string{"What", "Why", "Answered by", "Unit", "Least", "Most", "LOINC", "Not older, days", "Needed"}}
	n := 0
	for x.f.Has(fmt.Sprintf("need-%d-label", n)) {
		n++
	}
	filled := 0
	for i := range n {
		if x.get(fmt.Sprintf("need-%d-label", i)) != "" {
			filled = i + 1
		}
	}
	for i := range filled + blank {
		at := fmt.Sprintf("need-%d-", i)
		how := x.field("select", at+"how", "How it is answered", "")
		how.Opts = []page.Opt{{Value: "words", Words: "words"}, {Value: "document", Words: "a document"}, {Value: "quantity", Words: "a quantity"}}
		g.Rows = append(g.Rows, page.GridRow{Name: strconv.Itoa(i + 1), Hidden: []page.Hidden{{Name: at + "code", Value: x.f.Get(at + "code")}},
			Fields: []page.Field{x.field("text", at+"label", "What is needed", ""), x.field("text", at+"why", "Why it is needed", ""), how, x.field("short", at+"unit", "Unit", "kg"), x.field("short", at+"low", "The least that can be right", ""), x.field("short", at+"high", "The most that can be right", ""), x.field("short", at+"loinc", "LOINC codes of what, measured by a system, answers it", ""), x.field("short", at+"days", "How many days old it may be", ""), x.field("check", at+"required", "Needed: a routine referral without it says why", "")}})
	}
	return g
}

var columns = []string{"Routine", "Urgent", "Emergency"}

// dues are the times allowed for some steps, with the house's own in grey.
func (x *asked) dues(legend, hint string, which func(policy.Step) bool, grey party.Dues) page.Grid {
	g := page.Grid{Legend: legend, Hint: hint, First: "To", Heads: columns}
	for _, s := range policy.Steps() {
		if !which(s) {
			continue
		}
		row := page.GridRow{Name: s.Words}
		for i, c := range columns {
			row.Fields = append(row.Fields, x.field("text", fmt.Sprintf("due-%s-%d", s.What, i), s.Words+", "+strings.ToLower(c), grey[s.What][i].String()))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func (x *asked) seen(grey [3]int) page.Grid {
	row := page.GridRow{Name: "Be seen within, in days"}
	for i, c := range columns {
		row.Fields = append(row.Fields, x.field("text", fmt.Sprintf("seen-%d", i), "Seen within, days, "+strings.ToLower(c), strconv.Itoa(grey[i])))
	}
	return page.Grid{Legend: "The seen-by date", Hint: "Set at sending; no step resets it", First: "To", Heads: columns, Rows: []page.GridRow{row}}
}

func readService(x *asked) ([]house.Change, error) {
	s := x.dir.ServicesByID[party.ServiceID(x.made)]
	if x.fresh {
		s = party.Service{ID: party.ServiceID(x.made), Org: party.OrgID(x.get("org"))}
	}
	s.Name, s.Specialty, s.Location, s.Phone, s.Active = x.get("name"), party.Specialty(x.get("specialty")), party.LocationID(x.get("location")), x.get("phone"), x.fresh || x.is("active")
	s.IntakeAccepts, s.Accepts = x.is("intake-accepts"), nil
	for _, u := range house.Urgencies {
		if x.is("takes-" + string(u)) {
			s.Accepts = append(s.Accepts, u)
		}
	}
	takes := fault.If(len(s.Accepts) == 0, "setup.read", "takes-routine", "Say how urgent what it takes may be.")
	if len(s.Accepts) == len(house.Urgencies) {
		s.Accepts = nil
	}
	for i, t := range house.Posts(&s) {
		*t = party.TeamID(x.get(posts[i]))
	}
	s.Needs = x.typedNeeds()
	var allowed, seen error
	s.Dues, allowed = x.typedDues(x.dir.Settings.Dues)
	s.SeenIn, seen = x.typedSeen()
	return []house.Change{{Kind: desk.KindService, ID: x.made, Body: s}}, fault.All(takes, allowed, seen)
}

// typedNeeds reads what is asked for; a row without a name is none.
func (x *asked) typedNeeds() (out []party.Need) {
	for i := 0; x.f.Has(fmt.Sprintf("need-%d-label", i)); i++ {
		at := fmt.Sprintf("need-%d-", i)
		n := party.Need{Code: x.get(at + "code"), Label: x.get(at + "label"), Why: x.get(at + "why"), Required: x.is(at + "required"), Document: x.get(at+"how") == "document"}
		if n.Label == "" {
			continue
		}
		if x.get(at+"how") == "quantity" {
			n.Unit, n.Low, n.High, n.LOINC = x.get(at+"unit"), x.get(at+"low"), x.get(at+"high"), strings.Fields(x.get(at+"loinc"))
			if x.get(at+"days") != "" {
				var err error
				if n.Days, err = strconv.Atoi(x.get(at + "days")); err != nil {
					n.Days = -1 // is said to be no number of days
				}
			}
		}
		if n.Code == "" {
			n.Code = word(n.Label)
		}
		out = append(out, n)
	}
	return out
}

// word makes a name for a need of its words, which stays when they change.
func word(label string) string {
	out := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		case r == ' ' || r == '-':
			return '-'
		}
		return -1
	}, label)
	if r := []rune(out); len(r) > 40 {
		out = string(r[:40])
	}
	return strings.Trim(out, "-")
}

// typedDues reads the times that were typed; of a step with some of its three
// empty those are the house's, and with all empty none are its own.
func (x *asked) typedDues(grey party.Dues) (out party.Dues, err error) {
	var all []error
	for _, s := range policy.Steps() {
		var spans [3]party.Span
		own := false
		for i := range spans {
			name := fmt.Sprintf("due-%s-%d", s.What, i)
			spans[i] = grey[s.What][i]
			if x.get(name) == "" {
				continue
			}
			if typed, ok := party.ReadSpan(x.get(name)); ok {
				spans[i] = typed
			} else {
				all = append(all, wrongAbout(name, "“"+x.get(name)+"” is no time allowed. Write 3 working days, same day, 2 working hours, 4 h or 30 min."))
			}
			own = true
		}
		if own {
			if out == nil {
				out = party.Dues{}
			}
			out[s.What] = spans
		}
	}
	return out, fault.All(all...)
}

func (x *asked) typedSeen() (out [3]int, err error) {
	var all []error
	for i := range out {
		name := fmt.Sprintf("seen-%d", i)
		if x.get(name) == "" {
			continue
		}
		n, err := strconv.Atoi(x.get(name))
		if err != nil || n < 1 {
			all, n = append(all, wrongAbout(name, "Give a number of days, or leave it empty.")), 0
		}
		out[i] = n
	}
	return out, fault.All(all...)
}

// times is what the whole house allows.
var times = &subject{step: "times", path: "/setup/times", list: "/setup/times", back: "Times allowed",
	name:  func(*asked) string { return "Times allowed" },
	lines: func(*asked) []house.Mark { return []house.Mark{{Kind: desk.KindSettings, ID: "house"}} },
	fill: func(x *asked) (url.Values, error) {
		if !x.dir.Keeps(x.Who.Org) {
			return nil, absent()
		}
		f := url.Values{}
		fillDues(f, x.dir.Settings.Dues)
		for i, n := range x.dir.Settings.SeenBy {
			f.Set(fmt.Sprintf("seen-%d", i), strconv.Itoa(n))
		}
		return f, nil
	},
	show: func(x *asked, p *page.SetupForm) {
		d := policy.Defaults()
		p.Back, p.Words = "", "What the house allows where a service says nothing of its own. Starting values, not a standard of care."
		p.Grids = []page.Grid{x.dues("On the way of a referral", "3 working days, same day, 2 working hours, 4 h, 30 min", func(s policy.Step) bool { return !s.Beside }, d.Dues), x.dues("Beside it", "What is owed beside the next step", func(s policy.Step) bool { return s.Beside }, d.Dues), x.seen(d.SeenBy)}
	},
	read: func(x *asked) ([]house.Change, error) {
		s := x.dir.Settings
		var allowed, seen error
		s.Dues, allowed = x.typedDues(policy.Defaults().Dues)
		s.SeenBy, seen = x.typedSeen()
		for what, spans := range policy.Defaults().Dues { // a row that was emptied is as it began
			if _, there := s.Dues[what]; !there {
				if s.Dues == nil {
					s.Dues = party.Dues{}
				}
				s.Dues[what] = spans
			}
		}
		for i, n := range s.SeenBy {
			if n == 0 {
				s.SeenBy[i] = policy.Defaults().SeenBy[i]
			}
		}
		return []house.Change{{Kind: desk.KindSettings, ID: "house", Body: s}}, fault.All(allowed, seen)
	},
	happens: []string{"What is owed now keeps its due. What is owed from now on gets the new time.", "An emptied field is what it was at the beginning."}}
