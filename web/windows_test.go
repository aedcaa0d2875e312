package web_test

import (
	"fmt"
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

var ofWindow = regexp.MustCompile(`name="(window|upon)" value="([^"]*)"`)

// opened is what a form says of the window it is opened in.
func (b *browser) opened(t *testing.T, at string) (url.Values, string) {
	t.Helper()
	session := b.cookie
	res, html := b.do(t, "GET", at, nil)
	b.cookie = session
	f := url.Values{}
	for _, m := range ofWindow.FindAllStringSubmatch(html, -1) {
		f.Set(m[1], m[2])
	}
	if res.StatusCode != http.StatusOK || f.Get("window") == "" {
		t.Fatalf("GET %s: %d, of %v", at, res.StatusCode, f)
	}
	return f, html
}

// with is a form of a window with what is typed into it.
func with(window url.Values, pairs ...string) url.Values {
	f := url.Values{}
	for k, v := range window {
		f[k] = v
	}
	for i := 0; i < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return f
}

// One who writes a referral in two windows loses nothing: what either writes over
// without having shown it is an earlier version, which one press brings back.
func TestTwoWindowsOfOneDraftLoseNothing(t *testing.T) {
	s := open(t)
	at := ""
	s.act(t, "doc", func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio"})
		at = "/referrals/" + string(d.ID)
		return err
	})
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	keep := func(window url.Values, question string) string {
		t.Helper()
		s.h.Pass(time.Second)
		b.cookie = session
		res, said := b.do(t, "POST", at+"/draft", with(window, "service", "cardio", "question", question, "urgency", "routine", "clinician", "dr-doc"))
		if res.StatusCode != http.StatusOK {
			t.Fatalf("%d %s", res.StatusCode, said)
		}
		return said
	}
	one, _ := b.opened(t, at+"/sending")
	two, _ := b.opened(t, at+"/sending")
	const over = "earlier versions"
	if said := keep(one, "Is it the heart?") + keep(one, "Is it the heart, or the lung?"); strings.Contains(said, over) {
		t.Errorf("one window alone: %s", said)
	}
	if said := keep(two, "And the stairs?"); !strings.Contains(said, over) {
		t.Errorf("what the first wrote is gone: %s", said)
	}
	if said := keep(two, "And the stairs, at night?"); strings.Contains(said, over) {
		t.Errorf("said twice: %s", said)
	}
	three, html := b.opened(t, at+"/sending")
	for _, want := range []string{"And the stairs, at night?", "Is it the heart, or the lung?", `name="version" value="1"`, "Earlier versions: 1"} {
		if !strings.Contains(html, want) {
			t.Errorf("no %q", want)
		}
	}
	if said := keep(three, "And the stairs, at night and by day?"); strings.Contains(said, over) {
		t.Errorf("what was shown is kept as unseen: %s", said)
	}
	b.cookie = session
	if res, _ := b.do(t, "POST", at+"/sending", with(three, "service", "cardio", "question", "And the stairs, always?", "version", "1")); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("not brought back: %d", res.StatusCode)
	}
	b.cookie = session
	four, html := b.opened(t, at+"/sending")
	if !strings.Contains(html, `class="short" aria-describedby="ask-h">Is it the heart, or the lung?`) || !strings.Contains(html, "And the stairs, always?") {
		t.Error("it was not brought back, or took what stood there with it")
	}
	for _, n := range []string{"0", "9", "x"} {
		b.cookie = session
		if res, _ := b.do(t, "POST", at+"/sending", with(four, "service", "cardio", "question", "Is it the heart, or the lung?", "version", n)); res.StatusCode != http.StatusNotFound {
			t.Errorf("version %s: %d", n, res.StatusCode)
		}
	}
}

// What is typed into a form of an act in two windows is kept by each, opened by a
// link, and goes when its own window sends it.
func TestTwoWindowsOfOneActLoseNothing(t *testing.T) {
	s := open(t)
	var of referral.ID
	s.act(t, "doc", func(w *desk.Writing) error {
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
	b := &browser{s: s}
	b.signIn(t, "nurse@example.org", "open sesame")
	session := b.cookie
	at := "/referrals/" + string(of)
	for form, field := range map[string]string{"message": "words", "decline": "words"} {
		t.Run(form, func(t *testing.T) {
			b.cookie = session
			one, _ := b.opened(t, at+"/"+form)
			two, _ := b.opened(t, at+"/"+form)
			for i, window := range []url.Values{one, two} {
				s.h.Pass(time.Minute)
				b.cookie = session
				if res, said := b.do(t, "POST", at+"/words/"+form, with(window, field, fmt.Sprint("typed in window ", i+1))); res.StatusCode != http.StatusOK || strings.Contains(said, "another window") != (i == 1) {
					t.Fatalf("%d %s", res.StatusCode, said)
				}
			}
			_, html := b.opened(t, at+"/"+form)
			link := regexp.MustCompile(`href="([^"]*kept=[^"]*)"`).FindStringSubmatch(html)
			if !strings.Contains(html, "typed in window 2") || strings.Contains(html, "typed in window 1") || link == nil {
				t.Fatalf("not the last kept, or no way to the other: %v", link)
			}
			three, html := b.opened(t, strings.ReplaceAll(link[1], "&amp;", "&"))
			if !strings.Contains(html, "typed in window 1") || strings.Contains(html, "typed in window 2") {
				t.Error("the link does not open what the first window keeps")
			}
			if form != "message" {
				return
			}
			b.cookie = session
			if res, _ := b.do(t, "POST", at+"/"+form, with(three, field, "typed in window 1, and sent", "once", "x")); res.StatusCode != http.StatusSeeOther {
				t.Fatalf("not sent: %d", res.StatusCode)
			}
			b.cookie = session
			if _, html := b.opened(t, at+"/"+form); !strings.Contains(html, "typed in window 2") || strings.Contains(html, "kept=") {
				t.Error("what was sent is kept on, or took the other's words with it")
			}
		})
	}
}
