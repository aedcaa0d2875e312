package mine

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/mine"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

func asides(v *visit.Visit) error {
	return showAsides(v, url.Values{"duty": {v.R.URL.Query().Get("duty")}}, nil, http.StatusOK)
}

// showAsides is the page, with what was typed where something is wrong with it.
func showAsides(v *visit.Visit, typed url.Values, wrong error, status int) error {
	id := referral.ID(v.R.PathValue("id"))
	at := "/referrals/" + string(id)
	p := page.Asides{Back: at + sheet.Suffix(v), Action: at + "/" + sheet.AsideNoun + sheet.Suffix(v)}
	err := v.Desk.Read(v.R.Context(), v.Who, sheet.AsideNoun, func(r *desk.Reading) error {
		lie, may, err := mine.Asides(r, id)
		if err != nil {
			return err
		}
		g, err := loop.Look(r, id)
		if err != nil {
			return err
		}
		dir := r.Directory()
		p.Lie = nil
		for _, a := range lie {
			x := page.AsideLine{Duty: a.Duty, What: called(g, a.Duty), Who: cmp.Or(dir.PersonName(a.Who), "somebody"), Words: a.Words, Until: a.Until}
			if x.Mine = a.Who == v.Who.User; x.Mine {
				x.Who = "you"
			}
			p.Lie = append(p.Lie, x)
		}
		what := page.Field{Kind: "radio", Name: "duty", Label: "What", Value: typed.Get("duty")}
		for _, o := range may {
			what.Opts = append(what.Opts, page.Opt{Value: o.Duty, Words: called(g, o.Duty), Hint: v.Clock().Due(o.Due)})
		}
		if len(may) == 1 {
			what.Value = may[0].Duty
		}
		p.New = []page.Field{what, {Kind: "date", Name: "until", Label: "Until", Value: typed.Get("until")}, {Kind: "text", Name: "words", Label: "Why it may wait", Value: typed.Get("words")}}
		if len(may) == 0 {
			p.New, p.Why = nil, "Nothing here is on your list to be put aside."
			if w := mine.Wakes(&g.State, g.Ball); w != "" {
				p.Why = w
			}
		}
		p.Code, p.Banner, p.Org = g.Code, sheet.Banner(v, r, g.Patient), dir.Orgs[v.Who.Org].Name
		p.Shell, err = v.Shell(r, g.Code+": put aside")
		return err
	})
	if err != nil {
		return err
	}
	p.Errors = page.Mark(wrong, p.New)
	return v.Page(status, page.AsidesPage(p))
}

// called is something owed in words: the act of the ball, or the kind of a duty.
func called(g *loop.Picture, duty string) string {
	for _, d := range g.Duties {
		if d.Duty.Key == duty {
			return sheet.Kind(d.Kind)
		}
	}
	return sheet.Act(g.Ball.Act)
}

// aside puts something aside, or takes it up again.
func aside(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	id, up := referral.ID(v.R.PathValue("id")), f.Get("then") == "up"
	err = v.Desk.Write(v.R.Context(), v.Who, sheet.AsideNoun, func(w *desk.Writing) error {
		if up {
			return mine.TakeUp(w, id, f.Get("duty"))
		}
		return mine.PutAside(w, id, f.Get("duty"), v.Day(f.Get("until")), f.Get("words"))
	})
	switch fault.Of(err) {
	case fault.Invalid, fault.Refused:
		return showAsides(v, f, err, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	if up {
		v.SayUndo("It is on your list again.", &page.Toast{})
	} else {
		v.SayUndo("Put aside until "+v.Clock().Day(v.Day(f.Get("until")))+".", &page.Toast{Undo: "/referrals/" + string(id) + "/" + sheet.AsideNoun, Hidden: []page.Hidden{{Name: "duty", Value: f.Get("duty")}, {Name: "then", Value: "up"}}})
	}
	if suffix := sheet.Suffix(v); strings.HasPrefix(suffix, "?in=waiting") {
		return v.Go("/waiting")
	}
	return v.Go("/referrals/" + string(id) + sheet.Suffix(v))
}
