package visit

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"referd/base/id"
	"referd/core/party"
	"referd/desk"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/desk/measure"
	"referd/desk/notice"
	"referd/desk/people"
	"referd/desk/safety"
	"referd/web/page"
)

// Clock says moments as this reader sees them.
func (v *Visit) Clock() page.Clock {
	return page.Clock{Now: v.Desk.Now(), Zone: v.Zone(), Named: v.Zones}
}

// Referring reports whether the reader works on the referring side.
func (v *Visit) Referring() bool {
	return v.Who.Has(party.ReferringClinician, party.ReferringStaff)
}

// Receiving reports whether the reader works on what comes in, or leads those who do.
func (v *Visit) Receiving() bool {
	return v.Who.Has(party.Intake, party.TriageNurse, party.Specialist, party.Scheduler, party.Imaging, party.Quality)
}

// Downtime reports whether the reader may print what is needed while the system
// is away.
func (v *Visit) Downtime() bool { return lists.MayDowntime(v.Who) || v.Who.Has(party.Admin) }

// Home is where the reader's work is.
func (v *Visit) Home() string {
	switch {
	case v.Referring():
		return "/waiting"
	case v.Receiving():
		return "/queue"
	case v.Who.Has(party.Admin):
		return "/setup"
	case v.Who.Has(party.PrivacyOfficer):
		return "/incidents"
	}
	return "/ops"
}

// QueueView is the view the queue opens with: intake and the leads see all that
// came in, everybody else what their team has.
func (v *Visit) QueueView() lists.View {
	if v.Who.Has(party.Intake, party.Quality) {
		return lists.All
	}
	return lists.Team
}

// Rests reports whether a tab of one's own keeping holds nothing and is not open:
// then it takes no room beside the others.
func Rests(v, open lists.View, n int) bool {
	return n == 0 && v != open && (v == lists.Looks || v == lists.Aside || v == lists.Pinned || v == lists.PinnedLoops)
}

var jobWords = map[party.Job]string{party.ReferringClinician: "Referring clinician", party.ReferringStaff: "Referring staff", party.Intake: "Intake", party.TriageNurse: "Triage", party.Specialist: "Specialist",
	party.Scheduler: "Scheduling", party.Imaging: "Imaging", party.Admin: "Administrator", party.PrivacyOfficer: "Privacy officer", party.Engineer: "Integration engineer", party.Quality: "Service-line lead", party.TeamLead: "Team lead"}

// Job is what a job is called.
func Job(j party.Job) string { return jobWords[j] }

// Specialties are offered where one is typed: "Neurology (2084N0400X)".
func Specialties() (out []page.Opt) {
	for _, s := range party.Specialties() {
		out = append(out, page.Opt{Value: s.Display + " (" + s.Code + ")"})
	}
	return out
}

// role is what somebody does, in a word: leading a team is said only of who
// does nothing else.
func (v *Visit) role() string {
	out := ""
	for _, j := range v.Who.Jobs {
		if out == "" || j != party.TeamLead && out == jobWords[party.TeamLead] {
			out = jobWords[j]
		}
	}
	return out
}

type place struct {
	page.Place
	view lists.View
}

// most is how many places a rail has.
const most = 6

// places are the reader's own, six at most.
func (v *Visit) places() (out []place) {
	add := func(href, icon, name, key string, view lists.View) {
		out = append(out, place{page.Place{Href: href, Icon: icon, Name: name, Key: key, Counted: view != "", Here: v.here(href)}, view})
	}
	if v.Referring() {
		add("/waiting", "bell", "Waiting on me", "w", lists.Waiting)
		add("/referrals/new", "file-plus", "New referral", "", "")
		add("/loops", "refresh-cw", "My loops", "l", lists.LoopsOpen)
	}
	if v.Receiving() {
		add("/queue", "inbox", "Queue", "q", v.QueueView())
		if !v.Referring() {
			add("/queue?view=to-book", "calendar", "To book", "s", lists.ToBook)
			add("/queue?view=to-report", "file-text", "Reports owed", "", lists.ToReport)
		}
	}
	if v.Who.Has(party.Admin) {
		if add("/setup", "list-checks", "Setup", "", ""); len(out) == 1 {
			add("/admin/people", "users", "People", "", "")
		}
	}
	if measure.May(v.Who) && len(out) < 4 { // who works on both sides finds them from the operations
		add("/measures", "chart-line", "Measures", "", "")
	}
	if v.Who.Has(party.PrivacyOfficer) {
		add("/incidents", "lock", "Privacy incidents", "", lists.Leaks)
	}
	if v.Who.Stands() {
		add("/exceptions", "shield-alert", "Exceptions", "e", lists.Exceptions)
	}
	add("/ops", "activity", "Operations", "o", "")
	return out
}

// Shell is what stands around the page: the rail of the reader's places, each
// with the count of the list it leads to.
func (v *Visit) Shell(r *desk.Reading, title string) (page.Shell, error) {
	return v.ShellWith(r, title, nil)
}

// ShellWith is Shell on a page that has counted some of the views already.
func (v *Visit) ShellWith(r *desk.Reading, title string, known map[lists.View]int) (page.Shell, error) {
	s := page.Shell{Title: title, Org: r.Directory().Orgs[v.Who.Org].Name, User: strings.Join(strings.Fields(v.Who.Name.Prefix+" "+strings.Join(v.Who.Name.Given, " ")+" "+v.Who.Name.Family), " "),
		Clock: v.Clock(), KeysOff: v.Who.KeysOff, Demo: v.Demo, Initial: initials(v.Who.Name), Me: string(v.Who.Login), Ends: v.left(), Idle: int(people.Idle.Seconds()),
		OneAct: strings.HasPrefix(v.R.URL.Path, "/referrals/") && strings.Count(v.R.URL.Path, "/") == 3}
	if role := v.role(); role != "" {
		s.Role = role + ", " + s.Org
	}
	counts, err := v.counts(r, known)
	if s.Seat = v.seat(); err == nil && s.Seat != "" {
		s.Spot = v.address()
		s.Seats, err = v.elsewhere(r)
	}
	if err == nil {
		s.Unread, err = notice.Unread(r)
	}
	if err != nil {
		return s, err
	}
	for _, e := range v.places() {
		e.Count = counts[e.view]
		s.Rail = append(s.Rail, e.Place)
	}
	if safety.Officer(r) {
		n, err := safety.Waiting(r)
		if err != nil {
			return s, err
		}
		if last := len(s.Rail) - 1; last >= most-1 { // what waits for an answer stands before what is watched
			s.More, s.Rail = append(s.More, s.Rail[last]), s.Rail[:last]
		}
		s.Rail = append(s.Rail, page.Place{Href: "/concerns", Icon: "triangle-alert", Name: "Safety concerns", Counted: true, Count: n, Here: v.here("/concerns")})
	}
	s.More = append(s.More, []page.Place{{Href: "/notices", Icon: "bell-ring", Name: "Notices"}, {Href: "/me", Icon: "fingerprint", Name: "You"}, {Href: "/help", Icon: "list-checks", Name: "Help and keys"}, {Href: "/concerns/new", Icon: "triangle-alert", Name: "Report a safety concern"}}...)
	if v.Receiving() {
		s.More = append(s.More, page.Place{Href: "/day", Icon: "printer", Name: "My day"}, page.Place{Href: "/visits", Icon: "calendar", Name: "Visits"}, page.Place{Href: "/queue/people", Icon: "users", Name: "Who has what"})
	}
	if v.Referring() && v.Who.Practitioner != "" {
		s.More = append(s.More, page.Place{Href: "/signing", Icon: "pen-line", Name: "Read and sign"})
	}
	if v.Who.Charts() {
		s.More = append(s.More, page.Place{Href: "/covers", Icon: "users", Name: "Covers"})
	}
	if v.Downtime() {
		s.More = append(s.More, page.Place{Href: "/downtime", Icon: "printer", Name: "Downtime kit"})
	}
	s.Toast = v.toast()
	if v.Tour != nil {
		s.More = append(s.More, page.Place{Href: "/demo", Icon: "play", Name: "The demo"})
		s.Tour = v.Tour(v)
	}
	return s, nil
}

// counts counts the views of the rail that are not known yet.
func (v *Visit) counts(r *desk.Reading, known map[lists.View]int) (map[lists.View]int, error) {
	var views []lists.View
	for _, e := range v.places() {
		if _, ok := known[e.view]; !ok && e.view != "" {
			views = append(views, e.view)
		}
	}
	out, err := lists.Counts(r, views)
	for k, n := range known {
		if out != nil {
			out[k] = n
		}
	}
	return out, err
}

// Counts are the badges of the rail and of the bell by the address they stand
// beside, as a page says them: a bell with nothing unread says nothing.
func (v *Visit) Counts(r *desk.Reading) (map[string]any, error) {
	counts, err := v.counts(r, nil)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	for _, e := range v.places() {
		if e.view != "" {
			out[e.Href] = counts[e.view]
		}
	}
	unread, err := notice.Unread(r)
	out["/notices"] = page.BellCount(unread)
	if err == nil && safety.Officer(r) {
		out["/concerns"], err = safety.Waiting(r)
	}
	return out, err
}

// Counted is where the reader's pages ask for their badges (page.Shell.Counts):
// theirs by it, and no page's of another organization.
func (v *Visit) Counted() string { return page.Shell{Seat: v.seat()}.Counts() }

// seat is which of several organizations the reader works in; empty for one alone.
func (v *Visit) seat() string {
	if len(v.Who.Seats) < 2 {
		return ""
	}
	return string(v.Who.User)
}

// left is how long the session lasts if nothing more is asked, in seconds.
func (v *Visit) left() int {
	if v.Who.Ends.IsZero() {
		return 0
	}
	return max(int(v.Who.Ends.Sub(v.Desk.DB.Machine()).Seconds()), 1)
}

func (v *Visit) here(href string) bool {
	if at, q, ok := strings.Cut(href, "?"); ok {
		return v.R.URL.Path == at && v.R.URL.RawQuery == q
	}
	return v.R.URL.Path == href && (v.R.URL.RawQuery == "" || !strings.HasPrefix(href, "/queue"))
}

func initials(n party.Name) string {
	out := ""
	if len(n.Given) > 0 && n.Given[0] != "" {
		out = string([]rune(n.Given[0])[:1])
	}
	if n.Family != "" {
		out += string([]rune(n.Family)[:1])
	}
	return out
}

// said is the cookie that carries what was just done over the redirect: ids
// and fixed words, never a patient's.
const said = "referd-said"

// Say has the next page say what was done, with an undo where there is one.
func (v *Visit) Say(what string, d loop.Done) {
	t := &page.Toast{}
	if d.Undo != "" {
		t.Undo, t.Until, t.Hidden = "/referrals/"+string(d.ID)+"/undo", d.UndoUntil, []page.Hidden{{Name: "fact", Value: string(d.Undo)}}
	}
	v.SayUndo(what, t)
}

// SayNot has the next page say why something was not done.
func (v *Visit) SayNot(why string) { v.SayUndo(why, &page.Toast{Not: true}) }

// SayUndo is Say with a form of its own that undoes.
func (v *Visit) SayUndo(what string, t *page.Toast) {
	q := url.Values{"\n": {what}}
	if t.Not {
		q.Set("\nnot", "yes")
	}
	if t.Undo != "" {
		q.Set("\nto", t.Undo)
		if !t.Until.IsZero() {
			q.Set("\nuntil", t.Until.Format(time.RFC3339))
		}
		for _, h := range t.Hidden {
			q.Add(h.Name, h.Value)
		}
	}
	http.SetCookie(v.W, &http.Cookie{Name: said, Value: q.Encode(), Path: "/", HttpOnly: true, Secure: v.Secure, SameSite: http.SameSiteLaxMode, MaxAge: 20})
}

func (v *Visit) toast() *page.Toast {
	c, err := v.R.Cookie(said)
	if err != nil || c.Value == "" || v.Unasked() { // it is for the page that somebody opens
		return nil
	}
	http.SetCookie(v.W, &http.Cookie{Name: said, Path: "/", MaxAge: -1})
	q, err := url.ParseQuery(c.Value)
	if err != nil {
		return nil
	}
	t := &page.Toast{Words: q.Get("\n"), Undo: q.Get("\nto"), Not: q.Get("\nnot") != ""}
	t.Until, _ = time.Parse(time.RFC3339, q.Get("\nuntil"))
	if !strings.HasPrefix(t.Undo, "/") || strings.HasPrefix(t.Undo, "//") {
		t.Undo = ""
	}
	for k, list := range q {
		for _, x := range list {
			if !strings.HasPrefix(k, "\n") {
				t.Hidden = append(t.Hidden, page.Hidden{Name: k, Value: x})
			}
		}
	}
	return t
}

// from is the cookie that remembers the list somebody works from: an address
// of codes and ids.
const from = "referd-from"

// WorkFrom remembers the list this page is, so that an act on it opens its next.
func (v *Visit) WorkFrom(address string) {
	http.SetCookie(v.W, &http.Cookie{Name: from, Value: url.QueryEscape(address), Path: "/", HttpOnly: true, Secure: v.Secure, SameSite: http.SameSiteLaxMode})
}

// Worked is the list somebody came from, as an address; empty when none.
func (v *Visit) Worked() string {
	c, err := v.R.Cookie(from)
	if err != nil {
		return ""
	}
	to, err := url.QueryUnescape(c.Value)
	if u, bad := url.Parse(to); err != nil || bad != nil || u.Host != "" || u.Scheme != "" || u.Path != "/queue" {
		return ""
	}
	return to
}

// Once is a key that makes a double press one act.
func Once() string { return id.Token() }
