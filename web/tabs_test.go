package web_test

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/desk/mine"
	"referd/store"
)

var (
	aTab  = regexp.MustCompile(`(?s)<a\s+href="([^"]+)"[^>]*>\s*([^<]+?)\s*(?:<span class="count">(\d+)</span>)?\s*</a>`)
	aRow  = regexp.MustCompile(`(?s)<(?:tr|li)[^>]* data-row.*?</(?:tr|li)>`)
	aLoop = regexp.MustCompile(`/referrals/([a-z0-9]{20})`)
)

// tab is a view as a page offers it, and what is in it once it is opened.
type tab struct {
	n    int
	rows []string
}

func (b *browser) tabs(t *testing.T, at string) map[string]tab {
	t.Helper()
	res, body := b.do(t, "GET", at, nil)
	if res.StatusCode != http.StatusOK {
		return nil
	}
	_, nav, _ := strings.Cut(body, `<nav class="tabs"`)
	nav, _, _ = strings.Cut(nav, "</nav>")
	out := map[string]tab{}
	for _, m := range aTab.FindAllStringSubmatch(nav, -1) {
		if m[3] == "" {
			t.Fatalf("%s: the tab %q has no count", at, m[2])
		}
		x := tab{}
		x.n, _ = strconv.Atoi(m[3])
		for n := 1; ; n++ {
			res, body := b.do(t, "GET", html.UnescapeString(m[1])+fmt.Sprintf("&page=%d", n), nil)
			rows := aRow.FindAllString(body, -1)
			if res.StatusCode != http.StatusOK {
				t.Fatalf("%s, page %d: %d", m[1], n, res.StatusCode)
			}
			if x.rows = append(x.rows, rows...); len(rows) == 0 || len(x.rows) >= x.n {
				break
			}
		}
		out[m[2]] = x
	}
	return out
}

// Whoever looks, on each of the pages with views: the number on a tab is of what is
// in it, and what is in it is what it is called.
func TestEveryTabIsWhatItIsCalled(t *testing.T) {
	s := open(t)
	ids := s.sent(t, 60) // more than a page holds
	do := func(who party.UserID, of string, f func(*desk.Writing, loop.Form) error) {
		t.Helper()
		s.act(t, who, func(w *desk.Writing) error { return f(w, loop.Form{Referral: referral.ID(of)}) })
	}
	for _, of := range ids[:5] {
		do("intake", of, func(w *desk.Writing, x loop.Form) error { _, err := loop.Open(w, x); return err })
	}
	for _, of := range ids[:3] {
		do("nurse", of, func(w *desk.Writing, x loop.Form) error {
			_, err := loop.Ask(w, x, loop.Question{Words: "The tracing?"})
			return err
		})
	}
	for who, of := range map[party.UserID]string{"doc": ids[1], "intake": ids[2]} {
		do(who, of, func(w *desk.Writing, x loop.Form) error { return mine.Pin(w, x.Referral, true) })
	}
	s.act(t, "doc", func(w *desk.Writing) error {
		_, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Routine})
		return err
	})
	err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error { // chen both sends and is sent to
		return tx.PutThing(desk.KindMembership, "chen@wards", "clinic", party.Membership{User: "chen", Team: "wards", Roles: []party.Job{party.Specialist, party.ReferringClinician}})
	})
	if err != nil {
		t.Fatal(err)
	}
	s.h.Pass(8 * 24 * time.Hour) // now the sixty tracings are late, the three answers and the draft
	users := []string{"doc", "doc2", "moss", "intake", "nurse", "booker", "chen", "stranger", "kay"}
	s.lets(t, users...)
	got := map[string]map[string]tab{}
	for _, u := range users {
		b := &browser{s: s}
		b.signIn(t, u+"@example.org", "open sesame")
		for _, at := range []string{"/waiting", "/queue", "/loops", "/exceptions"} {
			tabs := b.tabs(t, at)
			got[u+" "+at] = tabs
			for name, x := range tabs {
				if len(x.rows) != x.n {
					t.Errorf("%s, %s: %q says %d and holds %d", u, at, name, x.n, len(x.rows))
				}
				for _, row := range x.rows {
					switch {
					case name == "★ Pinned" && !strings.Contains(row, ">pinned<"):
						t.Errorf("%s, %s: in the pinned without a star:\n%s", u, at, row)
					case name == "Awaiting answer" && !slices.ContainsFunc(ids[:3], func(of string) bool { return strings.Contains(row, of) }):
						t.Errorf("%s, %s: nothing was asked of it:\n%s", u, at, row)
					case at == "/waiting" && !slices.ContainsFunc(tabs["All"].rows, func(one string) bool { return aLoop.FindString(one) == aLoop.FindString(row) }):
						t.Errorf("%s: %q of what waits is not in all that waits:\n%s", u, name, row)
					}
				}
			}
		}
	}
	for at, want := range map[string]map[string]int{
		"doc /waiting": {"Late": 64, "Questions": 3, "Drafts": 1}, "doc /loops": {"★ Pinned": 1}, "intake /queue": {"All open": 60, "Awaiting answer": 3, "★ Pinned": 1, "To open": 55},
		"nurse /queue": {"All open": 60, "★ Pinned": 0}, "chen /waiting": {"Late": 0, "All": 0}, "chen /queue": {"All open": 60}, "stranger /queue": {"All open": 0}, "doc /queue": {"Awaiting answer": 0, "All open": 0, "★ Pinned": 0},
	} {
		for name, n := range want {
			if x := got[at][name]; x.n != n {
				t.Errorf("%s: %q says %d, not %d", at, name, x.n, n)
			}
		}
	}
	doc := &browser{s: s}
	doc.signIn(t, "doc@example.org", "open sesame")
	for _, view := range []string{"all", "answers", "pinned"} {
		if res, _ := doc.do(t, "GET", "/queue?view="+view, nil); res.StatusCode != http.StatusNotFound {
			t.Errorf("/queue?view=%s of who sends alone: %d", view, res.StatusCode)
		}
	}
}
