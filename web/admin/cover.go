package admin

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/house"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/web/page"
	"referd/web/visit"
)

// covers shows who stands in for whom, and asks for another: a clinician names
// their own, an administrator anybody's.
func covers(v *visit.Visit, typed url.Values, wrong error) error {
	var p page.Covers
	err := v.Desk.Read(v.R.Context(), v.Who, "covers", func(r *desk.Reading) (err error) {
		if p.Shell, err = v.Shell(r, "Cover"); err != nil {
			return err
		}
		dir := r.Directory()
		p.Lines = standing(v, dir)
		for i, c := range p.Lines { // what they typed to decline, and was too long
			if typed.Has("why") && c.Declines && c.Hidden[0].Value == typed.Get("for") {
				p.Lines[i].Why, p.Lines[i].Wrong = typed.Get("why"), page.WrongAt(wrong, "why")
			}
		}
		if typed.Has("why") {
			typed = nil
		}
		p.Fields, p.Leads = asking(v, dir, typed), len(led(v, dir)) > 0
		if len(p.Fields) == 0 && asks(v) {
			p.None = "There is nobody who could cover: a cover is another clinician who works here and has come in. An administrator invites one."
		}
		return nil
	})
	if err != nil {
		return err
	}
	p.Action = "/covers"
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
		if page.WrongAt(wrong, "why") == "" { // that stands beside its own field
			p.Errors = page.Mark(wrong, p.Fields)
		}
	}
	return v.Page(status, page.CoversPage(p))
}

// standing are the delegations of the reader's organization that hold now or
// will, by the clinician's name.
func standing(v *visit.Visit, dir *desk.Directory) (out []page.Cover) {
	now := v.Desk.Now()
	for _, d := range dir.Delegations {
		asked := d.By == v.Who.User || d.By == "" && (v.Who.Practitioner == d.For || v.Who.Has(party.Admin))
		declined := d.Declined && asked && d.Until.After(now.Add(-24*time.Hour))
		if dir.Users[d.To].Org != v.Who.Org || d.Over(now) && !declined {
			continue
		}
		c := page.Cover{For: dir.ClinicianName(d.For), To: dir.PersonName(d.To), Does: "prepares and answers for them; signs and acknowledges nothing", From: d.From, Until: d.LastDay(), Waits: d.From.After(now), Asked: d.Waits && d.To == v.Who.User}
		switch {
		case declined:
			c.Does, c.Why = "declined: choose somebody else to cover them", d.Why
		case c.Asked:
			c.Does = "you are asked to cover: sign, read and acknowledge in their place; it holds once you accept"
		case d.Waits:
			c.Does = "asked to cover, has not accepted: nobody covers yet"
		case d.Cover && d.By != "":
			c.Does = "covers: signs, reads and acknowledges in their place; out, says " + dir.PersonName(d.By)
		case d.Cover:
			c.Does = "covers: signs, reads and acknowledges in their place"
		case d.Sign:
			c.Does = "sends under their standing order"
		}
		if !declined && (v.Who.Has(party.Admin) || v.Who.Practitioner == d.For || v.Who.User == d.To || v.Who.User == d.By) {
			c.Hidden = []page.Hidden{{Name: "for", Value: string(d.For)}, {Name: "to", Value: string(d.To)}}
		}
		c.Declines = len(c.Hidden) > 0 && d.To == v.Who.User && (d.Waits || d.By != "")
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b page.Cover) int { return strings.Compare(a.For+" "+a.To, b.For+" "+b.To) })
	return out
}

// asks reports whether the reader may ask for a cover.
func asks(v *visit.Visit) bool { return v.Who.Practitioner != "" || v.Who.Has(party.Admin) }

// asking are the fields for another cover; none for who may name nobody's, and
// where there is nobody but who would be away.
func asking(v *visit.Visit, dir *desk.Directory, typed url.Values) (out []page.Field) {
	if !asks(v) {
		return nil
	}
	who := covering(v, dir)
	if !v.Who.Has(party.Admin) {
		who = slices.DeleteFunc(who, func(o page.Opt) bool { return o.Value == string(v.Who.User) })
	}
	if len(who) == 0 {
		return nil
	}
	var whose []page.Opt
	for id, u := range dir.Users {
		if u.Org == v.Who.Org && u.Active && u.Practitioner != "" {
			whose = append(whose, page.Opt{Value: string(u.Practitioner), Words: dir.PersonName(id)})
		}
	}
	slices.SortFunc(whose, func(a, b page.Opt) int { return strings.Compare(a.Words, b.Words) })
	if v.Who.Has(party.Admin) && len(who) == 1 && len(whose) == 1 && dir.Users[party.UserID(who[0].Value)].Practitioner == party.PractitionerID(whose[0].Value) {
		return nil
	}
	if v.Who.Has(party.Admin) {
		out = append(out, page.Field{Kind: "select", Name: "for", Label: "Who is away", Value: typed.Get("for"), Opts: whose})
	}
	today := v.Desk.Now().In(v.Zone()).Format("2006-01-02")
	from := page.Field{Kind: "date", Name: "from", Label: "From", Hint: "The morning of that day.", Value: today}
	if typed != nil {
		from.Value = typed.Get("from")
	}
	return append(out, page.Field{Kind: "select", Name: "to", Label: "Who covers", Hint: "A clinician who works here.", Value: typed.Get("to"), Opts: who}, from,
		page.Field{Kind: "date", Name: "until", Label: "Until", Hint: "The last day, to its end. Empty: until it is ended here.", Value: typed.Get("until")})
}

// day reads a day of the reader's calendar; ok is false when it is none.
func day(v *visit.Visit, text string) (t time.Time, ok bool) {
	t, err := time.ParseInLocation("2006-01-02", text, v.Zone())
	return t, err == nil
}

func cover(v *visit.Visit) error {
	typed, err := v.Form()
	if err != nil {
		return err
	}
	x := party.Delegation{For: v.Who.Practitioner, To: party.UserID(typed.Get("to")), Cover: true}
	if v.Who.Has(party.Admin) {
		x.For = party.PractitionerID(typed.Get("for"))
	}
	last, begins, ends := typed.Get("until"), false, false
	x.From, begins = day(v, typed.Get("from"))
	if x.Until, ends = day(v, last); ends {
		x.Until = x.Until.AddDate(0, 0, 1)
	}
	if err := fault.All(turn.If(x.For == "", "for", "Choose who is away."), turn.If(x.To == "", "to", "Choose who covers."), turn.If(!begins, "from", "Say from which day. Write it as 2026-06-15."),
		turn.If(last != "" && !ends, "until", "That is no day of the calendar. Write it as 2026-06-15."), turn.If(ends && !x.Until.After(v.Desk.Now()), "until", "That day has passed.")); err != nil {
		return covers(v, typed, err)
	}
	err = v.Desk.Write(v.R.Context(), v.Who, "cover", func(w *desk.Writing) error {
		for _, d := range w.Directory().Delegations { // a pair has one line: another would end it unsaid
			if d.Cover && d.For == x.For && d.To == x.To && (d.Until.IsZero() || d.Until.After(w.Now())) {
				return fault.About("admin.cover", "to", fault.Invalid, "They are named already, for another time. End that first.")
			}
		}
		return house.Delegate(w, x)
	})
	if fault.Of(err) == fault.Invalid {
		return covers(v, typed, err)
	}
	if err != nil {
		return err
	}
	said := "They are asked. It holds once they accept; you are told what they answer."
	if x.To == v.Who.User {
		said = "The cover is named."
	}
	v.Say(said, loop.Done{})
	return v.Go("/covers")
}

func accept(v *visit.Visit) error {
	typed, err := v.Form()
	if err != nil {
		return err
	}
	err = v.Desk.Write(v.R.Context(), v.Who, "cover.accept", func(w *desk.Writing) error {
		return house.Accept(w, party.PractitionerID(typed.Get("for")), v.Who.User)
	})
	if fault.Of(err) == fault.Invalid {
		return covers(v, nil, err)
	}
	if err != nil {
		return err
	}
	v.Say("You cover them. They are told.", loop.Done{})
	return v.Go("/covers")
}

func uncover(v *visit.Visit) error {
	typed, err := v.Form()
	if err != nil {
		return err
	}
	of, to := party.PractitionerID(typed.Get("for")), party.UserID(typed.Get("to"))
	err = v.Desk.Write(v.R.Context(), v.Who, "uncover", func(w *desk.Writing) error {
		if to == v.Who.User && typed.Has("why") {
			return house.Decline(w, of, typed.Get("why"))
		}
		return house.Recall(w, of, to)
	})
	if fault.Of(err) == fault.Invalid {
		return covers(v, typed, err)
	}
	if err != nil {
		return err
	}
	v.Say("That has ended.", loop.Done{})
	return v.Go("/covers")
}
