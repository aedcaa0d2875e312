// Package guest is the pages of a receiver without an account, who answers one
// referral by a link: what the link shows before its code, the referral behind
// it, and the form of each act.
package guest

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/partner"
	"referd/desk/people"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// Routes of the pages behind /a/: each is open, because who holds the link and
// the code is let in by them and by nothing else.
func Routes() []visit.Route {
	out := []visit.Route{
		{Pattern: "GET /a/{token}", Open: true, To: look},
		{Pattern: "POST /a/{token}/entry", Open: true, To: enter},
		{Pattern: "POST /a/{token}/leaving", Open: true, To: leave},
		{Pattern: "GET /a/{token}/documents/{id}", Open: true, To: document},
	}
	for _, f := range forms {
		out = append(out, visit.Route{Pattern: "GET /a/{token}/" + f.noun, Open: true, To: f.show}, visit.Route{Pattern: "POST /a/{token}/" + f.noun, Open: true, Limit: visit.File, To: f.press})
	}
	return out
}

// cookie holds the session of a link: one for each link, sent to its own pages.
func cookie(v *visit.Visit) string {
	if v.Secure {
		return "__Secure-referd-link"
	}
	return "referd-link"
}

func token(v *visit.Visit) string { return v.R.PathValue("token") }

// home is the link's own address.
func home(v *visit.Visit) string { return "/a/" + url.PathEscape(token(v)) }

// unsafe is where a safety concern is reported.
func unsafe(v *visit.Visit) string { return home(v) + "/concern" }

// come finds who asks.
func come(v *visit.Visit) error {
	v.Who = desk.Who{}
	session := ""
	if c, err := v.R.Cookie(cookie(v)); err == nil {
		session = c.Value
	}
	who, err := partner.Come(v.R.Context(), v.Desk, token(v), session, v.From)
	if err == nil {
		v.Who = who
	}
	return err
}

// turned answers who was not let in: by the door where they may knock, else by
// why not. A guess, and a link that never was, answer alike.
func turned(v *visit.Visit, err error, again string, typed []page.Hidden) error {
	if _, wait := errors.AsType[people.Wait](err); wait {
		return v.Page(http.StatusTooManyRequests, page.GuestOverPage(page.GuestOver{Mast: page.GuestMast{Title: "Wait", Sender: "referd", ConcernHref: unsafe(v)}, Title: "Too many tries from where you are", Words: fault.Public(err)}))
	}
	switch fault.Of(err) {
	case fault.Missing:
		return none(v)
	case fault.Denied, fault.Refused:
		_, err := v.R.Cookie(cookie(v))
		return door(v, page.GuestDoor{Away: err == nil && v.R.Method == http.MethodPost, Again: again, Typed: typed}, http.StatusOK)
	}
	return err
}

func none(v *visit.Visit) error {
	return v.Page(http.StatusNotFound, page.GuestOverPage(page.GuestOver{Mast: page.GuestMast{Title: "No such link", Sender: "referd", ConcernHref: "/concern"}, Title: "This link opens nothing",
		Words: "Perhaps a letter of it is missing, or a newer one was mailed to you. Open it from the mail itself. Else call the practice that sent it, by a number you know."}))
}

// over says why a link lets nobody in any more, to who holds a real one, and what
// the practice can do when they call.
var over = map[string][3]string{
	people.Expired: {"This link has run out", "It worked for some days, and they are over.", "they can let it work again"},
	people.Revoked: {"This link was ended", "Perhaps a newer one was mailed to you.", "they can send you another"},
	people.Locked:  {"This link has stopped", "A wrong code was typed five times.", "they can let it work again"},
	partner.Moved:  {"This referral is no longer with you", "It went to somebody else. Nothing is asked of you.", "they can say with whom it is"},
}

// door shows what stands before the code.
func door(v *visit.Visit, p page.GuestDoor, status int) error {
	d, err := partner.Knock(v.R.Context(), v.Desk, token(v), v.From)
	if err != nil {
		if fault.Of(err) == fault.Missing || fault.Of(err) == fault.Busy {
			return turned(v, err, "", nil)
		}
		return err
	}
	p.Mast = page.GuestMast{Title: "A referral", Sender: d.Sender, Phone: d.Phone, ConcernHref: unsafe(v)}
	if why, ok := over[d.Over]; ok {
		return v.Page(http.StatusNotFound, page.GuestOverPage(page.GuestOver{Mast: p.Mast, Title: why[0], Words: why[1] + " Call " + d.Sender + ", " + d.Phone + ": " + why[2] + ", or write down what you say.", Typed: p.Typed}))
	}
	v.Who.Zone, _ = time.LoadLocation(d.Zone)
	p.Clock, p.Action = v.Clock(), home(v)+"/entry"
	p.Clinician, p.Whose, p.Urgency, p.Sent, p.Ends = d.Clinician, d.Whose, string(d.Urgency), d.Sent, d.Ends
	p.Act, p.Due = asks(d.Act), d.Due
	if p.Act == "" {
		p.Due = time.Time{}
	}
	return v.Page(status, page.GuestDoorPage(p))
}

// asks says what a receiver is asked to do, before and behind the code.
func asks(a referral.Act) string {
	return map[referral.Act]string{referral.ActDeliver: "Open it and confirm that you have it", referral.ActOpen: "Confirm that you have it", referral.ActDecide: "Accept it, ask, or decline", referral.ActBook: "Book the visit, and give its date",
		referral.ActReach: "Reach the patient, and give a new date", referral.ActSee: "See the patient, then send the report", referral.ActReport: "Send the report", referral.ActUnbook: "Answer: the referral was cancelled. Call us", referral.ActSpeak: "Call us about the result"}[a]
}

func enter(v *visit.Visit) error {
	v.Who = desk.Who{}
	typed, err := v.Form()
	if err != nil {
		return err
	}
	session, err := partner.Enter(v.R.Context(), v.Desk, token(v), v.From, typed.Get("name"), typed.Get("code"))
	again, carried := noun(typed.Get("again")), carried(typed)
	switch {
	case err != nil && fault.Of(err) == fault.Invalid:
		p := page.GuestDoor{Name: typed.Get("name"), Errors: page.Wrongs(err), NameWrong: page.WrongAt(err, "name"), CodeWrong: page.WrongAt(err, "code"), Again: again, Typed: carried}
		return door(v, p, http.StatusUnprocessableEntity)
	case err != nil:
		return turned(v, err, again, carried)
	}
	http.SetCookie(v.W, &http.Cookie{Name: cookie(v), Value: session, Path: home(v), HttpOnly: true, Secure: v.Secure, SameSite: http.SameSiteLaxMode})
	if again != "" {
		return v.Page(http.StatusOK, page.GoOnPage(page.GoOn{Action: home(v) + "/" + again, Typed: carried, Back: home(v)}))
	}
	return v.Go(home(v))
}

// noun keeps the act a form was for, where it is one of ours.
func noun(s string) string {
	if slices.ContainsFunc(forms, func(f form) bool { return f.noun == s }) {
		return s
	}
	return ""
}

// carried is what was typed before the code was asked for again.
func carried(f url.Values) (out []page.Hidden) {
	for k, list := range f {
		if name, ok := strings.CutPrefix(k, "typed."); ok {
			out = append(out, page.Hidden{Name: name, Value: list[0]})
		}
	}
	slices.SortFunc(out, func(a, b page.Hidden) int { return strings.Compare(a.Name, b.Name) })
	return out
}

func leave(v *visit.Visit) error {
	if err := come(v); err == nil {
		c, _ := v.R.Cookie(cookie(v))
		if err := people.SignOut(v.R.Context(), v.Desk, c.Value, v.Who); err != nil {
			return err
		}
	}
	http.SetCookie(v.W, &http.Cookie{Name: cookie(v), Path: home(v), MaxAge: -1, HttpOnly: true, Secure: v.Secure})
	return v.Go(home(v))
}

// seen is one reading of the referral by whoever came in.
type seen struct {
	v   *visit.Visit
	r   *desk.Reading
	dir *desk.Directory
	p   *loop.Picture
}

func read(v *visit.Visit, what string) (*seen, error) {
	x := &seen{v: v}
	err := v.Desk.Read(v.R.Context(), v.Who, what, func(r *desk.Reading) (err error) {
		x.r, x.dir = r, r.Directory()
		if x.p, err = loop.Look(r, v.Who.Only); err == nil {
			v.Zones = x.dir.Meets(v.Zone(), v.Desk.Now(), x.p.Sender.ID, x.p.Receiver.ID)
		}
		return err
	})
	return x, err
}

func (x *seen) mast() page.GuestMast {
	return page.GuestMast{Title: x.p.Code, Sender: x.p.Sender.Name, Phone: x.p.Sender.Phone, ConcernHref: unsafe(x.v)}
}

// who is the name they came in under.
func (x *seen) who() string { return x.p.Guests[x.v.Who.Guest].Name }

func look(v *visit.Visit) error {
	if err := come(v); err != nil {
		return turned(v, err, "", nil)
	}
	x, err := read(v, "loop.read")
	if err != nil {
		return turned(v, err, "", nil)
	}
	g := page.GuestLoop{Mast: x.mast(), Clock: v.Clock(), Back: home(v), Who: x.who(), Said: said(v.R.URL.Query().Get("done")), Banner: sheet.Banner(v, x.r, x.p.Patient), Asked: sheet.AskedOf(v, x.dir, x.p), Phase: sheet.Phase(x.p.Phase),
		Came: x.came(), Visits: sheet.Visits(v, x.dir, x.p)}
	x.offer(&g)
	for _, m := range x.p.State.Messages {
		if m.To == string(referral.Receiver) {
			g.Messages = append(g.Messages, page.Message{Who: sheet.By(x.dir, m.By), Text: x.p.Words[m.ID], At: m.At})
		}
	}
	for _, e := range slices.Backward(x.p.State.Entries()) {
		if shown(e) {
			t := sheet.Tell(v, x.dir, x.p, e)
			t.Words = strings.TrimSuffix(t.Words, ". The raw clock starts")
			g.Story = append(g.Story, t)
		}
	}
	return v.Page(http.StatusOK, page.GuestLoopPage(g))
}

// offer says what is asked of them now, and what else they may do.
func (x *seen) offer(g *page.GuestLoop) {
	ball := x.p.Ball
	theirs := ball.Holder == x.v.Who.Org || x.p.Phase == referral.PhaseSent
	switch {
	case !x.p.Phase.Open():
		g.Next = "Nothing is asked of you any more. Thank you."
	case theirs && asks(ball.Act) != "":
		g.Next = asks(ball.Act) + ", " + x.v.Clock().Due(ball.Due) + "."
	default:
		g.Next = "Nothing is asked of you now: it is with " + x.p.Sender.Name + "."
	}
	for _, f := range forms {
		if !f.may(x) {
			continue
		}
		b := page.Button{Href: home(x.v) + "/" + f.noun, Words: f.called(x)}
		if theirs && g.Primary == nil && slices.Contains(f.when, ball.Act) {
			g.Primary = &b
			continue
		}
		g.Buttons = append(g.Buttons, b)
	}
}

// came is what came with it, read by this link.
func (x *seen) came() []page.Came {
	out := sheet.CameOf(x.dir, x.p)
	for i := range out {
		if id, ok := strings.CutPrefix(out[i].Href, "/documents/"); ok {
			out[i].Href = home(x.v) + "/documents/" + id
		}
	}
	return out
}

// shown are the entries a receiver is told of: what passed between the two, not
// how the sender's own house goes about it.
func shown(e referral.Entry) bool {
	switch e.What.(type) {
	case referral.Sent, referral.Forwarded, referral.SentBack, referral.Delivered, referral.Opened, referral.Asked, referral.Answered, referral.Prioritised, referral.SeenBySet, referral.Accepted, referral.Declined,
		referral.Booked, referral.Unbooked, referral.Missed, referral.Seen, referral.Reported, referral.Acknowledged, referral.Cancelled, referral.Withdrawn, referral.EnteredInError, referral.Closed, referral.Reopened:
		return true
	}
	return false
}

func document(v *visit.Visit) error {
	if err := come(v); err != nil {
		return turned(v, err, "", nil)
	}
	if err := sheet.Paper(v); fault.Of(err) != fault.Missing || err == nil {
		return err
	}
	return none(v)
}
