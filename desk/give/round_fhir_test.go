package give_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/desk"
	"referd/desk/bring"
	"referd/desk/desktest"
	"referd/store"
)

// stands is what FHIR says of every open referral, but for what only the list of
// the archive does: the code, the team, who has it, and until when it is on hold.
func (s side) stands() (out []string) {
	s.must(s.h.DB.View(s.Context(), store.Scope{Orgs: []party.OrgID{"home"}}, func(v *store.View) error {
		ids, err := v.Loops("", 1000)
		for _, id := range ids {
			row, e := v.Row(id)
			st, e2 := v.Loop(id)
			if e != nil || e2 != nil {
				return fmt.Errorf("%v %v", e, e2)
			}
			if !row.Open {
				continue
			}
			p, e := v.Patient(st.Patient)
			words, e2 := v.TextsOf([]chart.DocumentID{st.Question})
			if e != nil || e2 != nil {
				return fmt.Errorf("%v %v", e, e2)
			}
			line := fmt.Sprint(st.Phase(), " ", row.Service, " ", st.Org, " ", st.Clinician, " ", st.Urgency, " ", st.Sent, " ", st.SeenBy.Format("2006-01-02"), " ", p.Name, p.Born, p.Identifiers, " ", words[st.Question], " ", row.Ball.Act, " ", st.Seen.Format("2006-01-02"))
			for _, c := range st.Reasons {
				line += " " + c.Code
			}
			for _, a := range st.Appointments {
				line += " " + a.Start.String()
			}
			out = append(out, line)
		}
		return err
	}))
	slices.Sort(out)
	return out
}

// The resources of an archive are brought again as they are, in one file and
// whatever the order of its lines: every open referral stands as it stood, and the
// same file once more changes nothing.
func TestTheResourcesTakenAlongAreBroughtAgain(t *testing.T) {
	was := at(t, desktest.New(t))
	was.bring(bring.Referrals, before)
	all := was.all()
	for name, order := range map[string][]string{
		"the requests first": {"ServiceRequest", "Task", "Appointment", "Patient", "Practitioner", "Organization", "HealthcareService", "Provenance", "AuditEvent"},
		"the patients first": {"HealthcareService", "Organization", "Practitioner", "Patient", "Provenance", "Appointment", "Task", "ServiceRequest", "Communication", "DocumentReference"},
	} {
		t.Run(name, func(t *testing.T) {
			now, file := at(t, desktest.New(t)), ""
			for _, kind := range order {
				file += all["fhir/"+kind+".ndjson"]
			}
			i := now.bring(bring.Referrals, file)
			if i.State != bring.Applied || i.Counts[bring.Make] != 11 || len(i.Counts) != 1 || !strings.Contains(i.Format, "11 ServiceRequest") {
				t.Fatalf("%s %v %s %s\n%q", i.State, i.Counts, i.Why, i.Format, now.faults(i))
			}
			if had, have := was.stands(), now.stands(); len(had) != 11 || !slices.Equal(had, have) {
				t.Errorf("the referrals were\n%s\nand are\n%s", strings.Join(had, "\n"), strings.Join(have, "\n"))
			}
			if same := now.check(bring.Referrals, file); same.ID != i.ID {
				t.Errorf("the same file is another import: %s %v", same.State, same.Counts)
			}
			if again := now.check(bring.Referrals, file+"\n"); again.Counts[bring.Same] != 11 || len(again.Counts) != 1 {
				t.Errorf("the same resources again: %v %q", again.Counts, now.faults(again))
			}
			if list := now.check(bring.Referrals, was.all()["referrals.csv"]); list.Counts[bring.Same] != 11 {
				t.Errorf("the list of the same archive: %v %q", list.Counts, now.faults(list))
			}
			now.must(now.m.Undo(t.Context(), now.who, i.ID))
			if i := now.work(i.ID); i.State != bring.Undone || len(now.stands()) > 1 { // the clinic works there: it confirms the recall of its one
				t.Errorf("taken back: %s, %q", i.State, now.stands())
			}
		})
	}
}

// asked is a ServiceRequest to the far partner's one service, with more said of it.
func asked(id, more string) string {
	return `{"resourceType":"ServiceRequest","id":"` + id + `","status":"active","intent":"order","authoredOn":"2026-05-04","requester":{"display":"doc, Some"},"performer":[{"display":"Far Cardiology"}]` + more + "}\n"
}

// A file of another program: each fault at its line, element and resource, in
// words that name nobody; a word nobody knows is asked about once; a patient the
// house knows is found by an identifier, by the id they were brought under, and by
// their id here. Nothing is made while one line is wrong.
func TestRequestsOfAnotherProgram(t *testing.T) {
	s := at(t, desktest.New(t))
	s.bring(bring.Patients, `{"resourceType":"Patient","id":"p1","name":[{"family":"Alpha","given":["Ann"]}],"birthDate":"1950-02-01","identifier":[{"system":"urn:oid:1.2.3","value":"M1"}]}`)
	good := asked("1", `,"subject":{"reference":"Patient/p1"}`) + asked("2", `,"subject":{"identifier":{"system":"urn:oid:1.2.3","value":"M1"}}`) + asked("3", `,"subject":{"reference":"urn:uuid:pat00000000000000001"}`)
	i := s.check(bring.Referrals, good+
		asked("4", `,"subject":{"reference":"Patient/nobody","display":"Ann Alpha"}`)+
		asked("5", `,"subject":{"identifier":{"system":"urn:oid:9.9","value":"M1"}}`)+
		asked("6", `,"subject":{"reference":"Patient/p1"},"priority":"soonish"`)+
		strings.Replace(asked("7", `,"subject":{"reference":"Patient/p1"}`), "Far Cardiology", "Knees [HealthcareService/k1]", 1)+
		strings.Replace(asked("8", `,"subject":{"reference":"Patient/p1"}`), "2026-05-04", "2026-13", 1)+
		asked("9", `,"subject":{"reference":"Patient/p1"}`)+`{"resourceType":"Task","status":"failed","focus":{"reference":"ServiceRequest/9"}}`+"\n"+
		asked("1", `,"subject":{"reference":"Patient/p2"}`)+
		"{\"resourceType\":\"ServiceRequest\",\"id\":\"10\"\n"+
		strings.Replace(asked("11", `,"subject":{"reference":"Patient/p1"}`), "active", "revoked", 1))
	for _, want := range []string{
		"4 ServiceRequest.subject of 4: No patient of that key", "5 ServiceRequest.subject of 5: No patient of that key", "6 ServiceRequest.priority of 6: “soonish” is not known here", "7 ServiceRequest.performer of 7: “Knees” is not in the directory",
		"8 ServiceRequest.authoredOn of 8: “2026-13” is no day", "9 ServiceRequest.status of 9: “Task failed” is not known here", "11 ServiceRequest.id of 1: Row 1 has the same number", "12 Resource: One whole resource in JSON is expected",
	} {
		if !slices.ContainsFunc(s.faults(i), func(f string) bool { return strings.HasPrefix(f, want) }) {
			t.Errorf("nothing says %q", want)
		}
	}
	if all := strings.Join(s.faults(i), "\n"); t.Failed() || strings.Contains(all, "Alpha") || i.Counts[bring.Wrong] != 8 || i.Counts[bring.Left] != 1 {
		t.Errorf("%v\n%s", i.Counts, all)
	}
	if err := s.m.Apply(t.Context(), s.who, i.ID); fault.Of(err) != fault.Refused {
		t.Errorf("a list with faults is applied: %v", err)
	}
	i = s.check(bring.Referrals, good)
	if i.Counts[bring.Make] != 3 {
		t.Fatalf("%v %q", i.Counts, s.faults(i))
	}
	s.must(s.m.Apply(t.Context(), s.who, i.ID))
	if i = s.work(i.ID); i.State != bring.Applied || len(s.stands()) != 3 || strings.Count(strings.Join(s.stands(), "\n"), "Alpha") != 2 || len(s.patients()) != 2 {
		t.Errorf("%s %s\n%s", i.State, i.Why, strings.Join(s.stands(), "\n"))
	}
}

// The directory comes as resources in the order in which it hangs together, each
// found by the id it was brought under: places, services that are there, and
// clinicians with where they work, one of them at two organizations. Who works here
// already sees to their own lines, and is found by that id all the same.
func TestADirectoryOfResourcesIsBrought(t *testing.T) {
	s := at(t, desktest.New(t))
	s.must(s.h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		return tx.PutThing(desk.KindMembership, "nurse@triage", "clinic", party.Membership{User: "nurse", Team: "triage", Roles: []party.Job{party.TriageNurse, party.Admin}})
	}))
	s.who = s.h.As("nurse")
	dir := func() *desk.Directory {
		d, err := s.h.Directory(t.Context())
		s.must(err)
		return d
	}
	org := func(id, name string) string {
		return `{"resourceType":"Organization","id":"` + id + `","name":"` + name + `"}` + "\n"
	}
	s.bring(bring.Organizations, org("o1", "Northside")+org("o2", "Southside")+org("o3", "The Clinic"))
	places := s.bring(bring.Locations, `{"resourceType":"Location","id":"l1","name":"North wing","status":"active","managingOrganization":{"reference":"Organization/o1"},"address":{"line":["1 North St"],"city":"Lakeside"}}`+"\n"+
		`{"resourceType":"Location","id":"l2","name":"Annex","managingOrganization":{"reference":"Organization/o1"}}`+"\n"+
		`{"resourceType":"Location","id":"l3","name":"East wing","managingOrganization":{"reference":"Organization/o3"}}`+"\n")
	if !slices.ContainsFunc(slices.Collect(maps.Values(dir().Locations)), func(l party.Location) bool { return l.Name == "East wing" && l.Org == "clinic" }) {
		t.Error("the bringer's own place is not theirs")
	}
	services := s.bring(bring.Services, `{"resourceType":"HealthcareService","id":"h1","name":"Knees","providedBy":{"reference":"Organization/o1"},"location":[{"reference":"Location/l1"}],"specialty":[{"coding":[{"system":"http://nucc.org/provider-taxonomy","code":"207X00000X"}]}]}`)
	who := s.bring(bring.Clinicians, `{"resourceType":"PractitionerRole","id":"r1","practitioner":{"reference":"Practitioner/p1"},"organization":{"reference":"Organization/o1"}}`+"\n"+
		`{"resourceType":"Practitioner","id":"p1","name":[{"family":"Moreau","given":["Ada"]}]}`+"\n"+`{"resourceType":"PractitionerRole","id":"r2","practitioner":{"reference":"Practitioner/p1"},"organization":{"reference":"Organization/o2"}}`)
	works := map[party.PractitionerID]int{}
	for _, r := range dir().Roles {
		if p := dir().Practitioners[r.Practitioner]; p.Name.Family == "Moreau" && r.Active {
			works[p.ID]++
		}
	}
	knees := func() (x party.Service) {
		for _, v := range dir().Services("") {
			if v.Name == "Knees" {
				x = v
			}
		}
		return x
	}
	if x := knees(); places.Counts[bring.Make] != 3 || services.State != bring.Applied || dir().Locations[x.Location].Address.City != "Lakeside" || dir().Orgs[x.Org].Name != "Northside" || who.State != bring.Applied || len(works) != 1 || slices.Collect(maps.Values(works))[0] != 2 {
		t.Fatalf("%+v at %+v, %v", x, dir().Locations[x.Location], works)
	}
	for _, i := range []*bring.Import{who, places, services} { // the one place has a service; the other is taken back
		s.must(s.m.Undo(t.Context(), s.who, i.ID))
		if i = s.work(i.ID); i.State != bring.Undone || i.Stays != map[bring.Kind]int{bring.Locations: 1}[i.Kind] {
			t.Errorf("%s: %s, %d stay", i.Kind, i.State, i.Stays)
		}
	}
	if knees().ID != "" || !slices.ContainsFunc(slices.Collect(maps.Values(dir().Locations)), func(l party.Location) bool { return l.Name == "Annex" && !l.Active }) {
		t.Errorf("taken back, there is still %+v", knees())
	}
}
