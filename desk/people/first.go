package people

import (
	"cmp"
	"context"
	"net/mail"
	"strings"
	"time"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/party"
	"referd/desk"
)

// House is the organization an empty database begins with.
type House struct {
	Name string
	Zone string // IANA; empty is UTC
}

// First opens the first account, an administrator's, on a database that has
// none, with its organization and the network team, which owns what no other
// team does. Who may: whoever holds the database (an operator at its machine);
// where anybody has an account it is a Conflict, whatever is asked for.
func First(ctx context.Context, d *desk.Desk, house House, a Account) (u party.UserID, err error) {
	if err := strong(a.Password, a.Email); err != nil {
		return "", err
	}
	kept := Hashed(a.Password)
	err = d.Write(ctx, desk.System("first-account"), "account.first", func(w *desk.Writing) (err error) { u, err = first(w, house, a, kept); return err })
	return u, err
}

func first(w *desk.Writing, house House, a Account, kept string) (party.UserID, error) {
	const op = "people.First"
	if len(w.Directory().Users) > 0 {
		return "", fault.E(op, fault.Conflict, "Somebody has an account here already. An administrator opens the others.", nil)
	}
	at, err := mail.ParseAddress(strings.TrimSpace(a.Email))
	if err != nil || at.Name != "" {
		return "", fault.About(op, "email", fault.Invalid, "That is not an e-mail address.")
	}
	zone := cmp.Or(house.Zone, "UTC")
	if _, err := time.LoadLocation(zone); err != nil {
		return "", fault.About(op, "zone", fault.Invalid, "That is not a time zone. America/New_York is one.")
	}
	if strings.TrimSpace(house.Name) == "" {
		return "", fault.About(op, "organization", fault.Invalid, "Name the organization.")
	}
	org := party.Org{ID: party.OrgID(id.New(w.Now())), Name: strings.TrimSpace(house.Name), Zone: zone, Channel: party.House, Active: true}
	day := [2]int{8 * 60, 17 * 60}
	u := party.User{ID: party.UserID(id.New(w.Now())), Email: at.Address, Name: a.Name, Org: org.ID, Active: true}
	team := party.Team{ID: "network", Org: org.ID, Name: "Network desk", Lead: u.ID, Active: true, Hours: party.Hours{Zone: zone, Open: [7][2]int{1: day, 2: day, 3: day, 4: day, 5: day}}}
	if u.Name.Family == "" {
		u.Name.Family, _, _ = strings.Cut(at.Address, "@")
	}
	for _, x := range []struct {
		kind, id string
		body     any
	}{{desk.KindOrg, string(org.ID), org}, {desk.KindTeam, string(team.ID), team}, {desk.KindUser, string(u.ID), u},
		{desk.KindMembership, string(u.ID) + "@network", party.Membership{User: u.ID, Team: team.ID, Roles: []party.Job{party.Admin, party.TeamLead}}}} {
		if err := w.Tx.PutThing(x.kind, x.id, org.ID, x.body); err != nil {
			return "", err
		}
	}
	w.SawObject("User/" + string(u.ID))
	return u.ID, w.Tx.PutCredential("user/"+string(u.ID), kept)
}
