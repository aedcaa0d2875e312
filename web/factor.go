package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"referd/base/fault"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/people"
	"referd/web/page"
	"referd/web/visit"
)

// onward is what a sign-in carries along until it is whole.
func onward(f url.Values) page.Onward {
	return page.Onward{Next: local(f.Get("next")), Again: local(f.Get("again")), Typed: carried(f)}
}

// half finds who is half in by the cookie. Who is not is sent to the door.
func (s *Server) half(v *visit.Visit) (people.Half, error) {
	c, err := v.R.Cookie(s.cookie())
	if err != nil {
		return people.Half{}, errDoor
	}
	h, err := people.Halfway(v.R.Context(), s.Desk, c.Value)
	if err != nil && fault.Of(err) == fault.Denied {
		err = errDoor
	}
	return h, err
}

// owed is the page that asks for what is missing: a code, or to set codes up.
func (s *Server) owed(v *visit.Visit) error {
	h, err := s.half(v)
	if err != nil {
		return err
	}
	return s.second(v, h, onward(v.R.URL.Query()), nil)
}

func digitsField(label string) []page.Field {
	return []page.Field{{Kind: "text", Name: "code", Label: label, Auto: "one-time-code"}}
}

// second asks who is half in for what they owe.
func (s *Server) second(v *visit.Visit, h people.Half, on page.Onward, wrong error) error {
	if !h.SetUp {
		e, err := people.EnrolHalf(v.R.Context(), s.Desk, h)
		if err != nil {
			return err
		}
		return setUp(v, e, page.Factor{Onward: on, Must: true, Back: "/", Pressing: page.Pressing{Action: "/session/factor"}}, wrong)
	}
	p := page.Second{Onward: on, Email: h.User.Email, Pressing: page.Pressing{Action: "/session/code"}, Code: digitsField("Code")}
	if wrong != nil {
		p.Errors = page.Mark(wrong, p.Code)
	}
	return v.Page(status(wrong), page.SecondPage(p))
}

// status of a form that is shown, or shown again with what is wrong.
func status(wrong error) int {
	switch {
	case wrong == nil:
		return http.StatusOK
	case fault.Of(wrong) == fault.Busy:
		return http.StatusTooManyRequests
	}
	return http.StatusUnprocessableEntity
}

// setUp shows the square and asks for the first code.
func setUp(v *visit.Visit, e people.Enrolment, p page.Factor, wrong error) (err error) {
	if p.Square, p.Side, err = visit.Square(e.URI); err != nil {
		return err
	}
	for i := 0; i < len(e.Secret); i += 4 {
		p.Secret += " " + e.Secret[i:min(i+4, len(e.Secret))]
	}
	p.Secret, p.Code = strings.TrimSpace(p.Secret), digitsField("The six digits it shows")
	if wrong != nil {
		p.Errors = page.Mark(wrong, p.Code)
	}
	return v.Page(status(wrong), page.FactorPage(p))
}

// mistyped is what a code that was not taken is answered with: its form again.
func mistyped(err error) error {
	if err == nil || fault.Of(err) != fault.Invalid && fault.Of(err) != fault.Busy {
		return nil
	}
	if fault.Of(err) == fault.Busy {
		return fault.About("web.mistyped", "code", fault.Busy, fault.Public(err))
	}
	return err
}

// showCode takes the code of who is half in.
func (s *Server) showCode(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	h, err := s.half(v)
	if err != nil {
		return err
	}
	token, left, err := people.Second(v.R.Context(), s.Desk, h, f.Get("code"), v.From)
	if wrong := mistyped(err); wrong != nil {
		return s.second(v, h, onward(f), wrong)
	}
	if err != nil {
		return orDoor(err)
	}
	v.Enter(token)
	if left >= 0 {
		v.Say(fmt.Sprintf("That recovery code is used up; %s.", page.Many(left, "is left", "are left")), loop.Done{})
	}
	if err := s.sit(v, token, f); err != nil {
		return err
	}
	return goOnward(v, onward(f))
}

// orDoor sends who waited too long back to sign in.
func orDoor(err error) error {
	if fault.Of(err) == fault.Denied {
		return errDoor
	}
	return err
}

// goOnward is where a sign-in ends.
func goOnward(v *visit.Visit, on page.Onward) error {
	on.Typed = unseated(on.Typed)
	if on.Again != "" {
		return v.Page(http.StatusOK, page.GoOnPage(page.GoOn{Action: on.Again, Typed: on.Typed, Back: referralOf(on.Again)}))
	}
	if on.Next == "" {
		on.Next = "/"
	}
	return v.Go(on.Next)
}

// firstCode switches codes on for who must have them to come in.
func (s *Server) firstCode(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	h, err := s.half(v)
	if err != nil {
		return err
	}
	token, spares, err := people.ProveHalf(v.R.Context(), s.Desk, h, f.Get("code"), v.From)
	if wrong := mistyped(err); wrong != nil {
		return s.second(v, h, onward(f), wrong)
	}
	if err != nil {
		return orDoor(err)
	}
	v.Enter(token)
	if err := s.sit(v, token, f); err != nil {
		return err
	}
	on := onward(f)
	on.Typed = unseated(on.Typed)
	p := page.Spares{On: true, Codes: spares, Back: "/", Action: on.Again, Typed: on.Typed}
	if on.Again != "" {
		p.Back = referralOf(on.Again)
	} else if on.Next != "" {
		p.Back = on.Next
	}
	return v.Page(http.StatusOK, page.SparesPage(p))
}

// factor sets one's own codes up, makes new recovery codes, or switches them off:
// the password is typed for each.
func factor(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	ok, err := people.Confirmed(v.R.Context(), v.Desk, v.Who, f.Get("confirm"))
	if _, wait := errors.AsType[people.Wait](err); wait {
		return mineWith(v, nil, fault.About("web.factor", "confirm", fault.Busy, fault.Public(err)), http.StatusTooManyRequests)
	}
	if err == nil && !ok {
		return mineWith(v, nil, fault.About("web.factor", "confirm", fault.Denied, "The password is not right."), http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	var spares []string
	switch f.Get("do") {
	case "recovery":
		err = v.Desk.Write(v.R.Context(), v.Who, "factor.recovery", func(w *desk.Writing) (err error) { spares, err = people.Respare(w); return err })
		if err == nil {
			return v.Page(http.StatusOK, page.SparesPage(page.Spares{Codes: spares, Back: "/me"}))
		}
	case "off":
		err = v.Desk.Write(v.R.Context(), v.Who, "factor.off", func(w *desk.Writing) error { return people.Unfactor(w, v.Who.User) })
		if err == nil {
			v.Say("Codes at sign-in are off.", loop.Done{})
			return v.Go("/me")
		}
	default:
		return enrol(v, nil)
	}
	if fault.Of(err) == fault.Refused {
		return mineWith(v, nil, err, http.StatusConflict)
	}
	return err
}

// enrol shows the square to who sets up codes of their own.
func enrol(v *visit.Visit, wrong error) error {
	var e people.Enrolment
	err := v.Desk.Write(v.R.Context(), v.Who, "factor.begin", func(w *desk.Writing) (err error) { e, err = people.Enrol(w); return err })
	if err != nil && fault.Of(err) == fault.Conflict {
		return mineWith(v, nil, err, http.StatusConflict)
	}
	if err != nil {
		return err
	}
	return setUp(v, e, page.Factor{Back: "/me", Pressing: page.Pressing{Action: "/me/factor/code"}}, wrong)
}

// prove takes the first code of one's own.
func prove(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	spares, err := people.Prove(v.R.Context(), v.Desk, v.Who, f.Get("code"))
	if wrong := mistyped(err); wrong != nil {
		return enrol(v, wrong)
	}
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.SparesPage(page.Spares{On: true, Codes: spares, Back: "/me"}))
}
