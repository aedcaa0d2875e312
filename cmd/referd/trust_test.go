package main

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// raw asks as somebody signed in and gives the whole answer.
func (r *reader) raw(method, path string, body url.Values, headers ...string) (*http.Response, string) {
	req, err := http.NewRequest(method, r.base+path, strings.NewReader(body.Encode()))
	if err != nil {
		r.fail("%v", err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := r.client.Do(req)
	if err != nil {
		r.fail("%v", err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		r.fail("%v", err)
	}
	return resp, string(b)
}

// The pages refuse what comes from elsewhere, run nothing that is not theirs,
// and answer a foreign referral exactly like an absent one.
func TestThePagesTrustNobody(t *testing.T) {
	r := visit(t, start(t))
	r.signIn("intake@stluke.example")
	mine := ""
	r.open("/queue")
	for _, part := range strings.Split(r.text, `href="/referrals/`)[1:] {
		mine, _, _ = strings.Cut(part, `"`)
	}
	if mine == "" {
		t.Fatal("the queue is empty")
	}
	resp, _ := r.raw("GET", "/referrals/"+mine, nil)
	for header, want := range map[string]string{"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "same-origin"} {
		if !strings.Contains(resp.Header.Get(header), want) {
			t.Errorf("%s is %q", header, resp.Header.Get(header))
		}
	}
	if resp, _ := r.raw("POST", "/referrals/"+mine+"/acceptance", url.Values{}, "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"); resp.StatusCode != http.StatusForbidden {
		t.Errorf("a post from elsewhere answered %d", resp.StatusCode)
	}
	r.signIn("radiology@harbor.example")
	a, foreign := r.raw("GET", "/referrals/"+mine, nil)
	b, absent := r.raw("GET", "/referrals/00000000000000000000", nil)
	if a.StatusCode != http.StatusNotFound || b.StatusCode != a.StatusCode || foreign != absent {
		t.Errorf("a foreign referral answers %d, an absent one %d, alike: %v\n%s\n%s", a.StatusCode, b.StatusCode, foreign == absent, foreign, absent)
	}
	r.client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if resp, _ := r.raw("GET", "/queue", nil); resp.StatusCode != http.StatusSeeOther {
		t.Errorf("without a session the queue answers %d", resp.StatusCode)
	}
}

// Guesses are slowed, and the right password still opens the door afterwards.
func TestGuessesAreSlowed(t *testing.T) {
	r := visit(t, start(t))
	r.client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	slowed := false
	for range 8 {
		resp, body := r.raw("POST", "/session", url.Values{"email": {"rivera@lakeside.example"}, "password": {"guess"}})
		slowed = slowed || resp.StatusCode == http.StatusTooManyRequests
		if resp.StatusCode == http.StatusSeeOther || strings.Contains(body, "not known") {
			t.Fatalf("a guess answered %d", resp.StatusCode)
		}
	}
	if !slowed {
		t.Error("eight guesses in a row were not slowed")
	}
	if resp, _ := r.raw("POST", "/session", url.Values{"email": {"moss@lakeside.example"}, "password": {"referd-demo"}}); resp.StatusCode != http.StatusSeeOther {
		t.Errorf("somebody else could not sign in meanwhile: %d", resp.StatusCode)
	}
}

// A script in any field comes back as text.
func TestScriptsComeBackAsText(t *testing.T) {
	r := visit(t, start(t))
	r.signIn("rivera@lakeside.example")
	r.open("/referrals/new")
	const evil = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`
	r.form("/patients", url.Values{"family": {evil}, "given": {evil}, "born": {"1961-11-12"}, "sex": {"female"}, "number": {evil}})
	r.form("/sending", url.Values{"service": {"stluke-rheumatology"}, "clinician": {"dr-rivera"}, "question": {evil}, "urgency": {"routine"}, "then": {"keep"}})
	_, body := r.raw("GET", r.at.Path, nil)
	if strings.Contains(body, "<script>alert") || strings.Contains(body, "<img src=x") || !strings.Contains(body, "&lt;script&gt;") {
		t.Error("a script came back as a script")
	}
}
