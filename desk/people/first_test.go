package people_test

import (
	"testing"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/people"
	"referd/store"
)

// The first account is an administrator's, with an organization and the network
// team; it is on the audit, and there is no second one made this way.
func TestTheFirstAccount(t *testing.T) {
	d := empty(t)
	house, kay := people.House{Name: "First Clinic", Zone: "America/New_York"}, people.Account{Email: "kay@example.org", Password: "correct horse battery staple"}
	for name, err := range map[string]error{
		"no house":     first(d, people.House{}, kay),
		"no zone":      first(d, people.House{Name: "x", Zone: "Mars/Olympus"}, kay),
		"no address":   first(d, house, people.Account{Email: "kay", Password: kay.Password}),
		"weak":         first(d, house, people.Account{Email: kay.Email, Password: "open"}),
		"its own name": first(d, house, people.Account{Email: "kayolsen@example.org", Password: "kayolsen-kayolsen"}),
	} {
		if fault.Of(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	u, err := people.First(t.Context(), d, house, kay)
	if err != nil {
		t.Fatal(err)
	}
	if err := first(d, house, people.Account{Email: "eve@example.org", Password: kay.Password}); fault.Of(err) != fault.Conflict {
		t.Errorf("a second first account: %v", err)
	}
	if err := first(desktest.New(t).Desk, house, kay); fault.Of(err) != fault.Conflict {
		t.Errorf("a first account where there are some: %v", err)
	}
	who, err := people.As(t.Context(), d, u)
	if err != nil || !who.Has(party.Admin) || len(who.Teams) != 1 || who.Teams[0] != "network" || who.Zone.String() != "America/New_York" {
		t.Errorf("%+v, %v", who, err)
	}
	dir, err := d.Directory(t.Context())
	if err != nil || dir.Network() != "network" || dir.Teams["network"].Lead != u || !dir.Here(who.Org) {
		t.Errorf("the team is %+v, %v", dir.Teams["network"], err)
	}
	if _, err := people.SignIn(t.Context(), d, kay.Email, kay.Password, "192.0.2.7"); err != nil {
		t.Errorf("not let in: %v", err)
	}
	if err := d.DB.View(t.Context(), store.Scope{System: true}, func(v *store.View) error {
		list, err := v.Audits(access.Query{Limit: 50})
		for _, r := range list {
			if r.Kind == "account.first" && r.Outcome == access.Success && r.Object == "User/"+string(u) {
				return err
			}
		}
		t.Errorf("the audit: %+v", list)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func first(d *desk.Desk, h people.House, a people.Account) error {
	_, err := people.First(ctx, d, h, a)
	return err
}
