package people

import (
	"cmp"
	"context"
	"crypto/subtle"
	"strings"
	"time"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/party"
	"referd/desk"
	"referd/desk/people/secret"
)

// House is the organization an empty database begins with.
type House struct {
	Name string
	Zone string // IANA; empty is UTC
}

// setup is the credential that holds what opens an empty house, and that it was
// taken: of two who come at once one is first.
const (
	setup = "setup"
	taken = "taken"
)

// Door makes what opens an empty house: a token whose holder opens the first
// account. The one before it opens nothing any more. It is empty where somebody
// has an account.
func Door(ctx context.Context, d *desk.Desk) (token string, err error) {
	made := id.Token()
	err = d.Write(ctx, desk.System("setup"), "setup.door", func(w *desk.Writing) error {
		if token = ""; len(w.Directory().Users) > 0 {
			return nil
		}
		token = made
		return w.Tx.PutCredential(setup, digest("setup "+token))
	})
	return token, err
}

// Opens reports whether a token opens the house. Any other, and every one where
// somebody has an account, is Missing.
func Opens(ctx context.Context, d *desk.Desk, token string) error {
	return d.Read(ctx, desk.System("setup"), "setup.door", func(r *desk.Reading) error { return opens(r, token) })
}

func opens(r *desk.Reading, token string) error {
	kept, err := r.Credential(setup)
	if err == nil && (len(r.Directory().Users) > 0 || subtle.ConstantTimeCompare([]byte(digest("setup "+token)), []byte(kept)) != 1) {
		err = fault.E("people.opens", fault.Missing, "There is no such address here.", nil)
	}
	return err
}

// Begin is First for whoever holds the token of the house's door.
func Begin(ctx context.Context, d *desk.Desk, token string, house House, a Account) (party.UserID, error) {
	if err := Opens(ctx, d, token); err != nil {
		return "", err
	}
	return begin(ctx, d, house, a, func(r *desk.Reading) error { return opens(r, token) })
}

// First opens the first account, an administrator's, on a database that has
// none, with its organization and the network team, which owns what no other
// team does. Who may: whoever holds the database (an operator at its machine);
// where anybody has an account it is a Conflict, whatever is asked for.
func First(ctx context.Context, d *desk.Desk, house House, a Account) (u party.UserID, err error) {
	return begin(ctx, d, house, a, func(*desk.Reading) error { return nil })
}

func begin(ctx context.Context, d *desk.Desk, house House, a Account, may func(*desk.Reading) error) (u party.UserID, err error) {
	org, first, err := newly(house, a)
	if err != nil {
		return "", err
	}
	kept := Hashed(a.Password) // before the commit: others wait for that
	err = d.Write(ctx, desk.System("first-account"), "account.first", func(w *desk.Writing) (err error) {
		if err = may(w.Reading); err == nil {
			u, err = founded(w, org, first, kept)
		}
		return err
	})
	return u, err
}

// newly is the organization and the account that are asked for, or all that is
// wrong with them at once.
func newly(house House, a Account) (org party.Org, u party.User, err error) {
	const op = "people.First"
	email, err := Mailbox(a.Email)
	org = party.Org{Name: strings.TrimSpace(house.Name), Zone: cmp.Or(house.Zone, "UTC"), Channel: party.House, Active: true}
	u = party.User{Email: email, Name: a.Name, Active: true}
	if u.Name.Family == "" {
		u.Name.Family, _, _ = strings.Cut(email, "@")
	}
	field, words := u.Name.Wrong()
	_, wrong := org.Wrong()
	_, zone := time.LoadLocation(org.Zone)
	return org, u, fault.All(fault.If(words != "", op, field, words), err, secret.Strong(a.Password, a.Email),
		fault.If(org.Name == "", op, "organization", "Name the organization."), fault.If(wrong != "", op, "organization", wrong), fault.If(zone != nil || org.Zone == "Local", op, "zone", "That is not a time zone. America/New_York is one."))
}

func founded(w *desk.Writing, org party.Org, u party.User, kept string) (party.UserID, error) {
	begun, err := w.Credential(setup)
	if err != nil {
		return "", err
	}
	if len(w.Directory().Users) > 0 || begun == taken {
		return "", fault.E("people.First", fault.Conflict, "Somebody has an account here already. An administrator opens the others.", nil)
	}
	org.ID, u.ID = party.OrgID(id.New(w.Now())), party.UserID(id.New(w.Now()))
	u.Org = org.ID
	team := party.Team{ID: "network", Org: org.ID, Name: "Network desk", Lead: u.ID, Active: true, Hours: party.OfficeHours(org.Zone)}
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
	if err := w.Tx.PutCredential(setup, taken); err != nil {
		return "", err
	}
	return u.ID, w.Tx.PutCredential("user/"+string(u.ID), kept)
}
