package web_test

import (
	"context"
	"errors"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/desk/people"
	"referd/store"
)

var undoes = regexp.MustCompile(`<input type="hidden" name="(id|fact-[^"]+)" value="([^"]*)"`)

// Many given to somebody are taken back by one press, each as it was; the one
// somebody acted on since is said, and stays.
func TestManyAssignedAreUndoneAtOnce(t *testing.T) {
	s := open(t)
	as := func(who party.UserID, f func(w *desk.Writing) error) {
		t.Helper()
		if err := s.h.Write(t.Context(), s.h.As(who), "act", f); err != nil {
			t.Fatal(err)
		}
	}
	var ids []string
	for range 3 {
		var d loop.Done
		as("doc", func(w *desk.Writing) (err error) {
			if d, err = draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Routine}); err != nil {
				return err
			}
			if err := draft.Save(w, d.ID, draft.Draft{Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Routine, Override: "none here"}); err != nil {
				return err
			}
			_, err = draft.Send(w, loop.Form{Referral: d.ID})
			return err
		})
		as("nurse", func(w *desk.Writing) error {
			_, err := loop.Ask(w, loop.Form{Referral: d.ID}, loop.Question{Words: "The tracing, please."})
			return err
		})
		ids = append(ids, string(d.ID))
	}
	has := func(id string) (who party.UserID) {
		as("doc", func(w *desk.Writing) error {
			row, err := w.Row(referral.ID(id))
			who = row.Ball.Person
			return err
		})
		return who
	}
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	press := func(to string, f url.Values) string {
		t.Helper()
		b.do(t, "POST", to, f)
		said := b.cookie
		b.cookie = session
		_, page := b.do(t, "GET", "/queue", nil, "Cookie", session.Name+"="+session.Value+"; "+said.Name+"="+said.Value)
		b.cookie = session
		return page
	}
	// Without a name what was selected stays so, and the name is asked for.
	_, page := b.do(t, "POST", "/assignments", url.Values{"id": ids})
	if b.cookie = session; !strings.Contains(page, "Assign 3 referrals") || strings.Count(page, `name="id"`) != 3 || !strings.Contains(page, `<option value="moss"`) {
		t.Fatalf("to nobody: %.3000s", page)
	}
	res, page := b.do(t, "POST", "/assignments", url.Values{"id": ids[:2], "all": ids, "once": {onceOf(t, page)}})
	if b.cookie = session; res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page, "Choose to whom they go.") || strings.Count(page, "checked") != 2 {
		t.Fatalf("to nobody, pressed: %d %.3000s", res.StatusCode, page)
	}
	page = press("/assignments", url.Values{"id": ids, "person": {"moss"}})
	if !strings.Contains(page, "3 given to Some moss.") || !strings.Contains(page, `action="/assignments/undo"`) || has(ids[1]) != "moss" {
		t.Fatalf("given to %q: %.3000s", has(ids[1]), page)
	}
	undo := url.Values{}
	for _, m := range undoes.FindAllStringSubmatch(page, -1) {
		undo.Add(m[1], html.UnescapeString(m[2]))
	}
	s.h.Pass(3 * time.Second)
	as("moss", func(w *desk.Writing) error {
		_, err := loop.Answer(w, loop.Form{Referral: referral.ID(ids[1])}, "", "Attached.", nil)
		return err
	})
	page = press("/assignments/undo", undo)
	if !strings.Contains(page, "2 undone, both entries kept.") || !strings.Contains(page, "was not: Some moss acted on it since.") {
		t.Errorf("undone: %.3000s", page)
	}
	if has(ids[0]) != "" || has(ids[2]) != "" {
		t.Errorf("it is still with %q and %q", has(ids[0]), has(ids[2]))
	}
}

// Nobody gives work to who was invited and has not come in: they stand in no list
// of colleagues, and it is refused in words. Once they are in they do.
func TestNobodyIsGivenWorkBeforeTheyCameIn(t *testing.T) {
	s := open(t)
	f := loop.Form{Referral: referral.ID(s.sent(t, 1)[0])}
	s.act(t, "nurse", func(w *desk.Writing) error {
		_, err := loop.Ask(w, f, loop.Question{Words: "The tracing, please."})
		return err
	})
	if err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		return tx.PutCredential("user/kay", people.Hashed("open sesame"))
	}); err != nil {
		t.Fatal(err)
	}
	lead, admin := &browser{s: s}, &browser{s: s}
	lead.signIn(t, "doc@example.org", "open sesame")
	admin.signIn(t, "kay@example.org", "open sesame")
	for _, waits := range []bool{true, false} {
		if err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error {
			var u party.User
			if _, err := tx.Thing(desk.KindUser, "doc2", &u); err != nil {
				return err
			}
			u.Invited = waits
			return tx.PutThing(desk.KindUser, "doc2", u.Org, u)
		}); err != nil {
			t.Fatal(err)
		}
		for b, path := range map[*browser]string{lead: "/queue/people", admin: "/admin/people/doc/leaving"} {
			session := b.cookie
			res, body := b.do(t, "GET", path, nil)
			if b.cookie = session; res.StatusCode != http.StatusOK || strings.Contains(body, "Some doc2") == waits {
				t.Errorf("waiting %v, %s: %d\n%s", waits, path, res.StatusCode, body)
			}
		}
		left := s.h.Write(t.Context(), s.h.As("kay"), "leave", func(w *desk.Writing) error {
			if _, err := chase.Leave(w, "doc", "doc2"); err != nil {
				return err
			}
			return context.Canceled // looked at, and not kept
		})
		given := s.h.Write(t.Context(), s.h.As("doc"), "act", func(w *desk.Writing) error {
			_, err := loop.Give(w, f, loop.Assign{Person: "doc2", Why: "on call"})
			return err
		})
		refused := func(err error) bool {
			return fault.Of(err) == fault.Invalid && strings.Contains(fault.Public(err), "have not come in yet")
		}
		if refused(left) != waits || refused(given) != waits || !waits && (given != nil || !errors.Is(left, context.Canceled)) {
			t.Errorf("waiting %v: handed over %v, given %v", waits, left, given)
		}
	}
}
