package people

import (
	"context"
	"net/mail"
	"strings"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/party"
	"referd/desk"
)

// Account is somebody who is let in: who they are, their team and what they
// do there.
type Account struct {
	Email        string
	Name         party.Name
	Practitioner party.PractitionerID // empty for staff
	Team         party.TeamID
	Jobs         []party.Job
	Password     string // the first; they change it
}

// Open opens an account in the administrator's own organization. An address
// that has one is a Conflict.
func Open(ctx context.Context, d *desk.Desk, who desk.Who, a Account) (u party.UserID, err error) {
	if err := strong(a.Password, a.Email); err != nil {
		return "", err
	}
	kept := Hashed(a.Password) // before the commit: others wait for that
	err = d.Write(ctx, who, "account.open", func(w *desk.Writing) (err error) { u, err = open(w, a, kept); return err })
	return u, err
}

func open(w *desk.Writing, a Account, kept string) (party.UserID, error) {
	const op = "people.Open"
	who := w.Who()
	if !who.Has(party.Admin) {
		return "", desk.Denied(op, "An administrator opens accounts.")
	}
	at, err := mail.ParseAddress(strings.TrimSpace(a.Email))
	field, wrong := a.Name.Wrong()
	switch {
	case err != nil || at.Name != "":
		return "", fault.About(op, "email", fault.Invalid, "That is not an e-mail address.")
	case a.Name.Family == "":
		return "", fault.About(op, "family", fault.Invalid, "The family name is needed.")
	case wrong != "":
		return "", fault.About(op, field, fault.Invalid, wrong)
	case a.Practitioner != "" && (w.Directory().UserOf(a.Practitioner) != "" || !works(w.Directory(), a.Practitioner, who.Org)):
		return "", fault.About(op, "practitioner", fault.Invalid, "Choose a clinician who works here and has no account yet.")
	case w.Directory().Teams[a.Team].Org != who.Org || len(a.Jobs) == 0:
		return "", fault.About(op, "team", fault.Invalid, "Choose one of your teams, and what they do there.")
	}
	if _, taken := w.Directory().ByEmail(at.Address); taken {
		return "", fault.About(op, "email", fault.Conflict, "This address has an account already.")
	}
	u := party.User{ID: party.UserID(id.New(w.Now())), Email: at.Address, Name: a.Name, Practitioner: a.Practitioner, Org: who.Org, Active: true}
	if err := w.Tx.PutThing(desk.KindUser, string(u.ID), u.Org, u); err != nil {
		return "", err
	}
	m := party.Membership{User: u.ID, Team: a.Team, Roles: a.Jobs}
	if err := w.Tx.PutThing(desk.KindMembership, string(u.ID)+"@"+string(a.Team), u.Org, m); err != nil {
		return "", err
	}
	w.SawObject("User/" + string(u.ID))
	return u.ID, w.Tx.PutCredential("user/"+string(u.ID), kept)
}

// works reports whether a clinician is listed at an organization: an account
// answers for what was asked under their name.
func works(dir *desk.Directory, p party.PractitionerID, org party.OrgID) bool {
	for _, r := range dir.Roles {
		if r.Practitioner == p && r.Org == org && r.Active {
			return true
		}
	}
	return false
}

// Renew changes one's own password; all sessions end. It faults with Denied
// when the old one is not right.
func Renew(ctx context.Context, d *desk.Desk, who desk.Who, old, password string) error {
	if err := strong(password, who.Email); err != nil {
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
	return d.Write(ctx, who, "account.password", func(w *desk.Writing) error {
		w.SawObject("User/" + string(who.User))
		if err := w.Tx.PutCredential("user/"+string(who.User), kept); err != nil {
			return err
		}
		return w.Tx.EndSessions(string(who.User))
	})
}

// Delegate lets somebody of the same organization act for a clinician, or
// cover for them. The clinician says so, or an administrator.
func Delegate(w *desk.Writing, x party.Delegation) error {
	const op = "people.Delegate"
	who, dir := w.Who(), w.Directory()
	if (who.Practitioner == "" || who.Practitioner != x.For) && !who.Has(party.Admin) {
		return desk.Denied(op, "The clinician, or an administrator, says who acts for them.")
	}
	to, clinician := dir.Users[x.To], dir.Users[dir.UserOf(x.For)]
	switch {
	case !to.Active || to.Org != who.Org:
		return fault.About(op, "to", fault.Invalid, "Choose somebody who works here.")
	case clinician.Org != who.Org || to.ID == clinician.ID:
		return fault.About(op, "for", fault.Invalid, "Choose a clinician who works here.")
	case x.Cover && to.Practitioner == "":
		return fault.About(op, "cover", fault.Invalid, "Only a clinician covers for a clinician.")
	case !x.Until.IsZero() && !x.Until.After(x.From):
		return fault.About(op, "until", fault.Invalid, "It ends before it begins.")
	}
	w.SawObject("Delegation/" + delegation(x))
	return w.Tx.PutThing(desk.KindDelegation, delegation(x), who.Org, x)
}

// Recall ends a delegation now. The clinician does, who was given it, or an
// administrator.
func Recall(w *desk.Writing, from party.PractitionerID, to party.UserID) error {
	const op = "people.Recall"
	who := w.Who()
	if who.Practitioner != from && who.User != to && !who.Has(party.Admin) {
		return desk.Denied(op, "The clinician, who acts for them, or an administrator ends it.")
	}
	found := false
	for name, x := range w.Directory().Delegations {
		if x.For != from || x.To != to || w.Directory().Users[x.To].Org != who.Org {
			continue
		}
		x.Until, found = w.Now(), true
		w.SawObject("Delegation/" + name)
		if err := w.Tx.PutThing(desk.KindDelegation, name, who.Org, x); err != nil {
			return err
		}
	}
	if !found {
		return fault.E(op, fault.Missing, "Nobody of that name acts for this clinician.", nil)
	}
	return nil
}

func delegation(x party.Delegation) string { return string(x.To) + "-for-" + string(x.For) }
