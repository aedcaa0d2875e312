package web_test

import (
	"encoding/csv"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"referd/core/measure"
	"referd/core/party"
	"referd/desk"
	"referd/desk/draft"
)

// The measures say that they are counted before they show a figure; then each
// leads to its weeks and its cases, a case to why and to the referral itself,
// and the files hold the same numbers. Nobody's name is in any of it.
func TestMeasuresLeadToTheirCases(t *testing.T) {
	s := open(t)
	for range 3 {
		if err := s.h.Write(t.Context(), desk.Who{Client: "ehr", Orgs: []party.OrgID{"home"}}, "receive", func(w *desk.Writing) error {
			_, err := draft.Receive(w, draft.Arrival{Patient: "pat00000000000000001", Sender: "home", Clinician: "dr-doc", Service: "cardio", Question: "Is it?", Urgency: party.Routine, Origin: "fhir"})
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	s.h.Pass(8 * 24 * time.Hour)
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	get := func(path string, want int) string {
		t.Helper()
		res, body := b.do(t, "GET", path, nil)
		if res.StatusCode != want {
			t.Fatalf("%s: %d %.300s", path, res.StatusCode, body)
		}
		if strings.Contains(body, "Testcase") {
			t.Errorf("%s names the patient", path)
		}
		return body
	}
	for _, path := range []string{"/measures", "/measures/overdue", "/measures/overdue/cases"} {
		if body := get(path, http.StatusOK); !strings.Contains(body, "are being counted") || strings.Contains(body, `class="big"`) || strings.Contains(body, "<svg class=\"chart") {
			t.Errorf("%s shows figures before all is counted", path)
		}
	}
	for _, path := range []string{"/measures.csv", "/measures/overdue/figures.csv", "/measures/overdue/cases.csv"} {
		get(path, http.StatusServiceUnavailable)
	}
	if err := s.web.Board.Catch(t.Context()); err != nil {
		t.Fatal(err)
	}
	body := get("/measures", http.StatusOK)
	for _, m := range measure.All {
		if !strings.Contains(body, m.Title) {
			t.Errorf("%s is not on the page", m.Title)
		}
		one := get("/measures/"+m.Name+"?by=sender&urgency=routine", http.StatusOK)
		if !strings.Contains(one, m.Sentence) || !strings.Contains(one, m.Censored) {
			t.Errorf("%s does not say what is counted", m.Name)
		}
	}
	if !strings.Contains(body, "3 of 3 referrals open") {
		t.Error("three are open and late, and the page does not say so")
	}
	cases := get("/measures/delivered/cases?show=counted", http.StatusOK)
	to := regexp.MustCompile(`href="(/referrals/[0-9a-z]{20})"`).FindAllStringSubmatch(cases, -1)
	if len(to) != 3 || !strings.Contains(cases, "Counted: delivered 0 min after it was sent") {
		t.Fatalf("%d cases: %s", len(to), cases)
	}
	if why := get(to[0][1]+"/measures", http.StatusOK); strings.Count(why, "<tr>") != len(measure.All)+1 {
		t.Errorf("not every measure says why: %s", why)
	}
	if res, _ := b.do(t, "GET", to[0][1], nil); res.StatusCode != http.StatusOK {
		t.Errorf("a case does not open: %d", res.StatusCode)
	}
	rows, err := csv.NewReader(strings.NewReader(get("/measures.csv", http.StatusOK))).ReadAll()
	if err != nil || len(rows) != 1+len(measure.All)*(1+measure.Weeks) {
		t.Errorf("%d lines of figures, %v", len(rows), err)
	}
	rows, err = csv.NewReader(strings.NewReader(get("/measures/delivered/cases.csv?show=counted", http.StatusOK))).ReadAll()
	if err != nil || len(rows) != 4 || rows[1][2] != "Clinic Cardiology" {
		t.Errorf("the cases as a file: %v, %v", rows, err)
	}
	get("/measures/nothing", http.StatusNotFound)
	get("/measures/delivered/cases?show=nothing", http.StatusNotFound)
	get("/referrals/00000000000000000000/measures", http.StatusNotFound)
}
