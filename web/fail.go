package web

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/web/page"
	"referd/web/visit"
)

// fail is the one switch from a fault to what a person sees.
func (s *Server) fail(v *visit.Visit, err error) {
	if err == errQuiet {
		http.Error(v.W, "Sign in first.", http.StatusUnauthorized)
		return
	}
	if err == errDoor {
		s.ended(v)
		return
	}
	if err == visit.ErrAnother {
		s.another(v)
		return
	}
	if err == visit.ErrSeat {
		s.otherSeat(v)
		return
	}
	p := trouble(err)
	if p.Status == http.StatusServiceUnavailable && errors.Is(err, os.ErrDeadlineExceeded) {
		p.Status, p.Title = http.StatusRequestTimeout, "That did not come in time"
	}
	p.Next, p.NextWords = "/", "Back to your work"
	if p.Status == http.StatusServiceUnavailable {
		v.W.Header().Set("Retry-After", "5")
	}
	if p.Status == http.StatusInternalServerError {
		s.Log.Error("page", "path", v.R.Pattern, "err", err)
	}
	if back := v.Worked(); back != "" && v.Who.User != "" {
		p.Next, p.NextWords = back, "Back to the queue"
	}
	if p.Status >= http.StatusInternalServerError {
		p.Action, p.Typed = again(v)
	}
	if o := s.Desk.Outage(); p.Status == http.StatusServiceUnavailable && o.Lasts() {
		p.Kept = "Nothing can be kept since " + v.Clock().At(o.Since) + ", and nobody may read what cannot be put on record. What was kept before is safe."
	}
	if p.Status == http.StatusNotFound && v.R.Method == http.MethodGet && len(v.Who.Seats) > 1 {
		if dir, err := s.Desk.Directory(v.R.Context()); err == nil {
			p.Seats, p.At = v.Elsewhere(dir), v.R.URL.RequestURI()
		}
	}
	p.Find = v.Who.User != "" && p.Status == http.StatusNotFound
	if err := v.Page(p.Status, page.TroublePage(p)); err != nil {
		s.Log.Error("page", "path", v.R.Pattern, "err", err)
	}
}

// trouble says a fault in words. A foreign thing answers exactly like an absent one.
func trouble(err error) page.Trouble {
	p := page.Trouble{Words: fault.Public(err)}
	switch fault.Of(err) {
	case fault.Missing:
		p.Status, p.Icon, p.Title = http.StatusNotFound, "file-x", "There is nothing here that you may open"
		p.Kept = "Perhaps the link is old, one letter is off, or the patient is not in your care. A code has no letter O and no digit 1."
	case fault.Denied:
		p.Status, p.Icon, p.Title = http.StatusForbidden, "lock", "Not yours to do"
		p.Kept = "Nothing was changed."
	case fault.Invalid:
		p.Status, p.Icon, p.Title = http.StatusBadRequest, "triangle-alert", "That could not be read"
		p.Kept = "Nothing was changed. Go back: what you typed is still there."
	case fault.Conflict, fault.Refused:
		p.Status, p.Icon, p.Title = http.StatusConflict, "users", "Not possible now"
		p.Kept = "Nothing was changed. Go back: what you typed is still there."
	case fault.Busy:
		p.Status, p.Icon, p.Title = http.StatusServiceUnavailable, "clock", "Not just now"
		p.Kept = "Wait a moment and try again."
	default:
		p.Status, p.Icon, p.Title = http.StatusInternalServerError, "unplug", "Something broke, and it is ours"
		p.Kept = "Nothing was changed. It is on record for those who run this house."
	}
	if unchanged := "Nothing was changed."; strings.Contains(p.Words, unchanged) { // said once
		p.Kept = strings.TrimSpace(strings.TrimPrefix(p.Kept, unchanged))
	}
	return p
}

// again is a form that was not taken, to be pressed once more with every word
// that was typed: going back may find a page that cannot be shown either.
func again(v *visit.Visit) (to string, words []page.Hidden) {
	if v.R.Method != http.MethodPost || strings.HasPrefix(v.R.URL.Path, "/session") {
		return "", nil
	}
	f, err := v.Form()
	if err != nil {
		return "", nil
	}
	return local(v.R.URL.RequestURI()), typed(f)
}

// hidden are fields that are never carried over a sign-in.
var hidden = []string{"password", "repeat", "old", "new", "confirm"}

// ended is asked for without a session. What only reads comes back after the
// sign-in by its address; a form comes back with every word that was typed.
func (s *Server) ended(v *visit.Visit) {
	if v.R.Method == http.MethodGet || v.R.Method == http.MethodHead {
		to, ended := "/", ""
		if _, err := v.R.Cookie(s.cookie()); err == nil { // who comes by a letter's link was in no session
			ended = "ended=1&"
		}
		if v.R.URL.Path != "/" {
			to = "/?" + ended + "next=" + url.QueryEscape(v.R.URL.RequestURI())
		}
		http.Redirect(v.W, v.R, to, http.StatusSeeOther)
		return
	}
	p := page.SignIn{Ended: true}
	if f, err := v.Form(); err == nil && !strings.HasPrefix(v.R.URL.Path, "/session/") {
		p.Again = local(v.R.URL.RequestURI())
		p.Typed = s.typedHere(v, f)
	}
	s.door(v, http.StatusUnauthorized, p)
}

// another answers a form that somebody else opened: who did may sign in again and
// go on with it, and who is here may go on with their own.
func (s *Server) another(v *visit.Visit) {
	f := v.R.PostForm
	by := page.Hidden{Name: typist, Value: s.mark(party.UserID(f.Get("seat")))}
	s.door(v, http.StatusConflict, page.SignIn{Another: true, Again: local(v.R.URL.RequestURI()), Typed: append(typed(f), by)})
}

func (s *Server) door(v *visit.Visit, status int, p page.SignIn) {
	if s.Demo != nil {
		p.Demo = s.Demo.Accounts()
	}
	if err := v.Page(status, page.SignInPage(p)); err != nil {
		s.Log.Error("page", "path", v.R.Pattern, "err", err)
	}
}

func typed(f url.Values) (out []page.Hidden) {
	for k, list := range f {
		if slices.Contains(hidden, k) {
			continue
		}
		for _, x := range list {
			out = append(out, page.Hidden{Name: k, Value: x})
		}
	}
	slices.SortStableFunc(out, func(a, b page.Hidden) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// recovered turns a panic into the page that says something broke; an answer
// that breaks itself off has begun already.
func (s *Server) recovered(v *visit.Visit, r visit.Route) {
	if p := recover(); p == http.ErrAbortHandler {
		panic(p)
	} else if p != nil {
		s.Log.Error("panic", "route", r.Pattern, "stack", string(debug.Stack()))
		s.fail(v, fault.E("web.serve", fault.Broken, "", nil))
	}
}
