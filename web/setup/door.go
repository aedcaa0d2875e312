package setup

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/people"
	"referd/web/page"
	"referd/web/visit"
)

// door is the one-time address of an empty house: whoever was told it becomes
// its first administrator.
func door(v *visit.Visit) error {
	if err := people.Opens(v.R.Context(), v.Desk, v.R.PathValue("token")); err != nil {
		return err
	}
	return doorWith(v, url.Values{"zone": {"America/New_York"}}, nil)
}

func doorWith(v *visit.Visit, typed url.Values, wrong error) error {
	p := page.Door{Pressing: page.Pressing{Action: "/setup/" + url.PathEscape(v.R.PathValue("token"))}}
	text := func(kind, name, label, hint, auto string) {
		p.Fields = append(p.Fields, page.Field{Kind: kind, Name: name, Label: label, Hint: hint, Auto: auto, Value: typed.Get(name)})
	}
	text("text", "given", "Your given name", "", "given-name")
	text("text", "family", "Your family name", "", "family-name")
	text("email", "email", "Your work e-mail", "You sign in with it.", "username")
	secrets := passwords()
	if wrong != nil {
		secrets[0].Hint = "Type it again: it is not kept. " + secrets[0].Hint
	}
	p.Fields = append(p.Fields, secrets...)
	text("text", "organization", "Your organization", "A practice, a department, a hospital. It can be changed.", "organization")
	p.Fields = append(p.Fields, page.Field{Kind: "list", Name: "zone", Label: "Its time zone", Value: typed.Get("zone"), Opts: zones})
	return answer(v, wrong, page.DoorPage, &p, &p.Errors, p.Fields)
}

// passwords are the two fields of a new password: who sets one by a link that
// works once must not be locked out by a letter.
func passwords() []page.Field {
	return []page.Field{{Kind: "password", Name: "password", Label: "Password", Hint: "At least fifteen characters. Three or four words do well.", Auto: "new-password"},
		{Kind: "password", Name: "repeat", Label: "The same once more", Auto: "new-password"}}
}

// twice refuses two passwords that differ.
func twice(f url.Values) error {
	if f.Get("password") != f.Get("repeat") {
		return fault.About("setup.twice", "repeat", fault.Invalid, "The two differ. Type the password once more.")
	}
	return nil
}

func begin(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	token, house := v.R.PathValue("token"), people.House{Name: f.Get("organization"), Zone: strings.TrimSpace(f.Get("zone"))}
	a := people.Account{Email: f.Get("email"), Password: f.Get("password"), Name: party.Name{Given: strings.Fields(f.Get("given")), Family: strings.TrimSpace(f.Get("family"))}}
	if err = people.Opens(v.R.Context(), v.Desk, token); err != nil {
		return err
	}
	if err = twice(f); err == nil {
		_, err = people.Begin(v.R.Context(), v.Desk, token, house, a)
	}
	if invalid(err) {
		return doorWith(v, f, err)
	}
	if err != nil {
		return err
	}
	return enter(v, a.Email, a.Password, "/setup")
}

// enter signs somebody in who has just set their password.
func enter(v *visit.Visit, email, password, to string) error {
	token, err := people.SignIn(v.R.Context(), v.Desk, email, password, v.From)
	if err != nil {
		return err
	}
	v.Enter(token)
	if _, err := people.Halfway(v.R.Context(), v.Desk, token); err == nil { // their work asks for a code
		return v.Go("/session/code?next=" + url.QueryEscape(to))
	} else if fault.Of(err) != fault.Denied {
		return err
	}
	return v.Go(to)
}

// join is the address somebody was invited by.
func join(v *visit.Visit) error { return joinWith(v, nil) }

func joinWith(v *visit.Visit, wrong error) error {
	token := v.R.PathValue("token")
	g, err := people.Invited(v.R.Context(), v.Desk, token)
	if err != nil {
		return err
	}
	if g.Over != "" {
		return v.Page(http.StatusGone, page.OverPage(page.Over{Heading: "This invitation is over", Words: g.Over}))
	}
	dir, err := v.Desk.Directory(v.R.Context())
	if err != nil {
		return err
	}
	p := page.Join{Pressing: page.Pressing{Action: "/join/" + url.PathEscape(token)}, Name: dir.PersonName(g.ID), Email: g.Email, Org: dir.Orgs[g.Org].Name, Again: url.QueryEscape("/join/" + token), Fields: passwords()}
	if v.Who.User != "" {
		works := slices.ContainsFunc(dir.Seats(v.Who.Login), func(s party.UserID) bool { return dir.Users[s].Org == g.Org })
		p.Theirs = !works && dir.Answers(v.Who.Login, g.Email)
		p.Here = dir.PersonName(v.Who.User) + ", " + v.Who.Email
	}
	if p.Here != "" && !p.Theirs { // whose it is, is not said to another
		p.Name, p.Email, p.Fields = "", "", nil
	}
	return answer(v, wrong, page.JoinPage, &p, &p.Errors, p.Fields)
}

func comeIn(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	if err = twice(f); err != nil {
		return joinWith(v, err)
	}
	token, to := v.R.PathValue("token"), "/"
	email, err := people.Join(v.R.Context(), v.Desk, token, f.Get("password"))
	if err == nil {
		g, e := people.Invited(v.R.Context(), v.Desk, token)
		if err = e; g.Over == "" { // of an account there was: it is accepted there
			to = "/join/" + url.PathEscape(token)
		}
	}
	if err == nil {
		err = enter(v, email, f.Get("password"), to)
	}
	switch {
	case err != nil && fault.Of(err) == fault.Denied:
		err = fault.About("setup.comeIn", "password", fault.Denied, "That did not let you in. Type it once more, or sign in below.")
	case !invalid(err) && (err == nil || fault.Of(err) != fault.Refused && fault.Of(err) != fault.Busy):
		return err
	}
	return joinWith(v, err)
}

// accept takes an invitation with the account of who is signed in, who works there
// from now on.
func accept(v *visit.Visit) error {
	var seat party.UserID
	err := v.Desk.Write(v.R.Context(), v.Who, "account.accept", func(w *desk.Writing) (err error) {
		seat, err = people.Accept(w, v.R.PathValue("token"))
		return err
	})
	if err != nil && fault.Of(err) == fault.Refused {
		return joinWith(v, err)
	}
	if err != nil {
		return err
	}
	if v.Who, err = people.As(v.R.Context(), v.Desk, v.Who.User); err != nil { // of several now
		return err
	}
	c, err := v.R.Cookie(visit.Cookie(v.Secure))
	if err != nil {
		return err
	}
	if err := v.WorkAt(c.Value, seat); err != nil {
		return err
	}
	return v.Go(v.Home())
}

// invalid reports whether somebody must change what they typed.
func invalid(err error) bool {
	return err != nil && (fault.Of(err) == fault.Invalid || fault.Of(err) == fault.Conflict)
}
