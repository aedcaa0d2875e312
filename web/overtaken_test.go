package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/loop"
)

// A draft that is open in two windows, sent from one: the other is told who sent
// it and when, keeps every word that was typed, and leads to the referral as it is
// now. The same press made twice says again that it was sent.
func TestADraftSentFromAnotherWindowKeepsWhatWasTyped(t *testing.T) {
	s := open(t)
	at := ""
	s.act(t, "doc", func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio"})
		at = "/referrals/" + string(d.ID) + "/sending"
		return err
	})
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	press := func(then, once, question string) (*http.Response, string) {
		t.Helper()
		b.cookie = session
		return b.do(t, "POST", at, url.Values{"then": {then}, "once": {once}, "service": {"cardio"}, "question": {question}, "urgency": {"routine"}, "clinician": {"dr-doc"}, "told": {"yes"}, "tell-when": {"ready"}, "override": {"It is known there."}, "safe-call": {"yes"}})
	}
	if res, html := press("send", "first", "Sent from the first window"); res.StatusCode != http.StatusSeeOther {
		_, html, _ = strings.Cut(html, "<main")
		t.Fatalf("not sent: %d\n%.1500s", res.StatusCode, html)
	}
	if res, _ := press("send", "first", "Sent from the first window"); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != strings.TrimSuffix(at, "/sending") {
		t.Errorf("pressed twice: %d", res.StatusCode)
	}
	for _, then := range []string{"send", "keep", "attach"} {
		res, html := press(then, "other "+then, "Typed in the second window")
		for _, want := range []string{"Typed in the second window", "It was sent by ", `href="` + strings.TrimSuffix(at, "/sending") + `"`} {
			if res.StatusCode != http.StatusConflict || !strings.Contains(html, want) {
				t.Errorf("%s: %d, no %q", then, res.StatusCode, want)
			}
		}
		if strings.Contains(html, `value="send"`) {
			t.Errorf("%s: it may still be sent", then)
		}
	}
}

// Who chose a next step in another window is named with what they did, and with
// nothing that has no words of its own.
func TestANextStepTakenFromAnotherWindowIsSaid(t *testing.T) {
	s := open(t)
	id := s.sent(t, 1)[0]
	s.act(t, "nurse", func(w *desk.Writing) error {
		_, err := loop.Decline(w, loop.Form{Referral: referral.ID(id)}, loop.Refusal{Reason: "capacity", Tells: "sender", Words: "Full."})
		return err
	})
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session, at := b.cookie, "/referrals/"+id+"/next-step"
	one, _ := b.opened(t, at)
	two, html := b.opened(t, at)
	seq := regexp.MustCompile(`name="seq" value="(\d+)"`).FindStringSubmatch(html)[1]
	if res, html := b.do(t, "POST", at, with(one, "once", "a", "seq", seq, "how", "end", "told", "call", "words", "She goes elsewhere.")); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d %.2000s", res.StatusCode, html)
	}
	b.cookie = session
	res, html := b.do(t, "POST", at, with(two, "once", "b", "seq", seq, "how", "back", "words", "A second tracing."))
	if res.StatusCode != http.StatusConflict || !strings.Contains(html, "A second tracing.") || strings.Contains(html, "<li>, ") {
		t.Errorf("%d to %s %v: somebody did something without words", res.StatusCode, res.Header.Get("Location"), res.Cookies())
	}
}
