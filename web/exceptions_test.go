package web_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/loop"
)

// waits are the rows of what is owed beside some referrals, of a kind.
func (s *site) waits(t *testing.T, who party.UserID, ids []string, kind string) (rows []string) {
	t.Helper()
	for _, id := range ids {
		if err := s.h.Read(t.Context(), s.h.As(who), "look", func(r *desk.Reading) error {
			l, err := r.Loop(referral.ID(id))
			for _, d := range l.Duties() {
				if d.Kind == kind {
					rows = append(rows, id+"~"+d.Key)
				}
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	return rows
}

// Several things of one kind that went wrong are settled by one press: each in a
// commit of its own, answered by itself; what was settled meanwhile, what is gone
// and what is not theirs stop nobody. What is clinical is settled by itself, and
// two kinds by no one reason.
func TestExceptionsAreSettledTogether(t *testing.T) {
	s := open(t)
	ids := s.sent(t, 5)
	for _, id := range ids { // a mail to moss that was given up, on each
		if err := chase.Untold(t.Context(), s.h.Desk, referral.ID(id), "lead/doc2/", nil); err != nil {
			t.Fatal(err)
		}
	}
	s.act(t, "moss", func(w *desk.Writing) error {
		_, err := loop.Ring(w, loop.Form{Referral: referral.ID(ids[0])}, "worse", "The pain is back.")
		return err
	})
	mails := s.waits(t, "doc", ids, "delivery")
	worse := s.waits(t, "doc", ids[:1], "bell-worse")
	if len(mails) != 5 || len(worse) != 1 {
		t.Fatalf("%d mails, %d bells", len(mails), len(worse))
	}
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	at := "/exceptions?view=deliveries"
	_, page := b.do(t, "GET", at, nil)
	if !strings.Contains(page, `action="/settlements"`) || strings.Count(page, `name="id"`) != 5 || strings.Contains(page, ">Claim") {
		t.Fatalf("the list: %.3000s", page)
	}
	if _, page = b.do(t, "GET", "/exceptions?view=bells", nil); strings.Contains(page, `name="id"`) {
		t.Error("what a patient said is offered to be settled with others")
	}
	_, page = b.do(t, "POST", "/settlements", url.Values{"id": slices.Concat(mails, worse), "back": {at}})
	if strings.Count(page, `name="id"`) != 5 || !strings.Contains(page, "Settle 5 things") || !strings.Contains(page, "answered by itself") || !strings.Contains(page, "A mail to Some doc2 was not delivered") {
		t.Fatalf("the form: %.4000s", page)
	}
	once := onceOf(t, page)
	press := func(ids []string, words string) (int, string) {
		t.Helper()
		b.cookie = session
		res, page := b.do(t, "POST", "/settlements", url.Values{"id": ids, "all": mails, "once": {once}, "words": {words}, "kind": {"delivery"}, "back": {at}})
		return res.StatusCode, page
	}
	if code, page := press(mails[:3], " "); code != 422 || !strings.Contains(page, "Say how they are settled.") || strings.Count(page, "checked") != 3 || strings.Count(page, `name="id"`) != 5 {
		t.Errorf("without words: %d %.3000s", code, page)
	}
	s.act(t, "doc", func(w *desk.Writing) error { // one is settled while the words are typed
		l, err := w.Loop(referral.ID(ids[4]))
		if err != nil {
			return err
		}
		_, err = loop.Settle(w, loop.Form{Referral: referral.ID(ids[4])}, []referral.Key{l.Untold[0].Key}, "Told.")
		return err
	})
	s.h.Pass(time.Minute)
	code, page := press(slices.Concat(mails, worse, []string{"nobodyhasthisoneheld~delivery/x", "x' or 1=1"}), "Told by telephone, & the address is right now.")
	for _, want := range []string{"4 settled. 4 were not.", "It waits no longer.", "What a patient said is answered by itself.", "Not there, or not yours to see.", "Back to the list"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not said: %.5000s", want, page)
		}
	}
	if code != 200 || strings.Contains(page, "nobodyhasthisoneheld") {
		t.Errorf("%d, or a stranger's id comes back", code)
	}
	if left := s.waits(t, "doc", ids, "delivery"); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	if left := s.waits(t, "doc", ids[:1], "bell-worse"); len(left) != 1 {
		t.Error("the patient who is worse was settled with the mails")
	}
	settled := func(id string) (n int) {
		s.act(t, "doc", func(w *desk.Writing) error {
			l, err := w.Loop(referral.ID(id))
			for _, e := range l.Entries() {
				if _, ok := e.What.(referral.Settled); ok {
					n++
				}
			}
			return err
		})
		return n
	}
	if press(mails[:1], "Again."); settled(ids[0]) != 1 {
		t.Errorf("pressed twice it is settled %d times", settled(ids[0]))
	}
}

// A referral opened again because it had ended by mistake is settled with others
// like it; one whose patient came back is not.
func TestOnlyAMistakeIsSettledWithOthers(t *testing.T) {
	s := open(t)
	ids := s.sent(t, 3)
	for i, id := range ids {
		f := loop.Form{Referral: referral.ID(id)}
		s.act(t, "doc", func(w *desk.Writing) error { _, err := loop.Cancel(w, f, "no-longer-needed", ""); return err })
		s.h.Pass(time.Minute)
		s.act(t, "doc", func(w *desk.Writing) error {
			_, err := loop.Reopen(w, f, []string{"ended-by-mistake", "ended-by-mistake", "patient-came-back"}[i], "")
			return err
		})
		s.h.Pass(time.Minute)
	}
	again := s.waits(t, "doc", ids, "reopening")
	if len(again) != 3 {
		t.Fatalf("%v wait", again)
	}
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	at := "/exceptions?view=reopenings"
	_, page := b.do(t, "POST", "/settlements", url.Values{"id": again, "back": {at}})
	if strings.Count(page, `name="id"`) != 2 || !strings.Contains(page, "Why it was opened again is clinical") {
		t.Fatalf("the form: %.4000s", page)
	}
	press := url.Values{"id": again, "once": {onceOf(t, page)}, "words": {"We go on with it."}, "kind": {"reopening"}, "back": {at}}
	b.cookie = session
	if _, page = b.do(t, "POST", "/settlements", press); !strings.Contains(page, "2 settled.") {
		t.Errorf("settled: %.3000s", page)
	}
	if left := s.waits(t, "doc", ids, "reopening"); len(left) != 1 || !strings.HasPrefix(left[0], ids[2]) {
		t.Errorf("left: %v", left)
	}
	if err := chase.Untold(t.Context(), s.h.Desk, referral.ID(ids[0]), "lead/doc2/", nil); err != nil {
		t.Fatal(err)
	}
	s.act(t, "doc", func(w *desk.Writing) error {
		_, err := loop.Cancel(w, loop.Form{Referral: referral.ID(ids[1])}, "no-longer-needed", "")
		return err
	})
	s.h.Pass(time.Minute)
	s.act(t, "doc", func(w *desk.Writing) error {
		_, err := loop.Reopen(w, loop.Form{Referral: referral.ID(ids[1])}, "ended-by-mistake", "")
		return err
	})
	two := append(s.waits(t, "doc", ids[:1], "delivery"), s.waits(t, "doc", ids[1:2], "reopening")...)
	b.cookie = session
	if res, _ := b.do(t, "POST", "/settlements", url.Values{"id": two, "back": {at}}); len(two) != 2 || res.StatusCode != 303 || !strings.HasSuffix(res.Header.Get("Location"), at) {
		t.Errorf("two kinds by one reason: %d %s of %v", res.StatusCode, res.Header.Get("Location"), two)
	}
}
