package admin

import (
	"net/http"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	deskpeople "referd/desk/people"
	"referd/web/page"
	"referd/web/setup"
	"referd/web/visit"
)

// forgotten asks whether somebody is given a new password on paper; where mail
// goes out, it brings them a link, and nobody else holds one.
func forgotten(v *visit.Visit, wrong error) error {
	u := party.UserID(v.R.PathValue("user"))
	p := page.Forgotten{Action: v.R.URL.Path, Mailed: v.Mail, Field: page.Field{Kind: "password", Name: "password", Label: "Your own password", Hint: "So that nobody does this at your desk while you are away.", Auto: "current-password"}}
	err := v.Desk.Read(v.R.Context(), v.Who, "people", func(r *desk.Reading) (err error) {
		x := r.Directory().Users[u]
		if !v.Who.Has(party.Admin) || x.Org != v.Who.Org || u == v.Who.User {
			return fault.E("admin.forgotten", fault.Missing, "There is no such account here.", nil)
		}
		p.Name = r.Directory().PersonName(u)
		p.Shell, err = v.Shell(r, "A new password for "+p.Name)
		return err
	})
	if err != nil {
		return err
	}
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
		p.Errors = []page.Wrong{{Field: "password", Words: fault.Public(wrong)}}
		p.Field.Wrong = p.Errors[0].Words
	}
	return v.Page(status, page.ForgottenPage(p))
}

// letBackIn makes the link and shows it, this once.
func letBackIn(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	if v.Mail {
		return forgotten(v, nil)
	}
	ok, err := deskpeople.Confirmed(v.R.Context(), v.Desk, v.Who, f.Get("password"))
	if err == nil && !ok {
		err = fault.About("admin.letBackIn", "password", fault.Invalid, "That is not your password.")
	}
	if err != nil && (fault.Of(err) == fault.Invalid || fault.Of(err) == fault.Busy) {
		return forgotten(v, err)
	}
	if err != nil {
		return err
	}
	return setup.Slip(v, party.UserID(v.R.PathValue("user")), "account.reset", deskpeople.Reset, func(p *page.Slip, name, token string) {
		p.Heading, p.Link = "A new password for "+name, v.Public+"/password/"+token
		p.Words = "Open this address within the hour and choose a new password. When it is set you are signed out everywhere; until then the old one stays. Who has codes at sign-in is asked for one as before."
	})
}
