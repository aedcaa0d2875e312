package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
)

// What was proposed is answered in one place: its row says so and what it is, and
// the referral offers it once.
func TestAProposalIsAnsweredOnce(t *testing.T) {
	s := open(t)
	d := asked(t, s)
	s.act(t, "moss", func(w *desk.Writing) error {
		_, err := loop.Withdraw(w, loop.Form{Referral: d.ID}, "She called: not now.")
		return err
	})
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	_, html := b.do(t, "GET", "/waiting", nil)
	if !strings.Contains(html, "Proposed: The patient does not want it") || !strings.Contains(html, "/referrals/"+string(d.ID)+"/proposal?") || strings.Contains(html, string(d.ID)+"/"+string(referral.ActWithdraw)) {
		t.Errorf("the row does not say what is answered\n%.400s", html)
	}
	b.cookie = session
	if _, html = b.do(t, "GET", "/referrals/"+string(d.ID), nil); strings.Count(html, ">Answer the proposal<") != 1 {
		t.Errorf("offered %d times", strings.Count(html, ">Answer the proposal<"))
	}
}

// The form answers the proposal it showed: one that was taken back meanwhile is not
// answered by way of another that nobody has read.
func TestAnotherProposalIsNotAnsweredUnseen(t *testing.T) {
	s := open(t)
	d := asked(t, s)
	s.act(t, "moss", func(w *desk.Writing) error {
		_, err := loop.Withdraw(w, loop.Form{Referral: d.ID}, "She called: not now.")
		return err
	})
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	at := "/referrals/" + string(d.ID) + "/proposal"
	_, html := b.do(t, "GET", at, nil)
	shown := regexp.MustCompile(`type="hidden" name="proposal" value="([^"]+)"`).FindStringSubmatch(html)
	if shown == nil {
		t.Fatal("the form does not say which it shows")
	}
	s.act(t, "moss", func(w *desk.Writing) error {
		if _, err := loop.RefuseProposal(w, loop.Form{Referral: d.ID}, referral.PropID(shown[1]), "She called again."); err != nil {
			return err
		}
		_, err := loop.Withdraw(w, loop.Form{Referral: d.ID}, "Her son called.")
		return err
	})
	b.cookie = session
	if res, html := b.do(t, "POST", at, url.Values{"proposal": {shown[1]}, "how": {"confirm"}}); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(html, "no longer waits") || !strings.Contains(html, "Her son called.") {
		t.Errorf("answered %d, and not with what waits now", res.StatusCode)
	}
	err := s.h.Read(t.Context(), s.h.As("doc"), "test", func(r *desk.Reading) error {
		p, err := loop.Look(r, d.ID)
		if err == nil && (!p.Phase.Open() || len(p.State.Proposals) != 1) {
			t.Errorf("%s, with %d proposals", p.Phase, len(p.State.Proposals))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
