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

// led are the clinicians of the teams the reader leads, by name.
func led(v *visit.Visit, dir *desk.Directory) (out []page.Opt) {
	for id, u := range dir.Users {
		if u.Org == v.Who.Org && u.Active && !u.Invited && u.Practitioner != "" && house.Leads(dir, v.Who.User, id, v.Desk.Now()) {
			out = append(out, page.Opt{Value: string(u.Practitioner), Words: dir.PersonName(id)})
		}
	}
	slices.SortFunc(out, func(a, b page.Opt) int { return strings.Compare(a.Words, b.Words) })
	return out
}

// covering are the clinicians who work here and may cover somebody, by name: who
// was invited and has not come in would see nothing of it.
func covering(v *visit.Visit, dir *desk.Directory) (out []page.Opt) {
	for id, u := range dir.Users {
		if u.Org == v.Who.Org && u.Active && !u.Invited && u.Practitioner != "" {
			out = append(out, page.Opt{Value: string(id), Words: dir.PersonName(id)})
		}
	}
	slices.SortFunc(out, func(a, b page.Opt) int { return strings.Compare(a.Words, b.Words) })
	return out
}

// outs asks a lead who of the team is out, until when, and who covers.
func outs(v *visit.Visit, typed url.Values, wrong error) error {
	p := page.Covers{Out: true, Leads: true, Asks: asks(v)}
	err := v.Desk.Read(v.R.Context(), v.Who, "covers", func(r *desk.Reading) (err error) {
		if p.Shell, err = v.Shell(r, "Cover"); err != nil {
			return err
		}
		dir := r.Directory()
		if !house.LeadsAny(dir, v.Who.User) {
			return desk.Denied("admin.out", "The lead of a team says who of it is out.")
		}
		p.Lines = standing(v, dir)
		whose, who := led(v, dir), covering(v, dir)
		switch {
		case len(whose) == 0:
			p.None = "No clinician but you works in a team you lead, so that nobody's work waits for a cover. If you are away yourself, ask a colleague to cover you; an administrator can ask for anybody."
			return nil
		case len(whose) == 1 && !slices.ContainsFunc(who, func(o page.Opt) bool {
			return dir.Users[party.UserID(o.Value)].Practitioner != party.PractitionerID(whose[0].Value)
		}):
			p.None = "There is nobody who could cover " + whose[0].Words + ": a cover is another clinician who works here and has come in. An administrator invites one. Until then what waits for them stands in the lists of their team."
			return nil
		}
		p.Fields = []page.Field{{Kind: "select", Name: "for", Label: "Who is out", Hint: "A clinician of a team you lead.", Value: typed.Get("for"), Opts: whose},
			{Kind: "select", Name: "to", Label: "Who covers", Hint: "A clinician who works here.", Value: typed.Get("to"), Opts: who},
			{Kind: "date", Name: "until", Label: "Until", Hint: "The last day, to its end. Empty: today.", Value: typed.Get("until")}}
		return nil
	})
	if err != nil {
		return err
	}
	p.Action = "/covers/out"
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
		p.Errors = page.Mark(wrong, p.Fields)
	}
	return v.Page(status, page.CoversPage(p))
}

func out(v *visit.Visit) error {
	typed, err := v.Form()
	if err != nil {
		return err
	}
	of, to := party.PractitionerID(typed.Get("for")), party.UserID(typed.Get("to"))
	now := v.Desk.Now().In(v.Zone())
	until, given := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, v.Zone()), true
	if last := typed.Get("until"); last != "" {
		until, given = day(v, last)
	}
	until = until.AddDate(0, 0, 1)
	if err := fault.All(turn.If(of == "", "for", "Choose who is out."), turn.If(to == "", "to", "Choose who covers."), turn.If(!given, "until", "That is no day of the calendar. Write it as 2026-06-15."),
		turn.If(given && !until.After(now), "until", "That day has passed.")); err != nil {
		return outs(v, typed, err)
	}
	err = v.Desk.Write(v.R.Context(), v.Who, "cover.out", func(w *desk.Writing) error { return house.Out(w, of, to, until) })
	if fault.Of(err) == fault.Invalid {
		return outs(v, typed, err)
	}
	if err != nil {
		return err
	}
	v.Say("It holds from now. Both are told.", loop.Done{})
	return v.Go("/covers")
}
