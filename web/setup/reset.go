package setup

import (
	"net/http"
	"net/url"

	"referd/base/fault"
	"referd/desk/people"
	"referd/web/page"
	"referd/web/visit"
)

// forgotWith asks for the address of who forgot their password.
func forgotWith(v *visit.Visit, typed string, wrong error) error {
	p := page.Forgot{Mailed: v.Mail, Pressing: page.Pressing{Action: "/password"}}
	p.Fields = []page.Field{{Kind: "email", Name: "email", Label: "Your work e-mail", Hint: "The one you sign in with.", Auto: "username", Value: typed}}
	return answer(v, wrong, page.ForgotPage, &p, &p.Errors, p.Fields)
}

// forgot answers the same whether the address has an account or not.
func forgot(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	if f.Get("email") == "" {
		return forgotWith(v, "", fault.About("setup.forgot", "email", fault.Invalid, "Type your address."))
	}
	err = people.Forgot(v.R.Context(), v.Desk, f.Get("email"), v.From)
	if err != nil && fault.Of(err) == fault.Busy {
		return forgotWith(v, f.Get("email"), fault.About("setup.forgot", "email", fault.Busy, fault.Public(err)))
	}
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.OverPage(page.Over{Heading: "Look into your mail", Words: "If this address has an account here, a letter with a link is on its way. The link sets a new password once, within an hour; a later one ends it. Nothing else has changed."}))
}

// resetWith is the page a reset's link opens. It uses nothing up.
func resetWith(v *visit.Visit, wrong error) error {
	token := v.R.PathValue("token")
	g, err := people.Resettable(v.R.Context(), v.Desk, token, v.From)
	if err != nil {
		return err
	}
	if g.Over != "" {
		return v.Page(http.StatusGone, page.OverPage(page.Over{Heading: "This link is over", Words: g.Over, Reset: true}))
	}
	p := page.Renewal{Pressing: page.Pressing{Action: "/password/" + url.PathEscape(token)}, Email: g.Email, Codes: g.Codes, Fields: passwords()}
	return answer(v, wrong, page.RenewalPage, &p, &p.Errors, p.Fields)
}

// replace sets the new password. Nobody is signed in by it: who has a second
// factor shows it at the door, as always.
func replace(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	if err = twice(f); err == nil {
		err = people.Replace(v.R.Context(), v.Desk, v.R.PathValue("token"), f.Get("password"), v.From)
	}
	if invalid(err) || err != nil && fault.Of(err) == fault.Refused {
		return resetWith(v, err)
	}
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.OverPage(page.Over{Heading: "Your password is changed", Words: "You were signed out everywhere. Sign in with the new one."}))
}
