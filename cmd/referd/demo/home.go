package demo

import (
	"net/http"
	"strings"

	"referd/base/fault"
	"referd/cmd/referd/demo/cast"
	"referd/desk/loop"
	"referd/desk/people"
	"referd/web/page"
	"referd/web/visit"
)

// Resets lets people put the demo back to its beginning: do ends this house, and
// another is made in its folder. Where it was never said, nobody can.
func (p *Pages) Resets(size string, do func()) { p.size, p.reset = size, do }

// takes is how long it is until a demo of a size is there again.
var takes = map[string]string{"small": "a few seconds", "hospital": "less than a minute", "region": "ten minutes or more"}

func (p *Pages) home(v *visit.Visit) error {
	g := page.DemoHome{Tour: p.panel(v), Takes: takes[p.size], People: p.seats()}
	if p.reset == nil {
		g.Takes = ""
	}
	var err error
	if g.Shell, err = p.shell(v, "The demo"); err != nil {
		return err
	}
	g.Shell.Tour = nil // it is on the page itself
	return v.Page(http.StatusOK, page.DemoHomePage(g))
}

// seats are the people one may be, each by one press.
func (p *Pages) seats() (out []page.Seated) {
	for i, a := range People() {
		out = append(out, page.Seated{ID: cast.Staff[i].ID, Account: a})
	}
	return out
}

// ask asks first.
func (p *Pages) ask(v *visit.Visit) error {
	if p.reset == nil {
		return fault.E("demo.ask", fault.Missing, "This demo is in a database of its owner's. Empty that, and start again.", nil)
	}
	g := page.DemoReset{Takes: takes[p.size]}
	var err error
	if g.Shell, err = p.shell(v, "Back to the beginning?"); err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.DemoResetPage(g))
}

// restart puts the demo back to its beginning. Whoever is signed in comes to the
// door: the house they were in is no more.
func (p *Pages) restart(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	if p.reset == nil || f.Get("sure") != "yes" {
		return v.Go("/demo/reset")
	}
	p.desk.Log.Info("the demo goes back to its beginning", "user", v.Who.User)
	defer p.reset() // this answer is still given
	v.W.Header().Set("Connection", "close")
	v.W.Header().Set("Refresh", "2; url=/")
	return v.Page(http.StatusOK, page.DemoAgainPage(page.DemoAgain{Takes: takes[p.size]}))
}

// be signs the reader in as one of the people of the demo.
func (p *Pages) be(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	return p.seat(v, f.Get("user"), f.Get("next"))
}

// seat makes somebody of the demo of the reader, at a place of the house.
func (p *Pages) seat(v *visit.Visit, user, next string) error {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.Contains(next, "\\") {
		next = "/"
	}
	if user == string(v.Who.User) {
		return v.Go(next)
	}
	for _, x := range cast.Staff {
		if x.ID != user {
			continue
		}
		token, err := people.SignIn(v.R.Context(), p.desk, x.Email, cast.Password, v.From)
		if fault.Of(err) == fault.Denied { // somebody gave them another password
			return v.Go("/")
		}
		if err != nil {
			return err
		}
		if c, err := v.R.Cookie(visit.Cookie(v.Secure)); err == nil && v.Who.User != "" { // the one before ends with it
			if err := people.SignOut(v.R.Context(), p.desk, c.Value, v.Who); err != nil {
				return err
			}
		}
		v.Enter(token)
		v.Say("You are "+called(user)+" now.", loop.Done{})
		return v.Go(next)
	}
	return fault.E("demo.be", fault.Missing, "Nobody of that name is in the demo.", nil)
}

// called is how somebody of the demo is called, with what they do: "Jo Brandt,
// triage nurse".
func called(user string) string {
	for i, x := range cast.Staff {
		if x.ID == user {
			return People()[i].Who
		}
	}
	return user
}
