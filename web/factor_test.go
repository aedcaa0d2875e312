package web_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// codeAt is what a telephone shows (RFC 6238), computed here and not by the library.
func codeAt(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ReplaceAll(secret, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	m := hmac.New(sha1.New, key)
	binary.Write(m, binary.BigEndian, uint64(at.Unix()/30))
	sum := m.Sum(nil)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[sum[19]&15:])&0x7fffffff%1_000_000)
}

var (
	keyOnPage = regexp.MustCompile(`<code>([A-Z2-7 ]{39})</code>`)
	spareCode = regexp.MustCompile(`<li><code>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</code></li>`)
)

// Somebody sets codes up on their own page, and the door asks for one: half in
// reaches no page. What was interrupted by the sign-in is carried through both
// steps. Neither key nor code is in a log.
func TestCodesAtTheDoor(t *testing.T) {
	s := open(t)
	b := &browser{s: s, from: "192.0.2.7"}
	b.signIn(t, "doc@example.org", "open sesame")
	if res, body := b.do(t, "POST", "/me/factor", url.Values{"do": {"on"}, "confirm": {"not it"}}); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, "The password is not right.") {
		t.Errorf("begun without the password: %d", res.StatusCode)
	}
	_, body := b.do(t, "POST", "/me/factor", url.Values{"do": {"on"}, "confirm": {"open sesame"}})
	found := keyOnPage.FindStringSubmatch(body)
	if found == nil || !strings.Contains(body, `<svg class="qr"`) {
		t.Fatalf("no key on the page:\n%s", body)
	}
	secret := found[1]
	if res, body := b.do(t, "POST", "/me/factor/code", url.Values{"code": {"000000"}}); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, secret) {
		t.Errorf("a wrong first code: %d", res.StatusCode)
	}
	_, body = b.do(t, "POST", "/me/factor/code", url.Values{"code": {codeAt(t, secret, s.h.DB.Machine())}})
	spares := spareCode.FindAllStringSubmatch(body, -1)
	if len(spares) != 10 {
		t.Fatalf("%d recovery codes:\n%s", len(spares), body)
	}
	if _, body := b.do(t, "GET", "/me", nil); !strings.Contains(body, "10 recovery codes are left") || strings.Contains(body, spares[0][1]) {
		t.Error("the page does not say so, or shows them again")
	}
	s.h.Pass(time.Minute)
	c := &browser{s: s, from: "192.0.2.7"}
	res, body := c.do(t, "POST", "/session", url.Values{"email": {"doc@example.org"}, "password": {"open sesame"}, "again": {"/referrals/x/messages"}, "typed.words": {"half a page of words"}})
	if res.StatusCode != http.StatusOK || !strings.Contains(body, `action="/session/code"`) || !strings.Contains(body, "half a page of words") {
		t.Fatalf("not asked: %d\n%s", res.StatusCode, body)
	}
	if res, _ := c.do(t, "GET", "/counts", nil); res.StatusCode != http.StatusUnauthorized { // asked by a page, not by a person
		t.Errorf("half in reached /counts: %d", res.StatusCode)
	}
	for _, page := range []string{"/waiting", "/me", "/help"} {
		if res, _ := c.do(t, "GET", page, nil); res.StatusCode != http.StatusSeeOther || !strings.HasPrefix(res.Header.Get("Location"), "/?ended=1") {
			t.Errorf("half in reached %s: %d", page, res.StatusCode)
		}
	}
	if res, body := c.do(t, "POST", "/session/code", url.Values{"code": {"123"}, "again": {"/referrals/x/messages"}, "typed.words": {"half a page of words"}}); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, "half a page of words") {
		t.Errorf("a wrong code: %d", res.StatusCode)
	}
	code := codeAt(t, secret, s.h.DB.Machine())
	res, body = c.do(t, "POST", "/session/code", url.Values{"code": {code}, "again": {"/referrals/x/messages"}, "typed.words": {"half a page of words"}})
	if res.StatusCode != http.StatusOK || !strings.Contains(body, "You are back") || !strings.Contains(body, "half a page of words") {
		t.Errorf("%d\n%s", res.StatusCode, body)
	}
	if res, _ := c.do(t, "GET", "/waiting", nil); res.StatusCode != http.StatusOK {
		t.Errorf("in, and %d", res.StatusCode)
	}
	d := &browser{s: s, from: "192.0.2.7"}
	d.signIn(t, "doc@example.org", "open sesame")
	if res, _ := d.do(t, "POST", "/session/code", url.Values{"code": {code}}); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("the same code twice: %d", res.StatusCode)
	}
	if res, _ := d.do(t, "POST", "/session/code", url.Values{"code": {spares[0][1]}}); res.StatusCode != http.StatusSeeOther {
		t.Errorf("a recovery code: %d", res.StatusCode)
	}
	for _, secretive := range []string{secret, strings.ReplaceAll(secret, " ", ""), code, spares[0][1]} {
		if strings.Contains(s.logs.String(), secretive) {
			t.Errorf("%q is in the log", secretive)
		}
	}
	if res, _ := (&browser{s: s, from: "192.0.2.7"}).do(t, "GET", "/session/code", nil); res.StatusCode != http.StatusSeeOther {
		t.Errorf("asked without a password: %d", res.StatusCode)
	}
}
