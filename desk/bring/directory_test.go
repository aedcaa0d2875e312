package bring_test

import (
	"slices"
	"strings"
	"testing"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/desk/bring"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/people"
	"referd/desk/turn"
	"referd/store"
)

// keeper is the clinic's administrator, whose organization keeps the house.
func keeper(t *testing.T, h *desktest.House) at {
	t.Helper()
	if err := h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		return tx.PutThing(desk.KindMembership, "nurse@triage", "clinic", party.Membership{User: "nurse", Team: "triage", Roles: []party.Job{party.TriageNurse, party.Admin}})
	}); err != nil {
		t.Fatal(err)
	}
	return in(t, h, "nurse")
}

func (a at) dir() *desk.Directory {
	a.Helper()
	dir, err := a.h.Directory(a.Context())
	a.must(err)
	return dir
}

// find is the organization of a name.
func find(dir *desk.Directory, name string) (o party.Org) {
	for _, x := range dir.Orgs {
		if x.Name == name {
			o = x
		}
	}
	return o
}

// offers are the services of a name that take referrals.
func offers(dir *desk.Directory, name string) (out []party.Service) {
	for _, s := range dir.ServicesByID {
		if s.Name == name && s.Active {
			out = append(out, s)
		}
	}
	return out
}

const neighbors = `Practice Name;NPI;Phone;Fax;Address;City;State;ZIP
Northside Orthopedics;1000500631;(555) 010-7001;(555) 010-7002;1 North St;Lakeside;WI;53001
Far Partner;;(555) 010-7100;;;;;
Home Practice;;(555) 010-9999;;;;;
`

// The directory is brought in the order in which it hangs together: organizations
// that are not here, their services, their clinicians. What is new is made, what is
// known is changed, who works here sees to their own; each in one commit that all
// see at once, with history, and taken back the same way, but for what was used.
func TestTheDirectoryIsBrought(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		a := keeper(t, h)
		i := a.check(bring.Organizations, neighbors)
		if got := counts(i); got != "change 1, make 1, same 1" {
			t.Fatalf("%s: %v %v", got, a.lines(i), a.faults(i))
		}
		if find(a.dir(), "Northside Orthopedics").ID != "" {
			t.Error("it is there before it was applied")
		}
		a.must(a.m.Apply(t.Context(), a.who, i.ID))
		if i = a.work(i.ID); i.State != bring.Applied {
			t.Fatalf("%s: %s", i.State, i.Why)
		}
		north := find(a.dir(), "Northside Orthopedics")
		if north.Channel != party.Phone || north.Phone != "(555) 010-7001" || north.Address.City != "Lakeside" || !north.Active || a.dir().ByNPI("1000500631") != "org/"+string(north.ID) || a.dir().Orgs["far"].Phone != "(555) 010-7100" || a.dir().Orgs["home"].Phone != "(555) 010-0000" {
			t.Errorf("%+v, %+v", north, a.dir().Orgs["far"])
		}
		if again := a.take(bring.Organizations, neighbors); again != i.ID {
			t.Error("the file twice is two imports")
		}
		if j := a.check(bring.Organizations, neighbors+"\n"); counts(j) != "same 3" {
			t.Errorf("the rows again: %s %v", counts(j), a.lines(j))
		}

		s := a.apply(bring.Services, "Service,Practice,Specialty,Phone\nNorthside Knees,Northside Orthopedics,Orthopaedic Surgery (207X00000X),(555) 010-7003\nNorthside Hips,1000500631,207X00000X,\n")
		if counts(s) != "make 2" || len(offers(a.dir(), "Northside Knees")) != 1 {
			t.Fatalf("%s %v", counts(s), a.faults(s))
		}
		c := a.apply(bring.Clinicians, "Provider,Provider NPI,Specialty,Practice\n\"Moreau, Ada, MD\",1234567893,207X00000X,Northside Orthopedics\n")
		is, ok := strings.CutPrefix(a.dir().ByNPI("1234567893"), "practitioner/")
		if counts(c) != "make 1" || !ok || a.dir().ClinicianName(party.PractitionerID(is)) != "Ada Moreau" && a.dir().ClinicianName(party.PractitionerID(is)) != "Dr Ada Moreau" {
			t.Fatalf("%s %v %s", counts(c), a.faults(c), a.dir().ClinicianName(party.PractitionerID(is)))
		}

		// One of the two services is used; the other goes.
		knees := offers(a.dir(), "Northside Knees")[0]
		if err := h.Write(t.Context(), h.As("doc"), "send", func(w *desk.Writing) error {
			d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: knees.ID, Clinician: "dr-doc", Question: "A knee?", Urgency: party.Routine})
			if err == nil {
				_, err = draft.Send(w, turn.Form{Referral: d.ID})
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		undo := func(i *bring.Import) *bring.Import {
			t.Helper()
			a.must(a.m.Undo(t.Context(), a.who, a.work(i.ID).ID))
			return a.work(i.ID)
		}
		if s = undo(s); s.State != bring.Undone || s.Stays != 1 || len(offers(a.dir(), "Northside Hips")) != 0 || len(offers(a.dir(), "Northside Knees")) != 1 {
			t.Errorf("%s, %d stay, hips %d", s.State, s.Stays, len(offers(a.dir(), "Northside Hips")))
		}
		if c = undo(c); c.Stays != 0 || a.dir().Practitioners[party.PractitionerID(is)].Active {
			t.Errorf("the clinician stays: %d", c.Stays)
		}
		if i = undo(i); i.Stays != 1 || !a.dir().Orgs[north.ID].Active || a.dir().Orgs["far"].Phone != "(555) 010-0000" {
			t.Errorf("%d stay; %+v", i.Stays, a.dir().Orgs["far"])
		}
	})
}

// What is wrong with a row of the directory is said by the rules of its page, and
// a list of which one row is wrong is not applied.
func TestTheDirectoryIsCheckedByItsPages(t *testing.T) {
	h := desktest.New(t)
	a := keeper(t, h)
	i := a.check(bring.Organizations, "Name,NPI,Time zone\nNorth,1000500632,\nSouth,,Mars/Olympus\nSouth,,America/Chicago\n")
	got := strings.Join(a.faults(i), "\n")
	for _, want := range []string{"2 B NPI: ", "is no NPI", "3 C Time zone: That is not a time zone", "4 A Name: Row 3 is of the same and says something else"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if err := a.m.Apply(t.Context(), a.who, i.ID); fault.Of(err) != fault.Refused {
		t.Errorf("applied with faults: %v", err)
	}
	j := a.check(bring.Services, "Name,Organization,Specialty\nTheirs,Home Practice,207X00000X\nNobody's,Nowhere,207X00000X\nOurs,,Knitting\n")
	got = strings.Join(a.faults(j), "\n")
	for _, want := range []string{"sees to its own directory", "“Nowhere” is not in the directory", "4 C Specialty: Choose a specialty of the list", "Choose one of your teams"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	// Somebody changes the directory after the report: nothing of the list is made.
	k := a.check(bring.Organizations, "Name\nWestside\n")
	a.must(h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		return tx.PutThing(desk.KindOrg, "west", "west", party.Org{ID: "west", Name: "Westside", Channel: party.Phone, Zone: "America/New_York", Active: true})
	}))
	a.must(a.m.Apply(t.Context(), a.who, k.ID))
	if k = a.work(k.ID); k.State != bring.Checked || counts(k) != "same 1" || k.Why == "" {
		t.Errorf("made beside one that came meanwhile: %s %s %q", k.State, counts(k), k.Why)
	}
}

const staff = `Last name,First name,Work email,Team,Role,NPI
Okafor,Sam,sam@example.org,triage,"Triage, Scheduler",
Moreau,Ada,ada@example.org,wards,Specialist,1234567893
Intake,Some,intake@example.org,intake,"intake; team lead",
Brown,Kim,kim@example.org,booking,Front of house,
`

// The people of an organization are brought with what they do. Nobody is written
// to before their administrator says so; then each gets a letter. Who has not come
// in is taken back, who has stays.
func TestPeopleAreBrought(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		a := keeper(t, h)
		i := a.check(bring.People, staff)
		if got := counts(i); got != "change 1, make 2, wrong 1" || len(i.Unknown) != 1 || i.Unknown[0].Word != "Front of house" {
			t.Fatalf("%s %+v %v", got, i.Unknown, a.faults(i))
		}
		a.must(a.m.Name(t.Context(), a.who, i.ID, bring.Naming{Columns: i.Map, Words: map[string]map[string]string{"jobs": {"Front of house": "RX"}}}))
		i = a.work(i.ID)
		a.must(a.m.Apply(t.Context(), a.who, i.ID))
		if i = a.work(i.ID); i.State != bring.Applied || counts(i) != "change 1, make 3" {
			t.Fatalf("%s %s %s %v", i.State, i.Why, counts(i), a.faults(i))
		}
		letters := func() int {
			t.Helper()
			jobs, err := h.DB.Lease(t.Context(), []string{people.Invitations}, 10, h.Now())
			a.must(err)
			return len(jobs)
		}
		if n := letters(); n != 0 {
			t.Errorf("%d letters went out by themselves", n)
		}
		sam, ok := a.dir().At("clinic", "sam@example.org")
		if !ok || !sam.Invited || !slices.Equal(a.dir().Memberships[string(sam.ID)+"@triage"].Roles, []party.Job{party.TriageNurse, party.Scheduler}) {
			t.Errorf("%+v", sam)
		}
		ada, _ := a.dir().At("clinic", "ada@example.org")
		if a.dir().ByNPI("1234567893") != "practitioner/"+string(ada.Practitioner) || ada.Practitioner == "" {
			t.Errorf("the specialist is no clinician: %+v", ada)
		}
		if got := a.dir().Memberships["intake@intake"].Roles; !slices.Equal(got, []party.Job{party.Intake, party.TeamLead}) {
			t.Errorf("who was here does %v", got)
		}
		n, err := a.m.Invite(t.Context(), a.who, i.ID)
		if err != nil || n != 3 || letters() != 3 {
			t.Errorf("%d were invited, %d letters, %v", n, letters(), err)
		}
		if _, err := a.m.Invite(t.Context(), h.As("moss"), i.ID); fault.Of(err) != fault.Missing {
			t.Errorf("another organization's staff invited them: %v", err)
		}
		token := ""
		a.must(h.Write(t.Context(), a.who, "invite", func(w *desk.Writing) (err error) { token, _, err = people.Invitation(w, sam.ID); return err }))
		if _, err := people.Join(t.Context(), h.Desk, token, "four plain words here"); err != nil {
			t.Fatal(err)
		}
		a.must(a.m.Undo(t.Context(), a.who, i.ID))
		if i = a.work(i.ID); i.State != bring.Undone || i.Stays != 1 {
			t.Errorf("%s, %d stay", i.State, i.Stays)
		}
		if _, still := a.dir().At("clinic", "sam@example.org"); !still {
			t.Error("who had come in was closed")
		}
		if _, still := a.dir().At("clinic", "ada@example.org"); still || a.dir().Practitioners[ada.Practitioner].Active {
			t.Error("who had not come in is still there")
		}
		if got := a.dir().Memberships["intake@intake"].Roles; !slices.Equal(got, []party.Job{party.Intake}) {
			t.Errorf("what was changed was not put back: %v", got)
		}
		a.must(h.DB.View(t.Context(), store.Scope{System: true}, func(v *store.View) error {
			list, err := v.Audits(access.Query{Limit: 500})
			if !slices.ContainsFunc(list, func(r access.Record) bool { return r.Kind == "import.invite" && r.User == "nurse" }) {
				t.Error("who had the letters written is not in the audit")
			}
			return err
		}))
	})
}

// A list of organizations that work here all of them changes none; their numbers are
// noted all the same, so that the list of services that refers to them can follow.
// Once they are, there is nothing to do.
func TestNumbersOfWhatIsHereAreNoted(t *testing.T) {
	h := desktest.New(t)
	a := keeper(t, h)
	orgs, services := "Id,Practice Name\no-1,Home Practice\n", "Id,Service,Practice,Specialty,Phone\ns-1,Home Knees,[Organization/o-1],207X00000X,555 010 7009\n"
	if i := a.check(bring.Services, services); i.Counts[bring.Wrong] != 1 {
		t.Fatalf("before: %s", counts(i))
	}
	i := a.check(bring.Organizations, orgs)
	if counts(i) != "same 1" || i.Notes != 1 {
		t.Fatalf("%s, %d to note: %v", counts(i), i.Notes, a.faults(i))
	}
	a.must(a.m.Apply(t.Context(), a.who, i.ID))
	if i = a.work(i.ID); i.State != bring.Applied {
		t.Fatalf("%s: %s", i.State, i.Why)
	}
	if i = a.check(bring.Organizations, orgs+"\n"); i.Notes != 0 {
		t.Errorf("noted twice")
	} else if err := a.m.Apply(t.Context(), a.who, i.ID); fault.Of(err) != fault.Refused {
		t.Errorf("nothing is applied: %v", err)
	}
	if i := a.check(bring.Services, services+"\n"); len(i.Unknown) > 0 {
		t.Errorf("after: %s, asks %v", counts(i), i.Unknown)
	}
}
