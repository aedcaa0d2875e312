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
	"referd/desk/turn"
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

// New facts lead to the referral that has them, on its page and where they are
// settled.
func TestNewFactsAreOneLinkAway(t *testing.T) {
	s := open(t)
	var loops []referral.ID
	for range 2 {
		if err := s.h.Write(t.Context(), s.h.As("doc"), "act", func(w *desk.Writing) error {
			d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Routine})
			if err != nil {
				return err
			}
			loops = append(loops, d.ID)
			if err := draft.Save(w, d.ID, draft.Draft{Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Routine, Override: "none here"}); err != nil {
				return err
			}
			_, err = draft.Send(w, loop.Form{Referral: d.ID})
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	told, reads := loops[0], loops[1]
	if err := s.h.Write(t.Context(), desk.System("new-facts"), "act", func(w *desk.Writing) error {
		_, err := turn.Do(w, loop.Form{Referral: reads}, func(t *turn.Turn) error {
			t.Add(referral.NewFacts{From: told, Report: "rep00000000000000001", Side: string(referral.Sender)}, "")
			return nil
		})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	for _, at := range []string{"/referrals/" + string(reads), "/referrals/" + string(reads) + "/settlement"} {
		if res, shown := b.do(t, "GET", at, nil); res.StatusCode != http.StatusOK || !strings.Contains(shown, `<a href="/referrals/`+string(told)+`">Read it: referral `) {
			t.Errorf("%s: %d, without the way to %s", at, res.StatusCode, told)
		}
	}
}
