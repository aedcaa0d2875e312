package web

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"

	"referd/base/fault"
	"referd/desk/people"
	"referd/web/page"
	"referd/web/visit"
)

// Demo is what the demo adds to the pages.
type Demo interface {
	Accounts() []page.Account
	Routes() []visit.Route
	Tour(*visit.Visit) *page.Tour // what the tour says on a page; nil: nothing
}

func (s *Server) cookie() string { return visit.Cookie(s.secure) }

// admit finds who asks. A route that needs a session sends the others to the
// door, and back to the same place afterwards.
func (s *Server) admit(v *visit.Visit, r visit.Route) error {
	c, err := v.R.Cookie(s.cookie())
	r.Quiet = r.Quiet || v.Unasked()
	if err == nil {
		look := people.Session
		if r.Quiet {
			look = people.Glance
		}
		v.Who, err = look(v.R.Context(), s.Desk, c.Value)
	}
	if err == nil && !r.Quiet {
		s.typesHere(v)
	}
	if err == nil || r.Open {
		return nil
	}
	if errors.Is(err, http.ErrNoCookie) || fault.Of(err) == fault.Denied {
		if r.Quiet {
			return errQuiet
		}
		return errDoor
	}
	return err
}

// errQuiet is for what an open page asks by itself: it is told, not sent anywhere.
var errQuiet = fault.E("web.admit", fault.Denied, "Sign in first.", nil)

// errDoor sends somebody without a session to sign in.
var errDoor = fault.E("web.admit", fault.Denied, "Sign in first.", nil)

func (s *Server) signIn(v *visit.Visit) error {
	if v.Who.User != "" {
		return v.Go(v.Home())
	}
	p := page.SignIn{Next: local(v.R.URL.Query().Get("next")), Ended: v.R.URL.Query().Get("ended") != ""}
	if s.Demo != nil {
		p.Demo = s.Demo.Accounts()
	}
	return v.Page(http.StatusOK, page.SignInPage(p))
}

func (s *Server) openSession(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	token, err := people.SignIn(v.R.Context(), s.Desk, f.Get("email"), f.Get("password"), v.From)
	_, wait := errors.AsType[people.Wait](err)
	if wait || err != nil && fault.Of(err) == fault.Denied {
		p := page.SignIn{Email: f.Get("email"), Wrong: fault.Public(err), Next: local(f.Get("next")), Wait: wait, Again: local(f.Get("again")), Typed: carried(f)}
		if s.Demo != nil {
			p.Demo = s.Demo.Accounts()
		}
		status := http.StatusUnauthorized
		if wait {
			status = http.StatusTooManyRequests
		}
		return v.Page(status, page.SignInPage(p))
	}
	if err != nil {
		return err
	}
	if c, err := v.R.Cookie(s.cookie()); err == nil && v.Who.User != "" { // the one before ends with it
		if err := people.SignOut(v.R.Context(), s.Desk, c.Value, v.Who); err != nil {
			return err
		}
	}
	v.Enter(token)
	switch h, err := people.Halfway(v.R.Context(), s.Desk, token); {
	case err == nil:
		return s.second(v, h, onward(f), nil)
	case fault.Of(err) != fault.Denied:
		return err
	}
	if err := s.sit(v, token, f); err != nil {
		return err
	}
	return goOnward(v, onward(f))
}

// from is where a request came from. Behind a proxy of ours it is the address
// the proxy saw, the last it wrote down: what stands before that is a stranger's
// word, and would let one guesser be many.
func (s *Server) from(r *http.Request) string {
	if list := r.Header.Values("X-Forwarded-For"); s.Behind && len(list) > 0 {
		all := strings.Split(list[len(list)-1], ",")
		return strings.TrimSpace(all[len(all)-1])
	}
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	return host
}

// carry marks what a form held when the session had ended.
const carry = "typed."

// carried is what was typed before the sign-in.
func carried(f url.Values) []page.Hidden {
	was := url.Values{}
	for k, list := range f {
		if name, ok := strings.CutPrefix(k, carry); ok {
			was[name] = list
		}
	}
	return typed(was)
}

// referralOf is the page a form belongs to: its address without the last noun.
func referralOf(action string) string {
	if i := strings.LastIndex(action, "/"); i > 0 {
		return action[:i]
	}
	return "/"
}

func (s *Server) closeSession(v *visit.Visit) error {
	c, err := v.R.Cookie(s.cookie())
	if err == nil {
		if err := people.SignOut(v.R.Context(), s.Desk, c.Value, v.Who); err != nil {
			return err
		}
	}
	http.SetCookie(v.W, &http.Cookie{Name: s.cookie(), Path: "/", MaxAge: -1, HttpOnly: true, Secure: s.secure})
	return v.Go("/")
}

// local keeps a way back inside the house.
func local(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, "\\") {
		return ""
	}
	return to
}
