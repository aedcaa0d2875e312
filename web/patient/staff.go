package patient

import (
	"cmp"
	"net/http"
	"net/url"

	"referd/base/fault"
	"referd/core/referral"
	"referd/core/tongue"
	"referd/desk"
	"referd/desk/link"
	"referd/desk/loop"
	"referd/desk/people"
	"referd/web/page"
	"referd/web/page/phone"
	"referd/web/sheet"
	"referd/web/visit"
)

// links is the page of the links given to a patient: what may be given, what is
// out, and what to do where there is none.
func links(v *visit.Visit) error { return linking(v, nil, http.StatusOK) }

func linking(v *visit.Visit, wrong error, status int) error {
	p, r, shell, err := sheet.Glance(v, ": the patient's page")
	if err != nil {
		return err
	}
	if p.Withheld { // whose record is not shown cannot be told what it lacks
		return desk.NoChart("patient.links")
	}
	at := "/referrals/" + string(p.ID)
	safe := p.Patient.Safe
	g := page.PatientLink{Shell: shell, Back: at, BackName: p.Code, Banner: sheet.Banner(v, r, p.Patient), Action: at + sheet.PatientLink, Once: visit.Once(), Reach: sheet.Safe(safe), ReachHref: at + sheet.SafeContact, Asked: safe.Known(),
		SlipHref: at + "/patient-slip?lang=" + string(link.Reads(p.Patient)), Why: link.Refused(r.Directory(), &p.State, p.Patient, v.Desk.Now()), Errors: page.Wrongs(wrong)}
	call, mail := link.Unsafe(&p.State, safe, link.Spoken), link.Unsafe(&p.State, safe, link.Mailed)
	g.Call, g.Mail = call == "", mail == "" && v.Mail
	if g.Asked && call != "" {
		g.Closed = append(g.Closed, "Reading it out: "+call)
	}
	if g.Asked && mail != "" && v.Mail {
		g.Closed = append(g.Closed, "By e-mail: "+mail)
	}
	for _, t := range tongue.All() {
		g.Tongues = append(g.Tongues, page.Opt{Value: string(t), Words: t.Name()})
	}
	g.Tongue = string(link.Reads(p.Patient))
	for _, x := range p.Tickets {
		if x.Kind == people.Patients {
			g.Links = append(g.Links, given(v, r.Directory(), x))
		}
	}
	return v.Page(status, page.PatientLinkPage(g))
}

// given is a link in words for staff.
func given(v *visit.Visit, dir *desk.Directory, x people.Ticket) page.LinkLine {
	l := page.LinkLine{ID: x.ID, Made: x.Made, By: dir.PersonName(x.By), Ends: x.Ends, Used: x.Used, Code: x.Code, Wrong: x.Tries}
	switch people.Over(x, v.Desk.Now()) {
	case people.Revoked:
		l.State, l.Code = "Ended", ""
	case people.Locked:
		l.State, l.Tone = "Locked: five wrong answers", "late"
	case people.Expired:
		l.State, l.Code = "Over", ""
	default:
		l.State, l.Live, l.Tone = "Opens the page", true, "ok"
		if x.Token == "" {
			l.State, l.Tone = "The letter has not left yet", "soon"
		}
	}
	l.Renews = x.Revoked.IsZero()
	return l
}

func form(v *visit.Visit, f url.Values) loop.Form {
	return loop.Form{Referral: referral.ID(v.R.PathValue("id")), Once: f.Get("once")}
}

// give makes a link, and shows what is handed over, once.
func give(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	how := f.Get("how")
	var g link.Given
	err = v.Desk.Write(v.R.Context(), v.Who, "patient-link.give", func(w *desk.Writing) (err error) {
		g, err = link.Give(w, form(v, f), how)
		return err
	})
	if k := fault.Of(err); err != nil && (k == fault.Refused || k == fault.Invalid) {
		return linking(v, err, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	in := tongue.Of(f.Get("tongue"))
	if how == link.Printed {
		return slipOf(v, in, &g)
	}
	return handed(v, g)
}

// handed is a link that is read out or mailed, with the code that never goes with it.
func handed(v *visit.Visit, g link.Given) error {
	p, r, shell, err := sheet.Glance(v, ": the patient's page")
	if err != nil {
		return err
	}
	at := "/referrals/" + string(p.ID)
	return v.Page(http.StatusOK, page.LinkGivenPage(page.LinkGiven{Shell: shell, Back: at + sheet.PatientLink, BackName: "The patient's links", Banner: sheet.Banner(v, r, p.Patient), Spoken: g.Token, At: v.Public + path, Code: g.Code, Ends: g.Ends}))
}

// slip is the paper without a link.
func slip(v *visit.Visit) error { return slipOf(v, tongue.Of(v.R.URL.Query().Get("lang")), nil) }

func slipOf(v *visit.Visit, in tongue.Tongue, g *link.Given) error {
	p, r, _, err := sheet.Glance(v, ": for the patient")
	if err != nil {
		return err
	}
	if p.Withheld {
		return desk.NoChart("patient.slip")
	}
	at := "/referrals/" + string(p.ID)
	t := teller{in, v.Desk.Now(), v.Zone()}
	s := phone.Slip{Frame: phone.Frame{Tongue: in}, Home: at + sheet.PatientLink, HomeName: p.Code, SayCode: in.Say("call.say", "c", p.Code)}
	dir := r.Directory()
	for _, c := range []link.Call{{Org: p.Sender, Number: p.Sender.Phone, Hours: dir.Teams[p.State.Team].Hours}, {Org: p.Receiver, Number: cmp.Or(p.Service.Phone, p.Receiver.Phone), Hours: dir.Teams[p.Service.Scheduling].Hours}} {
		if c.Number != "" {
			s.Calls = append(s.Calls, phone.Number{Words: t.number(c).Words})
		}
	}
	if g != nil {
		s.Code, s.Link, s.Asks = g.Code, v.Public+path+"/"+g.Token, in.Say("slip.asks", "d", t.day(g.Ends))
		if s.Square, s.Side, err = visit.Square(s.Link + "?lang=" + string(in)); err != nil {
			return err
		}
	}
	return v.Page(http.StatusOK, phone.SlipPage(s))
}

func renew(v *visit.Visit) error {
	return changed(v, "patient-link.renew", "It opens the page for another seven days.", link.Renew)
}

func end(v *visit.Visit) error {
	return changed(v, "patient-link.end", "The link is ended. Whoever was on the page is out.", link.End)
}

func changed(v *visit.Visit, what, said string, do func(*desk.Writing, loop.Form, string) error) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	err = v.Desk.Write(v.R.Context(), v.Who, what, func(w *desk.Writing) error { return do(w, form(v, f), f.Get("link")) })
	if err != nil && fault.Of(err) == fault.Refused {
		return linking(v, err, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	v.Say(said, loop.Done{})
	return v.Go("/referrals/" + v.R.PathValue("id") + sheet.PatientLink)
}
