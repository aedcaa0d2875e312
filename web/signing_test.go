package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/loop"
)

// Who signs a draft that changes how the patient is reached reads both: what it
// says, and what is on record, which the banner above shows.
func TestWhoSignsReadsAChangedWayBesideTheOneOnRecord(t *testing.T) {
	s := open(t)
	of := "/referrals/" + string(asked(t, s).ID)
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	if res, html := b.do(t, "POST", of+"/safe-contact", url.Values{"safe-asked": {"yes"}, "safe-call": {"yes"}, "seq": {"0"}, "once": {"asked"}}); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("asked how to reach them: %d %.300s", res.StatusCode, html)
	}
	s.h.Pass(time.Minute)
	var id referral.ID
	says := func(ways ...party.Way) string {
		t.Helper()
		s.act(t, "doc", func(w *desk.Writing) error {
			return draft.Save(w, id, draft.Draft{Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Urgent, Reach: &party.SafeContact{Ways: ways}, Reached: w.Now()})
		})
		b.cookie = session
		_, html := b.do(t, "GET", "/referrals/"+string(id)+"/signature", nil)
		return html
	}
	s.act(t, "moss", func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Urgent, Clinician: "dr-doc", Question: "Is it the heart?"})
		if id = d.ID; err == nil {
			_, err = draft.Ready(w, loop.Form{Referral: id})
		}
		return err
	})
	const both = "Reach by text, call, no voicemail, as this draft says. On record until it is signed: Reach by call, no voicemail<"
	if html := says(party.ByText, party.ByCall); !strings.Contains(html, both) {
		_, html, _ = strings.Cut(html, "Safe contact")
		t.Errorf("the change is not said: %.300s", html)
	}
	if html := says(party.ByCall); strings.Contains(html, "On record until") || !strings.Contains(html, "Safe contact") {
		t.Error("a change is said that is none")
	}
}

// The signing list is a page one finds: by its name in the search box and among
// all pages, for who signs, and for nobody else.
func TestTheSigningListIsFound(t *testing.T) {
	s := open(t)
	for who, is := range map[string]bool{"doc@example.org": true, "moss@example.org": false} {
		b := &browser{s: s}
		b.signIn(t, who, "open sesame")
		if _, html := b.do(t, "GET", "/me", nil); strings.Contains(html, `href="/signing"`) != is {
			t.Errorf("%s: the list is among the pages: %t", who, !is)
		}
	}
}

// What was pressed on the signing page after it had been given back or signed from
// elsewhere is said not to be done, and why; words typed to give it back stay.
func TestASecondPressOnTheSigningPage(t *testing.T) {
	s := open(t)
	var id referral.ID
	s.act(t, "moss", func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Urgent, Clinician: "dr-doc", Question: "Is it the heart?"})
		if id = d.ID; err == nil {
			_, err = draft.Ready(w, loop.Form{Referral: id})
		}
		return err
	})
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session, at := b.cookie, "/referrals/"+string(id)+"/signature"
	press := func(then, words, once string) (*http.Response, string) {
		t.Helper()
		b.cookie = session
		return b.do(t, "POST", at, url.Values{"then": {then}, "words": {words}, "once": {once}})
	}
	if res, html := press("back", "Say since when.", "a"); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/signing?through" {
		t.Fatalf("given back: %d %.500s", res.StatusCode, html)
	}
	if res, html := press("back", "And her weight.", "b"); res.StatusCode == http.StatusSeeOther || !strings.Contains(html, ">And her weight.</textarea>") || !strings.Contains(html, "It does not wait for a signature.") {
		t.Errorf("given back twice: %d, and the words are gone", res.StatusCode)
	}
	res, _ := press("sign", "", "c")
	if !slices.ContainsFunc(res.Cookies(), func(c *http.Cookie) bool {
		return c.Name == "referd-said" && strings.Contains(c.Value, "does+not+wait")
	}) {
		t.Errorf("signed when it was given back: %d to %s, without a word", res.StatusCode, res.Header.Get("Location"))
	}
}
