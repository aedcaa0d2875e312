package visit

import (
	"net/http"
	"strings"
	"time"

	"referd/base/id"
	"referd/core/party"
	"referd/desk"
	"referd/desk/loop"
	"referd/web/page"
)

// Clock says moments as this reader sees them.
func (v *Visit) Clock() page.Clock { return page.Clock{Now: v.Desk.Now(), Zone: v.Zone()} }

// Referring reports whether the reader works on the referring side.
func (v *Visit) Referring() bool {
	return v.Who.Has(party.ReferringClinician, party.ReferringStaff)
}

// Receiving reports whether the reader works on the receiving side.
func (v *Visit) Receiving() bool {
	return v.Who.Has(party.Intake, party.TriageNurse, party.Specialist, party.Scheduler, party.Imaging)
}

// Home is where the reader's work is.
func (v *Visit) Home() string {
	switch {
	case v.Referring():
		return "/waiting"
	case v.Receiving():
		return "/queue"
	}
	return "/ops"
}

var jobWords = map[party.Job]string{party.ReferringClinician: "Referring clinician", party.ReferringStaff: "Referring staff", party.Intake: "Intake", party.TriageNurse: "Triage", party.Specialist: "Specialist",
	party.Scheduler: "Scheduling", party.Imaging: "Imaging", party.Admin: "Administrator", party.PrivacyOfficer: "Privacy officer", party.Engineer: "Integration engineer", party.Quality: "Service-line lead", party.TeamLead: "Team lead"}

// Shell is what stands around the page: the rail of the reader's places, each
// with the count of the list it leads to.
func (v *Visit) Shell(r *desk.Reading, title string) (page.Shell, error) {
	s := page.Shell{Title: title, Org: r.Directory().Orgs[v.Who.Org].Name, User: strings.Join(strings.Fields(v.Who.Name.Prefix+" "+strings.Join(v.Who.Name.Given, " ")+" "+v.Who.Name.Family), " "),
		Clock: v.Clock(), KeysOff: v.Who.KeysOff, Demo: v.Demo, Initial: initials(v.Who.Name)}
	if len(v.Who.Jobs) > 0 {
		s.Role = jobWords[v.Who.Jobs[0]] + ", " + s.Org
	}
	type entry struct {
		href, icon, name string
		view             loop.View
	}
	var rail []entry
	if v.Referring() {
		rail = append(rail, entry{"/waiting", "bell", "Waiting on me", loop.Waiting}, entry{"/referrals/new", "file-plus", "New referral", ""}, entry{"/loops", "refresh-cw", "My loops", loop.LoopsOpen})
	}
	if v.Receiving() {
		rail = append(rail, entry{"/queue", "inbox", "Queue", loop.All}, entry{"/queue?view=to-book", "calendar", "To book", loop.ToBook}, entry{"/queue?view=to-report", "file-text", "Reports owed", loop.ToReport})
	}
	rail = append(rail, entry{"/exceptions", "shield-alert", "Exceptions", loop.Exceptions}, entry{"/ops", "activity", "Operations", ""})
	var views []loop.View
	for _, e := range rail {
		if e.view != "" {
			views = append(views, e.view)
		}
	}
	counts, err := loop.Counts(r, views)
	if err != nil {
		return s, err
	}
	for _, e := range rail {
		s.Rail = append(s.Rail, page.Place{Href: e.href, Icon: e.icon, Name: e.name, Count: counts[e.view], Counted: e.view != "", Here: v.here(e.href)})
	}
	s.Toast = v.toast()
	return s, nil
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
	value := what
	if d.Undo != "" {
		value += "|" + string(d.ID) + "|" + string(d.Undo) + "|" + d.UndoUntil.Format(time.RFC3339)
	}
	http.SetCookie(v.W, &http.Cookie{Name: said, Value: strings.ReplaceAll(value, " ", "+"), Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: 20})
}

func (v *Visit) toast() *page.Toast {
	c, err := v.R.Cookie(said)
	if err != nil || c.Value == "" {
		return nil
	}
	http.SetCookie(v.W, &http.Cookie{Name: said, Path: "/", MaxAge: -1})
	part := strings.Split(strings.ReplaceAll(c.Value, "+", " "), "|")
	t := &page.Toast{Words: part[0]}
	if len(part) == 4 {
		if t.Until, err = time.Parse(time.RFC3339, part[3]); err == nil {
			t.Undo, t.Hidden = "/referrals/"+part[1]+"/undo", []page.Hidden{{Name: "fact", Value: part[2]}}
		}
	}
	return t
}

// Once is a key that makes a double press one act.
func Once() string { return id.Token() }
