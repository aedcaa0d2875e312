package web

import (
	"net/http"
	"net/url"
	"slices"

	"referd/core/party"
	"referd/desk/people"
	"referd/web/page"
	"referd/web/visit"
)

// workAt has somebody work in another of their organizations, where they were if
// that is there too.
func (s *Server) workAt(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	c, err := v.R.Cookie(s.cookie())
	if err != nil {
		return errDoor
	}
	if err := v.WorkAt(c.Value, party.UserID(f.Get("to"))); err != nil {
		return err
	}
	on := onward(f)
	if on.Again != "" {
		return goOnward(v, on)
	}
	to, err := v.Stays(on.Next)
	if err != nil {
		return err
	}
	return v.Go(to)
}

// sit has who has just come in work where a form that was interrupted is of, else
// where they worked last with this browser. Of who works in one organization there
// is nothing to choose.
// What somebody else typed here before is not given to them.
func (s *Server) sit(v *visit.Visit, token string, f url.Values) error {
	who, err := people.Glance(v.R.Context(), s.Desk, token)
	if err != nil {
		return err
	}
	v.Who = who
	if by := f.Get(carry + typist); by != "" && by != s.mark(who.User) && !slices.ContainsFunc(who.Seats, func(u party.UserID) bool { return s.mark(u) == by }) {
		f.Del("again")
	}
	for _, wanted := range []party.UserID{party.UserID(f.Get(carry + "seat")), v.Chosen()} {
		if wanted == who.User {
			return nil
		}
		if slices.Contains(who.Seats, wanted) {
			return v.WorkAt(token, wanted)
		}
	}
	return nil
}

// unseated is what was typed, without whose form it was: the page that sends it
// once more says its own.
func unseated(list []page.Hidden) []page.Hidden {
	return slices.DeleteFunc(list, func(h page.Hidden) bool { return h.Name == "seat" || h.Name == typist })
}

// typist is who typed what a sign-in carries along, and the cookie of who worked in
// this browser last; both are a mark that names nobody.
const typist = "referd-typist"

func (s *Server) mark(u party.UserID) string { return s.Desk.DB.Hash([]byte("types: " + string(u))) }

// typesHere notes who works in this browser.
func (s *Server) typesHere(v *visit.Visit) {
	m := s.mark(v.Who.User)
	if c, err := v.R.Cookie(typist); err != nil || c.Value != m {
		http.SetCookie(v.W, &http.Cookie{Name: typist, Value: m, Path: "/", HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode})
	}
}

// typedHere is what a form held when its session had ended, and whose it was: as
// the form says, which knows it also when somebody else worked here since, or the
// browser forgot who did; else as the browser does.
func (s *Server) typedHere(v *visit.Visit, f url.Values) []page.Hidden {
	by := page.Hidden{Name: typist}
	if c, err := v.R.Cookie(typist); err == nil {
		by.Value = c.Value
	}
	if seat := f.Get("seat"); seat != "" {
		by.Value = s.mark(party.UserID(seat))
	}
	if by.Value == "" {
		return typed(f)
	}
	return append(typed(f), by)
}

// otherSeat answers a form that is of another organization than its reader works
// in now: it asks which, and has all that was typed.
func (s *Server) otherSeat(v *visit.Visit) {
	dir, err := s.Desk.Directory(v.R.Context())
	if err != nil {
		s.fail(v, err)
		return
	}
	called := func(u party.UserID) string { return dir.Orgs[dir.Users[u].Org].Name }
	p := page.OtherSeat{Now: called(v.Who.User), Action: local(v.R.URL.RequestURI())}
	p.Typed = unseated(typed(v.R.PostForm))
	of := party.UserID(v.R.PostForm.Get("seat"))
	for _, x := range v.Who.Seats {
		switch {
		case x == of:
			p.Of, p.Choices = called(x), []page.Elsewhere{{Seat: string(x), Org: called(x)}}
		case p.Of == "" && of == "":
			p.Choices = append(p.Choices, page.Elsewhere{Seat: string(x), Org: called(x)})
		}
	}
	if err := v.Page(http.StatusConflict, page.OtherSeatPage(p)); err != nil {
		s.Log.Error("page", "path", v.R.Pattern, "err", err)
	}
}
