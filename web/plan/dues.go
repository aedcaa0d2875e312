// Package plan is the times of a service as its administrator sees to them: what
// is owed there computed anew, and what can be booked.
package plan

import (
	"net/http"

	"referd/core/party"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/setup"
	"referd/web/sheet"
	"referd/web/visit"
)

// Routes of the times of a service.
func Routes() []visit.Route {
	return []visit.Route{
		{Pattern: "GET /setup/services/{id}/dues", To: dues},
		{Pattern: "POST /setup/services/{id}/dues", To: anew},
		{Pattern: "GET /setup/services/{id}/times", To: func(v *visit.Visit) error { return times(v, nil, nil) }},
		{Pattern: "POST /setup/services/{id}/times", To: offer},
		{Pattern: "POST /setup/services/{id}/times/{batch}/ending", To: end},
	}
}

func of(v *visit.Visit) party.ServiceID { return party.ServiceID(v.R.PathValue("id")) }

// dues shows what computing the open dues of a service anew would move.
func dues(v *visit.Visit) error {
	p := page.DuesAnew{Action: v.R.URL.Path, Back: "/setup/services/" + v.R.PathValue("id")}
	err := v.Desk.Read(v.R.Context(), v.Who, "dues.look", func(r *desk.Reading) error {
		a, err := chase.LookAnew(r, of(v))
		if err != nil {
			return err
		}
		p.Name = r.Directory().ServicesByID[of(v)].Name
		p.Open, p.Moved, p.Earlier, p.Later, p.Late = a.Open, a.Moved, a.Earlier, a.Later, a.Late
		for _, m := range a.List {
			p.List = append(p.List, page.DueMove{Href: "/referrals/" + string(m.Of), Code: m.Code, Act: sheet.Act(m.Act), Was: m.Was, Now: m.Now})
		}
		for _, d := range a.Done {
			p.Done = append(p.Done, page.DuesDone{At: d.At, Who: r.Directory().PersonName(d.Who), Moved: d.Moved, Open: d.Open})
		}
		p.Setup, err = setup.Around(v, r, "services")
		p.Shell.Title = "Open dues of " + p.Name
		return err
	})
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.DuesAnewPage(p))
}

// anew computes them.
func anew(v *visit.Visit) error {
	if _, err := v.Form(); err != nil {
		return err
	}
	out, err := chase.Recompute(v.R.Context(), v.Desk, v.Who, of(v))
	if err != nil {
		return err
	}
	said := page.Many(out.Moved, "referral is", "referrals are") + " due by the times as they are now."
	if out.Left > 0 {
		said += " " + page.Many(out.Left, "more waits", "more wait") + ": press again."
	}
	v.Say(said, loop.Done{})
	return v.Go(v.R.URL.Path)
}
