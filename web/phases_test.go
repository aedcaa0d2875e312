package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"referd/core/referral"
	"referd/store"
)

var undoing = regexp.MustCompile(`name="line" value="([^"]+)"`)

// A site's own word for a phase: looked at before it is kept, kept beside what was
// before, taken back. Its own people read it on lists, the referral and its file,
// with what it is called elsewhere; the other side, the measures, the row and what
// systems read keep the phase. Two phases never share a word.
func TestASiteNamesItsPhases(t *testing.T) {
	s := open(t)
	of := s.booked(t)
	s.lets(t, "kay", "booker")
	row := func() (r store.Row) {
		t.Helper()
		if err := s.h.DB.View(t.Context(), store.Scope{System: true}, func(v *store.View) (err error) { r, err = v.Row(of); return err }); err != nil {
			t.Fatal(err)
		}
		return r
	}
	before := row()
	const own, at = "Visit is fixed", "/setup/phases"
	kay, doc, booker := &browser{s: s}, &browser{s: s}, &browser{s: s}
	kay.signIn(t, "kay@example.org", "open sesame")
	doc.signIn(t, "doc@example.org", "open sesame")
	booker.signIn(t, "booker@example.org", "open sesame")
	shows := func(b *browser, path, words string) bool {
		t.Helper()
		_, html := b.do(t, "GET", path, nil)
		return strings.Contains(html, words)
	}
	if res, _ := doc.do(t, "GET", at, nil); res.StatusCode != http.StatusForbidden {
		t.Errorf("who sets nothing up: %d", res.StatusCode)
	}
	_, form := kay.do(t, "GET", at, nil)
	was := regexp.MustCompile(`name="was" value="([^"]+)"`).FindStringSubmatch(form)
	if was == nil || !strings.Contains(form, "Sent, not yet delivered") {
		t.Fatal("the form names no phase")
	}
	for field, words := range map[string]string{"phase-booked": "seen, report owed", "phase-held": strings.Repeat("x", 31)} {
		if res, html := kay.do(t, "POST", at, url.Values{"was": {was[1]}, field: {words}, "phase-sent": {"kept " + field}}); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(html, "kept "+field) {
			t.Errorf("%s is %q: %d", field, words, res.StatusCode)
		}
	}
	if res, _ := kay.do(t, "POST", at, url.Values{"was": {was[1]}, "phase-booked": {"Ready"}, "phase-accepted": {"ready"}}); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("two phases of one word: %d", res.StatusCode)
	}
	filled := url.Values{"phase-booked": {own}, "was": {was[1]}}
	res, look := kay.do(t, "POST", at, filled)
	if res.StatusCode != http.StatusOK || !strings.Contains(look, "Phase: Booked") || !strings.Contains(look, own) || !strings.Contains(look, "keep the phase") || shows(doc, "/loops", own) {
		t.Errorf("looked at: %d", res.StatusCode)
	}
	filled.Set("do", "save")
	if res, _ := kay.do(t, "POST", at, filled); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("kept: %d", res.StatusCode)
	}
	for _, path := range []string{"/loops", "/loops.csv", "/referrals/" + string(of), "/ops", "/downtime"} {
		if !shows(doc, path, own) {
			t.Errorf("%s keeps the old word", path)
		}
	}
	if !shows(doc, "/referrals/"+string(of), "elsewhere: Booked") {
		t.Error("nobody is told what it is called elsewhere")
	}
	if shows(booker, "/referrals/"+string(of), own) || shows(booker, "/queue", own) {
		t.Error("the other side reads our word")
	}
	if after := row(); after.Phase != before.Phase || after.SRStatus != before.SRStatus || referral.PhaseBooked.Staff() != "Booked" {
		t.Errorf("the phase is another: %+v", after)
	}
	kay.signIn(t, "kay@example.org", "open sesame") // the browser of a test keeps one cookie
	_, past := kay.do(t, "GET", "/setup/history", nil)
	line := undoing.FindStringSubmatch(past)
	if line == nil || !strings.Contains(past, "Phase: Booked") || !strings.Contains(past, own) {
		t.Fatal("the history does not tell it")
	}
	kay.do(t, "POST", "/setup/undo", url.Values{"line": {line[1]}})
	if shows(doc, "/loops", own) || !shows(doc, "/loops", "Booked") {
		t.Error("it is not taken back")
	}
}
