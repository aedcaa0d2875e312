package web_test

import (
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/desk"
	"referd/desk/draft"
	"referd/store"
)

// Before an emergency is sent its form says whom to call, and whose number that is:
// whoever is on call there now, by the team they answer for; where nobody is named
// it says so, and gives the direct line.
func TestAnEmergencySaysWhoIsOnCall(t *testing.T) {
	s := open(t)
	at := ""
	s.act(t, "doc", func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Emergency})
		at = "/referrals/" + string(d.ID) + "/sending"
		return err
	})
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	says := func(want string) {
		t.Helper()
		b.cookie = session
		if _, page := b.do(t, "GET", at, nil); !strings.Contains(page, want) {
			_, form, _ := strings.Cut(page, "An emergency is spoken before it is sent")
			t.Errorf("no %q in\n%.700s", want, form)
		}
	}
	name := func(id string, o party.OnCall) {
		t.Helper()
		if err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error { return tx.PutThing(desk.KindOnCall, id, "clinic", o) }); err != nil {
			t.Fatal(err)
		}
	}
	says("Call (555) 010-9999, the service&#39;s direct line, now. Nobody is named on call there at this hour.")
	name("wards", party.OnCall{Team: "wards", Phone: "5550107777"})
	says("Call (555) 010-7777 now: on call for wards, as The Clinic named under On call. Else (555) 010-9999, the service&#39;s direct line.")
	name("triage", party.OnCall{Team: "triage", User: "chen", Phone: "(555) 010-8888"})
	says("Call Some chen, (555) 010-8888 now: on call for triage")
	s.h.Pass(10 * time.Minute)
	name("triage", party.OnCall{Team: "triage", User: "chen", Phone: "(555) 010-8888", Until: s.h.Now().Add(-time.Minute)})
	says("on call for wards")
	name("wards", party.OnCall{Team: "wards", User: "chen"})
	says("Some chen is on call for wards, without a number of their own. Call (555) 010-9999")
}
