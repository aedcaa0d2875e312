package house_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"referd/base/code"
	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/core/policy"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/house"
	"referd/desk/people"
	"referd/store"
)

var ctx = context.Background()

func kindOf(err error) fault.Kind {
	if err == nil {
		return 255
	}
	return fault.Of(err)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// run is a house with an administrator at home, who keeps nothing but that, and
// one at the clinic, whose teams own what no other does.
type run struct {
	*desktest.House
	t *testing.T
}

func both(t *testing.T, f func(t *testing.T, h run)) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		must(t, h.DB.Commit(ctx, func(tx *store.Tx) error {
			return tx.PutThing(desk.KindMembership, "intake@intake", "clinic", party.Membership{User: "intake", Team: "intake", Roles: []party.Job{party.Intake, party.Admin}})
		}))
		f(t, run{h, t})
	})
}

func (h run) dir() *desk.Directory {
	h.t.Helper()
	d, err := h.Directory(ctx)
	must(h.t, err)
	return d
}

// now is a change made from what is there now.
func (h run) now(kind, id string, body any) (c house.Change) {
	h.t.Helper()
	c = house.Change{Kind: kind, ID: id, Body: body}
	must(h.t, h.Read(ctx, h.As("kay"), "setup", func(r *desk.Reading) (err error) { c.Was, err = house.Version(r, kind, id); return err }))
	return c
}

func (h run) save(user party.UserID, list ...house.Change) (made []house.Mark, err error) {
	err = h.Write(ctx, h.As(user), "setup", func(w *desk.Writing) (err error) { made, err = house.Save(w, list...); return err })
	return made, err
}

func (h run) undo(user party.UserID, list ...house.Mark) (made []house.Mark, err error) {
	err = h.Write(ctx, h.As(user), "setup.undo", func(w *desk.Writing) (err error) { made, err = house.Undo(w, list...); return err })
	return made, err
}

func (h run) look(user party.UserID, list ...house.Change) (p house.Preview, err error) {
	err = h.Read(ctx, h.As(user), "setup", func(r *desk.Reading) (err error) { p, err = house.Look(r, list...); return err })
	return p, err
}

func (h run) past(user party.UserID, kind, id string) (list []house.Step, err error) {
	err = h.Read(ctx, h.As(user), "setup", func(r *desk.Reading) (err error) {
		list, _, err = house.Past(r, kind, id, 0, 50)
		return err
	})
	return list, err
}

// A change is looked at, kept, told of with who and what was before, and taken
// back; nothing of it is forgotten, and saved twice it is one.
func TestAChangeIsLookedAtKeptAndTakenBack(t *testing.T) {
	both(t, func(t *testing.T, h run) {
		o := h.dir().Orgs["home"]
		o.Phone, o.Identifiers = "(555) 010-1234", []code.Identifier{{System: code.NPI, Value: "1000500078", Type: "NPI"}}
		c := h.now(desk.KindOrg, "home", o)
		p, err := h.look("kay", c)
		must(t, err)
		if len(p.Differences) != 2 || p.Differences[0].Name != "NPI" || p.Differences[1].Was != "(555) 010-0000" || p.Differences[1].Now != o.Phone || len(p.Touches) != 1 {
			t.Errorf("looked at: %+v", p)
		}
		if h.dir().Orgs["home"].Phone == o.Phone {
			t.Error("it was kept by looking at it")
		}
		made, err := h.save("kay", c)
		must(t, err)
		if again, err := h.save("kay", c); err != nil || len(again) != 0 || len(made) != 1 {
			t.Errorf("saved twice: %v %v, %v", made, again, err)
		}
		o.Phone = "(555) 010-9876"
		if _, err := h.save("kay", house.Change{Kind: desk.KindOrg, ID: "home", Body: o, Was: c.Was}); kindOf(err) != fault.Conflict || !strings.Contains(fault.Public(err), "Some kay") || !strings.Contains(fault.Public(err), "(555) 010-1234") {
			t.Errorf("from what is no longer so: %v", err)
		}
		list, err := h.past("kay", desk.KindOrg, "home")
		must(t, err)
		if len(list) != 2 || list[0].Who != "Some kay" || !list[0].Newest || list[0].Differences[1].Was != "(555) 010-0000" || !list[0].At.Equal(h.Now()) || !list[1].Made {
			t.Errorf("told: %+v", list)
		}
		back, err := h.undo("kay", made...)
		must(t, err)
		if x := h.dir().Orgs["home"]; x.Phone != "(555) 010-0000" || house.NPI(x.Identifiers) != "" {
			t.Errorf("taken back: %+v", x)
		}
		if _, err := h.undo("kay", made...); kindOf(err) != fault.Conflict {
			t.Errorf("taken back twice: %v", err)
		}
		_, err = h.undo("kay", back...)
		must(t, err)
		if list, _ := h.past("kay", desk.KindOrg, "home"); len(list) != 4 || h.dir().Orgs["home"].Phone != "(555) 010-1234" {
			t.Errorf("the undo was taken back: %+v", list)
		}
		must(t, h.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
			audits, err := v.Audits(access.Query{User: "kay", Limit: 100})
			n := 0
			for _, a := range audits {
				if strings.HasPrefix(a.Kind, "setup") && a.Object == "org/home" && a.Outcome == access.Success {
					n++
				}
			}
			if n < 4 {
				t.Errorf("%d records of what was set up", n)
			}
			return err
		}))
	})
}

// What was made is taken back by closing it.
func TestWhatWasMadeIsClosed(t *testing.T) {
	both(t, func(t *testing.T, h run) {
		x := party.Location{ID: "loc00000000000000001", Org: "home", Name: "Main street", Active: true}
		made, err := h.save("kay", house.Change{Kind: desk.KindLocation, ID: string(x.ID), Body: x})
		must(t, err)
		if list, _ := h.past("kay", "", ""); len(list) == 0 || !list[0].Made || list[0].About != "Place Main street" {
			t.Errorf("%+v", list)
		}
		_, err = h.undo("kay", made...)
		must(t, err)
		if h.dir().Locations[x.ID].Active {
			t.Error("it is open still")
		}
	})
}

// Who is no administrator sets nothing up and sees nothing of it; an
// administrator nothing of another organization, but the partners of the house
// where theirs keeps it, and what is allowed in all of it.
func TestWhoSetsUp(t *testing.T) {
	both(t, func(t *testing.T, h run) {
		home, far, settings := h.dir().Orgs["home"], h.dir().Orgs["far"], h.dir().Settings
		home.Phone, far.Phone = "(555) 010-4321", "(555) 010-4321"
		settings.SeenBy = [3]int{40, 14, 1}
		founded := func(user party.UserID) error {
			return h.Write(ctx, h.As(user), "setup.found", func(w *desk.Writing) error {
				_, err := house.Found(w, party.Org{ID: party.OrgID("org0000000000000000" + string(user[0])), Name: "New " + string(user), Zone: "UTC"}, people.Account{})
				return err
			})
		}
		if err := h.Write(ctx, h.As("intake"), "setup.found", func(w *desk.Writing) error {
			_, err := house.Found(w, party.Org{ID: "org00000000000000000", Name: "St Luke", Zone: "UTC"}, people.Account{Name: party.Name{Family: "Moss"}})
			return err
		}); kindOf(err) != fault.Invalid {
			t.Errorf("of whom sets it up the address is forgotten: %v", err)
		}
		for user, want := range map[party.UserID][4]fault.Kind{
			"moss":   {fault.Denied, fault.Denied, fault.Denied, fault.Denied},
			"doc":    {fault.Denied, fault.Denied, fault.Denied, fault.Denied},
			"kay":    {255, fault.Missing, fault.Denied, fault.Missing},
			"intake": {fault.Missing, 255, 255, 255},
		} {
			for i, c := range []house.Change{h.now(desk.KindOrg, "home", home), h.now(desk.KindOrg, "far", far), h.now(desk.KindSettings, "house", settings)} {
				if _, err := h.look(user, c); kindOf(err) != want[i] {
					t.Errorf("%s looks at %s %s: %v", user, c.Kind, c.ID, err)
				}
				made, err := h.save(user, c)
				if kindOf(err) != want[i] {
					t.Errorf("%s saves %s %s: %v", user, c.Kind, c.ID, err)
				}
				if len(made) > 0 {
					if _, err := h.undo("doc", made...); kindOf(err) != fault.Denied {
						t.Errorf("taken back by who is no administrator: %v", err)
					}
					if _, err := h.undo(user, made...); err != nil {
						t.Error(err)
					}
				}
			}
			if err := founded(user); kindOf(err) != want[3] && !(kindOf(err) == fault.Denied && want[3] == fault.Denied) {
				t.Errorf("%s founds: %v", user, err)
			}
			_, err := h.past(user, "", "")
			var lacks []house.Lack
			if e := h.Read(ctx, h.As(user), "setup", func(r *desk.Reading) (err error) { lacks, err = house.Missing(r); return err }); kindOf(e) != kindOf(err) || (kindOf(err) == fault.Denied) != (want[0] == fault.Denied) {
				t.Errorf("%s is told what was changed and what is missing: %v, %v, %v", user, err, e, lacks)
			}
		}
		if list, err := h.past("kay", desk.KindOrg, "clinic"); err != nil || len(list) != 0 {
			t.Errorf("another organization's: %v, %v", list, err)
		}
	})
}

// What cannot be kept is refused with the field it is about.
func TestWhatCannotBeSetUp(t *testing.T) {
	h := run{desktest.New(t), t}
	dir := h.dir()
	org := func(f func(*party.Org)) any { x := dir.Orgs["home"]; f(&x); return x }
	team := func(f func(*party.Team)) any { x := dir.Teams["home-team"]; f(&x); return x }
	service := func(f func(*party.Service)) any {
		x := party.Service{ID: "s", Org: "home", Name: "Home visits", Phone: "1", Active: true, Specialty: party.Specialty("Neurology"), Intake: "home-team", Triage: "home-team", Scheduling: "home-team", Clinic: "home-team"}
		f(&x)
		return x
	}
	call := func(f func(*party.OnCall)) any { x := party.OnCall{Team: "home-team", User: "doc"}; f(&x); return x }
	work := func(f func(*party.Membership)) any { x := dir.Memberships["moss@home-team"]; f(&x); return x }
	user := func(f func(*party.User)) any { x := dir.Users["moss"]; f(&x); return x }
	long := strings.Repeat("x", 401)
	for name, x := range map[string]struct {
		kind, id string
		body     any
		field    string
	}{
		"no name":            {desk.KindOrg, "home", org(func(o *party.Org) { o.Name = " " }), "name"},
		"an endless name":    {desk.KindOrg, "home", org(func(o *party.Org) { o.Name = long }), "name"},
		"a name turned":      {desk.KindOrg, "home", org(func(o *party.Org) { o.Name = "a\u202eb" }), "name"},
		"a wrong NPI":        {desk.KindOrg, "home", org(func(o *party.Org) { o.Identifiers = house.WithNPI(nil, "1000500079") }), "npi"},
		"no such number":     {desk.KindOrg, "home", org(func(o *party.Org) { o.Phone = "call me" }), "phone"},
		"no nurse's number":  {desk.KindOrg, "home", org(func(o *party.Org) { o.Nurse = "ask" }), "nurse"},
		"no service's line":  {desk.KindService, "s", service(func(s *party.Service) { s.Phone = "ring" }), "phone"},
		"no zone":            {desk.KindOrg, "home", org(func(o *party.Org) { o.Zone = "Mars/Olympus" }), "zone"},
		"the machine's zone": {desk.KindOrg, "home", org(func(o *party.Org) { o.Zone = "Local" }), "zone"},
		"gone with people":   {desk.KindOrg, "home", org(func(o *party.Org) { o.Active = false }), "active"},
		"a partner's way":    {desk.KindOrg, "home", org(func(o *party.Org) { o.Channel = party.FHIR }), "channel"},
		"no lead":            {desk.KindTeam, "home-team", team(func(x *party.Team) { x.Lead = "" }), "lead"},
		"a strange lead":     {desk.KindTeam, "home-team", team(func(x *party.Team) { x.Lead = "chen" }), "lead"},
		"its own cover":      {desk.KindTeam, "home-team", team(func(x *party.Team) { x.Cover = "home-team" }), "cover"},
		"a day turned round": {desk.KindTeam, "home-team", team(func(x *party.Team) { x.Hours.Open[2] = [2]int{1020, 480} }), "day-2"},
		"no such day":        {desk.KindTeam, "home-team", team(func(x *party.Team) { x.Hours.Holidays = []string{"2026-02-30"} }), "holidays"},
		"no specialty":       {desk.KindService, "s", service(func(s *party.Service) { s.Specialty = code.Concept{Display: "Hearts"} }), "specialty"},
		"a strange team":     {desk.KindService, "s", service(func(s *party.Service) { s.Triage = "triage" }), "triage"},
		"no team":            {desk.KindService, "s", service(func(s *party.Service) { s.Clinic = "" }), "clinic"},
		"no direct line":     {desk.KindService, "s", service(func(s *party.Service) { s.Phone = "" }), "phone"},
		"asked twice":        {desk.KindService, "s", service(func(s *party.Service) { s.Needs = []party.Need{{Code: "a", Label: "A"}, {Code: "a", Label: "A"}} }), "need-1-label"},
		"least over most": {desk.KindService, "s", service(func(s *party.Service) {
			s.Needs = []party.Need{{Code: "a", Label: "A", Unit: "kg", Low: "9", High: "1"}}
		}), "need-0-low"},
		"a due of nothing": {desk.KindService, "s", service(func(s *party.Service) { s.Dues = party.Dues{"review": {{Days: 1}, {}, {Days: 1}}} }), "due-review-1"},
		"an endless date":  {desk.KindService, "s", service(func(s *party.Service) { s.SeenIn[1] = 9999 }), "seen-1"},
		"nobody on call":   {desk.KindOnCall, "c", call(func(o *party.OnCall) { o.User = "" }), "user"},
		"staff on call":    {desk.KindOnCall, "c", call(func(o *party.OnCall) { o.User = "moss" }), "user"},
		"no number":        {desk.KindOnCall, "c", call(func(o *party.OnCall) { o.User, o.Phone = "", "call me" }), "phone"},
		"ended before":     {desk.KindOnCall, "c", call(func(o *party.OnCall) { o.From, o.Until = h.Now(), h.Now().Add(-time.Hour) }), "until"},
		"no job":           {desk.KindMembership, "moss@home-team", work(func(m *party.Membership) { m.Roles = nil }), "team-home-team"},
		"no clinician":     {desk.KindMembership, "moss@home-team", work(func(m *party.Membership) { m.Roles = []party.Job{party.ReferringClinician} }), "team-home-team"},
		"no such job":      {desk.KindMembership, "moss@home-team", work(func(m *party.Membership) { m.Roles = []party.Job{"XX"} }), "team-home-team"},
		"an address taken": {desk.KindUser, "moss", user(func(u *party.User) { u.Email = "Doc@example.org" }), "email"},
		"no address":       {desk.KindUser, "moss", user(func(u *party.User) { u.Email = "moss" }), "email"},
		"nobody's account": {desk.KindUser, "moss", user(func(u *party.User) { u.Name.Family = strings.Repeat("Moss", 75) }), "family"},
	} {
		_, err := h.save("kay", h.now(x.kind, x.id, x.body))
		f, _ := err.(*fault.Fault)
		if k := kindOf(err); k != fault.Invalid && k != fault.Refused || f == nil || f.Field != x.field {
			t.Errorf("%s: %v (%+v)", name, err, f)
		}
		if _, e := h.look("kay", h.now(x.kind, x.id, x.body)); kindOf(e) != kindOf(err) {
			t.Errorf("%s, looked at: %v", name, e)
		}
	}
	lines := dir.Orgs["home"]
	lines.Phone, lines.Fax = "call me", "ask Kay"
	_, err := h.save("kay", h.now(desk.KindOrg, "home", lines))
	if said := fmt.Sprint(fault.Each(err)); !strings.Contains(said, "“call me” is no telephone number") || !strings.Contains(said, "“ask Kay” is no telephone number") {
		t.Errorf("of two numbers it is not said which: %s", said)
	}
	hebrew := dir.Orgs["home"]
	hebrew.Name = "מרפאת הבית"
	if _, err := h.save("kay", h.now(desk.KindOrg, "home", hebrew)); err != nil {
		t.Errorf("a name written from the right: %v", err)
	}
}

// Nothing is closed or left that has work, and nobody leaves an organization
// without an administrator.
func TestNothingIsLeftWithNobody(t *testing.T) {
	both(t, func(t *testing.T, h run) {
		kay := h.dir().Memberships["kay@home-team"]
		kay.Roles = []party.Job{party.ReferringStaff}
		if _, err := h.save("kay", h.now(desk.KindMembership, "kay@home-team", kay)); kindOf(err) != fault.Refused {
			t.Errorf("the last administrator is none: %v", err)
		}
		wards := h.dir().Teams["wards"]
		wards.Active = false
		if _, err := h.save("intake", h.now(desk.KindTeam, "wards", wards)); kindOf(err) != fault.Refused || !strings.Contains(fault.Public(err), "Cardiology") {
			t.Errorf("a service's team is closed: %v", err)
		}
		network := h.dir().Teams["booking"]
		network.Active = false
		if _, err := h.save("intake", h.now(desk.KindTeam, "booking", network)); kindOf(err) != fault.Refused {
			t.Errorf("the house's own team is closed: %v", err)
		}
		lead := h.dir().Memberships["doc@home-team"]
		lead.Until = h.Now()
		if _, err := h.save("kay", h.now(desk.KindMembership, "doc@home-team", lead)); kindOf(err) != fault.Refused {
			t.Errorf("a lead leaves their team: %v", err)
		}
		lead.Until, lead.Roles = time.Time{}, []party.Job{party.Engineer}
		if _, err := h.save("kay", h.now(desk.KindMembership, "doc@home-team", lead)); kindOf(err) != fault.Refused {
			t.Errorf("a lead stays in their team and leaves its work: %v", err)
		}
		moss := h.dir().Memberships["moss@home-team"]
		moss.Roles = []party.Job{party.Intake}
		if p, err := h.look("kay", h.now(desk.KindMembership, "moss@home-team", moss)); err != nil || !strings.Contains(fmt.Sprint(p), "does other work in") {
			t.Errorf("another job touches nobody: %v, %+v", err, p)
		}
	})
}

// The settings of the house are versions: what is owed says which it was counted
// by, and taken back they are what they were.
func TestTheTimesAllowedAreVersions(t *testing.T) {
	both(t, func(t *testing.T, h run) {
		s := h.dir().Settings
		s.Dues = policy.Defaults().Dues
		s.Dues["review"] = [3]party.Span{{Days: 2}, {Work: 4 * time.Hour}, {Wall: 15 * time.Minute}}
		made, err := h.save("intake", h.now(desk.KindSettings, "house", s))
		must(t, err)
		if got := h.dir().Settings; got.Version != 2 || got.Dues["review"][1].String() != "4 working hours" {
			b, _ := json.Marshal(got.Dues["review"])
			t.Errorf("version %d: %s", got.Version, b)
		}
		_, err = h.undo("intake", made...)
		must(t, err)
		if got := h.dir().Settings; got.Version <= 2 || got.Dues["review"] != policy.Defaults().Dues["review"] {
			t.Errorf("taken back: version %d, %v", got.Version, got.Dues["review"])
		}
	})
}
