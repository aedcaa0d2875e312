package admin

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/party"
	"referd/desk"
	deskpeople "referd/desk/people"
	"referd/web/page"
	"referd/web/visit"
)

// offered are the jobs an account may have, in the order of the way of a referral.
var offered = []party.Job{party.ReferringClinician, party.ReferringStaff, party.Intake, party.TriageNurse, party.Specialist, party.Scheduler, party.Imaging, party.TeamLead, party.Quality, party.PrivacyOfficer, party.Engineer, party.Admin}

// newcomer shows the form of an account, with what was typed.
func newcomer(v *visit.Visit, typed url.Values, wrong error) error {
	_, dir, shell, err := read(v, "New account")
	if err != nil {
		return err
	}
	p := page.NewAccount{Shell: shell, Pressing: page.Pressing{Action: "/admin/people"}}
	text := func(kind, name, label, hint, auto string) page.Field {
		return page.Field{Kind: kind, Name: name, Label: label, Hint: hint, Auto: auto, Value: typed.Get(name)}
	}
	p.Who = []page.Field{text("text", "prefix", "Title", "Dr, or nothing", "off"), text("text", "given", "Given names", "", "off"), text("text", "family", "Family name", "", "off"), text("email", "email", "Work e-mail", "They sign in with it, and are told of work by it.", "off")}
	known := page.Field{Kind: "select", Name: "practitioner", Label: "The clinician they are, in the directory", Hint: "Empty for staff. Only a clinician who works here and has no account is offered.", Value: typed.Get("practitioner"), Opts: clinicians(dir, v.Who.Org)}
	team := page.Field{Kind: "select", Name: "team", Label: "Their team", Value: typed.Get("team")}
	for t, x := range dir.Teams {
		if x.Org == v.Who.Org && x.Active {
			team.Opts = append(team.Opts, page.Opt{Value: string(t), Words: x.Name})
		}
	}
	slices.SortFunc(team.Opts, func(a, b page.Opt) int { return strings.Compare(a.Words, b.Words) })
	p.Team = []page.Field{team}
	if len(known.Opts) > 0 {
		p.Team = append(p.Team, known)
	}
	for _, j := range offered {
		p.Jobs = append(p.Jobs, page.Field{Kind: "check", Name: "job-" + string(j), Label: visit.Job(j), Value: typed.Get("job-" + string(j))})
	}
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
		p.Errors = marked(wrong, p.Who, p.Team)
	}
	return v.Page(status, page.NewAccountPage(p))
}

// marked says what is wrong beside its field, and for the summary on top.
func marked(wrong error, lists ...[]page.Field) []page.Wrong {
	w := page.Wrong{Words: fault.Public(wrong)}
	for _, list := range lists {
		for i := range list {
			if list[i].Name == fieldOf(wrong) {
				w.Field, list[i].Wrong = list[i].Name, w.Words
			}
		}
	}
	return []page.Wrong{w}
}

func fieldOf(err error) string {
	if f, ok := err.(*fault.Fault); ok {
		return f.Field
	}
	return ""
}

// clinicians are those of an organization who have no account.
func clinicians(dir *desk.Directory, org party.OrgID) (out []page.Opt) {
	for _, x := range dir.Roles {
		o := page.Opt{Value: string(x.Practitioner), Words: dir.ClinicianName(x.Practitioner)}
		if x.Org == org && x.Active && dir.UserOf(x.Practitioner) == "" && !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b page.Opt) int { return strings.Compare(a.Words, b.Words) })
	return out
}

// open opens the account and shows its first password, this once.
func open(v *visit.Visit) error {
	typed, err := v.Form()
	if err != nil {
		return err
	}
	a := deskpeople.Account{Email: typed.Get("email"), Name: party.Name{Prefix: strings.TrimSpace(typed.Get("prefix")), Given: strings.Fields(typed.Get("given")), Family: strings.TrimSpace(typed.Get("family"))},
		Practitioner: party.PractitionerID(typed.Get("practitioner")), Team: party.TeamID(typed.Get("team")), Password: id.Token()}
	for _, j := range offered {
		if typed.Get("job-"+string(j)) != "" {
			a.Jobs = append(a.Jobs, j)
		}
	}
	u, err := deskpeople.Open(v.R.Context(), v.Desk, v.Who, a)
	if k := fault.Of(err); err != nil && (k == fault.Invalid || k == fault.Conflict) {
		return newcomer(v, typed, err)
	}
	if err != nil {
		return err
	}
	_, dir, shell, err := read(v, "Account opened")
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.OpenedPage(page.Opened{Shell: shell, Name: dir.PersonName(u), Email: dir.Users[u].Email, Password: a.Password}))
}
