package web_test

import (
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
