package web_test

import (
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/loop"
)

// away is a referral to a receiver who is not here.
func (s *site) away(t *testing.T) (of referral.ID) {
	t.Helper()
	err := s.h.Write(t.Context(), s.h.As("doc"), "test", func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "far-cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Routine, Told: true})
		if of = d.ID; err != nil {
			return err
		}
		_, err = draft.Send(w, loop.Form{Referral: of})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return of
}

var (
	calledFor = regexp.MustCompile(`class="say">(\d{3} \d{3})<`)
	scanned   = regexp.MustCompile(`class="addr">https://referd\.example\.org(/a/[A-Za-z0-9_-]+)<`)
)

// The packet's cover takes a square that another program reads back: it leads to
// the link, which shows nobody before the code; the code is told, and not on the
// paper; it is shown once, and the next ends it. A stranger makes none.
func TestTheCoverIsScanned(t *testing.T) {
	if _, err := exec.LookPath("zbarimg"); err != nil {
		t.Skip("zbar is missing: make tools")
	}
	s := open(t)
	s.lets(t, "stranger")
	at := "/referrals/" + string(s.away(t)) + "/packet"
	doc, stranger := &browser{s: s}, &browser{s: s}
	doc.signIn(t, "doc@example.org", "open sesame")
	stranger.signIn(t, "stranger@example.org", "open sesame")
	if res, html := stranger.do(t, "POST", at, url.Values{"once": {"x"}}); res.StatusCode != http.StatusNotFound || scanned.MatchString(html) {
		t.Errorf("a stranger's press: %d", res.StatusCode)
	}
	if _, html := doc.do(t, "GET", at, nil); !strings.Contains(html, "Put a square to scan") || scanned.MatchString(html) {
		t.Error("the packet offers no square, or has one by itself")
	}
	res, html := doc.do(t, "POST", at, url.Values{"once": {"first"}})
	link, code := scanned.FindStringSubmatch(html), calledFor.FindStringSubmatch(html)
	if res.StatusCode != http.StatusOK || link == nil || code == nil {
		t.Fatalf("no square: %d", res.StatusCode)
	}
	_, paper, _ := strings.Cut(html, `id="h-cover"`)
	if strings.Contains(paper, code[1]) || strings.Contains(paper, strings.ReplaceAll(code[1], " ", "")) {
		t.Error("the code is on the paper")
	}
	name := filepath.Join(t.TempDir(), "cover.png")
	if err := os.WriteFile(name, drawnFrom(t, paper), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("zbarimg", "--quiet", "--raw", name).Output()
	if got := strings.TrimSpace(string(out)); err != nil || got != "https://referd.example.org"+link[1] {
		t.Errorf("zbar read %q: %v", got, err)
	}
	kate := s.phone(t)
	if res, html := kate.get(link[1]); res.StatusCode != http.StatusOK || strings.Contains(html, "Testcase") || strings.Contains(html, "TESTCASE") {
		t.Errorf("the link alone: %d", res.StatusCode)
	}
	if res, _ := kate.do("POST", link[1]+"/entry", url.Values{"name": {"Kate Bell"}, "code": {code[1]}}); res.StatusCode != http.StatusSeeOther {
		t.Errorf("the code: %d", res.StatusCode)
	}
	if _, html := kate.get(link[1]); !strings.Contains(html, "TESTCASE, Ada") {
		t.Error("the code opens nothing")
	}
	if _, html := kate.get(link[1] + "/booking"); !strings.Contains(html, "In your own time, America/New York.") {
		t.Error("whose clock the date is by is not said")
	}
	if _, html := doc.do(t, "GET", at, nil); scanned.MatchString(html) || !strings.Contains(html, code[1]) {
		t.Error("the square is shown twice, or the code is not told again")
	}
	if res, html := doc.do(t, "POST", at, url.Values{"once": {"first"}}); res.StatusCode != http.StatusSeeOther || scanned.MatchString(html) {
		t.Errorf("the same press again: %d", res.StatusCode)
	}
	doc.signIn(t, "doc@example.org", "open sesame") // the browser of a test keeps one cookie
	doc.do(t, "POST", at, url.Values{"once": {"second"}})
	if res, html := s.phone(t).get(link[1]); res.StatusCode != http.StatusNotFound || !strings.Contains(html, "This link was ended") {
		t.Errorf("the one before does not end: %d %s", res.StatusCode, visitOf(html))
	}
	if _, html := kate.do("POST", link[1]+"/question", url.Values{"words": {"Which side?"}}); !strings.Contains(html, "Which side?") || !strings.Contains(html, "they can send you another") {
		t.Error("few words, pressed after the link was ended, are lost")
	}
	if strings.Contains(s.logs.String(), strings.TrimPrefix(link[1], "/a/")) {
		t.Error("the log holds the link")
	}
}
