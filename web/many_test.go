package web_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/lists"
	"referd/desk/loop"
)

// act does something as somebody.
func (s *site) act(t *testing.T, who party.UserID, f func(w *desk.Writing) error) {
	t.Helper()
	if err := s.h.Write(t.Context(), s.h.As(who), "act", f); err != nil {
		t.Fatal(err)
	}
}

// sent are so many referrals that came to the clinic just now.
func (s *site) sent(t *testing.T, n int) (ids []string) {
	t.Helper()
	for len(ids) < n {
		s.act(t, "doc", func(w *desk.Writing) error {
			var some []string
			for range min(50, n-len(ids)) {
				d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Routine})
				if err != nil {
					return err
				}
				if err := draft.Save(w, d.ID, draft.Draft{Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Routine, Override: "none here"}); err != nil {
					return err
				}
				if _, err := draft.Send(w, loop.Form{Referral: d.ID}); err != nil {
					return err
				}
				some = append(some, string(d.ID))
			}
			ids = append(ids, some...)
			return nil
		})
	}
	return ids
}

func (s *site) row(t *testing.T, who party.UserID, id string) (c lists.Choice) {
	t.Helper()
	err := s.h.Read(t.Context(), s.h.As(who), "row", func(r *desk.Reading) error {
		all, err := lists.Chosen(r, []referral.ID{referral.ID(id)})
		if err == nil {
			c = all[0]
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var onceKey = regexp.MustCompile(`name="once" value="([^"]+)"`)

// ask opens the form of an act on many and gives its key.
func onceOf(t *testing.T, page string) string {
	t.Helper()
	m := onceKey.FindAllStringSubmatch(page, -1)
	if m == nil {
		t.Fatalf("no form: %.2000s", page)
	}
	return m[len(m)-1][1]
}

// Many are asked by one form: each answers for itself, what is gone and what was
// decided meanwhile stop nobody, and the words stay for those that were not.
func TestManyAreAskedOneByOne(t *testing.T) {
	s := open(t)
	ids := s.sent(t, 6)
	b := &browser{s: s}
	b.signIn(t, "nurse@example.org", "open sesame")
	_, page := b.do(t, "POST", "/questions", url.Values{"id": ids, "back": {"/queue?view=all"}})
	if !strings.Contains(page, "Ask 6 referrals") || strings.Count(page, `name="id"`) != 6 {
		t.Fatalf("the form: %.3000s", page)
	}
	once := onceOf(t, page)
	res, page := b.do(t, "POST", "/questions", url.Values{"id": ids[:5], "all": ids, "once": {once}, "words": {" "}, "back": {"/queue?view=all"}})
	if res.StatusCode != 422 || !strings.Contains(page, "Say what you need.") || strings.Count(page, "checked") != 5 || strings.Count(page, `name="id"`) != 6 {
		t.Fatalf("without words: %d %.3000s", res.StatusCode, page)
	}
	for _, id := range ids[3:5] { // half of it is gone while the question is typed
		s.act(t, "doc", func(w *desk.Writing) error {
			_, err := loop.Cancel(w, loop.Form{Referral: referral.ID(id)}, "no-longer-needed", "")
			return err
		})
	}
	press := url.Values{"id": slices.Concat(ids, []string{"nobodyhasthisoneheld", "x' or 1=1"}), "once": {once}, "words": {"Which anticoagulant, & since when?"}, "back": {"/queue?view=all"}}
	res, page = b.do(t, "POST", "/questions", press)
	for _, want := range []string{"4 asked. 4 were not.", "Open next", `action="/questions/undo"`, "Not there, or not yours to see.", "Which anticoagulant, &amp; since when?"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not said: %.4000s", want, page)
		}
	}
	if res.StatusCode != 200 || strings.Contains(page, "nobodyhasthisoneheld") {
		t.Errorf("%d, or a stranger's id comes back", res.StatusCode)
	}
	asked := func(id string) int {
		n := 0
		s.act(t, "nurse", func(w *desk.Writing) error {
			l, err := w.Loop(referral.ID(id))
			for _, e := range l.Entries() {
				if _, ok := e.What.(referral.Asked); ok && err == nil {
					n++
				}
			}
			return err
		})
		return n
	}
	for i, id := range ids {
		if want := map[bool]int{true: 0, false: 1}[i == 3 || i == 4]; asked(id) != want {
			t.Errorf("%d was asked %d times, want %d", i, asked(id), want)
		}
	}
	if _, page = b.do(t, "POST", "/questions", press); !strings.Contains(page, "4 asked.") || asked(ids[0]) != 1 {
		t.Errorf("pressed twice it asks %d times", asked(ids[0]))
	}
	undo := url.Values{"back": {"/queue?view=all"}}
	for _, m := range undoes.FindAllStringSubmatch(page, -1) {
		undo.Add(m[1], html.UnescapeString(m[2]))
	}
	b.do(t, "POST", "/questions/undo", undo)
	if c := s.row(t, "nurse", ids[0]); c.Phase == referral.Questioned {
		t.Errorf("it is still asked")
	}
}

var seqs = regexp.MustCompile(`name="(seq-[^"]+)" value="(\d+)"`)

// What a person decided while the form was filled in is not acted on unseen: it is
// said who, stays ticked, and goes once it is pressed again.
func TestOneOfManyWasOvertaken(t *testing.T) {
	s := open(t)
	ids := s.sent(t, 2)
	b := &browser{s: s}
	b.signIn(t, "nurse@example.org", "open sesame")
	session := b.cookie
	press := func(f url.Values) string {
		b.cookie = session
		_, page := b.do(t, "POST", "/questions", f)
		return page
	}
	filled := func(page string) url.Values {
		f := url.Values{"id": ids, "once": {onceOf(t, page)}, "words": {"Since when?"}}
		for _, m := range seqs.FindAllStringSubmatch(page, -1) {
			f.Set(m[1], m[2])
		}
		return f
	}
	f := filled(press(url.Values{"id": ids}))
	s.act(t, "chen", func(w *desk.Writing) error {
		_, err := loop.Accept(w, loop.Form{Referral: referral.ID(ids[1])}, loop.Acceptance{})
		return err
	})
	page := press(f)
	for _, want := range []string{"1 asked.", personOf(s, "chen") + " acted on it meanwhile.", "Ask 1 referral", "Since when?"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not said: %.4000s", want, page)
		}
	}
	f = filled(page)
	f["id"] = ids[1:]
	if page = press(f); !strings.Contains(page, "1 asked.") {
		t.Errorf("pressed again: %.4000s", page)
	}
}

func personOf(s *site, who party.UserID) string {
	dir, _ := s.h.Desk.Directory(context.Background())
	return dir.PersonName(who)
}

// Five hundred go in one press, each in a commit of its own; more are refused,
// and nothing of them is done.
func TestFiveHundredInOnePress(t *testing.T) {
	s := open(t)
	ids := s.sent(t, 501)
	b := &browser{s: s}
	b.signIn(t, "intake@example.org", "open sesame")
	session := b.cookie
	if res, page := b.do(t, "POST", "/claims", url.Values{"id": ids}); res.StatusCode != 400 || !strings.Contains(page, "You chose 501.") {
		t.Fatalf("501: %d", res.StatusCode)
	}
	if c := s.row(t, "nurse", ids[0]); c.Owed.Person != "" {
		t.Error("one of too many was claimed")
	}
	from := time.Now()
	res, page := b.do(t, "POST", "/claims", url.Values{"id": ids[:500], "back": {"/queue?view=all"}})
	t.Logf("500 claimed in %v", time.Since(from))
	if res.StatusCode != 200 || !strings.Contains(page, "500 claimed.") || strings.Count(page, "Claimed") != 500 {
		t.Fatalf("%d %.2000s", res.StatusCode, page)
	}
	b.cookie = session
	for _, id := range []string{ids[0], ids[499]} {
		if c := s.row(t, "nurse", id); c.Owed.Person != "intake" {
			t.Errorf("it is with %q", c.Owed.Person)
		}
	}
	undo := url.Values{}
	for _, m := range undoes.FindAllStringSubmatch(page, -1) {
		undo.Add(m[1], html.UnescapeString(m[2]))
	}
	if _, page = b.do(t, "POST", "/releases", undo); !strings.Contains(page, "500 given back to the team.") {
		t.Errorf("not given back: %.2000s", page)
	}
}

// What is selected is held until a day, forwarded, printed a page each and given
// as a file; who may not do it to one is told so for that one.
func TestManyAreHeldPrintedAndExported(t *testing.T) {
	s := open(t)
	ids := s.sent(t, 3)
	b := &browser{s: s}
	b.signIn(t, "nurse@example.org", "open sesame")
	for _, id := range ids[:2] {
		s.act(t, "nurse", func(w *desk.Writing) error {
			_, err := loop.Accept(w, loop.Form{Referral: referral.ID(id)}, loop.Acceptance{})
			return err
		})
	}
	_, page := b.do(t, "POST", "/holds", url.Values{"id": ids})
	once := onceOf(t, page)
	until := s.h.Now().AddDate(0, 0, 20).Format("2006-01-02")
	if _, page = b.do(t, "POST", "/holds", url.Values{"id": ids, "once": {once}, "until": {"soon"}, "words": {"After the scan."}}); !strings.Contains(page, "Choose the day") || !strings.Contains(page, "Choose the reason.") || !strings.Contains(page, "After the scan.") {
		t.Errorf("a hold without a day: %.3000s", page)
	}
	_, page = b.do(t, "POST", "/holds", url.Values{"id": ids, "once": {once}, "until": {until}, "reason": {"test-first"}, "words": {"After the scan."}})
	if s.row(t, "nurse", ids[0]).Phase != referral.PhaseHeld || !strings.Contains(page, `action="/holds/undo"`) {
		t.Errorf("not on hold: %.4000s", page)
	}
	stranger := "aaaaaaaaaaaaaaaaaaaa"
	if _, page = b.do(t, "POST", "/prints", url.Values{"id": append(ids, stranger, ids[0])}); strings.Count(page, "<article") != 3 || strings.Count(page, "newpage") != 2 || strings.Count(page, "Is it the heart?") != 3 || !strings.Contains(page, "1 selected referral is not there") {
		t.Errorf("printed: %.4000s", page)
	}
	res, page := b.do(t, "POST", "/queue.csv", url.Values{"id": append(ids, stranger)})
	all, err := csv.NewReader(strings.NewReader(page)).ReadAll()
	if err != nil || len(all) != 4 || !strings.Contains(res.Header.Get("Content-Disposition"), "queue-selected.csv") {
		t.Errorf("%d lines, %v", len(all), err)
	}
	if !strings.Contains(fmt.Sprint(all), "TESTCASE") {
		t.Errorf("the file: %v", all)
	}
	for _, to := range []string{"/questions", "/holds", "/forwards", "/prints", "/queue.csv"} {
		if res, _ := b.do(t, "POST", to, url.Values{}); res.StatusCode != 303 {
			t.Errorf("%s of nothing: %d", to, res.StatusCode)
		}
		b.signIn(t, "nurse@example.org", "open sesame")
	}
	if strings.Contains(s.logs.String(), "Testcase") || strings.Contains(s.logs.String(), "After the scan") {
		t.Error("the log names somebody, or what was typed")
	}
}
