package visit

import (
	"bytes"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/lists"
	"referd/desk/people"
	"referd/web/page"
)

// ErrSeat is why a form is not taken that is of another organization than its
// reader works in now: they changed over in another window.
var ErrSeat = fault.E("visit.Form", fault.Conflict, "You work for another organization now than this page is of. Nothing was changed.", nil)

// ErrAnother is why a form is not taken that somebody else opened: they worked in
// this browser before, and what they filled in is not done in another's name.
var ErrAnother = fault.E("visit.Form", fault.Conflict, "Somebody else opened this page. Nothing was changed.", nil)

// seatField says in each form whose it is: who opened it, and for which of their
// organizations.
const seatField = "seat"

// forSeat writes into every form of a page whose it is, so that no form can
// forget it.
func forSeat(b []byte, seat string) *bytes.Buffer {
	field := []byte(`<input type="hidden" name="` + seatField + `" value="` + html.EscapeString(seat) + `"/>`)
	out := bytes.NewBuffer(make([]byte, 0, len(b)+len(b)/8))
	for {
		i := bytes.Index(b, []byte("<form"))
		if i < 0 {
			out.Write(b)
			return out
		}
		end := i + bytes.IndexByte(b[i:], '>') + 1
		if out.Write(b[:end]); bytes.Contains(b[i:end], []byte(` method="post"`)) {
			out.Write(field)
		}
		b = b[end:]
	}
}

// seated refuses a form that is somebody else's, or of another organization than
// its reader works in now. What signs in and out, and changes over, is of the
// account.
func (v *Visit) seated() error {
	f := v.R.PostForm
	if v.Who.User == "" || strings.HasPrefix(v.R.URL.Path, "/session") {
		return nil
	}
	of, says := f[seatField]
	switch {
	case says && of[0] == string(v.Who.User) || !says && len(v.Who.Seats) < 2:
		return nil
	case says && !slices.Contains(v.Who.Seats, party.UserID(of[0])):
		return ErrAnother
	}
	return ErrSeat
}

// Seated checks a form before anything is done with it.
func (v *Visit) Seated() error {
	kind, _, _ := strings.Cut(v.R.Header.Get("Content-Type"), ";")
	if v.R.Method != http.MethodPost || v.Who.User == "" || kind != "application/x-www-form-urlencoded" && kind != "multipart/form-data" {
		return nil
	}
	_, err := v.Form()
	return err
}

// Elsewhere are the other organizations the reader works in.
func (v *Visit) Elsewhere(dir *desk.Directory) (out []page.Elsewhere) {
	for _, s := range v.Who.Seats {
		if s != v.Who.User {
			out = append(out, page.Elsewhere{Seat: string(s), Org: dir.Orgs[dir.Users[s].Org].Name})
		}
	}
	return out
}

// elsewhere says beside each other organization how much waits there: what the
// reader's work there begins with.
func (v *Visit) elsewhere(r *desk.Reading) ([]page.Elsewhere, error) {
	list := v.Elsewhere(r.Directory())
	for i, x := range list {
		there := *v
		var err error
		if there.Who, err = people.As(v.R.Context(), v.Desk, party.UserID(x.Seat)); err != nil {
			return nil, err
		}
		view := lists.Waiting
		if !there.Referring() {
			view = there.QueueView()
		}
		if !there.Referring() && !there.Receiving() {
			continue
		}
		counts, err := lists.Counts(r.Beside(there.Who), []lists.View{view})
		if err != nil {
			return nil, err
		}
		list[i].Waits = counts[view]
	}
	return list, nil
}

// chosen is the cookie that remembers where somebody worked last: an id.
const chosen = "referd-seat"

// Chosen is the seat this browser worked in last; empty when none.
func (v *Visit) Chosen() party.UserID {
	c, err := v.R.Cookie(chosen)
	if err != nil {
		return ""
	}
	return party.UserID(c.Value)
}

// WorkAt has the reader work in another of their organizations from now on.
// token is their session's.
func (v *Visit) WorkAt(token string, seat party.UserID) error {
	if err := people.WorkAt(v.R.Context(), v.Desk, token, v.Who, seat); err != nil {
		return err
	}
	who, err := people.Glance(v.R.Context(), v.Desk, token)
	if err != nil {
		return err
	}
	v.Who = who
	if v.Moved != nil {
		v.Moved(who)
	}
	http.SetCookie(v.W, &http.Cookie{Name: chosen, Value: string(seat), Path: "/", HttpOnly: true, Secure: v.Secure, SameSite: http.SameSiteLaxMode, MaxAge: 180 * 24 * 3600})
	return nil
}

// Stays is an address where it exists for the reader as well, who changed over
// from another organization; else where their work is.
func (v *Visit) Stays(at string) (string, error) {
	u, err := url.Parse(at)
	if err != nil {
		return v.Home(), nil
	}
	open := []string{"/notices", "/me", "/help", "/concerns/new"}
	if v.Who.Charts() {
		open = append(open, "/covers")
	}
	for _, p := range v.places() {
		if p.Href == at {
			return at, nil
		}
		open = append(open, p.Href)
	}
	if slices.Contains(open, u.Path) {
		return u.Path, nil
	}
	of, loop := strings.CutPrefix(u.Path, "/referrals/")
	if !loop || of == "" || of == "new" || strings.Contains(of, "/") || !v.Who.Charts() {
		return v.Home(), nil
	}
	err = v.Desk.Read(v.R.Context(), v.Who, "session.seat", func(r *desk.Reading) error {
		r.Tried(referral.ID(of))
		_, err := r.Row(referral.ID(of))
		return err
	})
	if fault.Of(err) == fault.Missing && err != nil {
		return v.Home(), nil
	}
	return u.Path, err
}

// address is the page's own, where it is one that can be come back to.
func (v *Visit) address() string {
	if v.R.Method != http.MethodGet {
		return ""
	}
	return v.R.URL.RequestURI()
}
