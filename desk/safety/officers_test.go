package safety_test

import (
	"slices"
	"testing"

	"referd/core/party"
	"referd/desk"
	"referd/desk/safety"
)

// A concern always has a reader: whom the organization named, else its
// administrators, else who leads its teams.
func TestAConcernAlwaysHasAReader(t *testing.T) {
	user := func(id party.UserID) party.User { return party.User{ID: id, Org: "home", Active: true} }
	dir := &desk.Directory{Orgs: map[party.OrgID]party.Org{"home": {ID: "home"}}, Users: map[party.UserID]party.User{"lead": user("lead"), "kay": user("kay"), "moss": user("moss")},
		Memberships: map[string]party.Membership{"1": {User: "lead", Team: "team", Roles: []party.Job{party.TeamLead}}, "2": {User: "moss", Team: "team", Roles: []party.Job{party.ReferringStaff}}}}
	goes := func(want ...party.UserID) {
		t.Helper()
		if got := safety.Officers(dir, "home"); !slices.Equal(got, want) {
			t.Errorf("it goes to %v, want %v", got, want)
		}
	}
	goes("lead")
	dir.Memberships["3"] = party.Membership{User: "kay", Team: "team", Roles: []party.Job{party.Admin}}
	goes("kay")
	dir.Orgs["home"] = party.Org{ID: "home", Safety: "moss"}
	goes("moss")
}
