package web_test

import (
	"net/http"
	"net/url"
	"referd/core/party"
	"referd/desk"
	"referd/store"
	"strings"
	"testing"
)

// The last day of a cover is said as the day that was chosen: where it is named,
// and on the lists of both.
func TestTheLastDayIsSaidAsThatDay(t *testing.T) {
	s := open(t)
	s.lets(t, "doc2")
	doc, doc2 := &browser{s: s}, &browser{s: s}
	doc.signIn(t, "doc@example.org", "open sesame")
	doc2.signIn(t, "doc2@example.org", "open sesame")
	doc.do(t, "POST", "/covers", url.Values{"to": {"doc2"}, "from": {"2026-06-01"}, "until": {"2026-06-12"}})
	doc.signIn(t, "doc@example.org", "open sesame") // the browser of a test keeps one cookie
	if _, html := doc.do(t, "GET", "/waiting", nil); !strings.Contains(html, "nobody covers you yet") {
		t.Error("who is away is not told that nobody covers yet")
	}
	if _, html := doc2.do(t, "GET", "/waiting", nil); !strings.Contains(html, "accept or decline it under “Who covers whom”.") || !strings.Contains(html, `href="/covers">Who covers whom`) {
		t.Error("who was asked is not told on their list")
	}
	if _, html := doc2.do(t, "GET", "/covers", nil); !strings.Contains(html, `action="/covers/accepting"`) || !strings.Contains(html, "Decline") {
		t.Error("who was asked is offered no answer")
	}
	doc2.do(t, "POST", "/covers/accepting", url.Values{"for": {"dr-doc"}, "to": {"doc2"}})
	doc2.signIn(t, "doc2@example.org", "open sesame")
	for at, b := range map[string]*browser{"/covers": doc, "/waiting": doc, "/waiting?": doc2} {
		if _, html := b.do(t, "GET", at, nil); !strings.Contains(html, "Fri 12-Jun") || strings.Contains(html, "13-Jun") {
			t.Errorf("%s says another last day", at)
		}
	}
}

// A lead says on a page who of the team is out today; whoever leads nobody is not
// offered it, and a form without its answers keeps what was typed.
func TestALeadSaysWhoIsOutOnAPage(t *testing.T) {
	s := open(t)
	s.lets(t, "doc2")
	doc, doc2 := &browser{s: s}, &browser{s: s}
	doc.signIn(t, "doc@example.org", "open sesame")
	doc2.signIn(t, "doc2@example.org", "open sesame")
	if _, html := doc2.do(t, "GET", "/covers", nil); strings.Contains(html, "/covers/out") {
		t.Error("it is offered to whoever leads nobody")
	}
	if res, _ := doc2.do(t, "GET", "/covers/out", nil); res.StatusCode != http.StatusForbidden {
		t.Errorf("whoever leads nobody: %d", res.StatusCode)
	}
	if _, html := doc.do(t, "GET", "/covers", nil); !strings.Contains(html, `href="/covers/out"`) {
		t.Error("a lead is not offered it")
	}
	if _, html := doc.do(t, "GET", "/covers/out", nil); !strings.Contains(html, `<option value="dr-doc2"`) || strings.Contains(html, `<option value="dr-doc"`) || strings.Contains(html, `<option value="dr-chen"`) {
		t.Error("other people than the team's, or the lead, may be out")
	}
	if res, html := doc.do(t, "POST", "/covers/out", url.Values{"for": {"dr-doc2"}, "to": {"doc2"}, "until": {"2026-06-12"}}); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(html, `value="2026-06-12"`) || !strings.Contains(html, "Choose a clinician who works here.") {
		t.Errorf("they cover themselves: %d", res.StatusCode)
	}
	if res, _ := doc.do(t, "POST", "/covers/out", url.Values{"for": {"dr-doc2"}, "to": {"doc"}}); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("out today: %d", res.StatusCode)
	}
	doc.signIn(t, "doc@example.org", "open sesame") // the browser of a test keeps one cookie
	if _, html := doc.do(t, "GET", "/covers", nil); !strings.Contains(html, "out, says Some doc") || !strings.Contains(html, "Mon 01-Jun") || strings.Contains(html, "02-Jun") {
		t.Error("who is out, and until today, is not said")
	}
	if _, html := doc2.do(t, "GET", "/waiting", nil); !strings.Contains(html, "Some doc covers you") {
		t.Error("it is not said to whoever is out")
	}
}

// Who is asked to cover may say why not: only who asked them reads it, and words
// that are too long stay in their field.
func TestWhoDeclinesSaysWhy(t *testing.T) {
	s := open(t)
	s.lets(t, "doc2", "moss")
	doc, doc2, moss := &browser{s: s}, &browser{s: s}, &browser{s: s}
	for b, who := range map[*browser]string{doc: "doc", doc2: "doc2", moss: "moss"} {
		b.signIn(t, who+"@example.org", "open sesame")
	}
	kept := doc2.cookie
	doc.do(t, "POST", "/covers", url.Values{"to": {"doc2"}, "from": {"2026-06-10"}, "until": {"2026-06-12"}})
	doc.signIn(t, "doc@example.org", "open sesame") // the browser of a test keeps one cookie
	if _, html := doc2.do(t, "GET", "/covers", nil); !strings.Contains(html, `name="why"`) {
		t.Error("who is asked may not say why not")
	}
	if _, html := doc.do(t, "GET", "/covers", nil); strings.Contains(html, `name="why"`) {
		t.Error("who asked is to say why they decline")
	}
	long := strings.Repeat("so many words ", 30)
	if res, html := doc2.do(t, "POST", "/covers/ending", url.Values{"for": {"dr-doc"}, "to": {"doc2"}, "why": {long}}); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(html, `value="`+strings.TrimSpace(long)) || !strings.Contains(html, "300 letters") || !strings.Contains(html, `name="from" value="2026-06-01"`) {
		t.Errorf("too long: %d %s", res.StatusCode, html[strings.Index(html, "<h1>"):])
	}
	doc2.cookie = kept
	if res, _ := doc2.do(t, "POST", "/covers/ending", url.Values{"for": {"dr-doc"}, "to": {"doc2"}, "why": {"I am at the congress."}}); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("declined: %d", res.StatusCode)
	}
	doc2.cookie = kept
	for b, reads := range map[*browser]bool{doc: true, doc2: false, moss: false} {
		if _, html := b.do(t, "GET", "/covers", nil); strings.Contains(html, "at the congress") != reads {
			t.Errorf("read by who asked %v: %v", reads, !reads)
		}
	}
}

// A lead whose team has nobody who could be out, or nobody who could cover, is told
// so and what to do; and nobody who was invited and has not come in is offered as a
// cover, nor taken.
func TestNobodyToCover(t *testing.T) {
	s := open(t)
	alter := func(id party.UserID, change func(*party.User)) {
		t.Helper()
		if err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error {
			var u party.User
			if _, err := tx.Thing(desk.KindUser, string(id), &u); err != nil {
				return err
			}
			change(&u)
			return tx.PutThing(desk.KindUser, string(id), u.Org, u)
		}); err != nil {
			t.Fatal(err)
		}
	}
	doc := &browser{s: s}
	doc.signIn(t, "doc@example.org", "open sesame")
	kept := doc.cookie
	alter("doc2", func(u *party.User) { u.Invited = true })
	if _, html := doc.do(t, "GET", "/covers", nil); strings.Contains(html, `value="doc2"`) || strings.Contains(html, "/covers/out") {
		t.Error("who has not come in is offered as a cover, or may be out")
	}
	if res, html := doc.do(t, "POST", "/covers", url.Values{"to": {"doc2"}, "from": {"2026-06-10"}}); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(html, "has not come in yet") {
		t.Errorf("who has not come in is taken: %d", res.StatusCode)
	}
	doc.cookie = kept
	if res, html := doc.do(t, "GET", "/covers/out", nil); res.StatusCode != http.StatusOK || !strings.Contains(html, "No clinician but you works in a team you lead") || strings.Contains(html, `<select`) || strings.Contains(html, "The lead of a team says") {
		t.Errorf("a lead of nobody else: %d", res.StatusCode)
	}
	doc.cookie = kept
	if _, html := doc.do(t, "GET", "/covers", nil); !strings.Contains(html, "There is nobody who could cover") || strings.Contains(html, `<select`) {
		t.Error("a clinician alone is asked to choose from nobody")
	}
	doc.cookie = kept
	alter("doc2", func(u *party.User) { u.Invited = false })
	alter("doc", func(u *party.User) { u.Practitioner = "" }) // they lead, and are no clinician
	if res, html := doc.do(t, "GET", "/covers/out", nil); res.StatusCode != http.StatusOK || !strings.Contains(html, "nobody who could cover Some doc2") || strings.Contains(html, `<select`) || strings.Contains(html, ">Ask for a cover</a>") {
		t.Errorf("nobody to cover: %d", res.StatusCode)
	}
}
