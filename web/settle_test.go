package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/loop"
)

var whats = regexp.MustCompile(`name="what"[^>]* value="([^"]+)"`)

// Of several things that wait to be settled the page asks which; the one chosen
// is settled, the other waits on.
func TestSettlingAsksWhich(t *testing.T) {
	s := open(t)
	var of referral.ID
	do := func(who party.UserID, f func(w *desk.Writing) error) {
		t.Helper()
		s.h.Pass(time.Minute)
		if err := s.h.Write(t.Context(), s.h.As(who), "act", f); err != nil {
			t.Fatal(err)
		}
	}
	do("doc", func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Routine})
		if of = d.ID; err != nil {
			return err
		}
		if err := draft.Save(w, of, draft.Draft{Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Routine, Override: "none here"}); err != nil {
			return err
		}
		_, err = draft.Send(w, loop.Form{Referral: of})
		return err
	})
	for _, words := range []string{"The pain is back.", "And now in the arm."} {
		do("moss", func(w *desk.Writing) error {
			_, err := loop.Ring(w, loop.Form{Referral: of}, "worse", words)
			return err
		})
	}
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	at := "/referrals/" + string(of) + "/settlement"
	_, shown := b.do(t, "GET", at, nil)
	waits := whats.FindAllStringSubmatch(shown, -1)
	if len(waits) != 2 || regexp.MustCompile(`name="what"[^>]*checked`).MatchString(shown) {
		t.Fatalf("%d wait, one of them chosen already: %v", len(waits), waits)
	}
	if res, said := b.do(t, "POST", at, url.Values{"words": {"Called her."}}); res.StatusCode == http.StatusSeeOther || !strings.Contains(said, "Choose what is settled") {
		t.Errorf("nothing was chosen: %d", res.StatusCode)
	}
	if res, _ := b.do(t, "POST", at, url.Values{"what": {waits[0][1]}, "words": {"Called her: no change."}}); res.StatusCode != http.StatusSeeOther {
		t.Errorf("one was chosen: %d", res.StatusCode)
	}
	b.cookie = session // the answer set another, with what was said
	_, shown = b.do(t, "GET", at, nil)
	if left := whats.FindAllStringSubmatch(shown, -1); len(left) != 1 || left[0][1] != waits[1][1] {
		t.Errorf("left to settle: %v", left)
	}
}
