package web

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"referd/base/fault"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/people"
	"referd/web/page"
	"referd/web/visit"
)

// counts are the badges of the rail, for an open page that refreshes them.
func counts(v *visit.Visit) error {
	if of := v.R.URL.Query().Get("seat"); of != "" && of != string(v.Who.User) {
		return visit.ErrSeat // the page is of another organization than its reader works in now
	}
	var out map[string]any
	err := v.Desk.Read(v.R.Context(), v.Who, "counts", func(r *desk.Reading) (err error) { out, err = v.Counts(r); return err })
	if err != nil {
		return err
	}
	v.W.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(v.W).Encode(out)
}

// stay puts off the end of the session, by a press, and says for how long.
func stay(v *visit.Visit) error {
	_, err := v.W.Write([]byte(strconv.Itoa(int(people.Idle.Seconds()))))
	return err
}

func me(v *visit.Visit) error { return mine(v, nil, http.StatusOK) }

func mine(v *visit.Visit, wrong error, status int) error { return mineWith(v, wrong, nil, status) }

// mineWith shows one's own page with what is wrong about a new password, or about
// the codes.
func mineWith(v *visit.Visit, wrong, code error, status int) error {
	p := page.Me{Email: v.Who.Email}
	err := v.Desk.Read(v.R.Context(), v.Who, "me", func(r *desk.Reading) (err error) {
		if p.Shell, err = v.Shell(r, "You"); err != nil {
			return err
		}
		p.Does = p.Role + ", " + v.Who.Email
		ahead := v.Desk.Now().Sub(v.Desk.DB.Machine()).Round(time.Second) // the demo's clock
		if p.Codes, err = codes(r); err != nil {
			return err
		}
		list, err := people.Sessions(r)
		for _, s := range list {
			p.Sessions = append(p.Sessions, page.Seat{Name: s.Name, Made: s.Made.Add(ahead), Used: s.Used.Add(ahead), Here: s.Here})
		}
		for _, x := range r.Directory().ViewsOf(v.Who) {
			p.Views, p.ViewIDs = append(p.Views, page.Tab{Href: "/queue?" + x.Query, Name: x.Name}), append(p.ViewIDs, string(x.ID))
		}
		return err
	})
	if err != nil {
		return err
	}
	if wrong != nil {
		p.Errors = page.Wrongs(wrong)
	}
	if code != nil {
		p.CodeErrors = page.Wrongs(code)
	}
	return v.Page(status, page.MePage(p))
}

// codes are what one's own page says of codes at sign-in.
func codes(r *desk.Reading) (c page.Codes, err error) {
	u := r.Directory().Users[r.Who().User]
	c.Must = people.Requires(r.Directory(), u, r.Now())
	if c.On, err = people.SetUp(r); err == nil {
		c.Left, err = people.Spares(r.View, r.Who().Login)
	}
	return c, err
}

func switchKeys(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	err = v.Desk.Write(v.R.Context(), v.Who, "keys", func(w *desk.Writing) error { return people.SwitchKeys(w, f.Get("keys") == "off") })
	if err != nil {
		return err
	}
	v.Say("Single-letter keys are "+map[bool]string{true: "off.", false: "on."}[f.Get("keys") == "off"], loop.Done{})
	return v.Go("/me")
}

func (s *Server) renew(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	switch err := people.Renew(v.R.Context(), v.Desk, v.Who, f.Get("old"), f.Get("new")); fault.Of(err) {
	case fault.Invalid, fault.Denied, fault.Busy, fault.Refused:
		if err != nil {
			return mine(v, err, http.StatusUnprocessableEntity)
		}
	default:
		if err != nil {
			return err
		}
	}
	http.SetCookie(v.W, &http.Cookie{Name: s.cookie(), Path: "/", MaxAge: -1, HttpOnly: true, Secure: s.secure})
	return v.Go("/")
}

func endOne(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	if err := people.EndOne(v.R.Context(), v.Desk, v.Who, f.Get("session")); err != nil {
		return err
	}
	v.Say("That session has ended.", loop.Done{})
	return v.Go("/me")
}

// endAll signs out everywhere, here too.
func (s *Server) endAll(v *visit.Visit) error {
	if err := people.EndAll(v.R.Context(), v.Desk, v.Who); err != nil {
		return err
	}
	http.SetCookie(v.W, &http.Cookie{Name: s.cookie(), Path: "/", MaxAge: -1, HttpOnly: true, Secure: s.secure})
	return v.Go("/")
}

func keyLine(does string, keys ...string) page.KeyLine { return page.KeyLine{Keys: keys, Does: does} }

// keyGroups are the keys of every page (ux.md, section 5).
var keyGroups = []page.KeyGroup{
	{Name: "Move", Keys: []page.KeyLine{keyLine("next, previous row", "j", "k"), keyLine("open the row", "enter"), keyLine("open the next to do", "n"), keyLine("find", "/"), keyLine("find or do, as you type", "Ctrl K"), keyLine("close, or back to the list", "esc")}},
	{Name: "Act", Keys: []page.KeyLine{keyLine("select the row; shift and a click select a range", "x"), keyLine("claim", "c"), keyLine("assign", "a"), keyLine("open the next act's form", "e"), keyLine("book", "b"), keyLine("message", "m"), keyLine("plan", "p"), keyLine("undo", "z"), keyLine("press the form's button", "Ctrl Enter")}},
	{Name: "Go to", Keys: []page.KeyLine{keyLine("waiting on me", "g", "w"), keyLine("queue", "g", "q"), keyLine("my loops", "g", "l"), keyLine("to book", "g", "s"), keyLine("exceptions", "g", "e"), keyLine("operations", "g", "o"), keyLine("this page", "?")}},
}

func help(v *visit.Visit) error {
	p := page.Help{Groups: keyGroups}
	err := v.Desk.Read(v.R.Context(), v.Who, "help", func(r *desk.Reading) (err error) { p.Shell, err = v.Shell(r, "Help and keys"); return err })
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.HelpPage(p))
}
