package people

import (
	"context"
	"net/mail"
	"slices"
	"strings"

	"referd/base/code"
	"referd/base/fault"
	"referd/base/id"
	"referd/core/party"
	"referd/desk"
	"referd/desk/people/secret"
	"referd/store"
)

// Account is somebody who is let in: who they are, their team and what they
// do there.
type Account struct {
	Org          party.OrgID // empty is the administrator's own
	Email        string
	Name         party.Name
	Practitioner party.PractitionerID // the clinician they are, where the directory lists them here
	NPI          string               // of a clinician it does not list yet; may be empty
	Specialty    code.Concept
	Team         party.TeamID
	Jobs         []party.Job
	Quiet        bool   // no letter goes out: they are invited later (Invite)
	Password     string // of the first administrator; everybody else sets their own
}

// clinical are the jobs of a clinician: who has one answers under their own name.
var clinical = []party.Job{party.ReferringClinician, party.Specialist}

// Open opens an account in the administrator's own organization, or the first of
// another by who keeps the house, for somebody who sets the password by a link
// that is mailed to them. Who refers or sees
// patients as a clinician is put in the directory as one. An address that has an
// account in this organization is a Conflict; of one in another nothing is told,
// and who has it accepts the invitation with it (Accept).
func Open(w *desk.Writing, a Account) (party.UserID, error) {
	const op = "people.Open"
	who := w.Who()
	if !who.Has(party.Admin) {
		return "", desk.Denied(op, "An administrator opens accounts.")
	}
	if a.Org == "" {
		a.Org = who.Org
	}
	email, unreachable := Mailbox(a.Email)
	if err := w.Tx.Alone("account of " + strings.ToLower(email)); err != nil {
		return "", err
	}
	if err := w.Tx.Alone("NPI " + a.NPI); err != nil {
		return "", err
	}
	dir, err := w.Current()
	if err != nil {
		return "", err
	}
	about := func(wrong bool, field, words string) error { return fault.If(wrong, op, field, words) }
	field, wrong := a.Name.Wrong()
	if err := fault.All(about(a.Name.Family == "", "family", "The family name is needed."), about(wrong != "", field, wrong), unreachable,
		about(dir.Teams[a.Team].Org != a.Org || !dir.Teams[a.Team].Active || len(a.Jobs) == 0, "team", "Choose one of your teams, and what they do there."),
		about(a.Practitioner != "" && (dir.Enters(a.Practitioner) || !dir.Works(a.Practitioner, a.Org)), "practitioner", "Choose a clinician who works here and has no account yet."),
		about(a.NPI != "" && !id.NPI(a.NPI), "npi", notNPI)); err != nil {
		return "", err
	}
	if a.Org != who.Org && (!dir.Keeps(who.Org) || dir.Here(a.Org)) {
		return "", desk.Denied(op, "An administrator of that organization opens its accounts.")
	}
	if here(dir, a.Org, email) {
		return "", fault.About(op, "email", fault.Conflict, "This address has an account here already.")
	}
	u := party.User{ID: party.UserID(id.New(w.Now())), Email: email, Name: a.Name, Practitioner: a.Practitioner, Org: a.Org, Active: true, Invited: true}
	if u.Practitioner == "" && slices.ContainsFunc(a.Jobs, func(j party.Job) bool { return slices.Contains(clinical, j) }) {
		if u.Practitioner, err = list(w, dir, a); err != nil {
			return "", err
		}
	}
	if err := w.Tx.PutThing(desk.KindUser, string(u.ID), u.Org, u); err != nil {
		return "", err
	}
	m := party.Membership{User: u.ID, Team: a.Team, Roles: a.Jobs}
	if err := w.Tx.PutThing(desk.KindMembership, string(u.ID)+"@"+string(a.Team), u.Org, m); err != nil {
		return "", err
	}
	w.SawObject("User/" + string(u.ID))
	if a.Quiet {
		return u.ID, nil
	}
	return u.ID, w.Tx.Enqueue(store.Job{Kind: Invitations, Arg: string(u.ID), Due: w.Now()})
}

// here reports whether an address has an account in an organization, open or closed.
func here(dir *desk.Directory, org party.OrgID, email string) bool {
	for _, u := range dir.Users {
		if u.Org == org && strings.EqualFold(u.Email, email) {
			return true
		}
	}
	return false
}

const notNPI = "That is no NPI: ten digits, the last of which checks the others. Look at it again, or leave it empty."

// Mailbox is an address somebody is reached by, and nothing beside it.
func Mailbox(typed string) (string, error) {
	at, err := mail.ParseAddress(strings.TrimSpace(typed))
	if err != nil || at.Name != "" || party.Wrong(at.Address, 254) != "" { // RFC 5321, 4.5.3.1.3
		return "", fault.About("people.Mailbox", "email", fault.Invalid, "That is not an e-mail address.")
	}
	return at.Address, nil
}

// list puts a clinician in the directory, at work here. One whose NPI it has is
// that one, unless they are another organization's: an account answers for what
// was asked under its clinician's name. One who signs in elsewhere is listed
// without the NPI, until they accept with the account that has it.
func list(w *desk.Writing, dir *desk.Directory, a Account) (party.PractitionerID, error) {
	const op = "people.list"
	org := a.Org
	p := party.Practitioner{ID: party.PractitionerID(id.New(w.Now())), Name: a.Name, Active: true}
	if a.NPI != "" {
		p.Identifiers = []code.Identifier{{System: code.NPI, Value: a.NPI, Type: "NPI"}}
		kind, have, _ := strings.Cut(dir.ByNPI(a.NPI), "/")
		known := party.PractitionerID(have)
		switch {
		case kind == "practitioner" && !dir.Works(known, org) && dir.Enters(known):
			p.Identifiers = nil
		case kind == "practitioner" && dir.Enters(known), kind == "practitioner" && !dir.Works(known, org) && dir.Listed(known), kind == "org":
			return "", fault.About(op, "npi", fault.Invalid, "Somebody else has this NPI here. Look at it again, or leave it empty.")
		case kind == "practitioner" && dir.Works(known, org):
			return known, nil
		case kind == "practitioner":
			p = dir.Practitioners[known]
		}
	}
	if err := w.Tx.PutThing(desk.KindPractitioner, string(p.ID), org, p); err != nil {
		return "", err
	}
	r := party.Role{ID: party.RoleID(id.New(w.Now())), Practitioner: p.ID, Org: org, Specialty: a.Specialty, Active: true}
	return p.ID, w.Tx.PutThing(desk.KindRole, string(r.ID), org, r)
}

// Renew changes one's own password; all sessions end. It faults with Denied
// when the old one is not right.
func Renew(ctx context.Context, d *desk.Desk, who desk.Who, old, password string) error {
	if err := secret.Strong(password, who.Email); err != nil {
		return err
	}
	ok, err := Confirmed(ctx, d, who, old)
	if err != nil {
		return err
	}
	if !ok {
		return fault.About("people.Renew", "old", fault.Denied, "The old password is not right.")
	}
	kept := Hashed(password)
	return d.Write(ctx, who, "account.password", func(w *desk.Writing) error { return renewed(w, who.Login, kept) })
}
