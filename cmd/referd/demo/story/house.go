// Package story builds the demo: the directory of its network, its histories,
// told through the desk's own verbs in the order of time, and the morning it
// opens on.
package story

import (
	"context"
	"fmt"
	"sync"
	"time"

	"referd/base/code"
	"referd/base/id"
	"referd/cmd/referd/demo/cast"
	"referd/core/party"
	"referd/core/schedule"
	"referd/desk"
	"referd/desk/people"
	"referd/store"
)

// Clock is the machine's clock, except while the histories are made: then it
// stands where the demo's clock, which is ahead of it, says the history is.
type Clock struct {
	mu    sync.Mutex
	past  time.Time
	ahead time.Duration
}

// Now is the time of the history being made, else the machine's.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.past.IsZero() {
		return c.past
	}
	return time.Now()
}

func (c *Clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.past = t; !t.IsZero() {
		c.past = t.Add(-c.ahead)
	}
}

// furnish writes the directory: organizations, people, teams, services, slots.
func furnish(ctx context.Context, d *desk.Desk, hashed, secret string, year int) error {
	zone, open, shut := cast.HoursOf(year)
	week := party.Hours{Zone: zone, Open: open, Holidays: shut}
	return d.DB.Commit(ctx, func(tx *store.Tx) error {
		f := &furnisher{tx: tx}
		for _, p := range cast.Places {
			f.put(desk.KindOrg, p.ID, p.ID, party.Org{ID: party.OrgID(p.ID), Name: p.Name, Phone: p.Phone, Fax: p.Fax, Email: p.Email, Nurse: nurse(p), Zone: cast.ZoneName, Channel: p.Channel, Active: true,
				Identifiers: []code.Identifier{{System: code.NPI, Value: p.NPI, Type: "NPI"}}, Address: party.Address{Lines: p.Lines, City: p.City, State: "WI", Country: "US"}})
			f.put(desk.KindLocation, p.ID+"-main", p.ID, party.Location{ID: party.LocationID(p.ID + "-main"), Org: party.OrgID(p.ID), Name: p.Name, Phone: p.Phone, Active: true})
		}
		for _, t := range cast.Teams {
			f.put(desk.KindTeam, t.ID, t.Org, party.Team{ID: party.TeamID(t.ID), Org: party.OrgID(t.Org), Name: t.Name, Lead: party.UserID(t.Lead), Hours: week, Active: true})
		}
		for _, t := range cast.Teams { // a number, and nobody by name: what presses stays its team's
			f.put(desk.KindOnCall, "number-"+t.ID, t.Org, party.OnCall{Team: party.TeamID(t.ID), Phone: cast.OperatorOf(t.Org)})
		}
		f.put(desk.KindTeam, "network", "stluke", party.Team{ID: "network", Org: "stluke", Name: "Network desk", Lead: "adler", Hours: week, Active: true})
		for _, p := range cast.Staff {
			f.person(p, "")
			f.try(tx.PutCredential("user/"+p.ID, hashed))
		}
		for _, s := range cast.Seats {
			f.person(s.Person, s.Login)
		}
		for _, p := range cast.Outside {
			f.clinician(p)
		}
		f.put(desk.KindMembership, "adler@network", "stluke", party.Membership{User: "adler", Team: "network", Roles: []party.Job{party.Quality, party.TeamLead}})
		f.put(desk.KindDelegation, "moss-for-rivera", "lakeside", party.Delegation{For: "dr-rivera", To: "moss"})
		f.put(desk.KindDelegation, "park-covers-rivera", "lakeside", party.Delegation{For: "dr-rivera", To: "park", Cover: true})
		for _, o := range cast.Offers {
			f.offer(o)
		}
		f.put(desk.KindClient, cast.ClientID, "lakeside", party.Client{ID: cast.ClientID, Name: "Demo EHR", Orgs: []party.OrgID{"lakeside", "stluke"}, Scopes: []string{"system/*.cruds"}, Active: true})
		f.try(tx.PutCredential("client/"+cast.ClientID, secret))
		f.try(people.PutKeys(tx, cast.ClientID, clientKeys))
		for _, n := range cast.Neighbors() {
			c := party.Client{ID: party.ClientID(cast.ClientOf(n.Org)), Name: n.Name, Orgs: []party.OrgID{party.OrgID(n.Org)}, Scopes: []string{"system/*.cruds"}, Feed: n.Way == "one-way feed", Active: true}
			f.put(desk.KindClient, string(c.ID), n.Org, c)
			f.try(tx.PutCredential("client/"+string(c.ID), secret))
		}
		return f.err
	})
}

type furnisher struct {
	tx  *store.Tx
	err error
}

func (f *furnisher) try(err error) {
	if f.err == nil {
		f.err = err
	}
}

func (f *furnisher) put(kind, id, org string, body any) {
	f.try(f.tx.PutThing(kind, id, party.OrgID(org), body))
}

func (f *furnisher) clinician(p cast.Person) party.PractitionerID {
	dr := party.PractitionerID("dr-" + p.ID)
	f.put(desk.KindPractitioner, string(dr), p.Org, party.Practitioner{ID: dr, Name: p.Name, Active: true, Identifiers: []code.Identifier{{System: code.NPI, Value: p.NPI, Type: "NPI"}}})
	f.put(desk.KindRole, "role-"+p.ID, p.Org, party.Role{ID: party.RoleID("role-" + p.ID), Practitioner: dr, Org: party.OrgID(p.Org), Specialty: p.Specialty, Active: true})
	return dr
}

func (f *furnisher) person(p cast.Person, login string) {
	u := party.User{ID: party.UserID(p.ID), Email: p.Email, Name: p.Name, Org: party.OrgID(p.Org), Login: party.UserID(login), Active: true}
	if p.NPI != "" {
		u.Practitioner = f.clinician(p)
	}
	f.put(desk.KindUser, p.ID, p.Org, u)
	for t, jobs := range p.Memberships {
		f.put(desk.KindMembership, p.ID+"@"+t, p.Org, party.Membership{User: u.ID, Team: party.TeamID(t), Roles: jobs})
	}
}

func (f *furnisher) offer(o cast.Offer) {
	s := party.Service{ID: party.ServiceID(o.ID), Org: party.OrgID(o.Org), Name: o.Name, Specialty: o.Specialty, Needs: o.Needs, Active: true, Location: party.LocationID(o.Org + "-main"), SeenIn: [3]int{42, 14, 1}}
	for _, p := range cast.Places {
		if p.ID == o.Org {
			s.Phone = p.Phone
		}
	}
	switch o.Org {
	case "stluke":
		s.Intake, s.Triage, s.Scheduling, s.Clinic = "stluke-intake", "stluke-triage", "stluke-scheduling", "stluke-clinic"
	case "harbor":
		s.Intake, s.Triage, s.Scheduling, s.Clinic = "harbor-desk", "harbor-desk", "harbor-desk", "harbor-reading"
	}
	f.put(desk.KindService, o.ID, o.Org, s)
}

// slots offers four times a working day of each service here, for eight weeks.
func slots(ctx context.Context, d *desk.Desk, from time.Time) error {
	zone, err := time.LoadLocation(cast.ZoneName)
	if err != nil {
		return err
	}
	return d.DB.Commit(ctx, func(tx *store.Tx) error {
		for _, o := range cast.Offers {
			dr := map[string]party.PractitionerID{"stluke": "dr-chen", "harbor": "dr-sato"}[o.Org]
			if dr == "" {
				continue
			}
			for day := range 56 {
				local := from.In(zone).AddDate(0, 0, day+1)
				if !cast.Works(local) {
					continue
				}
				for n := range 4 {
					start := time.Date(local.Year(), local.Month(), local.Day(), 8+2*n, 20*(n%3), 0, 0, zone).UTC()
					if err := tx.PutSlot(schedule.Slot{ID: schedule.SlotID(id.New(start)), Service: party.ServiceID(o.ID), Clinician: dr, Location: party.LocationID(o.Org + "-main"), Start: start, End: start.Add(40 * time.Minute)}); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
}

// as is somebody of the demo, or a partner that tells.
func as(ctx context.Context, d *desk.Desk, user string) (desk.Who, error) {
	return people.As(ctx, d, party.UserID(user))
}

func teller(org party.OrgID) desk.Who {
	return desk.Who{Client: party.ClientID(cast.ClientOf(string(org))), Orgs: []party.OrgID{org}, Org: org, Zone: time.UTC}
}

func fail(what string, err error) error { return fmt.Errorf("demo: %s: %w", what, err) }

// nurse is the number a nurse answers day and night, of who works here.
func nurse(p cast.Place) string {
	if p.Channel != party.House {
		return ""
	}
	return cast.OperatorOf(p.ID)
}
