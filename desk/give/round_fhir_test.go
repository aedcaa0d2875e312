package give_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"referd/core/chart"
	"referd/core/party"
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
