package house

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"referd/core/party"
	"referd/desk"
	"referd/desk/people"
)

// Lack is something an organization lacks: before its first referral, or that is
// good to have.
type Lack struct {
	Step  string // organization, locations, teams, services, people, hours, on-call
	Words string
	Must  bool // the first referral waits for it
}

// Missing says what the asker's organization lacks, read off the facts: nothing
// of it is kept, and what is there is no longer said. Who may: an administrator.
func Missing(r *desk.Reading) ([]Lack, error) {
	l := &look{r, r.Directory()}
	if err := l.may("", r.Who().Org); err != nil {
		return nil, err
	}
	waiting, err := people.Waiting(r, r.Who().Org)
	if err != nil {
		return nil, err
	}
	m := &missing{look: l, org: r.Who().Org, waiting: waiting}
	m.organization()
	m.teams()
	m.services()
	m.people()
	m.hours()
	m.onCall()
	slices.SortStableFunc(m.out, func(a, b Lack) int {
		if a.Must == b.Must {
			return 0
		}
		return map[bool]int{true: -1, false: 1}[a.Must]
	})
	return m.out, nil
}

type missing struct {
	*look
	org     party.OrgID
	waiting map[party.UserID]time.Time
	out     []Lack
}

func (m *missing) must(step, words string, more ...any) {
	m.out = append(m.out, Lack{step, fmt.Sprintf(words, more...), true})
}

func (m *missing) good(step, words string, more ...any) {
	m.out = append(m.out, Lack{step, fmt.Sprintf(words, more...), false})
}

func (m *missing) organization() {
	o := m.dir.Orgs[m.org]
	if o.Phone == "" {
		m.must("organization", "A telephone number: the other side calls it, and an emergency is spoken.")
	}
	if NPI(o.Identifiers) == "" {
		m.good("organization", "The NPI: systems know you by it.")
	}
	if Address(o.Address) == "" {
		m.good("organization", "The address.")
	}
	if o.Nurse == "" {
		m.good("organization", "A nurse line, if you have one: what a patient who feels worse calls when nobody is here.")
	}
	if o.Fax == "" {
		m.good("organization", "A fax number, if you have one.")
	}
}

// does reports whether somebody of a team who is in does one of some jobs;
// invited, when somebody who does was invited and has not come in.
func (m *missing) does(t party.TeamID, jobs ...party.Job) (in, invited bool) {
	for _, x := range m.dir.Memberships {
		if u := m.dir.Users[x.User]; x.Team != t || !u.Active || !x.In(m.Now()) || !has(x, jobs...) {
			continue
		}
		if _, waits := m.waiting[x.User]; waits {
			invited = true
		} else {
			in = true
		}
	}
	return in, invited
}

// own are the organization's teams at work, by name.
func (m *missing) own() (out []party.Team) {
	for _, t := range m.dir.Teams {
		if t.Org == m.org && t.Active {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b party.Team) int { return strings.Compare(a.Name+string(a.ID), b.Name+string(b.ID)) })
	return out
}

func (m *missing) teams() {
	for _, t := range m.own() {
		if len(m.dir.Asked(t.ID)) == 0 {
			m.must("teams", "%s has nobody in it: put somebody there, or close it.", t.Name)
		}
		if lead := m.dir.Users[t.Lead]; !lead.Active || lead.Org != m.org {
			m.must("teams", "%s has no lead: what is late climbs to one.", t.Name)
		}
	}
}

// taken are the organization's services that take referrals, by name.
func (m *missing) taken() (out []party.Service) {
	for _, s := range m.dir.Services("") {
		if s.Org == m.org {
			out = append(out, s)
		}
	}
	return out
}

func (m *missing) services() {
	for _, s := range m.taken() {
		for i, t := range Posts(&s) {
			if x := m.dir.Teams[*t]; x.Org != m.org || !x.Active {
				m.must("services", "%s: no team %s.", s.Name, strings.ToLower(PostWords[i][:1])+PostWords[i][1:])
			} else if in, invited := m.does(*t, PostJobs[i]...); !in && !invited {
				m.must("people", "%s: nobody in %s %s. Give somebody there that job.", s.Name, x.Name, strings.ToLower(PostWords[i][:1])+PostWords[i][1:])
			} else if !in {
				m.must("people", "%s: who %s in %s was invited and has not come in.", s.Name, strings.ToLower(PostWords[i][:1])+PostWords[i][1:], x.Name)
			}
		}
		if len(s.Needs) == 0 {
			m.good("services", "%s asks for nothing before it decides: say what it needs, and fewer come back.", s.Name)
		}
		if s.Location == "" {
			m.good("services", "%s: where patients are seen.", s.Name)
		}
	}
}

func (m *missing) people() {
	refers, coming := false, false
	for _, t := range m.own() {
		in, invited := m.does(t.ID, party.ReferringClinician)
		refers, coming = refers || in, coming || invited
	}
	switch takes := len(m.taken()) > 0; {
	case refers:
	case coming:
		m.must("people", "A clinician who refers was invited and has not come in.")
	case !takes:
		m.must("people", "Nobody here refers, and nobody can be referred to you: invite a clinician who refers, or add a service.")
	}
	if len(m.dir.Services("")) == 0 {
		m.must("services", "There is nobody to refer to in the whole house yet: a service here, another organization, or a partner.")
	}
	if n := len(m.waiting); n > 0 {
		m.good("people", "%s not come in yet.", many(n, "person who was invited has", "people who were invited have"))
	}
}

func (m *missing) hours() {
	year := fmt.Sprint(m.Now().In(zoneOf(m.dir.Orgs[m.org].Zone)).Year())
	var bare []string
	for _, t := range m.own() {
		if t.Hours.String() == "" {
			m.must("hours", "%s is never at work: give it hours.", t.Name)
		} else if !slices.ContainsFunc(t.Hours.Holidays, func(d string) bool { return strings.HasPrefix(d, year) }) {
			bare = append(bare, t.Name)
		}
	}
	if len(bare) > 0 {
		m.good("hours", "No holidays of %s are entered for %s: what is due on one would be late.", year, strings.Join(bare, ", "))
	}
}

func zoneOf(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return z
}

// clinic are the jobs whose work is with patients: a team with one of them gets
// what presses.
var clinic = []party.Job{party.ReferringClinician, party.ReferringStaff, party.Intake, party.TriageNurse, party.Specialist, party.Scheduler, party.Imaging}

func (m *missing) onCall() {
	for _, t := range m.own() {
		if in, invited := m.does(t.ID, clinic...); !in && !invited {
			continue
		}
		if _, ok := m.dir.OnCallFor(t.ID, m.Now()); !ok {
			m.must("on-call", "%s: nobody is on call now. Name a clinician or a number for what presses.", t.Name)
		}
	}
}
