package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// chief is the clinic's nurse with its administration, at their browser.
func (s *site) chief(t *testing.T) func(method, path string, form url.Values) (*http.Response, string) {
	t.Helper()
	if err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		return tx.PutThing(desk.KindMembership, "nurse@triage", "clinic", party.Membership{User: "nurse", Team: "triage", Roles: []party.Job{party.TriageNurse, party.Admin}})
	}); err != nil {
		t.Fatal(err)
	}
	b := &browser{s: s}
	b.signIn(t, "nurse@example.org", "open sesame")
	session := b.cookie
	return func(method, path string, form url.Values) (*http.Response, string) {
		b.cookie = session
		return b.do(t, method, path, form)
	}
}

// A service's page leads to its bookable times: what is typed is looked at before
// it is offered, booking has them, and what nobody took is taken back.
func TestBookableTimesByPages(t *testing.T) {
	s := open(t)
	do := s.chief(t)
	if _, page := do("GET", "/setup/services/cardio", nil); !strings.Contains(page, "/setup/services/cardio/times") || !strings.Contains(page, "/setup/services/cardio/dues") {
		t.Fatal("the service's page does not lead there")
	}
	at := "/setup/services/cardio/times"
	f := url.Values{"day-2": {"yes"}, "day-4": {"yes"}, "from": {"08:00"}, "to": {"noon"}, "minutes": {"60"}, "weeks": {"1"}, "first": {"2026-06-08"}}
	if res, page := do("POST", at, f); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page, "Write an hour as 12:00.") || !strings.Contains(page, `value="noon"`) {
		t.Errorf("no hour: %d", res.StatusCode)
	}
	f.Set("to", "10:00")
	if res, page := do("POST", at, f); res.StatusCode != http.StatusOK || !strings.Contains(page, "4 new times, from Tue 09-Jun-2026 08:00") || !strings.Contains(page, "Offer these times") {
		t.Fatalf("looked at: %d\n%s", res.StatusCode, page)
	}
	f.Set("do", "save")
	if res, _ := do("POST", at, f); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("offered: %d", res.StatusCode)
	}
	_, page := do("GET", at, nil)
	if !strings.Contains(page, "Tue, Thu 08:00 to 10:00, 60 min, 1 week from 2026-06-08") && !strings.Contains(page, "Tue, Thu 08:00 to 10:00, 60 min, one week from 2026-06-08") {
		t.Fatalf("the list says\n%s", page)
	}
	_, batch, _ := strings.Cut(page, at+"/")
	batch, _, _ = strings.Cut(batch, "/ending")
	if res, _ := do("POST", at+"/"+batch+"/ending", url.Values{}); res.StatusCode != http.StatusSeeOther {
		t.Errorf("taken back: %d", res.StatusCode)
	}
	if _, page = do("GET", at, nil); !strings.Contains(page, "Taken back") {
		t.Errorf("after that the list says\n%s", page)
	}
	if res, _ := do("GET", "/setup/services/far-cardio/times", nil); res.StatusCode != http.StatusNotFound {
		t.Errorf("a partner's times: %d", res.StatusCode)
	}
}

// After a service's times were changed a page says which open dues would move and
// how, before anything moves; a press does it, and who did stands there.
func TestOpenDuesByPages(t *testing.T) {
	s := open(t)
	do := s.chief(t)
	s.sent(t, 2)
	at := "/setup/services/cardio/dues"
	if _, page := do("GET", at, nil); !strings.Contains(page, "2 open referrals are due by the times as they are now") || strings.Contains(page, "Compute them anew") {
		t.Fatalf("nothing was changed:\n%s", page)
	}
	dir, err := s.h.Directory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	x := dir.ServicesByID["cardio"]
	x.Dues = party.Dues{"delivered": {{Days: 4}, {Days: 4}, {Days: 1}}}
	if err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error { return tx.PutThing(desk.KindService, "cardio", "clinic", x) }); err != nil {
		t.Fatal(err)
	}
	_, page := do("GET", at, nil)
	if !strings.Contains(page, "2 of 2 open referrals") || !strings.Contains(page, "2 later") || !strings.Contains(page, "Compute them anew") || strings.Contains(page, "Testcase") {
		t.Fatalf("changed:\n%s", page)
	}
	if res, _ := do("POST", at, url.Values{}); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d", res.StatusCode)
	}
	if _, page = do("GET", at, nil); !strings.Contains(page, "Done before") || !strings.Contains(page, "Some nurse: 2 of 2 referrals moved") {
		t.Errorf("afterwards:\n%s", page)
	}
	if res, _ := do("GET", "/setup/services/far-cardio/dues", nil); res.StatusCode != http.StatusNotFound {
		t.Errorf("another's service: %d", res.StatusCode)
	}
}
