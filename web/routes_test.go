package web

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk/people/secret"
	"referd/web/page"
	"referd/web/sheet"
)

// reading is what is done by opening a page, and the patient's own bell, which
// is rung on the patient's page.
var reading = map[referral.Act]bool{referral.ActOpen: true, referral.ActRing: true}

// Every act that a person may do leads to a page that is served, and has words.
func TestEveryActHasAPage(t *testing.T) {
	served := map[string]bool{}
	for _, r := range (&Server{}).Routes() {
		served[r.Pattern] = true
	}
	for _, a := range append(referral.Acts(), sheet.Acts()...) {
		at := "GET " + strings.Replace(sheet.Path("ID", a), "/referrals/ID", "/referrals/{id}", 1)
		if !served[at] || sheet.Act(a) == "" {
			t.Errorf("%s leads to %s, which is not served", a, at)
		}
		if at == "GET /referrals/{id}" && !reading[a] && a != referral.ActDeliver && a != referral.ActDeliverReport {
			t.Errorf("%s has no page of its own", a)
		}
	}
}

// What is not carried over a sign-in is a password, and nothing else has its name.
func TestOnlyPasswordsAreTypedAgain(t *testing.T) {
	field, seen := regexp.MustCompile(`<(?:input|textarea|select)[^>]* name="(`+strings.Join(hidden, "|")+`)"[^>]*>`), 0
	for _, s := range page.Samples() {
		var b bytes.Buffer
		if err := s.Show.Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		for _, m := range field.FindAllString(b.String(), -1) {
			if seen++; !strings.Contains(m, `type="password"`) {
				t.Errorf("%s, %s: what is typed into %s would be lost", s.Page, s.State, m)
			}
		}
	}
	if seen == 0 {
		t.Error("no page asks for a password")
	}
}

// Whoever chooses a password is told beforehand how long it must be, in the words of
// the rule itself.
func TestWhoChoosesAPasswordIsToldHowLong(t *testing.T) {
	long := regexp.MustCompile(`[a-z0-9]+ characters`).FindString(fault.Public(secret.Strong("", "")))
	seen := 0
	for _, s := range page.Samples() {
		var b bytes.Buffer
		if err := s.Show.Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), `autocomplete="new-password"`) {
			continue
		}
		if seen++; long == "" || !strings.Contains(b.String(), long) {
			t.Errorf("%s, %s: does not say %q", s.Page, s.State, long)
		}
		if strings.Contains(b.String(), "type its password") && !strings.Contains(b.String(), "shorter than "+long) {
			t.Errorf("%s, %s: who has a shorter password from before is not told where it is taken", s.Page, s.State)
		}
	}
	if seen == 0 {
		t.Error("no page asks for a new password")
	}
}

// That nothing was changed is said once, by the fault or by the page.
func TestNothingWasChangedIsSaidOnce(t *testing.T) {
	for _, kind := range []fault.Kind{fault.Denied, fault.Invalid, fault.Conflict, fault.Broken} {
		for _, words := range []string{"It is too large. Nothing was changed.", "It is too large."} {
			p := trouble(fault.E("test", kind, words, nil))
			if n := strings.Count(p.Words+" "+p.Kept, "Nothing was changed"); n != 1 {
				t.Errorf("%v: it is said %d times: %q %q", kind, n, p.Words, p.Kept)
			}
		}
	}
}
