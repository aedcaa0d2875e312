package web_test

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/give"
	"referd/store"
	"referd/web"
	"referd/web/live"
)

// policy is ux.md, section 8, to the letter.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// site is the pages on a real socket with TLS, and what they log.
type site struct {
	hush func() // ends what drives its streams
	*httptest.Server
	h    *desktest.House
	web  *web.Server
	logs *logs

	failing atomic.Bool // nobody can say who looked: an export fails at its end
}

type logs struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) { l.mu.Lock(); defer l.mu.Unlock(); return l.b.Write(p) }
func (l *logs) String() string              { l.mu.Lock(); defer l.mu.Unlock(); return l.b.String() }

func open(t *testing.T) *site {
	t.Helper()
	s := &site{h: desktest.New(t), logs: &logs{}}
	log := slog.New(slog.NewJSONHandler(s.logs, nil))
	s.h.Desk.Log = log
	all := givingRoom(s, t)
	audits := all.Speak.Audits
	all.Speak.Audits = func(r *desk.Reading, before int64, limit int) ([]give.Line, int64, error) {
		if s.failing.Load() {
			return nil, 0, errors.New("broken")
		}
		return audits(r, before, limit)
	}
	s.web = web.New(web.Options{Desk: s.h.Desk, Log: log, Public: "https://referd.example.org", Live: live.New(s.h.Desk), Behind: true, Bring: room(s), Give: all})
	s.Server = httptest.NewTLSServer(s.web)
	t.Cleanup(s.Close)
	return s
}

// browser is somebody's: it keeps the cookie of its session, and the others by
// name, and follows nothing by itself.
type browser struct {
	s      *site
	cookie *http.Cookie
	others map[string]*http.Cookie
	from   string
}

func (b *browser) do(t *testing.T, method, path string, form url.Values, head ...string) (*http.Response, string) {
	t.Helper()
	if form == nil {
		return b.send(t, method, path, "", nil, head...)
	}
	return b.send(t, method, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()), head...)
}

// send asks with a body of some type; none has no type.
func (b *browser) send(t *testing.T, method, path, kind string, body io.Reader, head ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(method, b.s.URL+path, body)
	if err != nil {
		t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	if b.from != "" {
		r.Header.Set("X-Forwarded-For", "10.9.9.9, "+b.from)
	}
	if b.cookie != nil {
		r.AddCookie(b.cookie)
	}
	for _, k := range b.others {
		r.AddCookie(k)
	}
	c := b.s.Client()
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	res, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	all, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range res.Cookies() {
		switch {
		case k.Name == "referd-typist" || k.Name == "referd-seat" || k.Name == "referd-from":
			if b.others == nil {
				b.others = map[string]*http.Cookie{}
			}
			b.others[k.Name] = k
		case k.MaxAge < 0:
			b.cookie = nil
		default:
			b.cookie = k
		}
	}
	return res, string(all)
}

func (b *browser) signIn(t *testing.T, email, password string) *http.Response {
	t.Helper()
	res, _ := b.do(t, "POST", "/session", url.Values{"email": {email}, "password": {password}})
	return res
}

// Somebody signs in over HTTP: the cookie is out of the reach of scripts and
// other sites, a second sign-in ends the first session, and signing out the second.
func TestSigningInOverHTTP(t *testing.T) {
	s := open(t)
	b := &browser{s: s, from: "192.0.2.7"}
	if res, body := b.do(t, "GET", "/waiting", nil); res.StatusCode != http.StatusSeeOther || strings.Contains(body, "Testcase") || !strings.Contains(res.Header.Get("Location"), "next=%2Fwaiting") {
		t.Errorf("without a session: %d to %q", res.StatusCode, res.Header.Get("Location"))
	}
	if res := b.signIn(t, "doc@example.org", "open sesame"); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("signing in: %d", res.StatusCode)
	}
	k := b.cookie
	if k == nil || !strings.HasPrefix(k.Name, "__Host-") || !k.HttpOnly || !k.Secure || k.SameSite != http.SameSiteLaxMode || k.Path != "/" || k.Domain != "" || len(k.Value) < 20 {
		t.Fatalf("the cookie: %+v", k)
	}
	if res, _ := b.do(t, "GET", "/waiting", nil); res.StatusCode != http.StatusOK {
		t.Errorf("signed in, and %d", res.StatusCode)
	}
	old := *k
	if res := b.signIn(t, "doc@example.org", "open sesame"); res.StatusCode != http.StatusSeeOther || b.cookie.Value == old.Value {
		t.Errorf("a second sign-in kept the session's name: %d", res.StatusCode)
	}
	before := &browser{s: s, cookie: &old}
	if res, _ := before.do(t, "GET", "/waiting", nil); res.StatusCode != http.StatusSeeOther {
		t.Errorf("the first session outlived the second sign-in: %d", res.StatusCode)
	}
	last := *b.cookie
	if res, _ := b.do(t, "POST", "/session/end", url.Values{}); res.StatusCode != http.StatusSeeOther || b.cookie != nil {
		t.Errorf("signing out: %d %v", res.StatusCode, b.cookie)
	}
	if res, _ := (&browser{s: s, cookie: &last}).do(t, "GET", "/waiting", nil); res.StatusCode != http.StatusSeeOther {
		t.Errorf("the session outlived its end: %d", res.StatusCode)
	}
	for _, bad := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "javascript:alert(1)", "/ok"} {
		res, _ := b.do(t, "POST", "/session", url.Values{"email": {"doc@example.org"}, "password": {"open sesame"}, "next": {bad}})
		if to := res.Header.Get("Location"); strings.Contains(to, "evil") || strings.Contains(to, "javascript") || bad == "/ok" && to != "/ok" {
			t.Errorf("next %q leads to %q", bad, to)
		}
	}
}

// A session ends half an hour after its last use; the page says so and keeps
// the way back.
func TestASessionEndsOverHTTP(t *testing.T) {
	s := open(t)
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	s.h.Pass(29 * time.Minute)
	if res, _ := b.do(t, "GET", "/loops", nil); res.StatusCode != http.StatusOK {
		t.Errorf("after 29 minutes: %d", res.StatusCode)
	}
	s.h.Pass(31 * time.Minute)
	if res, _ := b.do(t, "GET", "/loops", nil); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/?ended=1&next=%2Floops" {
		t.Errorf("after 31 more: %d to %s", res.StatusCode, res.Header.Get("Location"))
	}
}

// Who opens a link of a letter and was never in is not told that a session ended,
// nor that words are kept which nobody typed; who was in and only read is told of
// the session alone.
func TestALinkFromALetterEndsNoSession(t *testing.T) {
	s := open(t)
	b := &browser{s: s}
	if res, _ := b.do(t, "GET", "/loops", nil); res.Header.Get("Location") != "/?next=%2Floops" {
		t.Errorf("sent to %s", res.Header.Get("Location"))
	}
	if _, page := b.do(t, "GET", "/?next=%2Floops", nil); strings.Contains(page, "session has ended") {
		t.Error("a session has ended that never was")
	}
	if _, page := b.do(t, "GET", "/?ended=1&next=%2Floops", nil); !strings.Contains(page, "session has ended") || strings.Contains(page, "What you typed") {
		t.Error("who only read is told of what they typed, or of no session")
	}
	if _, page := b.do(t, "POST", "/patients", url.Values{"family": {"Tester"}}); !strings.Contains(page, "What you typed is kept") {
		t.Error("who typed is not told that it is kept")
	}
}

// A form that somebody opened is not done in the name of who signed in after them
// in the same browser; who opened it signs in again and has every word.
func TestAFormIsOfWhoOpenedIt(t *testing.T) {
	s := open(t)
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	_, html := b.do(t, "GET", "/concerns/new", nil)
	form := url.Values{"words": {"The badge says six and the list has five."}, "grade": {"unsafe"}, "seat": {seatOf.FindStringSubmatch(html)[1]}}
	if form.Get("seat") != "doc" {
		t.Fatalf("the form is of %q", form.Get("seat"))
	}
	concerns := func() (n int) {
		if err := s.h.DB.View(t.Context(), store.Scope{System: true}, func(v *store.View) error { list, err := v.Concerns("home"); n = len(list); return err }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	b.signIn(t, "nurse@example.org", "open sesame")
	res, html := b.do(t, "POST", "/concerns", form)
	if res.StatusCode != http.StatusConflict || !strings.Contains(html, "Somebody else opened that page") || concerns() != 0 {
		t.Fatalf("pressed by another: %d, %d concerns", res.StatusCode, concerns())
	}
	if res, _ := b.do(t, "GET", "/queue", nil); res.StatusCode != http.StatusOK {
		t.Errorf("the other's own session: %d", res.StatusCode)
	}
	door := carried(html)
	door.Set("email", "doc@example.org")
	door.Set("password", "open sesame")
	_, html = b.do(t, "POST", "/session", door)
	again := carried(html)
	again.Set("seat", seatOf.FindStringSubmatch(html)[1])
	if again.Get("words") != form.Get("words") {
		t.Fatalf("carried %v", again)
	}
	if res, _ := b.do(t, "POST", "/concerns", again); res.StatusCode != http.StatusSeeOther || concerns() != 1 {
		t.Errorf("pressed by who opened it: %d, %d concerns", res.StatusCode, concerns())
	}
}

// What somebody typed before their session ended waits for them alone: who signs in
// there instead is given none of it.
func TestWhatOneTypedIsNotAnothers(t *testing.T) {
	s := open(t)
	for who, theirs := range map[string]bool{"doc@example.org": true, "nurse@example.org": false} {
		b := &browser{s: s}
		b.signIn(t, "doc@example.org", "open sesame")
		b.do(t, "GET", "/loops", nil)
		b.cookie = nil
		s.h.Pass(31 * time.Minute)
		_, body := b.do(t, "POST", "/concerns", url.Values{"words": {"He cannot know this."}})
		door := carried(body)
		door.Set("email", who)
		door.Set("password", "wrong")
		_, body = b.do(t, "POST", "/session", door)
		door = carried(body)
		door.Set("email", who)
		door.Set("password", "open sesame")
		res, body := b.do(t, "POST", "/session", door)
		if given := carried(body).Get("words") == "He cannot know this."; given != theirs || b.cookie == nil || door.Get("typed.words") == "" {
			t.Errorf("%s: %d, carried %q, given %v", who, res.StatusCode, door.Get("typed.words"), given)
		}
	}
}

// Guessing is answered alike for every account and slowed; its owner is let in
// from where they were before, and nobody can pretend to be many.
func TestGuessingOverHTTP(t *testing.T) {
	s := open(t)
	owner := &browser{s: s, from: "192.0.2.7"}
	owner.signIn(t, "doc@example.org", "open sesame")
	said := map[string]bool{}
	alert := regexp.MustCompile(`The address or the password is not right\.`)
	for _, email := range []string{"doc@example.org", "nobody@example.org", "moss@example.org"} {
		b := &browser{s: s, from: "203.0.113." + email[:1]}
		res, body := b.do(t, "POST", "/session", url.Values{"email": {email}, "password": {"guess"}})
		said[strings.ReplaceAll(body, email, "")] = true
		if res.StatusCode != http.StatusUnauthorized || !alert.MatchString(body) || b.cookie != nil {
			t.Errorf("%s: %d", email, res.StatusCode)
		}
	}
	if len(said) != 1 {
		t.Error("the page tells a known account from an unknown one")
	}
	slow := 0
	guesser := &browser{s: s, from: "198.51.100.9"}
	for range 8 {
		if res := guesser.signIn(t, "doc@example.org", "guess"); res.StatusCode == http.StatusTooManyRequests {
			slow++
		}
	}
	if slow < 4 {
		t.Errorf("of eight guesses %d were slowed", slow)
	}
	if res := owner.signIn(t, "doc@example.org", "open sesame"); res.StatusCode != http.StatusSeeOther {
		t.Errorf("the owner waits: %d", res.StatusCode)
	}
}

// Every answer says what a browser may do with it: pages, absent things,
// refusals; nothing but our own files may be kept.
func TestEveryAnswerIsGuarded(t *testing.T) {
	s := open(t)
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	paths := []string{"/nothing", "/referrals/00000000000000000000", "/documents/x", "/static/none.css"}
	for _, r := range s.web.Routes() {
		if p, ok := strings.CutPrefix(r.Pattern, "GET "); ok && !strings.Contains(p, "{id}") && p != "/events" {
			paths = append(paths, strings.TrimSuffix(p, "{$}"))
		}
	}
	want := map[string]string{"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "max-age=31536000"}
	for _, p := range paths {
		res, body := b.do(t, "GET", p, nil)
		for k, v := range want {
			if p == "/p/leave" && k == "Referrer-Policy" {
				v = "no-referrer" // it leads out of the house
			}
			if res.Header.Get(k) != v {
				t.Errorf("%s: %s is %q", p, k, res.Header.Get(k))
			}
		}
		if !strings.Contains(res.Header.Get("Permissions-Policy"), "camera=()") {
			t.Errorf("%s: no permissions policy", p)
		}
		if !strings.HasPrefix(p, "/static/") && res.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept: %q", p, res.Header.Get("Cache-Control"))
		}
		if inline.MatchString(body) {
			t.Errorf("%s carries what the policy forbids: %s", p, inline.FindString(body))
		}
	}
	if len(paths) < 10 {
		t.Errorf("only %d pages were looked at", len(paths))
	}
}

// inline is script or style inside a page, which the policy forbids.
var inline = regexp.MustCompile(`(?i)<script(?:\s[^>]*)?>[^<]|\son[a-z]+="|\sstyle="|javascript:`)

// Another site can make nobody's browser do anything here.
func TestNoOtherSiteActs(t *testing.T) {
	s := open(t)
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	n := 0
	for _, r := range s.web.Routes() {
		p, ok := strings.CutPrefix(r.Pattern, "POST ")
		if !ok {
			continue
		}
		n++
		p = strings.NewReplacer("{id}", "00000000000000000000", "{view}", "x", "{file}", "x").Replace(p)
		for _, head := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}, {"Origin", "null", "Content-Type", "text/plain"}} {
			if res, _ := b.do(t, "POST", p, url.Values{"x": {"y"}}, head...); res.StatusCode != http.StatusForbidden {
				t.Errorf("POST %s with %v: %d", p, head, res.StatusCode)
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d routes take a form", n)
	}
	if res, _ := b.do(t, "GET", "/waiting", nil); res.StatusCode != http.StatusOK {
		t.Errorf("the session was touched: %d", res.StatusCode)
	}
}

// When the audit cannot be kept, no page shows anybody.
func TestNoPageWithoutItsAudit(t *testing.T) {
	s := open(t)
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	find := func() (int, string) {
		res, body := b.do(t, "POST", "/referrals/new", url.Values{"q": {"Testcase"}})
		if to := res.Header.Get("Location"); to != "" {
			res, body = b.do(t, "GET", to, nil)
		}
		return res.StatusCode, body
	}
	if status, body := find(); status != http.StatusOK || !strings.Contains(body, "Testcase") {
		t.Fatalf("found nobody: %d", status)
	}
	s.h.DB.Stop()
	if status, body := find(); status < 500 || strings.Contains(strings.ReplaceAll(body, `value="Testcase"`, ""), "Testcase") {
		t.Errorf("shown without an audit: %d", status)
	}
}
