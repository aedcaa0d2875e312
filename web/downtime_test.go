package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// lookedAt are the patients somebody is on record for, by what they asked.
func (s *site) lookedAt(t *testing.T, user, kind string) (out []party.PatientID) {
	t.Helper()
	err := s.h.Read(t.Context(), desk.System("test"), "test", func(r *desk.Reading) error {
		list, err := r.Audits(access.Query{User: party.UserID(user), Limit: 200})
		for _, a := range list {
			if a.Kind == kind {
				out = append(out, a.Patients...)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// lets gives some of the house a password, the one of doc.
func (s *site) lets(t *testing.T, users ...string) {
	t.Helper()
	err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		hash, err := tx.Credential("user/doc")
		for _, u := range users {
			if err == nil {
				err = tx.PutCredential("user/"+u, hash)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The downtime kit: who leads a team prints the open work by owner and due, the
// visits of the next days, numbers and blank forms, and is on record for every
// patient in it. An administrator gets it without a patient; anybody else, and
// anybody elsewhere, nothing of theirs.
func TestTheDowntimeKit(t *testing.T) {
	s := open(t)
	of := s.booked(t)
	s.lets(t, "kay", "doc2", "stranger", "nurse")
	const forms = "An answer to a referral"
	doc := &browser{s: s}
	doc.signIn(t, "doc@example.org", "open sesame")
	res, html := doc.do(t, "GET", "/downtime", nil)
	for _, w := range []string{"TESTCASE, Ada", "12-Nov-1961", "(555) 010-4471", "home-team", "Thursday 04-Jun-2026", "10:00", "our patient, at The Clinic", "The Clinic", "(555) 010-0000", "As of Mon 01-Jun-2026 10:00 EDT", "A new referral", forms, "A call", "When it is back", "https://referd.example.org"} {
		if !strings.Contains(html, w) {
			t.Errorf("the kit has no %q", w)
		}
	}
	if res.StatusCode != http.StatusOK || !slices.Contains(s.lookedAt(t, "doc", "downtime"), "pat00000000000000001") {
		t.Errorf("%d; on record: %v", res.StatusCode, s.lookedAt(t, "doc", "downtime"))
	}
	kay := &browser{s: s}
	kay.signIn(t, "kay@example.org", "open sesame")
	if res, html := kay.do(t, "GET", "/downtime", nil); res.StatusCode != http.StatusOK || !strings.Contains(html, forms) || strings.Contains(html, "TESTCASE") || strings.Contains(html, "010-4471") || len(s.lookedAt(t, "kay", "downtime")) > 0 {
		t.Errorf("an administrator gets %d, with a patient: %v", res.StatusCode, strings.Contains(html, "TESTCASE"))
	}
	for _, who := range []string{"doc2", "nurse", "stranger"} {
		b := &browser{s: s}
		b.signIn(t, who+"@example.org", "open sesame")
		if res, html := b.do(t, "GET", "/downtime", nil); res.StatusCode != http.StatusForbidden || strings.Contains(html, "TESTCASE") || strings.Contains(html, forms) {
			t.Errorf("%s gets %d", who, res.StatusCode)
		}
	}
	if strings.Contains(s.logs.String(), "TESTCASE") || strings.Contains(s.logs.String(), "Testcase") || of == "" {
		t.Error("the log names the patient")
	}
}
