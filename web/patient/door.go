package patient

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/tongue"
	"referd/desk"
	"referd/desk/link"
	"referd/desk/loop"
	"referd/desk/people"
	"referd/web/page"
	"referd/web/page/phone"
	"referd/web/visit"
)

// own answers a patient: never as the colleague whose session the browser may
// hold too, in the patient's tongue also when something is wrong, and kept by
// nobody.
func own(to func(*visit.Visit) error) func(*visit.Visit) error {
	return func(v *visit.Visit) error {
		v.Who = desk.Who{}
		v.W.Header().Set("X-Robots-Tag", "noindex, nofollow")
		err := to(v)
		if err == nil {
			return nil
		}
		if fault.Of(err) == fault.Broken {
			v.Log.Error("page", "path", v.R.Pattern, "err", err)
		}
		status, p := shut(v, err)
		return v.Page(status, phone.ShutPage(p))
	}
}

// shut says a fault to a patient. What never was, what is over and what is
// somebody else's are one answer.
func shut(v *visit.Visit, err error) (int, phone.Shut) {
	status, p := refused(v, err)
	p.Typed = v.R.PostForm.Get("words") + v.R.PostForm.Get(carry+"words")
	return status, p
}

func refused(v *visit.Visit, err error) (int, phone.Shut) {
	f := frame(v)
	switch wait, soon := errors.AsType[people.Wait](err); {
	case soon:
		return http.StatusTooManyRequests, phone.Shut{Frame: f, Heading: f.Tongue.Say("busy.h"), Words: f.Tongue.Say("wait", "n", seconds(time.Duration(wait)))}
	case fault.Of(err) == fault.Missing, fault.Of(err) == fault.Denied, fault.Of(err) == fault.Refused:
		return http.StatusNotFound, phone.Shut{Frame: f, Heading: f.Tongue.Say("gone.h"), Words: f.Tongue.Say("gone.p"), Again: path}
	case fault.Of(err) == fault.Invalid:
		return http.StatusBadRequest, phone.Shut{Frame: f, Heading: f.Tongue.Say("busy.h"), Words: f.Tongue.Say("busy.p")}
	}
	v.W.Header().Set("Retry-After", "60")
	return http.StatusServiceUnavailable, phone.Shut{Frame: f, Heading: f.Tongue.Say("busy.h"), Words: f.Tongue.Say("busy.p")}
}

// Cookies of the patients' pages: apart from staff's, and for nothing but /p.
const (
	seat   = "referd-p"
	spoken = "referd-p-tongue"
	path   = "/p"
)

func cookie(v *visit.Visit, name, value string, age int) {
	http.SetCookie(v.W, &http.Cookie{Name: named(v, name), Value: value, Path: path, HttpOnly: true, Secure: v.Secure, SameSite: http.SameSiteLaxMode, MaxAge: age})
}

func named(v *visit.Visit, name string) string {
	if v.Secure {
		return "__Secure-" + name
	}
	return name
}

func crumb(v *visit.Visit, name string) string {
	c, err := v.R.Cookie(named(v, name))
	if err != nil {
		return ""
	}
	return c.Value
}

// frame chooses the tongue: what was pressed here, what was pressed before, what
// the link opens in, what they asked staff for, what the browser asks for.
func frame(v *visit.Visit) phone.Frame {
	in := tongue.Accepted(v.R.Header.Get("Accept-Language"))
	if c := crumb(v, spoken); c != "" {
		in = tongue.Of(c)
	}
	if q := v.R.URL.Query().Get("lang"); q != "" {
		if in = tongue.Of(q); crumb(v, spoken) != string(in) {
			cookie(v, spoken, string(in), 30*24*3600)
		}
	}
	f := phone.Frame{Tongue: in}
	at := v.R.URL.Path
	if v.R.Method != http.MethodGet { // a page that answers a form is read again at its door
		at = path
		if t := v.R.PathValue("token"); t != "" {
			at = path + "/" + t
		}
	}
	if f.Unsafe = concernAt(v); f.Unsafe == at {
		f.Unsafe = ""
	}
	for _, t := range tongue.All() {
		f.Langs = append(f.Langs, phone.Lang{Tongue: t, Href: (&url.URL{Path: at}).EscapedPath() + "?lang=" + string(t)})
	}
	return f
}

// at is the door of the link that was asked for. One that was read out says no
// language: who pressed none here reads in the one they asked staff for.
func at(v *visit.Visit) (link.Door, error) {
	d, err := link.At(v.R.Context(), v.Desk, v.R.PathValue("token"), crumb(v, seat), v.From)
	if err == nil && d.Reads != "" && crumb(v, spoken) == "" && !v.R.URL.Query().Has("lang") {
		v.R.AddCookie(&http.Cookie{Name: named(v, spoken), Value: string(tongue.Of(d.Reads))}) // as if they had; nothing is kept on a look
	}
	return d, err
}

func here(v *visit.Visit) string {
	return (&url.URL{Path: path + "/" + v.R.PathValue("token")}).EscapedPath()
}

// show is what there is behind a link: a question, or the referral.
func show(v *visit.Visit) error {
	d, err := at(v)
	switch {
	case err != nil:
		return err
	case d.Locked:
		return locked(v, d)
	case !d.In:
		return v.Page(http.StatusOK, phone.BornPage(phone.Born{Frame: frame(v), Action: here(v) + "/birth-date"}))
	}
	return seen(v, d, http.StatusOK, nil)
}

func locked(v *visit.Visit, d link.Door) error {
	f := frame(v)
	p := phone.Shut{Frame: f, Heading: f.Tongue.Say("locked.h"), Words: f.Tongue.Say("locked.p"), Typed: v.R.PostForm.Get("words") + v.R.PostForm.Get(carry+"words")}
	dir, err := v.Desk.Directory(v.R.Context())
	if err != nil {
		return err
	}
	if org := dir.Orgs[d.Org]; org.Phone != "" {
		p.Call = &phone.Number{Words: f.Tongue.Say("call.x", "x", org.Name, "n", page.Phone(org.Phone)), Tel: page.Digits(org.Phone)}
	}
	return v.Page(http.StatusForbidden, phone.ShutPage(p))
}

// seen is the referral; with changes what is wrong with what was sent.
func seen(v *visit.Visit, d link.Door, status int, with func(*phone.Referral)) error {
	var g *link.Page
	err := v.Desk.Read(v.R.Context(), d.Who, "patient.read", func(r *desk.Reading) (err error) { g, err = link.See(r); return err })
	if err != nil {
		return err
	}
	f := frame(v)
	t := teller{f.Tongue, v.Desk.Now(), d.Who.Zone}
	p := t.referral(g, d.Ends)
	p.Frame, p.Visit, p.Bell = f, t.visit(g, d.Whole), t.bell(g)
	if p.Bell != nil {
		p.Bell.Action, p.Bell.Once = here(v)+"/bell", visit.Once()
	}
	if d.Whole {
		p.ReachHref = here(v) + "/safe-contact"
	} else {
		p.Code = &phone.Code{Action: here(v) + "/code"}
		if len(g.Calls) > 0 {
			p.Code.Lost = &phone.Number{Words: f.Tongue.Say("code.lost", "x", g.Calls[0].Org.Name, "n", page.Phone(g.Calls[0].Number)), Tel: page.Digits(g.Calls[0].Number)}
		}
	}
	if with != nil {
		with(&p)
	}
	return v.Page(status, phone.ReferralPage(p))
}

var digits = regexp.MustCompile(`^[0-9]{1,4}$`)

// bornOf is the date of three numbers, empty when they are none.
func bornOf(f url.Values) string {
	part := func(name string) string { return strings.TrimSpace(f.Get(name)) }
	y, m, d := part("year"), part("month"), part("day")
	if !digits.MatchString(y) || !digits.MatchString(m) || !digits.MatchString(d) || len(y) != 4 {
		return ""
	}
	s := fmt.Sprintf("%s-%02s-%02s", y, m, d)
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return ""
	}
	return s
}

// birthDate is the first answer. The link alone used nothing up; this does.
func birthDate(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	d, err := at(v)
	if err != nil {
		return err
	}
	if d.Locked {
		return locked(v, d)
	}
	d.In = false
	p := phone.Born{Frame: frame(v), Action: here(v) + "/birth-date", Day: f.Get("day"), Month: f.Get("month"), Year: f.Get("year"), Kept: lines(carried(f))}
	answer := bornOf(f)
	if answer == "" {
		p.Wrong = p.Tongue.Say("born.part")
		return v.Page(http.StatusUnprocessableEntity, phone.BornPage(p))
	}
	status, wrong, err := enter(v, d, answer, p.Tongue.Say("born.wrong"), p.Tongue, carried(f))
	if err != nil || status == 0 {
		return err
	}
	p.Wrong = wrong
	return v.Page(status, phone.BornPage(p))
}

// code is the second.
func code(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	d, err := at(v)
	switch {
	case err != nil:
		return err
	case d.Locked:
		return locked(v, d)
	case !d.In:
		return away(v, carried(f))
	}
	in := frame(v).Tongue
	status, wrong := http.StatusUnprocessableEntity, in.Say("code.part")
	if n := len(page.Digits(f.Get("code"))); n == 6 {
		if status, wrong, err = enter(v, d, f.Get("code"), in.Say("code.wrong"), in, carried(f)); err != nil || status == 0 {
			return err
		}
	}
	return seen(v, d, status, func(p *phone.Referral) {
		if p.Code != nil {
			p.Code.Wrong, p.Code.Kept = wrong, lines(carried(f))
		}
	})
}

// enter gives an answer. Status is 0 when it was right, or the link is over now,
// and the visitor was sent on, to what they had typed before where they had.
func enter(v *visit.Visit, d link.Door, answer, wrong string, in tongue.Tongue, typed url.Values) (status int, words string, err error) {
	session, err := link.Enter(v.R.Context(), v.Desk, d, v.R.PathValue("token"), v.From, answer)
	wait, soon := errors.AsType[people.Wait](err)
	switch {
	case soon:
		return http.StatusTooManyRequests, in.Say("wait", "n", seconds(time.Duration(wait))), nil
	case err != nil && fault.Of(err) == fault.Invalid:
		if now, err := at(v); err == nil && now.Locked {
			return 0, "", locked(v, now)
		}
		return http.StatusUnprocessableEntity, wrong, nil
	case err != nil && fault.Of(err) == fault.Refused:
		return 0, "", v.Go(here(v))
	case err != nil:
		return 0, "", err
	}
	cookie(v, seat, session, 0)
	if len(typed) == 0 {
		return 0, "", v.Go(here(v))
	}
	if d, err = link.At(v.R.Context(), v.Desk, v.R.PathValue("token"), session, v.From); err != nil {
		return 0, "", err
	}
	return 0, "", resumed(v, d, typed)
}

// ring is a bell.
func ring(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	d, err := at(v)
	if err != nil {
		return err
	}
	if d.Locked {
		return locked(v, d)
	}
	if !d.In {
		return away(v, kept(f, "bell"))
	}
	err = v.Desk.Write(v.R.Context(), d.Who, "bell", func(w *desk.Writing) error {
		_, err := link.Ring(w, loop.Form{Referral: d.Referral, Once: f.Get("once")}, f.Get("bell"), strings.TrimSpace(f.Get("words")))
		return err
	})
	if k := fault.Of(err); err != nil && (k == fault.Invalid || k == fault.Refused) {
		return seen(v, d, http.StatusUnprocessableEntity, func(p *phone.Referral) {
			if p.Bell != nil {
				p.Bell.Wrong, p.Bell.Words = p.Tongue.Say(map[bool]string{true: "bell.many", false: "bell.none"}[k == fault.Refused]), f.Get("words")
			}
		})
	}
	if err != nil {
		return err
	}
	return v.Go(here(v) + "#bell")
}

// typed opens the link whose letters were read out.
func typed(v *visit.Visit) error {
	if v.R.Method == http.MethodGet {
		return v.Page(http.StatusOK, phone.TypedPage(phone.Typed{Frame: frame(v)}))
	}
	f, err := v.Form()
	if err != nil {
		return err
	}
	letters := strings.NewReplacer(" ", "", "-", "").Replace(strings.ToUpper(f.Get("link")))
	if code, ok := id.ParseCode(letters[:min(8, len(letters))]); ok && len(letters) == 12 {
		letters = code + "-" + letters[8:]
	}
	if letters == "" {
		return v.Go(path)
	}
	return v.Go((&url.URL{Path: path + "/" + letters}).EscapedPath())
}

// neutral is where a patient goes who leaves: weather, of the government.
const neutral = "https://www.weather.gov/"

// leave ends the session and goes to a page that says nothing of anybody. Back
// leads to the question, because nothing of ours is kept by the browser.
func leave(v *visit.Visit) error {
	if s := crumb(v, seat); s != "" {
		if err := people.Leave(v.R.Context(), v.Desk, s); err != nil {
			v.Log.Error("leave", "err", err) // whoever must leave, leaves
		}
	}
	cookie(v, seat, "", -1)
	v.W.Header().Set("Referrer-Policy", "no-referrer")
	v.W.Header().Set("Clear-Site-Data", `"cache"`)
	return v.Go(neutral)
}
