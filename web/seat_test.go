package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/desk"
	"referd/desk/people"
	"referd/store"
)

// invited is doc of home asked to work in the clinic as well: the address of the
// invitation.
func (s *site) invited(t *testing.T, team party.TeamID, job party.Job) string {
	t.Helper()
	if err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		return tx.PutThing(desk.KindMembership, "nurse@triage", "clinic", party.Membership{User: "nurse", Team: "triage", Roles: []party.Job{party.TriageNurse, party.Admin}})
	}); err != nil {
		t.Fatal(err)
	}
	token, u := "", party.UserID("")
	s.act(t, "nurse", func(w *desk.Writing) (err error) {
		u, err = people.Open(w, people.Account{Email: "doc@example.org", Name: party.Name{Family: "Doc", Given: []string{"Some"}}, Team: team, Jobs: []party.Job{job}})
		return err
	})
	s.act(t, "nurse", func(w *desk.Writing) (err error) { token, _, err = people.Invitation(w, u); return err })
	return "/join/" + token
}

var seatOf = regexp.MustCompile(`<input type="hidden" name="seat" value="([^"]+)"/>`)

// Who works in two organizations is in one at a time: the frame says which, every
// form says of which it is, and one that is of the other is not taken but asks.
// Changing over is a press without scripts that keeps the page where it is there
// too; an open page's badges are never those of the other.
func TestOneOrganizationAtATime(t *testing.T) {
	s := open(t)
	at := s.invited(t, "wards", party.Specialist)
	b := &browser{s: s}
	if _, body := b.do(t, "GET", at, nil); !strings.Contains(body, "Choose your password") || !strings.Contains(body, `/?next=%2Fjoin%2F`) {
		t.Fatalf("the invitation says\n%s", body)
	}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	if res, body := b.do(t, "GET", "/waiting", nil); res.StatusCode != http.StatusOK || strings.Contains(body, "You work for") || seatOf.FindStringSubmatch(body)[1] != "doc" {
		t.Fatalf("who works in one organization is shown a choice: %d", res.StatusCode)
	}
	if _, body := b.do(t, "GET", at, nil); !strings.Contains(body, "Work for The Clinic too") {
		t.Fatalf("signed in, the invitation says\n%s", body)
	}
	res, body := b.do(t, "POST", at+"/acceptance", url.Values{})
	if b.cookie = session; res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/queue" {
		t.Fatalf("accepted: %d %s\n%s", res.StatusCode, res.Header.Get("Location"), body)
	}
	_, body = b.do(t, "GET", "/me", nil)
	if !strings.Contains(body, "You work for <b>The Clinic</b> now.") || !strings.Contains(body, "Home Practice") || !strings.Contains(body, `data-counts="/counts?seat=`) {
		t.Fatalf("the frame says\n%s", body)
	}
	clinic := seatOf.FindStringSubmatch(body)[1]
	forms, seats := strings.Count(body, `method="post"`), len(seatOf.FindAllString(body, -1))
	if forms == 0 || forms != seats {
		t.Errorf("%d of %d forms say whose they are", seats, forms)
	}
	if res, _ := b.do(t, "GET", "/counts?seat="+clinic, nil); res.StatusCode != http.StatusOK {
		t.Errorf("badges of the page's own: %d", res.StatusCode)
	}
	res, _ = b.do(t, "POST", "/session/seat", url.Values{"to": {"doc"}, "next": {"/me"}})
	if b.cookie = session; res.Header.Get("Location") != "/me" {
		t.Errorf("changed over on one's own page, they are at %s", res.Header.Get("Location"))
	}
	if res, _ := b.do(t, "GET", "/counts?seat="+clinic, nil); res.StatusCode != http.StatusConflict {
		t.Errorf("badges of the other: %d", res.StatusCode)
	}
	// What was typed at the clinic, sent after they changed over in another window.
	res, body = b.do(t, "POST", "/concerns", url.Values{"seat": {clinic}, "words": {"The list jumped while I worked at the clinic."}})
	if res.StatusCode != http.StatusConflict || !strings.Contains(body, "Nothing was sent") || !strings.Contains(body, "The list jumped") || !strings.Contains(body, "Go on for The Clinic") {
		t.Errorf("a form of the other organization: %d\n%s", res.StatusCode, body)
	}
	if res, _ := b.do(t, "POST", "/concerns", url.Values{"words": {"It says nothing."}}); res.StatusCode != http.StatusConflict {
		t.Errorf("a form that says nothing: %d", res.StatusCode)
	}
	again := url.Values{"to": {clinic}, "again": {"/concerns"}, "typed.words": {"The list jumped while I worked at the clinic."}}
	res, body = b.do(t, "POST", "/session/seat", again)
	if b.cookie = session; res.StatusCode != http.StatusOK || !strings.Contains(body, "The list jumped") || seatOf.FindStringSubmatch(body)[1] != clinic {
		t.Errorf("gone on there: %d\n%s", res.StatusCode, body)
	}
	// A list that is not there: they are where their work is.
	res, _ = b.do(t, "POST", "/session/seat", url.Values{"to": {"doc"}, "next": {"/queue"}})
	if b.cookie = session; res.Header.Get("Location") != "/waiting" {
		t.Errorf("home has no queue; they are at %s", res.Header.Get("Location"))
	}
	if res, _ := b.do(t, "POST", "/session/seat", url.Values{"to": {"chen"}}); res.StatusCode != http.StatusNotFound {
		t.Errorf("somebody else's seat: %d", res.StatusCode)
	}
}

// Who is signed in as somebody else is told so, and neither accepts nor learns
// whose the invitation is.
func TestAnInvitationOpenedByAnother(t *testing.T) {
	s := open(t)
	at := s.invited(t, "wards", party.Specialist)
	b := &browser{s: s}
	b.signIn(t, "intake@example.org", "open sesame")
	session := b.cookie
	for _, x := range []struct {
		method, path string
		status       int
	}{{"GET", at, http.StatusOK}, {"POST", at + "/acceptance", http.StatusUnprocessableEntity}} {
		res, body := b.do(t, x.method, x.path, url.Values{})
		b.cookie = session
		if res.StatusCode != x.status || !strings.Contains(body, "another address") || strings.Contains(body, "doc@example.org") || strings.Contains(body, "/acceptance") || strings.Contains(body, "new-password") {
			t.Errorf("%s %s: %d\n%s", x.method, x.path, res.StatusCode, body)
		}
	}
}

// Who holds a link and is not signed in is told nothing of an account: the page is
// the same with one and without, and so is what is said of two that differ and of a
// password that is too short. A password that is not the account's is refused as at
// signing in, and slowed; the account's own leads to accepting.
func TestALinkSaysNothingOfAnAccount(t *testing.T) {
	s := open(t)
	known, unknown := s.invited(t, "wards", party.Specialist), ""
	if err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		return tx.PutCredential("user/doc", people.Hashed("three plain words"))
	}); err != nil {
		t.Fatal(err)
	}
	u := party.UserID("")
	s.act(t, "nurse", func(w *desk.Writing) (err error) {
		u, err = people.Open(w, people.Account{Email: "new@example.org", Name: party.Name{Family: "Doc", Given: []string{"Some"}}, Team: "wards", Jobs: []party.Job{party.Specialist}})
		return err
	})
	s.act(t, "nurse", func(w *desk.Writing) (err error) { unknown, _, err = people.Invitation(w, u); return err })
	unknown = "/join/" + unknown
	typed := func(a, b string) url.Values { return url.Values{"password": {a}, "repeat": {b}} }
	b := &browser{s: s}
	alike := func(method string, f url.Values) {
		t.Helper()
		said := [2]string{}
		for i, at := range []string{known, unknown} {
			b.cookie = nil
			res, body := b.do(t, method, at, f)
			said[i] = res.Status + strings.NewReplacer(strings.TrimPrefix(at, "/join/"), "TOKEN", "doc@example.org", "ADDRESS", "new@example.org", "ADDRESS").Replace(body)
		}
		if said[0] != said[1] {
			t.Errorf("%s %v tells them apart:\n%s\n%s", method, f, said[0], said[1])
		}
	}
	alike("GET", nil)
	alike("POST", typed("four other plain words", "four plain words"))
	alike("POST", typed("short", "short"))
	slowed := false
	for range 6 {
		b.cookie = nil
		res, body := b.do(t, "POST", known, typed("not theirs at all", "not theirs at all"))
		slowed = slowed || strings.Contains(body, "Too many tries")
		if res.StatusCode != http.StatusUnprocessableEntity || b.cookie != nil || strings.Contains(body, "already.") || !slowed && !strings.Contains(body, "That did not let you in") {
			t.Fatalf("a wrong password: %d\n%s", res.StatusCode, body)
		}
	}
	if !slowed {
		t.Error("guesses by a link are not slowed")
	}
	s.h.Pass(2 * time.Minute)
	res, _ := b.do(t, "POST", known, typed("three plain words", "three plain words"))
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != known || b.cookie == nil {
		t.Fatalf("their own: %d to %s", res.StatusCode, res.Header.Get("Location"))
	}
	if _, body := b.do(t, "GET", known, nil); !strings.Contains(body, "Work for The Clinic too") {
		t.Errorf("they are not asked to accept:\n%s", body)
	}
	b.cookie = nil
	if res, _ := b.do(t, "POST", unknown, typed("three plain words", "three plain words")); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/" {
		t.Errorf("a new account: %d to %s", res.StatusCode, res.Header.Get("Location"))
	}
}

// What waits in the other organization is a number beside its name, the count of
// the list they would come to, and nothing else of it is on the page.
func TestWhatWaitsElsewhereIsANumber(t *testing.T) {
	s := open(t)
	at := s.invited(t, "intake", party.Intake)
	ids := s.sent(t, 2)
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	b.do(t, "POST", at+"/acceptance", url.Values{})
	b.cookie = session
	_, body := b.do(t, "GET", "/queue", nil)
	b.cookie = session
	if !strings.Contains(body, "You work for <b>The Clinic</b> now.") {
		t.Fatalf("%s", body)
	}
	res, said := b.do(t, "POST", "/session/seat", url.Values{"to": {"doc"}, "next": {"/referrals/" + ids[0]}})
	if b.cookie = session; res.Header.Get("Location") != "/referrals/"+ids[0] {
		t.Errorf("a referral both have: they are at %s, %d\n%s", res.Header.Get("Location"), res.StatusCode, said)
	}
	_, body = b.do(t, "GET", "/help", nil)
	if strings.Contains(body, "Testcase") || !strings.Contains(body, `Work for </span>The Clinic <span class="count"><b>2</b>`) {
		t.Errorf("at home the frame says\n%s", body)
	}
}
