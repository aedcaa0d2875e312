// Package demo is a made-up network for trying the house: people,
// organizations, partners with their moods, histories, and a clock to move.
// Nobody in it exists.
package demo

import (
	"context"
	"fmt"
	"sync"
	"time"

	"referd/base/code"
	"referd/base/id"
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
	zone, open, shut := hoursOf(year)
	week := party.Hours{Zone: zone, Open: open, Holidays: shut}
	return d.DB.Commit(ctx, func(tx *store.Tx) error {
		f := &furnisher{tx: tx}
		for _, p := range places {
			f.put(desk.KindOrg, p.id, p.id, party.Org{ID: party.OrgID(p.id), Name: p.name, Phone: p.phone, Zone: zoneName, Channel: p.channel, Active: true,
				Identifiers: []code.Identifier{{System: code.NPI, Value: p.npi, Type: "NPI"}}, Address: party.Address{Lines: p.lines, City: p.city, State: "WI", Country: "US"}})
			f.put(desk.KindLocation, p.id+"-main", p.id, party.Location{ID: party.LocationID(p.id + "-main"), Org: party.OrgID(p.id), Name: p.name, Phone: p.phone, Active: true})
		}
		for _, t := range teams {
			f.put(desk.KindTeam, t.id, t.org, party.Team{ID: party.TeamID(t.id), Org: party.OrgID(t.org), Name: t.name, Lead: party.UserID(t.lead), Hours: week, Active: true})
		}
		f.put(desk.KindTeam, "network", "stluke", party.Team{ID: "network", Org: "stluke", Name: "Network desk", Lead: "adler", Hours: week, Active: true})
		for _, p := range staff {
			f.person(p, hashed)
		}
		for _, p := range outside {
			f.clinician(p)
		}
		f.put(desk.KindMembership, "adler@network", "stluke", party.Membership{User: "adler", Team: "network", Roles: []party.Job{party.Quality, party.TeamLead}})
		f.put(desk.KindDelegation, "moss-for-rivera", "lakeside", party.Delegation{For: "dr-rivera", To: "moss"})
		f.put(desk.KindDelegation, "park-covers-rivera", "lakeside", party.Delegation{For: "dr-rivera", To: "park", Cover: true})
		for _, o := range offers {
			f.offer(o)
		}
		f.put(desk.KindClient, ClientID, "lakeside", party.Client{ID: ClientID, Name: "Demo EHR", Orgs: []party.OrgID{"lakeside", "stluke"}, Scopes: []string{"system/*.cruds"}, Active: true})
		f.try(tx.PutCredential("client/"+ClientID, secret))
		f.try(people.PutKeys(tx, ClientID, clientKeys))
		for _, n := range neighbors() {
			c := party.Client{ID: party.ClientID(clientOf(n.Org)), Name: n.Name, Orgs: []party.OrgID{party.OrgID(n.Org)}, Scopes: []string{"system/*.cruds"}, Feed: n.Way == "one-way feed", Active: true}
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

func (f *furnisher) clinician(p person) party.PractitionerID {
	dr := party.PractitionerID("dr-" + p.id)
	f.put(desk.KindPractitioner, string(dr), p.org, party.Practitioner{ID: dr, Name: p.name, Active: true, Identifiers: []code.Identifier{{System: code.NPI, Value: p.npi, Type: "NPI"}}})
	f.put(desk.KindRole, "role-"+p.id, p.org, party.Role{ID: party.RoleID("role-" + p.id), Practitioner: dr, Org: party.OrgID(p.org), Specialty: p.specialty, Active: true})
	return dr
}

func (f *furnisher) person(p person, hashed string) {
	u := party.User{ID: party.UserID(p.id), Email: p.email, Name: p.name, Org: party.OrgID(p.org), Active: true}
	if p.npi != "" {
		u.Practitioner = f.clinician(p)
	}
	f.put(desk.KindUser, p.id, p.org, u)
	for t, jobs := range p.memberships {
		f.put(desk.KindMembership, p.id+"@"+t, p.org, party.Membership{User: u.ID, Team: party.TeamID(t), Roles: jobs})
	}
	f.try(f.tx.PutCredential("user/"+p.id, hashed))
}

func (f *furnisher) offer(o offer) {
	s := party.Service{ID: party.ServiceID(o.id), Org: party.OrgID(o.org), Name: o.name, Specialty: o.specialty, Needs: o.needs, Active: true, Location: party.LocationID(o.org + "-main"), SeenIn: [3]int{42, 14, 1}}
	for _, p := range places {
		if p.id == o.org {
			s.Phone = p.phone
		}
	}
	switch o.org {
	case "stluke":
		s.Intake, s.Triage, s.Scheduling, s.Clinic = "stluke-intake", "stluke-triage", "stluke-scheduling", "stluke-clinic"
	case "harbor":
		s.Intake, s.Triage, s.Scheduling, s.Clinic = "harbor-desk", "harbor-desk", "harbor-desk", "harbor-reading"
	}
	f.put(desk.KindService, o.id, o.org, s)
}

// slots offers four times a working day of each service here, for eight weeks.
func slots(ctx context.Context, d *desk.Desk, from time.Time) error {
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		return err
	}
	return d.DB.Commit(ctx, func(tx *store.Tx) error {
		for _, o := range offers {
			dr := map[string]party.PractitionerID{"stluke": "dr-chen", "harbor": "dr-sato"}[o.org]
			if dr == "" {
				continue
			}
			for day := range 56 {
				local := from.In(zone).AddDate(0, 0, day+1)
				if !works(local) {
					continue
				}
				for n := range 4 {
					start := time.Date(local.Year(), local.Month(), local.Day(), 8+2*n, 20*(n%3), 0, 0, zone).UTC()
					if err := tx.PutSlot(schedule.Slot{ID: schedule.SlotID(id.New(start)), Service: party.ServiceID(o.id), Clinician: dr, Location: party.LocationID(o.org + "-main"), Start: start, End: start.Add(40 * time.Minute)}); err != nil {
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
	return desk.Who{Client: party.ClientID(clientOf(string(org))), Orgs: []party.OrgID{org}, Org: org, Zone: time.UTC}
}

func fail(what string, err error) error { return fmt.Errorf("demo: %s: %w", what, err) }
