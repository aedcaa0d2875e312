package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// A house that sends no mail: who forgot their password is sent to their
// administrator, who with their own password prints a slip, once, by which it is
// set anew; until then the old one stays.
func TestWithoutMailAnAdministratorPrintsAPassword(t *testing.T) {
	s := open(t)
	stranger := &browser{s: s}
	if _, html := stranger.do(t, "GET", "/password", nil); !strings.Contains(html, "Go to your administrator") {
		t.Error("the door does not say where to go")
	}
	s.lets(t, "kay", "moss")
	b := &browser{s: s}
	b.signIn(t, "kay@example.org", "open sesame")
	session := b.cookie
	_, html := b.do(t, "GET", "/admin/people", nil)
	const at = "/admin/people/doc/password"
	if !strings.Contains(html, `href="`+at+`"`) || strings.Contains(html, "/admin/people/kay/password") {
		t.Error("it is not offered, or for oneself")
	}
	b.cookie = session
	if res, html := b.do(t, "POST", at, url.Values{"password": {"wrong"}}); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(html, "That is not your password") || strings.Contains(html, "/password/") {
		t.Errorf("with a wrong password: %d", res.StatusCode)
	}
	b.cookie = session
	res, html := b.do(t, "POST", at, url.Values{"password": {"open sesame"}})
	link := regexp.MustCompile(`https://referd\.example\.org(/password/[^<"]+)`).FindStringSubmatch(html)
	if res.StatusCode != http.StatusOK || link == nil || res.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("no slip: %d, %q", res.StatusCode, res.Header.Get("Cache-Control"))
	}
	other := &browser{s: s}
	if res := other.signIn(t, "doc@example.org", "open sesame"); res.StatusCode != http.StatusSeeOther {
		t.Errorf("the old password does not open before the link was used: %d", res.StatusCode)
	}
	const fresh = "four plain new words"
	if res, html := stranger.do(t, "POST", link[1], url.Values{"password": {fresh}, "repeat": {fresh}}); res.StatusCode != http.StatusOK || !strings.Contains(html, "Your password is changed") {
		t.Fatalf("not set: %d", res.StatusCode)
	}
	if res, _ := stranger.do(t, "POST", link[1], url.Values{"password": {fresh}, "repeat": {fresh}}); res.StatusCode != http.StatusGone {
		t.Errorf("used twice: %d", res.StatusCode)
	}
	if res, _ := other.do(t, "GET", "/waiting", nil); res.StatusCode == http.StatusOK {
		t.Error("an old session outlived its password")
	}
	if res := (&browser{s: s}).signIn(t, "doc@example.org", fresh); res.StatusCode != http.StatusSeeOther {
		t.Errorf("the new password does not open: %d", res.StatusCode)
	}
	for _, x := range []struct{ who, of string }{{"doc@example.org", "moss"}, {"kay@example.org", "kay"}, {"kay@example.org", "nurse"}, {"kay@example.org", "ghost"}} {
		b := &browser{s: s}
		if b.signIn(t, x.who, map[bool]string{true: fresh, false: "open sesame"}[x.who == "doc@example.org"]); b.cookie == nil {
			t.Fatal(x.who)
		}
		session := b.cookie
		for _, method := range []string{"GET", "POST"} {
			b.cookie = session
			if res, _ := b.do(t, method, "/admin/people/"+x.of+"/password", url.Values{"password": {"open sesame"}}); res.StatusCode != http.StatusNotFound {
				t.Errorf("%s %s of %s: %d", x.who, method, x.of, res.StatusCode)
			}
		}
	}
}
