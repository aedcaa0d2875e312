package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/store"
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

var ownWaits = regexp.MustCompile(`<span class="ball">[^<]+</span>\s*<a href="[^"]+/proposal">A proposal waits`)

// Who made a proposal waits for somebody else, and is offered to take it back.
func TestAProposalOfOnesOwnIsTakenBack(t *testing.T) {
	s := open(t)
	d := asked(t, s)
	s.act(t, "moss", func(w *desk.Writing) error {
		_, err := loop.Withdraw(w, loop.Form{Referral: d.ID}, "She called: not now.")
		return err
	})
	b := &browser{s: s}
	s.lets(t, "moss")
	b.signIn(t, "moss@example.org", "open sesame")
	session := b.cookie
	for at, says := range map[string][]string{
		"/waiting":    {"Your proposal waits for a second person", ">Take it back"},
		"/exceptions": {"For a second person: the patient does not want it", "Take it back"},
		"/referrals/" + string(d.ID) + "/proposal": {"Your proposal", "Why you take it back", "It is for the referring clinician to confirm."},
	} {
		b.cookie = session
		_, html := b.do(t, "GET", at, nil)
		for _, words := range says {
			if !strings.Contains(html, words) {
				t.Errorf("%s does not say %q", at, words)
			}
		}
		if strings.Contains(html, "Refuse it") || strings.Contains(html, ">Confirm") || strings.Contains(html, "Confirmed, it is true") {
			t.Errorf("%s has them answer themselves", at)
		}
	}
	b.cookie = session
	if _, html := b.do(t, "GET", "/referrals/"+string(d.ID), nil); !ownWaits.MatchString(html) {
		t.Error("their own proposal is said to wait for them")
	}
}

// What was typed in a second window, when the proposal had been answered from the
// first, is there to copy; a button that can do nothing any more is not.
func TestAProposalAnsweredMeanwhileKeepsWhatWasTyped(t *testing.T) {
	s := open(t)
	d := asked(t, s)
	s.act(t, "moss", func(w *desk.Writing) error {
		_, err := loop.Withdraw(w, loop.Form{Referral: d.ID}, "She called: not now.")
		return err
	})
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session, at := b.cookie, "/referrals/"+string(d.ID)
	first, _ := b.opened(t, at+"/proposal")
	second, _ := b.opened(t, at+"/proposal")
	if res, html := b.do(t, "POST", at+"/proposal", with(first, "how", "confirm")); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("confirmed: %d %.2000s", res.StatusCode, html)
	}
	b.cookie = session
	_, html := b.do(t, "POST", at+"/proposal", with(second, "how", "refuse", "words", "She does want it."))
	if !strings.Contains(html, "She does want it.") || !strings.Contains(html, "no longer waits") {
		t.Errorf("the words are gone: %.3000s", html)
	}
	if strings.Contains(html, `</svg> Answer the proposal`) || !strings.Contains(html, "This can no longer be done here.") {
		t.Error("a button is left that can do nothing")
	}
	b.cookie = session
	if _, html = b.do(t, "GET", at+"/reopening", nil); !strings.Contains(html, `<span class="ball">Withdrawn by the patient</span>`) || strings.Contains(html, `<span class="ball">With </span>`) {
		t.Error("a form of what is over says with nobody that it waits")
	}
}

// An incident settled from one window is not settled from another; what was typed
// there is there to copy.
func TestAnIncidentSettledMeanwhileKeepsWhatWasTyped(t *testing.T) {
	s := open(t)
	of := s.sent(t, 1)[0]
	if err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		return tx.PutThing(desk.KindMembership, "doc@home-team", "home", party.Membership{User: "doc", Team: "home-team", Roles: []party.Job{party.ReferringClinician, party.PrivacyOfficer}})
	}); err != nil {
		t.Fatal(err)
	}
	s.act(t, "moss", func(w *desk.Writing) error {
		_, err := loop.EnterInError(w, loop.Form{Referral: referral.ID(of)}, loop.WrongPatient, "It was her sister.")
		return err
	})
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session, at := b.cookie, "/incidents/"+of
	_, one := b.do(t, "GET", at, nil)
	b.cookie = session
	_, two := b.do(t, "GET", at, nil)
	b.cookie = session
	if res, html := b.do(t, "POST", at+"/settlement", url.Values{"once": {onceOf(t, one)}, "words": {"Nobody kept it."}}); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("settled: %d %.2000s", res.StatusCode, html)
	}
	b.cookie = session
	if res, html := b.do(t, "POST", at+"/settlement", url.Values{"once": {onceOf(t, two)}, "words": {"Called the clinic too."}}); res.StatusCode == http.StatusOK || !strings.Contains(html, "Called the clinic too.") || !strings.Contains(html, "Nobody kept it.") {
		t.Errorf("%d, and the words are gone: %.3000s", res.StatusCode, html)
	}
}

// What somebody proposed rests on their words, which stand on the referral from
// then on, whatever becomes of it; of a death, who told of it.
func TestWhatAProposalRestsOnIsRead(t *testing.T) {
	s := open(t)
	d := asked(t, s)
	b := &browser{s: s}
	s.lets(t, "moss")
	b.signIn(t, "moss@example.org", "open sesame")
	session, at := b.cookie, "/referrals/"+string(d.ID)
	form, _ := b.opened(t, at+"/death")
	if res, html := b.do(t, "POST", at+"/death", with(form, "source", "family", "words", "Her son called.")); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d %.2000s", res.StatusCode, html)
	}
	b.cookie = session
	if _, html := b.do(t, "GET", at+"/proposal", nil); strings.Contains(html, `value="confirm"`) || !strings.Contains(html, `value="refuse" checked`) {
		t.Error("who can but take it back is asked to choose")
	}
	doc := &browser{s: s}
	doc.signIn(t, "doc@example.org", "open sesame")
	session = doc.cookie
	form, html := doc.opened(t, at+"/proposal")
	if !strings.Contains(html, "“The family. Her son called.”") {
		t.Error("who confirms a death does not read who told of it")
	}
	if res, html := doc.do(t, "POST", at+"/proposal", with(form, "how", "confirm", "born", "1961-11-12", "number", "lk1")); res.StatusCode != http.StatusSeeOther {
		t.Errorf("confirmed by the number in small letters: %d %.3000s", res.StatusCode, html)
	}
	doc.cookie = session
	if _, html = doc.do(t, "GET", at, nil); !strings.Contains(html, "The family. Her son called.") || !strings.Contains(html, "Deceased") {
		t.Error("the referral does not say who told of a death")
	}
}

// Closing without proof says beforehand how many chases it lacks, to who proposes
// it and to who would confirm it.
func TestClosingWithoutProofSaysWhatItLacks(t *testing.T) {
	s := open(t)
	d := asked(t, s)
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session, at := b.cookie, "/referrals/"+string(d.ID)+"/closure-without-proof"
	form, html := b.opened(t, at)
	if !strings.Contains(html, "0 chases are logged of the three it takes") {
		t.Error("it does not say what it lacks")
	}
	b.cookie = session
	if _, html = b.do(t, "POST", at, form); !strings.Contains(html, "Say why: choose a reason.") || strings.Contains(html, "Give a reason.") {
		t.Error("one reason is asked for twice")
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
