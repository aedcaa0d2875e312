package web_test

import (
	"cmp"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/desk/notice"
)

var bells = regexp.MustCompile(`class="to bell"[^>]*>(?s:.*?)<b>(\d*)</b>`)

// bell is what a page's bell counts.
func bell(t *testing.T, body string) string {
	t.Helper()
	m := bells.FindStringSubmatch(body)
	if m == nil {
		t.Fatalf("no bell on the page: %.300s", body)
	}
	return cmp.Or(m[1], "0") // nothing is drawn then
}

var hiddens = regexp.MustCompile(`<input type="hidden" name="(referral|thing|level|until)" value="([^"]*)"`)

// The bell stands on every page with what is unread; /notices lists it without
// a patient, and marks one or all as read. Another's notice is absent.
func TestNoticesPage(t *testing.T) {
	s := open(t)
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	_, body := b.do(t, "GET", "/notices", nil)
	if bell(t, body) != "0" || !strings.Contains(body, "Nothing yet.") || strings.Contains(body, "Mark all") {
		t.Errorf("before anything: %s", body)
	}
	if _, counts := b.do(t, "GET", "/counts", nil); !strings.Contains(counts, `"/notices":""`) {
		t.Errorf("the counts of nothing say %s", counts)
	}
	of := []loop.Done{asked(t, s), asked(t, s)}
	for _, d := range of {
		if err := chase.Plan(t.Context(), s.h.Desk, d.ID, "", false); err != nil {
			t.Fatal(err)
		}
	}
	_, body = b.do(t, "GET", "/help", nil)
	if bell(t, body) != "2" {
		t.Errorf("the bell of a page says %s", bell(t, body))
	}
	if _, counts := b.do(t, "GET", "/counts", nil); !strings.Contains(counts, `"/notices":"2"`) {
		t.Errorf("the counts say %s", counts)
	}
	_, body = b.do(t, "GET", "/notices", nil)
	for _, d := range of {
		if !strings.Contains(body, `href="/referrals/`+string(d.ID)+`"`) || !strings.Contains(body, d.Code) {
			t.Errorf("%s is not on it", d.Code)
		}
	}
	for _, canary := range []string{"Testcase", "Ada", "1961", "heart"} {
		if strings.Contains(body, canary) {
			t.Errorf("the page says %q", canary)
		}
	}
	one, until := url.Values{}, ""
	for _, m := range hiddens.FindAllStringSubmatch(body, -1) {
		if m[1] == "until" {
			until = m[2]
		} else if !one.Has(m[1]) {
			one.Set(m[1], m[2])
		}
	}
	session := b.cookie
	post := func(f url.Values) int {
		t.Helper()
		b.cookie = session // an answer may set another, with what was said
		res, _ := b.do(t, "POST", "/notices/read", f)
		b.cookie = session
		return res.StatusCode
	}
	if got := post(url.Values{"referral": one["referral"], "thing": {"open//1"}, "level": {"0"}}); got != http.StatusNotFound {
		t.Errorf("a notice nobody was given: %d", got)
	}
	if got := post(one); got != http.StatusSeeOther {
		t.Errorf("reading one: %d", got)
	}
	if _, body = b.do(t, "GET", "/notices", nil); bell(t, body) != "1" || !strings.Contains(body, "1 unread") {
		t.Errorf("one is read: %s", bell(t, body))
	}
	if got := post(url.Values{"until": {until}}); got != http.StatusSeeOther {
		t.Errorf("reading all: %d", got)
	}
	if _, body = b.do(t, "GET", "/notices", nil); bell(t, body) != "0" || strings.Contains(body, "Mark all") || !strings.Contains(body, of[0].Code) {
		t.Errorf("all are read: %s", bell(t, body))
	}
}

// asked is a referral of doc's that the clinic has a question about.
func asked(t *testing.T, s *site) (d loop.Done) {
	t.Helper()
	do := func(who party.UserID, f func(w *desk.Writing) error) {
		t.Helper()
		s.h.Pass(time.Minute)
		if err := s.h.Write(t.Context(), s.h.As(who), "act", f); err != nil {
			t.Fatal(err)
		}
	}
	do("doc", func(w *desk.Writing) (err error) {
		if d, err = draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Routine}); err != nil {
			return err
		}
		if err := draft.Save(w, d.ID, draft.Draft{Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Routine, Override: "none here"}); err != nil {
			return err
		}
		d, err = draft.Send(w, loop.Form{Referral: d.ID})
		return err
	})
	do("nurse", func(w *desk.Writing) error {
		_, err := loop.Ask(w, loop.Form{Referral: d.ID}, loop.Question{Words: "The tracing, please."})
		return err
	})
	return d
}

// How one is told is chosen on a page; what cannot be is said beside its field
// and nothing typed is lost. A link from a mail asks before it stops, a mailbox
// stops by one press without a session; altered it is an absent page.
func TestWishesAndUnsubscribePages(t *testing.T) {
	s := open(t)
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	f := url.Values{"mail-reports": {"hourly"}, "mail-mine": {"at-once"}, "mail-team": {"daily"}, "mail-late": {"daily"}, "mail-changes": {"never"}, "quiet": {"yes"}, "from": {"18"}, "to": {"18"}, "daily": {"9"}}
	res, body := b.do(t, "POST", "/me/notices", f)
	if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, "Choose another hour") || !strings.Contains(body, `value="hourly" selected`) {
		t.Errorf("refused: %d %s", res.StatusCode, body)
	}
	f.Set("to", "7")
	if res, _ = b.do(t, "POST", "/me/notices", f); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("kept: %d", res.StatusCode)
	}
	b.cookie = session
	chosen := func() party.Told {
		t.Helper()
		dir, err := s.h.Desk.Directory(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return dir.Users["doc"].Told
	}
	if got := chosen(); got.Reports != party.Hourly || got.Changes != party.Never || got.Quiet != (party.Quiet{From: 18, To: 7}) || got.Daily != 9 {
		t.Errorf("kept: %+v", got)
	}
	_, body = b.do(t, "GET", "/me/notices", nil)
	if !strings.Contains(body, `value="18" selected`) || !strings.Contains(body, `value="never" selected`) || strings.Count(body, `value="never"`) != len(party.Topics())-1 {
		t.Errorf("the page says %s", body)
	}

	link := "/unsubscribe/" + notice.StopLink(s.h.Desk, "doc", []party.Topic{party.OfReports, party.OfTeam})
	nobody := &browser{s: s}
	if res, body = nobody.do(t, "GET", link, nil); res.StatusCode != http.StatusOK || !strings.Contains(body, "Stop these mails?") || chosen().Reports != party.Hourly {
		t.Errorf("looking stops: %d %s", res.StatusCode, body)
	}
	res, absent := nobody.do(t, "GET", "/unsubscribe-nothing", nil)
	for _, bad := range []string{link + "x", strings.Replace(link, "reports", "changes", 1), "/unsubscribe/doc.team.AAAAAAAAAAAAAAAAAAAAAA"} {
		for _, method := range []string{"GET", "POST"} {
			var f url.Values
			if method == "POST" {
				f = url.Values{"List-Unsubscribe": {"One-Click"}}
			}
			if r, said := nobody.do(t, method, bad, f); r.StatusCode != res.StatusCode || method == "GET" && said != absent {
				t.Errorf("%s %s: %d, not %d, %s", method, bad, r.StatusCode, res.StatusCode, said)
			}
		}
	}
	if res, body = nobody.do(t, "POST", link, url.Values{"List-Unsubscribe": {"One-Click"}}); res.StatusCode != http.StatusOK || !strings.Contains(body, "have stopped") {
		t.Errorf("one click: %d %s", res.StatusCode, body)
	}
	if got := chosen(); got.Reports != party.Never || got.Team != party.Never || got.Mine != party.AtOnce {
		t.Errorf("stopped: %+v", got)
	}
}
