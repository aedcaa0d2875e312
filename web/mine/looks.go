package mine

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/mine"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

func looks(v *visit.Visit) error { return showLooks(v, url.Values{}, nil, http.StatusOK) }

// showLooks is the page, with what was typed where something is wrong with it.
func showLooks(v *visit.Visit, typed url.Values, wrong error, status int) error {
	id := referral.ID(v.R.PathValue("id"))
	at := "/referrals/" + string(id)
	p := page.Looks{Back: at + sheet.Suffix(v), Action: at + "/" + string(referral.ActLook) + sheet.Suffix(v), Errors: page.Wrongs(wrong)}
	of := typed.Get("look")
	err := v.Desk.Read(v.R.Context(), v.Who, string(referral.ActLook), func(r *desk.Reading) error {
		list, err := mine.LooksOf(r, id)
		if err != nil {
			return err
		}
		g, err := loop.Look(r, id)
		if err != nil {
			return err
		}
		dir := r.Directory()
		p.Open, p.Done = nil, nil
		for _, l := range list {
			x := page.LookLine{ID: l.ID, Who: cmp.Or(dir.PersonName(l.Person), dir.TeamName(l.Team)), Words: l.Words, By: cmp.Or(dir.PersonName(l.By), "somebody"), From: l.From, Due: l.Due, Ahead: l.From.After(r.Now()), Found: l.Found, Done: l.Done, DoneBy: cmp.Or(dir.PersonName(l.DoneBy), "Somebody")}
			if !l.Done.IsZero() {
				p.Done = append(p.Done, x)
				continue
			}
			if l.ID == of {
				x.Day, x.Found = typed.Get("day"), typed.Get("found")
			}
			p.Open = append(p.Open, x)
		}
		slices.Reverse(p.Done)
		p.New = askedFor(v, dir, typed, of)
		p.Code, p.Banner, p.Org = g.Code, sheet.Banner(v, r, g.Patient), dir.Orgs[v.Who.Org].Name
		p.Shell, err = v.Shell(r, g.Code+": look again")
		return err
	})
	if err != nil {
		return err
	}
	if of == "" {
		p.Errors = page.Mark(wrong, p.New)
	}
	for i, w := range p.Errors { // beside the look it is about
		if of != "" && w.Field != "" {
			p.Errors[i].Field = map[bool]string{true: "found-", false: "again-"}[w.Field == "found"] + of
		}
	}
	return v.Page(status, page.LooksPage(p))
}

// askedFor is what one more asks for, with what was typed into it.
func askedFor(v *visit.Visit, dir *desk.Directory, typed url.Values, of string) []page.Field {
	if of != "" {
		typed = url.Values{}
	}
	who := page.Field{Kind: "select", Name: "who", Label: "Who looks", Value: typed.Get("who"), Opts: []page.Opt{{Words: "Me"}}}
	var teams []page.Opt
	for _, t := range v.Who.Teams {
		teams = append(teams, page.Opt{Value: "team:" + string(t), Words: "Whoever of " + dir.TeamName(t)})
		for _, u := range dir.Members(t) {
			if o := (page.Opt{Value: string(u.ID), Words: dir.PersonName(u.ID)}); u.ID != v.Who.User && !slices.Contains(who.Opts, o) {
				who.Opts = append(who.Opts, o)
			}
		}
	}
	who.Opts = append(who.Opts, teams...)
	return []page.Field{{Kind: "date", Name: "day", Label: "On which day", Value: typed.Get("day")}, who, {Kind: "text", Name: "words", Label: "What to look for", Value: typed.Get("words")}}
}

// look sets a day, or notes that somebody looked.
func look(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	id, said := referral.ID(v.R.PathValue("id")), "It comes onto the list on its day."
	a := mine.Again{Day: v.Day(f.Get("day")), Who: f.Get("who"), Words: f.Get("words")}
	err = v.Desk.Write(v.R.Context(), v.Who, string(referral.ActLook), func(w *desk.Writing) error {
		switch {
		case f.Get("look") == "":
			return mine.LookAgain(w, id, a)
		case f.Get("then") == "again":
			said = "Looked at, and to be looked at again."
			return mine.Looked(w, id, f.Get("look"), f.Get("found"), &a)
		}
		said = "Looked at. It is off the list."
		return mine.Looked(w, id, f.Get("look"), f.Get("found"), nil)
	})
	switch fault.Of(err) {
	case fault.Invalid, fault.Refused:
		return showLooks(v, f, err, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	v.SayUndo(said, &page.Toast{})
	return v.Go("/referrals/" + string(id) + sheet.Suffix(v))
}
