package patient

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/link"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// reach is the form of how it is safe to reach the patient, with what they said
// before beside it.
func reach(v *visit.Visit) error { return reaching(v, nil, nil, http.StatusOK) }

func reaching(v *visit.Visit, typed url.Values, wrong error, status int) error {
	p, r, shell, err := sheet.Glance(v, ": how to reach the patient")
	if err != nil {
		return err
	}
	said, err := saidOf(v, p.ID)
	if err != nil {
		return err
	}
	a := page.Act{Shell: shell, Back: "/referrals/" + string(p.ID), BackName: p.Code, Heading: "How it is safe to reach the patient", Action: v.R.URL.Path, Seq: len(said), Once: visit.Once(),
		Button: "Keep it", Icon: "shield-alert", Happens: []string{"What is not ticked is not done: no message leaves by it.", "The other side of the patient's open referrals sees it at once.", "Where less is safe than before, the links to their page end: one may lie where they do not want to be reached. Give another.", "What was said before stays on record."}}
	banner := sheet.Banner(v, r, p.Patient)
	a.Banner = &banner
	safe := p.Patient.Safe
	if s := sheet.SafeOf(typed); s != nil {
		safe = *s
	}
	ticks, more := sheet.SafeFields(safe)
	a.Errors = page.Mark(wrong, ticks, more)
	a.Parts = []page.Part{{Legend: "What is safe", Hint: "Ask the patient; tick what they say", Fields: ticks}, {Legend: "And", Hint: "Each may stay empty", Fields: more}}
	if wishes := link.Wishes(&p.State); len(wishes) > 0 {
		part := page.Part{Legend: "The patient asks to be reached another way", Hint: "Confirm it with them first, by what was safe before and not by what it names: another may hold their telephone"}
		for _, b := range wishes {
			part.Fields = append(part.Fields, page.Field{Kind: "plain", Label: "“" + p.Words[b.Note] + "” " + v.Clock().At(b.At)})
		}
		a.Parts = append([]page.Part{part}, a.Parts...)
	}
	a.CameName = "What they said before"
	for _, x := range said {
		a.Came = append(a.Came, came(r, x))
	}
	a.Marks = []page.Hidden{{Name: sheet.SafeAsked, Value: "yes"}}
	return v.Page(status, page.ActPage(a))
}

// came is one saying, with who asked.
func came(r *desk.Reading, x link.Saying) page.Came {
	dir := r.Directory()
	who := dir.PersonName(x.Who)
	if who == "" {
		who = "Earlier"
	}
	if org := dir.Orgs[x.Org].Name; org != "" {
		who += ", " + org
	}
	return page.Came{Name: sheet.Safe(x.SafeContact), Words: strings.Join(sheet.SafeMore(x.SafeContact), " · "), From: who, At: x.Noted}
}

func saidOf(v *visit.Visit, of referral.ID) (said []link.Saying, err error) {
	err = v.Desk.Read(v.R.Context(), v.Who, "safe-contact.read", func(r *desk.Reading) (err error) { said, err = link.Said(r, of); return err })
	return said, err
}

func reached(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	s := sheet.SafeOf(f)
	if s == nil {
		if _, err := saidOf(v, referral.ID(v.R.PathValue("id"))); err != nil {
			return err // a referral that is not theirs is not there, whatever was sent
		}
		return fault.E("patient.reached", fault.Invalid, "That form did not ask how the patient is reached. Nothing was changed.", nil)
	}
	version, _ := strconv.Atoi(f.Get("seq"))
	var done loop.Done
	err = v.Desk.Write(v.R.Context(), v.Who, "safe-contact", func(w *desk.Writing) (err error) {
		done, err = link.Reach(w, loop.Form{Referral: referral.ID(v.R.PathValue("id")), Once: f.Get("once")}, version, *s)
		return err
	})
	switch fault.Of(err) {
	case fault.Invalid:
		if err != nil {
			return reaching(v, f, err, http.StatusUnprocessableEntity)
		}
	case fault.Conflict:
		return reaching(v, f, err, http.StatusConflict)
	}
	if err != nil {
		return err
	}
	v.Say("Kept. "+sheet.Safe(party.SafeContact{Ways: s.Ways, NotHome: s.NotHome, Agreed: v.Desk.Now()})+".", loop.Done{})
	return v.Go("/referrals/" + string(done.ID))
}
