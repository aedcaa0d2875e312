package web_test

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/store"
)

var counted = regexp.MustCompile(`(?s)<b>(Some [^<]+)</b>.*?data-l="Has" class="num">(\d+)</td>.*?data-l="Late" class="num">(?:<a class="late-t" href="([^"]+)">)?\s*(\d+)`)

// refused names each of a few by its code.
var refused = regexp.MustCompile(`0 given to Some nurse\. [0-9A-Z-]{9}: Your role may not do this\. It is for a team lead\. [0-9A-Z-]{9}: That is no longer owed\.`)

// What each colleague has is counted by the list it leads to, late ones too; a
// lead gives from there, the ball and what is owed beside it; a stranger's list
// is like none.
func TestWhoHasWhat(t *testing.T) {
	s := open(t)
	ids := s.sent(t, 3)
	claim := func(who party.UserID, id string) {
		s.act(t, who, func(w *desk.Writing) error {
			_, err := loop.Claim(w, loop.Form{Referral: referral.ID(id)})
			return err
		})
	}
	for _, id := range ids {
		s.act(t, "nurse", func(w *desk.Writing) error {
			_, err := loop.Open(w, loop.Form{Referral: referral.ID(id)})
			return err
		})
		claim("nurse", id)
	}
	b := &browser{s: s}
	b.signIn(t, "nurse@example.org", "open sesame")
	get := func(path string) (int, string) {
		t.Helper()
		k := b.cookie
		res, page := b.do(t, "GET", html.UnescapeString(path), nil)
		b.cookie = k
		return res.StatusCode, page
	}
	look := func() []string {
		t.Helper()
		_, page := get("/queue/people")
		m := counted.FindStringSubmatch(page)
		if m == nil {
			t.Fatalf("nobody: %.9000s", page)
		}
		return m[1:]
	}
	if m := look(); m[0] != "Some nurse" || m[1] != "3" || m[3] != "0" {
		t.Errorf("three are with the nurse: %q", m)
	}
	s.h.Pass(25 * time.Minute) // within the session
	_, page := get("/queue?view=person&with=nurse")
	if strings.Count(page, "data-row ") != 3 || !strings.Contains(page, "With Some nurse") {
		t.Errorf("the list of the nurse: %d rows", strings.Count(page, "data-row "))
	}
	for _, bad := range []string{"/queue?view=person", "/queue?view=person&with=doc", "/queue?view=person&with=nobody", "/queue?view=late&with=nurse", "/queue.csv?view=person&with=doc"} {
		if code, page := get(bad); code != 404 && !(strings.HasPrefix(bad, "/queue.csv") && strings.Count(page, "\n") == 1) {
			t.Errorf("%s answers %d", bad, code)
		}
	}
	err := s.h.Read(t.Context(), s.h.As("chen"), "load", func(r *desk.Reading) error {
		all, err := lists.Workload(r)
		for _, l := range all {
			if l.ID == "nurse" || l.ID == "doc" {
				t.Errorf("who is not of their team sees what %s has", l.ID)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(page, "/assignments") {
		t.Error("who leads no team is offered to give")
	}
	k := b.cookie
	b.do(t, "POST", "/assignments", url.Values{"id": {ids[0], ids[1] + "~no/such/duty"}, "person": {"nurse"}, "back": {"/queue?view=person&with=nurse"}})
	_, page = b.do(t, "GET", "/queue?view=person&with=nurse", nil, "Cookie", k.Name+"="+k.Value+"; "+b.cookie.Name+"="+b.cookie.Value)
	if !refused.MatchString(page) {
		t.Errorf("who is no lead gives, or a duty that is none is given: %.300s", page[strings.Index(page, "data-toast"):])
	}
	b.cookie = k
	for range 4 { // days pass, and somebody keeps the session
		s.h.Pass(24 * time.Hour)
	}
	b.signIn(t, "nurse@example.org", "open sesame")
	if m := look(); m[1] != "3" || m[3] != "3" || !strings.Contains(m[2], "view=person-late") {
		t.Errorf("late with the nurse: %q", m)
	} else if _, page := get(m[2]); strings.Count(page, "data-row ") != 3 {
		t.Errorf("the late list: %d rows", strings.Count(page, "data-row "))
	}
}

// Who leads the service line gives what a colleague of any team there has, from the
// list that the page leads to, to whoever works in that team.
func TestALeadOfTheLineGivesFromAnyTeam(t *testing.T) {
	s := open(t)
	ids := s.sent(t, 1)
	for _, f := range []func(*desk.Writing, loop.Form) (loop.Done, error){loop.Open, loop.Claim} {
		s.act(t, "nurse", func(w *desk.Writing) error {
			_, err := f(w, loop.Form{Referral: referral.ID(ids[0])})
			return err
		})
	}
	if err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		for _, m := range []party.Membership{{User: "intake", Team: "intake", Roles: []party.Job{party.Quality, party.TeamLead}}, {User: "chen", Team: "triage", Roles: []party.Job{party.Specialist}}} {
			if err := tx.PutThing(desk.KindMembership, string(m.User)+"@"+string(m.Team), "clinic", m); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	b := &browser{s: s}
	b.signIn(t, "intake@example.org", "open sesame")
	k := b.cookie
	list := "/queue?view=person&with=nurse"
	if _, page := b.do(t, "GET", list, nil); !strings.Contains(page, `<option value="chen">`) || strings.Contains(page, `<option value="doc">`) {
		t.Errorf("offered to give to: %q", regexp.MustCompile(`(?s)<select id="to".*?</select>`).FindString(page))
	}
	b.cookie = k
	b.do(t, "POST", "/assignments", url.Values{"id": {ids[0]}, "person": {"chen"}, "back": {list}})
	if x := s.row(t, "nurse", ids[0]); x.Row.Ball.Person != "chen" {
		t.Errorf("it is with %q", x.Row.Ball.Person)
	}
}
