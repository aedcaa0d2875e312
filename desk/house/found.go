package house

import (
	"strings"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/party"
	"referd/desk"
	"referd/desk/people"
)

// Found registers another organization of the network. With somebody who sets it
// up there it works here: it begins with a front desk, which they lead, and they
// are invited. Without, it is a partner that is reached by telephone and fax. Who
// may: an administrator of the organization that keeps the house.
func Found(w *desk.Writing, o party.Org, first people.Account) (made []Mark, err error) {
	if o.Channel = party.Phone; first.Email != "" {
		o.Channel = party.House
	}
	o.Active = true
	if first.Email == "" && first.Name.Family+strings.Join(first.Name.Given, "") != "" { // of whom nothing would be kept
		return nil, fault.About("house.Found", "email", fault.Invalid, "Give their e-mail, to invite them; for a partner clear their name.")
	}
	if made, err = Save(w, Change{Kind: desk.KindOrg, ID: string(o.ID), Body: o}); err != nil || first.Email == "" || len(made) == 0 {
		return made, err
	}
	front := party.Team{ID: party.TeamID(id.New(w.Now())), Org: o.ID, Name: "Front desk", Hours: party.OfficeHours(o.Zone), Active: true}
	if err := w.Tx.PutThing(desk.KindTeam, string(front.ID), o.ID, front); err != nil {
		return nil, err
	}
	first.Org, first.Team, first.Jobs = o.ID, front.ID, []party.Job{party.Admin, party.TeamLead}
	if front.Lead, err = people.Open(w, first); err != nil {
		return nil, err
	}
	return made, w.Tx.PutThing(desk.KindTeam, string(front.ID), o.ID, front)
}
