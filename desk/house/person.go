package house

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/people"
	"referd/store"
)

var users = line[party.User]{called: "Account of", stays: true,
	org:  func(_ *desk.Directory, u party.User) party.OrgID { return u.Org },
	name: func(dir *desk.Directory, u party.User) string { return called(u.Name) },
	words: func(_ *desk.Directory, u party.User) []Word {
		return []Word{{"Name", called(u.Name)}, {"E-mail", u.Email}, {"Has come in", yes(!u.Invited)}, {"May sign in", yes(u.Active)}}
	},
	check: func(l *look, was *party.User, u party.User) error {
		const op = "house.user"
		if was != nil && was.Invited != u.Invited {
			return fault.E(op, fault.Refused, "Whether somebody has come in is not changed here: who has come in has, and who waits comes in by their invitation.", nil)
		}
		if was == nil || was.Active != u.Active || was.Practitioner != u.Practitioner || was.Login != u.Login {
			return fault.E(op, fault.Invalid, "Accounts are opened by inviting somebody, and closed under People.", nil)
		}
		field, wrong := u.Name.Wrong()
		changed := was.Email != u.Email
		taken := changed && slices.ContainsFunc(slices.Collect(maps.Values(l.dir.Users)), func(x party.User) bool {
			return x.ID != u.ID && strings.EqualFold(x.Email, u.Email) && (x.Org == u.Org || signsIn(u) && signsIn(x))
		})
		elsewhere := changed && len(l.dir.Seats(u.ID)) > 1
		_, unreachable := people.Mailbox(u.Email)
		return fault.All(fault.If(u.Name.Family == "", op, "family", "The family name is needed."), fault.If(wrong != "", op, field, wrong), unreachable, fault.If(taken, op, "email", "This address has an account already."),
			fault.If(elsewhere, op, "email", "They sign in with this address in another organization too: it stays."))
	},
	touch: func(l *look, was *party.User, u party.User) (out []string, err error) {
		switch {
		case was == nil || was.Email == u.Email:
		case u.Login != "":
			out = append(out, "They are told of work at "+u.Email+" from now on; what they sign in with stays.")
		default:
			out = append(out, "They sign in as "+u.Email+" from now on, and are told of work there.")
		}
		return out, nil
	},
	gone: func(u party.User, _ time.Time) party.User { return u },
}

// moved ends the links that went to the address somebody had before: whoever reads
// mail there is not let in by them.
func (l *look) moved(w *desk.Writing, body any) error {
	u, ok := body.(party.User)
	if was, known := l.dir.Users[u.ID]; !ok || !known || was.Email == u.Email {
		return nil
	}
	for _, kind := range []string{people.Invitations, people.Resets} {
		if err := w.Tx.UseLinks(kind, string(u.ID)); err != nil {
			return err
		}
	}
	return nil
}

func called(n party.Name) string {
	return strings.Join(strings.Fields(n.Prefix+" "+strings.Join(n.Given, " ")+" "+n.Family), " ")
}

// signsIn reports whether somebody's address is the one they sign in with.
func signsIn(u party.User) bool { return u.Login == "" && !u.Invited }

// offered are the jobs somebody may have in a team.
var offered = []party.Job{party.ReferringClinician, party.ReferringStaff, party.Intake, party.TriageNurse, party.Specialist, party.Scheduler, party.Imaging, party.TeamLead, party.Quality, party.PrivacyOfficer, party.Engineer, party.Admin}

// Jobs are the jobs somebody may have in a team, in the order of a referral's way.
func Jobs() []party.Job { return slices.Clone(offered) }

var memberships = line[party.Membership]{called: "Work of",
	org: func(dir *desk.Directory, m party.Membership) party.OrgID { return dir.Teams[m.Team].Org },
	name: func(dir *desk.Directory, m party.Membership) string {
		return dir.PersonName(m.User) + " in " + dir.TeamName(m.Team)
	},
	words: func(dir *desk.Directory, m party.Membership) []Word {
		var jobs []string
		for _, j := range m.Roles {
			jobs = append(jobs, string(j))
		}
		ended := ""
		if !m.Until.IsZero() {
			ended = moment(dir, m.Team, m.Until)
		}
		return []Word{{"Does", strings.Join(jobs, ", ")}, {"Ended", ended}}
	},
	check: func(l *look, was *party.Membership, m party.Membership) error {
		const op = "house.membership"
		u, t := l.dir.Users[m.User], l.dir.Teams[m.Team]
		field := "team-" + string(m.Team)
		clinical := has(m, party.ReferringClinician, party.Specialist)
		switch {
		case u.Org != t.Org || !t.Active || !u.Active:
			return fault.About(op, field, fault.Invalid, "Choose one of your teams, and somebody who works here.")
		case m.In(l.Now()) && len(m.Roles) == 0:
			return fault.About(op, field, fault.Invalid, "Say what they do there.")
		case slices.ContainsFunc(m.Roles, func(j party.Job) bool { return !slices.Contains(offered, j) }):
			return fault.About(op, field, fault.Invalid, "There is no such job.")
		case clinical && m.In(l.Now()) && u.Practitioner == "" && (was == nil || !has(*was, party.ReferringClinician, party.Specialist)):
			return fault.About(op, field, fault.Invalid, "This account is no clinician's. Invite them as one: what is signed or reported stands under a clinician's name.")
		}
		if was != nil && was.In(l.Now()) && (!m.In(l.Now()) || treats(*was) && !treats(m)) {
			return l.leaves(m, field)
		}
		return nil
	},
	touch: func(l *look, was *party.Membership, m party.Membership) (out []string, err error) {
		who, team := l.dir.PersonName(m.User), l.dir.TeamName(m.Team)
		switch in := was != nil && was.In(l.Now()); {
		case !in && m.In(l.Now()):
			n, err := l.whole(store.Queue{Teams: []party.TeamID{m.Team}})
			if err != nil {
				return nil, err
			}
			out = append(out, fmt.Sprintf("%s sees what is with %s: %s now.", who, team, many(n, "open thing", "open things")))
		case in && !m.In(l.Now()):
			out = append(out, fmt.Sprintf("%s sees what is with %s no more.", who, team))
		case in && slices.ContainsFunc(was.Roles, func(j party.Job) bool { return !has(m, j) }):
			n, err := l.whole(store.Queue{Teams: []party.TeamID{m.Team}})
			if err != nil {
				return nil, err
			}
			out = append(out, fmt.Sprintf("%s does other work in %s from now on: %s are with it.", who, team, many(n, "open thing", "open things")))
		}
		return out, nil
	},
	gone: func(m party.Membership, now time.Time) party.Membership {
		if m.In(now) {
			m.Until = now
		}
		return m
	},
}

// treats reports whether somebody's work in a team is with patients: whoever does
// none of it any more leaves what is with the team like one who leaves the team.
func treats(m party.Membership) bool { return desk.Who{User: m.User, Jobs: m.Roles}.Charts() }

// leaves refuses to take somebody out of a team, or its work, who has things of it
// in hand, or leads it.
func (l *look) leaves(m party.Membership, field string) error {
	const op = "house.leaves"
	if l.dir.Teams[m.Team].Lead == m.User {
		return fault.About(op, field, fault.Refused, "They lead this team. Name another lead first.")
	}
	list, err := l.View.As(store.Scope{System: true}).Queue(store.Queue{OnlyMine: true, Person: m.User, Ahead: true, Limit: 1000}, l.Now())
	if err != nil {
		return err
	}
	n := 0
	for _, x := range list {
		if x.Owed.Team == m.Team {
			n++
		}
	}
	if n > 0 {
		return fault.About(op, field, fault.Refused, many(n, "open thing", "open things")+" of this team are with them by name. Give them to somebody else first: nothing is left with nobody.")
	}
	return nil
}

var clinicians = line[party.Practitioner]{called: "Clinician", stays: true,
	org:  func(dir *desk.Directory, p party.Practitioner) party.OrgID { return worksAt(dir, p.ID) },
	name: func(_ *desk.Directory, p party.Practitioner) string { return called(p.Name) },
	words: func(_ *desk.Directory, p party.Practitioner) []Word {
		return []Word{{"Name", called(p.Name)}, {"NPI", NPI(p.Identifiers)}, {"In the directory", yes(p.Active)}}
	},
	check: func(l *look, was *party.Practitioner, p party.Practitioner) error {
		if was == nil {
			return fault.E("house.clinician", fault.Invalid, "A clinician is listed by inviting them.", nil)
		}
		if field, wrong := p.Wrong(); wrong != "" {
			return fault.About("house.clinician", field, fault.Invalid, wrong)
		}
		return l.npi("practitioner/"+string(p.ID), p.Identifiers)
	},
	touch: func(*look, *party.Practitioner, party.Practitioner) ([]string, error) { return nil, nil },
	gone:  func(p party.Practitioner, _ time.Time) party.Practitioner { p.Active = false; return p },
}

// worksAt is the one organization a clinician works at; empty where that is none
// or several.
func worksAt(dir *desk.Directory, p party.PractitionerID) (org party.OrgID) {
	for _, r := range dir.Roles {
		if r.Practitioner == p && r.Active && r.Org != org {
			if org != "" {
				return ""
			}
			org = r.Org
		}
	}
	return org
}

var roles = line[party.Role]{called: "Specialty of", stays: true,
	org:  func(_ *desk.Directory, r party.Role) party.OrgID { return r.Org },
	name: func(dir *desk.Directory, r party.Role) string { return dir.ClinicianName(r.Practitioner) },
	words: func(_ *desk.Directory, r party.Role) []Word {
		return []Word{{"Specialty", strings.TrimSpace(r.Specialty.Display + " " + r.Specialty.Code)}, {"Works here", yes(r.Active)}}
	},
	check: func(*look, *party.Role, party.Role) error { return nil },
	touch: func(*look, *party.Role, party.Role) ([]string, error) { return nil, nil },
	gone:  func(r party.Role, _ time.Time) party.Role { r.Active = false; return r },
}
