package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"referd/base/code"
	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/store"
)

// Kinds of lines in the directory.
const (
	KindOrg          = "org"
	KindLocation     = "location"
	KindPractitioner = "practitioner"
	KindRole         = "role"
	KindService      = "service"
	KindTeam         = "team"
	KindUser         = "user"
	KindMembership   = "membership"
	KindDelegation   = "delegation"
	KindOnCall       = "on-call"
	KindClient       = "client"
	KindSettings     = "settings"
	KindView         = "view"
)

// Directory is the network's people and places, read whole and kept in memory
// until something in it changes. It is never changed in place.
type Directory struct {
	version, mark int64
	Orgs          map[party.OrgID]party.Org
	Locations     map[party.LocationID]party.Location
	Practitioners map[party.PractitionerID]party.Practitioner
	Roles         map[party.RoleID]party.Role
	ServicesByID  map[party.ServiceID]party.Service
	Teams         map[party.TeamID]party.Team
	Users         map[party.UserID]party.User
	Memberships   map[string]party.Membership
	Delegations   map[string]party.Delegation
	OnCalls       map[string]party.OnCall
	Clients       map[party.ClientID]party.Client
	Views         map[ViewID]SavedView
	Settings      policy.Settings

	byEmail map[string]party.UserID
	byNPI   map[string]string // NPI → "org/…" or "practitioner/…"
	userOf  map[worksAt]party.UserID
	closed  map[worksAt]bool                // accounts there were
	seats   map[party.UserID][]party.UserID // login → where it works
	staffed map[party.OrgID]bool
	refers  map[party.OrgID]party.TeamID
}

// worksAt is a clinician at an organization: who works in several has an account
// in each.
type worksAt struct {
	practitioner party.PractitionerID
	org          party.OrgID
}

// Directory gives the newest directory.
func (d *Desk) Directory(ctx context.Context) (*Directory, error) {
	mark, alone := d.DB.DirectoryMark() // before the look, so that what comes after is seen next time
	d.mu.RLock()
	have := d.dir
	d.mu.RUnlock()
	if alone && have != nil && have.mark == mark {
		return have, nil
	}
	var next *Directory
	err := d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		n, err := v.DirectoryVersion()
		if err != nil || have != nil && n == have.version {
			return err
		}
		next, err = have.with(v, n)
		return err
	})
	if err == nil && next == nil && have != nil && alone {
		same := *have
		next = &same
	}
	if err != nil || next == nil {
		return have, err
	}
	next.mark = mark
	d.mu.Lock()
	if d.dir == nil || d.dir.version <= next.version {
		d.dir = next
	}
	d.mu.Unlock()
	return next, nil
}

// with is the directory with what changed since.
func (d *Directory) with(v *store.View, version int64) (*Directory, error) {
	next := &Directory{version: version, Orgs: map[party.OrgID]party.Org{}, Locations: map[party.LocationID]party.Location{}, Practitioners: map[party.PractitionerID]party.Practitioner{},
		Roles: map[party.RoleID]party.Role{}, ServicesByID: map[party.ServiceID]party.Service{}, Teams: map[party.TeamID]party.Team{}, Users: map[party.UserID]party.User{},
		Memberships: map[string]party.Membership{}, Delegations: map[string]party.Delegation{}, OnCalls: map[string]party.OnCall{}, Clients: map[party.ClientID]party.Client{}, Views: map[ViewID]SavedView{}, Settings: policy.Defaults()}
	since := int64(0)
	if d != nil {
		since = d.version
		next.Orgs, next.Locations, next.Practitioners, next.Roles = maps.Clone(d.Orgs), maps.Clone(d.Locations), maps.Clone(d.Practitioners), maps.Clone(d.Roles)
		next.ServicesByID, next.Teams, next.Users, next.Memberships = maps.Clone(d.ServicesByID), maps.Clone(d.Teams), maps.Clone(d.Users), maps.Clone(d.Memberships)
		next.Delegations, next.OnCalls, next.Clients, next.Settings = maps.Clone(d.Delegations), maps.Clone(d.OnCalls), maps.Clone(d.Clients), d.Settings
	}
	if d != nil {
		next.Views = maps.Clone(d.Views)
	}
	if err := v.Things(since, next.take); err != nil {
		return nil, err
	}
	next.index()
	return next, nil
}

func put[K ~string, T any](m map[K]T, id string, body []byte) error {
	var t T
	if err := json.Unmarshal(body, &t); err != nil {
		return err
	}
	m[K(id)] = t
	return nil
}

func (d *Directory) take(t store.Thing) error {
	switch t.Kind {
	case KindOrg:
		return put(d.Orgs, t.ID, t.Body)
	case KindLocation:
		return put(d.Locations, t.ID, t.Body)
	case KindPractitioner:
		return put(d.Practitioners, t.ID, t.Body)
	case KindRole:
		return put(d.Roles, t.ID, t.Body)
	case KindService:
		return put(d.ServicesByID, t.ID, t.Body)
	case KindTeam:
		return put(d.Teams, t.ID, t.Body)
	case KindUser:
		return put(d.Users, t.ID, t.Body)
	case KindMembership:
		return put(d.Memberships, t.ID, t.Body)
	case KindDelegation:
		return put(d.Delegations, t.ID, t.Body)
	case KindOnCall:
		return put(d.OnCalls, t.ID, t.Body)
	case KindClient:
		return put(d.Clients, t.ID, t.Body)
	case KindView:
		return put(d.Views, t.ID, t.Body)
	case KindSettings:
		s := policy.Defaults() // a map of its own: the directory before this one is still being read
		err := json.Unmarshal(t.Body, &s)
		d.Settings = s
		return err
	}
	return nil
}

func (d *Directory) index() {
	d.byEmail, d.byNPI, d.userOf, d.staffed, d.refers = map[string]party.UserID{}, map[string]string{}, map[worksAt]party.UserID{}, map[party.OrgID]bool{}, map[party.OrgID]party.TeamID{}
	d.closed = map[worksAt]bool{}
	d.seat()
	npi := func(list []code.Identifier, name string) {
		for _, i := range list {
			switch other, there := d.byNPI[i.Value]; {
			case i.System != code.NPI:
			case there && other != name:
				d.byNPI[i.Value] = "" // of two it is nobody's
			default:
				d.byNPI[i.Value] = name
			}
		}
	}
	for id, o := range d.Orgs {
		npi(o.Identifiers, "org/"+string(id))
	}
	for id, p := range d.Practitioners {
		npi(p.Identifiers, "practitioner/"+string(id))
	}
	for _, m := range d.Memberships {
		t, ok := d.Teams[m.Team]
		if !ok {
			continue
		}
		d.staffed[t.Org] = true
		if refer := m.Until.IsZero() && slices.ContainsFunc(m.Roles, func(j party.Job) bool { return j == party.ReferringClinician || j == party.ReferringStaff }); refer && t.Active && (d.refers[t.Org] == "" || m.Team < d.refers[t.Org]) {
			d.refers[t.Org] = m.Team
		}
	}
}

// seat finds who signs in as whom. Of two accounts of one address it is that of
// who came in; of two who were only asked to, the older.
func (d *Directory) seat() {
	d.seats = map[party.UserID][]party.UserID{}
	for id, u := range d.Users {
		if u.Practitioner != "" && u.Active {
			d.userOf[worksAt{u.Practitioner, u.Org}] = id
		} else if u.Practitioner != "" {
			d.closed[worksAt{u.Practitioner, u.Org}] = true
		}
		if u.Active && !u.Invited {
			d.seats[d.Login(id)] = append(d.seats[d.Login(id)], id)
		}
		if u.Login != "" {
			continue
		}
		address := strings.ToLower(u.Email)
		have, there := d.Users[d.byEmail[address]]
		if !there || have.Invited && !u.Invited || have.Invited == u.Invited && id < have.ID {
			d.byEmail[address] = id
		}
	}
	for _, list := range d.seats {
		slices.SortFunc(list, func(a, b party.UserID) int {
			x, y := d.Users[a], d.Users[b]
			return cmp.Or(strings.Compare(d.Orgs[x.Org].Name, d.Orgs[y.Org].Name), strings.Compare(string(a), string(b)))
		})
	}
}

// Login is the account whose password lets somebody in: their own, or that of the
// organization they came into first.
func (d *Directory) Login(u party.UserID) party.UserID { return cmp.Or(d.Users[u].Login, u) }

// Seats are where an account works, by the name of the organization: one of them
// at a time.
func (d *Directory) Seats(login party.UserID) []party.UserID { return d.seats[login] }

// At is the seat at an organization of whom an address is, by the address they
// have there or the one they sign in with.
func (d *Directory) At(org party.OrgID, email string) (party.User, bool) {
	for _, u := range d.Users {
		if u.Org == org && u.Active && strings.EqualFold(u.Email, strings.TrimSpace(email)) {
			return u, true
		}
	}
	login, _ := d.ByEmail(email)
	for _, s := range d.seats[login.ID] {
		if d.Users[s].Org == org {
			return d.Users[s], true
		}
	}
	return party.User{}, false
}

// Answers reports whether an address is one of an account's: what it signs in with,
// or where one of its seats is written to.
func (d *Directory) Answers(login party.UserID, email string) bool {
	return slices.ContainsFunc(append([]party.UserID{login}, d.seats[login]...), func(s party.UserID) bool {
		return strings.EqualFold(d.Users[s].Email, strings.TrimSpace(email))
	})
}

// Here reports whether an organization's people work in this house.
func (d *Directory) Here(o party.OrgID) bool { return d.staffed[o] }

// ByEmail finds the account an address signs in to.
func (d *Directory) ByEmail(email string) (party.User, bool) {
	u, ok := d.Users[d.byEmail[strings.ToLower(strings.TrimSpace(email))]]
	return u, ok
}

// ByNPI finds an organization or a practitioner: "org/…" or "practitioner/…".
func (d *Directory) ByNPI(npi string) string { return d.byNPI[npi] }

// UserOf is the account of a clinician at an organization, if they have one there.
func (d *Directory) UserOf(p party.PractitionerID, at party.OrgID) party.UserID {
	return d.userOf[worksAt{p, at}]
}

// Works reports whether a clinician is listed at an organization: an account
// answers for what was asked under their name.
func (d *Directory) Works(p party.PractitionerID, at party.OrgID) bool {
	for _, r := range d.Roles {
		if r.Practitioner == p && r.Org == at && r.Active {
			return true
		}
	}
	return false
}

// Left reports whether a clinician had an account at an organization and has none
// any more: they are listed there still, and see nobody.
func (d *Directory) Left(p party.PractitionerID, at party.OrgID) bool {
	return d.closed[worksAt{p, at}] && d.userOf[worksAt{p, at}] == ""
}

// Listed reports whether a clinician is listed at any organization.
func (d *Directory) Listed(p party.PractitionerID) bool {
	for _, r := range d.Roles {
		if r.Practitioner == p && r.Active {
			return true
		}
	}
	return false
}

// Enters reports whether a clinician has an account anywhere here.
func (d *Directory) Enters(p party.PractitionerID) bool {
	for at := range d.userOf {
		if at.practitioner == p {
			return true
		}
	}
	return false
}

// Meets reports whether the clock of one of some organizations shows another
// hour now than a zone's: then an hour is said with its zone.
func (d *Directory) Meets(zone *time.Location, now time.Time, orgs ...party.OrgID) bool {
	_, here := now.In(zone).Zone()
	return slices.ContainsFunc(orgs, func(o party.OrgID) bool {
		name := d.Orgs[o].Zone
		if name == "" {
			return false
		}
		_, there := now.In(policy.Zone(name)).Zone()
		return there != here
	})
}

// PhaseName is a phase as the people of an organization call it.
func (d *Directory) PhaseName(org party.OrgID, p referral.Phase) string {
	if own := d.Orgs[org].Labels[string(p)]; own != "" {
		return own
	}
	return p.Staff()
}

// TeamName is a team's name; a partner's or an unknown one's is empty.
func (d *Directory) TeamName(t party.TeamID) string { return d.Teams[t].Name }

// PersonName is how staff see a person: "Dr Ana Rivera"; a patient has no other
// name than that.
func (d *Directory) PersonName(u party.UserID) string {
	if _, self := u.Patient(); self {
		return "The patient"
	}
	return called(d.Users[u].Name)
}

// ClinicianName is the same of a clinician.
func (d *Directory) ClinicianName(p party.PractitionerID) string {
	return called(d.Practitioners[p].Name)
}

func called(n party.Name) string {
	return strings.Join(strings.Fields(n.Prefix+" "+strings.Join(n.Given, " ")+" "+n.Family), " ")
}

// Members lists who works in a team, by name: who was asked to come and has not yet
// is nobody work can be given to.
func (d *Directory) Members(t party.TeamID) []party.User {
	return slices.DeleteFunc(d.Asked(t), func(u party.User) bool { return u.Invited })
}

// Asked lists the same, and who was asked to join it. Who was taken out of it is
// not there: a membership ends at once, never ahead.
func (d *Directory) Asked(t party.TeamID) (out []party.User) {
	for _, m := range d.Memberships {
		if u := d.Users[m.User]; m.Team == t && u.Active && m.Until.IsZero() {
			out = append(out, u)
		}
	}
	slices.SortFunc(out, func(a, b party.User) int { return strings.Compare(a.Name.Family, b.Name.Family) })
	return out
}

// TeamOf is an organization's first referring team, whose balls its referrals
// are; its first team, where nobody of it refers.
func (d *Directory) TeamOf(o party.OrgID) party.TeamID {
	best := d.refers[o]
	if best != "" {
		return best
	}
	for id, t := range d.Teams {
		if t.Org == o && t.Active && (best == "" || id < best) {
			best = id
		}
	}
	return best
}

// Facts are what policy needs to know to name who owes a thing.
func (d *Directory) Facts(service party.ServiceID, receiver party.OrgID) policy.Facts {
	return policy.Facts{Service: d.ServicesByID[service], Receiver: d.Orgs[receiver], Settings: d.Settings,
		Team:     func(t party.TeamID) (party.Team, bool) { x, ok := d.Teams[t]; return x, ok },
		Services: func(id party.ServiceID) (party.Service, bool) { x, ok := d.ServicesByID[id]; return x, ok },
		User:     d.UserOf}
}

// OnCall is who answers for a team now; empty when nobody is named, and when who
// is named was invited and has not come in: they can be called, and read nothing.
func (d *Directory) OnCall(team party.TeamID, now time.Time) party.UserID {
	who, _ := d.OnCallFor(team, now)
	if d.Users[who.User].Invited {
		return ""
	}
	return who.User
}

// OnCallFor is who answers for a team now, somebody or a number; of several the one
// who took over last. Whose account is closed answers for nobody. ok is false when
// nobody is named.
func (d *Directory) OnCallFor(team party.TeamID, now time.Time) (o party.OnCall, ok bool) {
	here := slices.DeleteFunc(slices.Collect(maps.Values(d.OnCalls)), func(o party.OnCall) bool { return o.User != "" && !d.Users[o.User].Active })
	return party.OnCallNow(here, team, now)
}

// Emergency is whom to call at a service now, of the teams of its way the first
// that names somebody or a number: who decides, who opens, who books, who sees. ok
// is false when none does.
func (d *Directory) Emergency(s party.Service, now time.Time) (o party.OnCall, ok bool) {
	for _, t := range []party.TeamID{s.Triage, s.Intake, s.Scheduling, s.Clinic} {
		if t == "" {
			continue
		}
		if o, ok = d.OnCallFor(t, now); ok {
			return o, true
		}
	}
	return party.OnCall{}, false
}

// EmergencyNumber is what to call at a service now: the number of who is on call
// there, else the service's own line, else its organization's.
func (d *Directory) EmergencyNumber(s party.Service, now time.Time) string {
	o, _ := d.Emergency(s, now)
	return cmp.Or(o.Phone, s.Phone, d.Orgs[s.Org].Phone)
}

// Keeps reports whether an organization keeps the house: its administrators see to
// what is the whole network's.
func (d *Directory) Keeps(o party.OrgID) bool { return o != "" && d.Teams[d.Network()].Org == o }

// PrivacyOfficer is an organization's, and a team of theirs; empty when it has none
// here. Of several it is the one whose account is the oldest.
func (d *Directory) PrivacyOfficer(o party.OrgID, now time.Time) (team party.TeamID, who party.UserID) {
	for _, m := range d.Memberships {
		u, t := d.Users[m.User], d.Teams[m.Team]
		over := !m.Until.IsZero() && !m.Until.After(now)
		if t.Org != o || !t.Active || !u.Active || over || !slices.Contains(m.Roles, party.PrivacyOfficer) {
			continue
		}
		if who == "" || m.User < who || m.User == who && m.Team < team {
			team, who = m.Team, m.User
		}
	}
	return team, who
}

// Network is the team that chases what no other team here answers for: the one
// named "network", else the first there is.
func (d *Directory) Network() party.TeamID {
	if _, ok := d.Teams["network"]; ok {
		return "network"
	}
	var best party.TeamID
	for id := range d.Teams {
		if best == "" || id < best {
			best = id
		}
	}
	return best
}
