// Package people is who may come in: accounts, sessions, clients, and the
// directory they are listed in.
package people

import (
	"context"
	"slices"
	"sync"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
)

// As is a person with what they may do: their teams, jobs and delegations.
func As(ctx context.Context, d *desk.Desk, user party.UserID) (desk.Who, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return desk.Who{}, err
	}
	u, ok := dir.Users[user]
	if !ok || !u.Active {
		return desk.Who{}, fault.E("people.As", fault.Denied, "This account is closed.", nil)
	}
	who := desk.Who{User: u.ID, Login: dir.Login(u.ID), Name: u.Name, Email: u.Email, Practitioner: u.Practitioner, Org: u.Org, KeysOff: u.KeysOff, Zone: zone(dir.Orgs[u.Org].Zone)}
	if seats := dir.Seats(who.Login); len(seats) > 1 {
		who.Seats = seats
	}
	now := d.Now()
	for _, m := range dir.Memberships {
		if m.User == user && m.In(now) {
			who.Teams = append(who.Teams, m.Team)
			who.Jobs = append(who.Jobs, m.Roles...)
		}
	}
	for _, x := range dir.Delegations {
		if x.To != user || !x.In(now) {
			continue
		}
		who.For = append(who.For, x.For)
		if x.Sign {
			who.Sign = append(who.Sign, x.For)
		}
		if x.Cover {
			who.Cover = append(who.Cover, x.For)
			if u := dir.UserOf(x.For, who.Org); u != "" && u != user {
				who.Covered = append(who.Covered, u)
			}
		}
	}
	slices.Sort(who.Teams)
	slices.Sort(who.Jobs)
	who.Jobs = slices.Compact(who.Jobs)
	slices.Sort(who.For)
	slices.Sort(who.Covered)
	who.Covered = slices.Compact(who.Covered)
	return who, nil
}

var zones sync.Map // name → *time.Location: each is read from disk once

func zone(name string) *time.Location {
	if z, ok := zones.Load(name); ok {
		return z.(*time.Location)
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		z = time.UTC
	}
	zones.Store(name, z)
	return z
}
