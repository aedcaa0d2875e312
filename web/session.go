package web

import (
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
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
}

func (s *Server) cookie() string {
	if s.secure {
		return "__Host-referd"
	}
	return "referd-session"
}

// admit finds who asks. A route that needs a session sends the others to the
// door, and back to the same place afterwards.
func (s *Server) admit(v *visit.Visit, r visit.Route) error {
	c, err := v.R.Cookie(s.cookie())
	if err == nil {
		v.Who, err = people.Session(v.R.Context(), s.Desk, c.Value)
	}
	if err == nil || r.Open {
		return nil
	}
	if fault.Of(err) == fault.Busy {
		return err
	}
	return errDoor
}

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
	from, _, _ := net.SplitHostPort(v.R.RemoteAddr)
	token, err := people.SignIn(v.R.Context(), s.Desk, f.Get("email"), f.Get("password"), from)
	if k := fault.Of(err); err != nil && (k == fault.Denied || k == fault.Busy) {
		p := page.SignIn{Email: f.Get("email"), Wrong: fault.Public(err), Next: local(f.Get("next"))}
		if s.Demo != nil {
			p.Demo = s.Demo.Accounts()
		}
		status := http.StatusUnauthorized
		if k == fault.Busy {
			status = http.StatusTooManyRequests
		}
		return v.Page(status, page.SignInPage(p))
	}
	if err != nil {
		return err
	}
	http.SetCookie(v.W, &http.Cookie{Name: s.cookie(), Value: token, Path: "/", HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode})
	next := local(f.Get("next"))
	if next == "" {
		next = "/"
	}
	return v.Go(next)
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

// fail is the one switch from a fault to what a person sees.
func (s *Server) fail(v *visit.Visit, err error) {
	if err == errDoor {
		to := "/"
		if v.R.Method == http.MethodGet && v.R.URL.Path != "/" {
			to = "/?ended=1&next=" + url.QueryEscape(v.R.URL.RequestURI())
		}
		http.Redirect(v.W, v.R, to, http.StatusSeeOther)
		return
	}
	p := page.Trouble{Words: fault.Public(err), Next: "/", NextWords: "Back to your work"}
	switch fault.Of(err) {
	case fault.Missing:
		p.Status, p.Title = http.StatusNotFound, "Not here"
	case fault.Denied:
		p.Status, p.Title = http.StatusForbidden, "Not yours to do"
	case fault.Invalid:
		p.Status, p.Title = http.StatusBadRequest, "That did not work"
	case fault.Conflict, fault.Refused:
		p.Status, p.Title = http.StatusConflict, "Not possible now"
	case fault.Busy:
		p.Status, p.Title = http.StatusServiceUnavailable, "Too much at once"
		v.W.Header().Set("Retry-After", "5")
	default:
		p.Status, p.Title = http.StatusInternalServerError, "Something broke"
		s.Log.Error("page", "path", v.R.Pattern, "err", err)
	}
	if err := v.Page(p.Status, page.TroublePage(p)); err != nil {
		s.Log.Error("page", "path", v.R.Pattern, "err", err)
	}
}

// recovered turns a panic into the page that says something broke.
func (s *Server) recovered(v *visit.Visit, r visit.Route) {
	if p := recover(); p != nil {
		s.Log.Error("panic", "route", r.Pattern, "stack", string(debug.Stack()))
		s.fail(v, fault.E("web.serve", fault.Broken, "", nil))
	}
}
