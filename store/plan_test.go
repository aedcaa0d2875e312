package store

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"

	"referd/core/access"
	"referd/core/party"
	"referd/core/referral"
)

// The questions asked all day are answered from the index made for them, look
// through no table, and sort only what must be: a plan that changes is seen here
// and not in a clinic with a hundred thousand loops.
func TestHotQuestionsUseTheirIndex(t *testing.T) {
	yes, no := true, false
	now := time.Now()
	team, home := []party.TeamID{"a"}, Scope{Orgs: []party.OrgID{"home"}}
	for _, q := range []struct {
		name, index string
		sorts       bool
		ask         func(*View) error
	}{
		{"ledger", "PRIMARY KEY (referral=?)", false, func(v *View) error { _, err := v.entries("a"); return err }},
		{"row", "r EXISTS USING PRIMARY KEY (referral=?", false, func(v *View) error { _, err := v.Row("a"); return ignore(err) }},
		{"by code", "referrals_2", false, func(v *View) error { _, err := v.RowByCode("a"); return ignore(err) }},
		{"tasks of a loop", "tasks_referral", true, func(v *View) error { _, err := v.Tasks("a"); return err }},
		{"queue of a team", "COVERING INDEX owed_team (team=?", true, func(v *View) error { _, err := v.Queue(Queue{Teams: team, Limit: 20}, now); return err }},
		{"queue of a person", "COVERING INDEX owed_person (person=?", true, func(v *View) error { _, err := v.Queue(Queue{OnlyMine: true, Person: "u"}, now); return err }},
		{"count of a team", "COVERING INDEX owed_team (team=?", false, func(v *View) error { _, err := v.Count(Queue{Teams: team, Late: true}, now); return err }},
		{"count of a side", "COVERING INDEX referrals_sender_open (sender=?", false, func(v *View) error {
			_, err := v.Count(Queue{Side: referral.Sender, Org: "home", Open: &yes}, now)
			return err
		}},
		{"count of what came", "COVERING INDEX referrals_receiver_open (receiver=?", false, func(v *View) error {
			_, err := v.Counts([]Queue{{Side: referral.Receiver, Org: "home", Open: &yes}, {Side: referral.Receiver, Org: "home", Open: &yes, Unclaimed: true, Owners: team}, {Side: referral.Receiver, Org: "home", Open: &yes, Acts: []referral.Act{referral.ActBook}}}, now)
			return err
		}},
		{"what came", "COVERING INDEX referrals_receiver_open (receiver=?", true, func(v *View) error {
			_, err := v.Queue(Queue{Side: referral.Receiver, Org: "home", Open: &yes}, now)
			return err
		}},
		{"whose relations end", "e USING INDEX relations_ended (org=?)", false, func(v *View) error {
			_, err := v.Count(Queue{Side: referral.Receiver, Org: "home", Open: &yes}, now)
			return err
		}},
		{"where one sent lately", "referrals_sender_sent (sender=?", true, func(v *View) error {
			_, err := v.Queue(Queue{Side: referral.Sender, Org: "home", Clinician: "c", Order: "-sent", Limit: 40}, now)
			return err
		}},
		{"what closed lately", "referrals_sender_over (sender=? AND phase=?", true, func(v *View) error {
			_, err := v.Queue(Queue{Side: referral.Sender, Org: "home", Open: &no, Phases: []referral.Phase{referral.PhaseClosed}, Order: "-ended"}, now)
			return err
		}},
		{"how much somebody has", "COVERING INDEX owed_person (person=?", false, func(v *View) error {
			_, err := v.Counts([]Queue{{OnlyMine: true, Person: "u"}, {OnlyMine: true, Person: "u", Late: true}}, now)
			return err
		}},
		{"who put aside what a page shows", "asides_referral (referral=?", true, func(v *View) error { _, err := v.Asides([]referral.ID{"a", "b"}, now); return err }},
		{"why to look again, of a page", "k USING PRIMARY KEY (id=?", true, func(v *View) error { _, err := v.LooksOwed([]string{"look/a", "look/b"}); return err }},
		{"what somebody pinned", "USING INDEX sqlite_autoindex_referrals_1 (id=?)", false, func(v *View) error {
			_, err := v.Count(Queue{Side: referral.Sender, Org: "home", Pinned: "u"}, now)
			return err
		}},
		{"visits of a day", "referrals_visit (receiver=? AND visit>? AND visit<?)", true, func(v *View) error {
			_, err := v.Queue(Queue{Side: referral.Receiver, Org: "home", VisitFrom: now, VisitTo: now.AddDate(0, 0, 1), Order: "visit"}, now)
			return err
		}},
		{"what lies aside", "a USING PRIMARY KEY (who=? AND referral=? AND duty=?)", false, func(v *View) error { _, err := v.Count(Queue{Teams: team, Hide: "u"}, now); return err }},
		{"looks of a loop", "looks_referral (referral=? AND org=?", true, func(v *View) error { _, err := v.Looks("a"); return err }},
		{"escalation", "owed_next (next<?", false, func(v *View) error { _, err := v.Late(now, 10); return err }},
		{"letters of somebody", "letters USING COVERING INDEX letters_who (who=? AND told", true, func(v *View) error { _, err := v.LettersOf("u", now); return err }},
		{"the bell", "notices_unread (who=?", false, func(v *View) error { _, err := v.Unread("u", 100); return err }},
		{"what somebody was told", "notices_who (who=?", false, func(v *View) error { _, _, err := v.Told("u", 9, 0); return err }},
		{"what climbed to whom", "notices_reached (at>?", true, func(v *View) error { _, err := v.Climbed(now, now); return err }},
		{"a letter", "notices_letter (letter=?", true, func(v *View) error { _, err := v.NoticesIn("l"); return err }},
		{"task search", "tasks_owner (owner=? AND status=?", false, func(v *View) error {
			_, err := v.FindTasks(TaskQuery{Owner: "a", Statuses: []string{"requested"}, Newest: true, Limit: 20})
			return err
		}},
		{"requests of a patient", "referrals_patient (patient=?", false, func(v *View) error { _, err := v.FindRequests("a", nil, 20); return err }},
		{"patient by identifier", "patient_identifiers_value", false, func(v *View) error { _, err := v.FindPatients(Find{Value: "a"}); return err }},
		{"patients by family", "patients_family (family>?", false, func(v *View) error { _, err := v.FindPatients(Find{Family: "a"}); return err }},
		{"patients by any name", "patient_names USING PRIMARY KEY (name>?", true, func(v *View) error { _, err := v.FindPatients(Find{Name: "a"}); return err }},
		{"patients by phone", "patient_phones USING PRIMARY KEY (back>?", true, func(v *View) error { _, err := v.FindPatients(Find{Phone: "4471"}); return err }},
		{"patients by mail", "patients_email (email=?", true, func(v *View) error { _, err := v.FindPatients(Find{Email: "a@b"}); return err }},
		{"patients by place", "patients_postal (postal>?", true, func(v *View) error { _, err := v.FindPatients(Find{PostalCode: "021"}); return err }},
		{"the search box", "found USING PRIMARY KEY (org=? AND key>?", true, func(v *View) error {
			_, err := v.FoundBy([]Stretch{ByName("a", false), ByNames("b", "c", true), ByBeginnings("a", "b"), ByBirth("1961")}, 9)
			return err
		}},
		{"errors of typing", "spelled USING PRIMARY KEY (org=? AND turned=? AND n=? AND word>?", false, func(v *View) error { _, err := v.SpelledNear([]string{"morales"}); return err }},
		{"how many are called", "p USING INDEX sqlite_autoindex_patients_1 (id=?", false, func(v *View) error { _, err := v.CalledOf([]party.PatientID{"a"}); return err }},
		{"what is open of many", "referrals_patient (patient=?", false, func(v *View) error { _, err := v.OpenOf([]party.PatientID{"a"}); return err }},
		{"what is held", "documents_held (held=?", true, func(v *View) error { _, err := v.HeldDocuments(9); return err }},
		{"documents of a loop", "documents_referral (referral=?", false, func(v *View) error { _, err := v.DocumentsOf("a"); return err }},
		{"kept", "resources_1 (type=? AND id=? AND version", false, func(v *View) error { _, _, err := v.Kept("a", "b", 1); return err }},
		{"kept of a loop", "resources_referral (referral=? AND type=?", false, func(v *View) error { _, err := v.KeptOf("a", "b", "", 9); return err }},
		{"kept of a patient", "resources_patient (patient=? AND type=?", false, func(v *View) error { _, err := v.KeptOf("a", "", "b", 9); return err }},
		{"marked", "PRIMARY KEY (type=? AND param=? AND value=?", false, func(v *View) error { _, err := v.Marked("a", "b", "s|c"); return err }},
		{"who looked", "audit_referral (referral=?", false, func(v *View) error { _, err := v.Audits(access.Query{Referral: "a"}); return err }},
		{"lease", "jobs_due (kind=? AND due<?", true, func(v *View) error {
			_, err := v.s.liteStmt(leaseOf(2, false))
			return err
		}},
	} {
		t.Run(q.name, func(t *testing.T) {
			found, plans := false, plansOf(t, home, q.ask)
			for _, plan := range plans { // its statement stands before it
				text := strings.Join(plan[1:], "\n")
				found = found || strings.Contains(text, q.index)
				for _, line := range plan[1:] {
					newest := line == "SCAN a" && strings.Contains(plan[0], ".fresh a ") // a thousand records at most, in no index yet
					if strings.HasPrefix(line, "SCAN") && !strings.HasPrefix(line, "SCAN top") && !newest {
						t.Errorf("looks through a table: %s", text)
					}
					if strings.HasPrefix(line, "USE TEMP B-TREE") && !q.sorts {
						t.Errorf("sorts: %s", text)
					}
				}
			}
			if !found {
				t.Errorf("%s is not in the plans:\n%v", q.index, plans)
			}
		})
	}
}

func ignore(error) error { return nil }

// plansOf asks on a fresh SQLite file and gives each statement that was
// prepared for it, and its plan.
func plansOf(t *testing.T, scope Scope, ask func(*View) error) (plans [][]string) {
	t.Helper()
	db, err := Open(t.Context(), Options{DSN: filepath.Join(t.TempDir(), "r.db"), Dir: t.TempDir(), Read: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.View(context.Background(), scope, func(v *View) error {
		asked := v.s.lites
		defer func() { v.s.lites = asked }()
		v.s.lites = map[string]*sqlite3.Stmt{}
		if err := ask(v); err != nil {
			return err
		}
		var texts []string
		for text := range v.s.lites {
			texts = append(texts, text)
		}
		for _, text := range texts {
			plan := []string{text}
			err := v.s.each("explain query plan "+text, make([]any, strings.Count(text, "?")), func(scan func(...any) error) error {
				var id, parent, n int64
				var line string
				err := scan(&id, &parent, &n, &line)
				plan = append(plan, line)
				return err
			})
			if err != nil {
				return err
			}
			plans = append(plans, plan)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return plans
}
