package setup

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"referd/base/code"
	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/house"
	"referd/desk/loop"
	"referd/desk/people"
	"referd/web/page"
	"referd/web/visit"
)

// newcomer shows the form of an account, with what was typed.
func newAccount(v *visit.Visit, typed url.Values, wrong error) error {
	p := page.NewAccount{Pressing: page.Pressing{Action: "/admin/people"}, Mailed: v.Mail}
	var dir *desk.Directory
	err := v.Desk.Read(v.R.Context(), v.Who, "people", func(r *desk.Reading) (err error) {
		dir = r.Directory()
		p.Setup, err = Around(v, r, "people")
		return err
	})
	if err != nil {
		return err
	}
	p.Shell.Title = "Invite somebody"
	text := func(kind, name, label, hint, auto string) page.Field {
		return page.Field{Kind: kind, Name: name, Label: label, Hint: hint, Auto: auto, Value: typed.Get(name)}
	}
	p.Who = []page.Field{text("text", "prefix", "Title", "Dr, or nothing", "off"), text("text", "given", "Given names", "", "off"), text("text", "family", "Family name", "", "off"), text("email", "email", "Work e-mail", "They sign in with it, and are told of work by it.", "off")}
	known := page.Field{Kind: "select", Name: "practitioner", Label: "Listed in the directory as", Hint: "Only clinicians who work here and have no account. Else leave it empty.", Value: typed.Get("practitioner"), Opts: clinicians(dir, v.Who.Org)}
	npi := text("text", "npi", "NPI", "Of a clinician who is new here. Ten digits; may stay empty.", "off")
	specialty := text("list", "specialty", "Specialty", "Choose one, or type its NUCC code.", "off")
	specialty.Opts = visit.Specialties()
	team := page.Field{Kind: "select", Name: "team", Label: "Their team", Value: typed.Get("team"), Opts: teamOpts(dir, v.Who.Org, "")}
	p.Team, p.Clinician = []page.Field{team}, []page.Field{npi, specialty}
	if len(known.Opts) > 0 {
		p.Clinician = append([]page.Field{known}, p.Clinician...)
	}
	for _, j := range house.Jobs() {
		p.Jobs = append(p.Jobs, page.Field{Kind: "check", Name: "job-" + string(j), Label: visit.Job(j), Value: typed.Get("job-" + string(j))})
	}
	return answer(v, wrong, page.NewAccountPage, &p, &p.Errors, p.Who, p.Team, p.Clinician)
}

// clinicians are those of an organization who have no account.
func clinicians(dir *desk.Directory, org party.OrgID) (out []page.Opt) {
	for _, x := range dir.Roles {
		o := page.Opt{Value: string(x.Practitioner), Words: dir.ClinicianName(x.Practitioner)}
		if x.Org == org && x.Active && !dir.Enters(x.Practitioner) && !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b page.Opt) int { return strings.Compare(a.Words, b.Words) })
	return out
}

// open opens an account and invites who it is for: by mail, or on a slip where
// nothing takes mail out.
func open(v *visit.Visit) error {
	typed, err := v.Form()
	if err != nil {
		return err
	}
	a := people.Account{Email: typed.Get("email"), Name: party.Name{Prefix: strings.TrimSpace(typed.Get("prefix")), Given: strings.Fields(typed.Get("given")), Family: strings.TrimSpace(typed.Get("family"))},
		Practitioner: party.PractitionerID(typed.Get("practitioner")), NPI: strings.TrimSpace(typed.Get("npi")), Team: party.TeamID(typed.Get("team"))}
	if a.Specialty, err = specialty(typed.Get("specialty")); err != nil {
		return newAccount(v, typed, err)
	}
	for _, j := range house.Jobs() {
		if typed.Get("job-"+string(j)) != "" {
			a.Jobs = append(a.Jobs, j)
		}
	}
	var u party.UserID
	err = v.Desk.Write(v.R.Context(), v.Who, "account.open", func(w *desk.Writing) (err error) { u, err = people.Open(w, a); return err })
	if invalid(err) {
		return newAccount(v, typed, err)
	}
	if err != nil {
		return err
	}
	if v.Mail {
		v.Say(a.Email+" is invited: a letter with their link is on its way.", loop.Done{})
		return v.Go("/admin/people")
	}
	return slip(v, u)
}

// specialty is what a clinician does, as it was chosen or typed. Words that name no
// specialty of the list are said to, not lost.
func specialty(typed string) (code.Concept, error) {
	c := party.Specialty(typed)
	return c, fault.If(c.Code == "" && c.Display != "", "setup.specialty", "specialty", "Choose a specialty of the list, or type its NUCC code: ten letters that end in X.")
}

// invite writes to somebody again.
func invite(v *visit.Visit) error {
	err := v.Desk.Write(v.R.Context(), v.Who, "account.invite", func(w *desk.Writing) error { return people.Invite(w, party.UserID(v.R.PathValue("user"))) })
	if err != nil {
		return err
	}
	v.Say("Another letter with a link is on its way.", loop.Done{})
	return v.Go("/admin/people")
}

// slip shows an invitation to be printed, this once.
func slip(v *visit.Visit, u party.UserID) error {
	return Slip(v, u, "account.invite", people.Invitation, func(p *page.Slip, name, token string) {
		p.Heading, p.Link = "Invitation for "+name, v.Public+"/join/"+token
		p.Words = p.Of + " works with referd, which keeps referrals from being lost. Open this address once and choose your password."
	})
}

// Slip makes a link for somebody and shows it to be printed, this once.
func Slip(v *visit.Visit, u party.UserID, purpose string, links func(*desk.Writing, party.UserID) (string, time.Time, error), says func(p *page.Slip, name, token string)) error {
	p := page.Slip{}
	token, ends := "", time.Time{}
	err := v.Desk.WriteThen(v.R.Context(), v.Who, purpose, func(w *desk.Writing) (err error) {
		token, ends, err = links(w, u)
		return err
	}, func(r *desk.Reading) (err error) {
		x := r.Directory().Users[u]
		p.Email, p.Of = x.Email, r.Directory().Orgs[x.Org].Name
		p.Setup, err = Around(v, r, "people")
		says(&p, r.Directory().PersonName(u), token)
		p.Shell.Title = p.Heading
		return err
	})
	if err != nil {
		return err
	}
	p.Ends = ends.Add(v.Desk.Now().Sub(v.Desk.DB.Machine())) // as the page's clock goes
	return v.Page(http.StatusOK, page.SlipPage(p))
}
